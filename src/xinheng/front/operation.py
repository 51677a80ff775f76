"""What a front needs to know of an act: its name, its shape, and which function does it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import ConfigDict

from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor


class Shape(Schema):
    """The input of an act. Unknown fields are an error."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class NoInput(Shape):
    """An act that needs nothing but its case."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One act as the fronts offer it.

    `call` receives the key of the case (0 where `of_case` is false), the shaped
    input, who acts and when; what it returns is given to `answer`, which makes
    plain JSON of it.
    """

    act: ActKind
    shape: type[Shape]
    call: Callable[[int, Any, Actor, datetime], object]
    of_case: bool = True
    answer: Callable[[Any], dict[str, object]] | None = None

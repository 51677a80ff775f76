"""A number that carries its working."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from xinheng.core.shared.source import Source


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a reckoning.

    `label` is an English template (translated by the fronts, filled with
    `facts`); `value` is what this step gives or adds, in `unit`.
    """

    label: str
    value: Decimal
    unit: str
    source: Source
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """A value, its unit, and every step that led to it."""

    value: Decimal
    unit: str
    working: tuple[Line, ...]

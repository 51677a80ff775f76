"""What each room shows of a case on the case page."""

import importlib
import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from xinheng.apps.cases.queries import CaseView
from xinheng.core.shared.actor import Actor
from xinheng.front.casefile import ROOMS


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the case page: a template fragment and what it needs."""

    template: str
    context: Mapping[str, object]


@cache
def _modules() -> tuple[ModuleType, ...]:
    names = [f"xinheng.web.{room}.panel" for room in ROOMS]
    return tuple(importlib.import_module(name) for name in names if importlib.util.find_spec(name))


def panels_of(case: CaseView, viewer: Actor) -> tuple[Panel, ...]:
    """The panels of every room that has something to say, in order of the work.

    A room answers in `web/<room>/panel.py` with `panels(case, viewer)`.
    """
    return tuple(panel for module in _modules() for panel in module.panels(case, viewer))

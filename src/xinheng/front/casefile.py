"""What may be done next about a case, asked of every room."""

import importlib
from functools import cache
from types import ModuleType

from xinheng import clock
from xinheng.apps.cases.queries import CaseView
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.door import Door

ROOMS = (
    "intake",
    "programmes",
    "staffing",
    "audits",
    "findings",
    "decisions",
    "certificates",
    "cases",
)


@cache
def _rooms() -> tuple[ModuleType, ...]:
    found = []
    for room in ROOMS:
        module = importlib.import_module(f"xinheng.apps.{room}.queries")
        if hasattr(module, "doors"):
            found.append(module)
    return tuple(found)


def doors_of(found: CaseView, viewer: Actor) -> tuple[Door, ...]:
    """Every act that now concerns the case, open or closed with its reasons.

    Each room answers for itself in `queries.doors(case, viewer, on)`.
    """
    on = clock.today()
    return tuple(door for room in _rooms() for door in room.doors(found, viewer, on))

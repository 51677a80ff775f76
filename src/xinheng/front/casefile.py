"""What may be done next about a case, asked of every room."""

import importlib
from functools import cache
from types import ModuleType

from xinheng import clock
from xinheng.apps.cases.queries import CaseView
from xinheng.core.shared.act import ActKind
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
def _rooms() -> dict[str, ModuleType]:
    found = {}
    for room in ROOMS:
        module = importlib.import_module(f"xinheng.apps.{room}.queries")
        if hasattr(module, "doors"):
            found[room] = module
    return found


def doors_of(found: CaseView, viewer: Actor) -> tuple[Door, ...]:
    """Every act that now concerns the case, open or closed with its reasons.

    Each room answers for itself in `queries.doors(case, viewer, on)`.
    """
    on = clock.today()
    return tuple(door for room in _rooms().values() for door in room.doors(found, viewer, on))


def door_to(act: ActKind, found: CaseView, viewer: Actor, *, target: int | None) -> Door | None:
    """The door of one act, if it now concerns the case. Only the act's own room is asked.

    Args:
        target: the key of the thing inside the case the act is about; any when not given.
    """
    room = _rooms().get(act.name.split(".", 1)[0])
    for door in room.doors(found, viewer, clock.today()) if room else ():
        if door.act == act and target in (None, door.target):
            return door
    return None

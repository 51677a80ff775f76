"""What may be done next about a case, asked of every room."""

import importlib
from functools import cache
from types import ModuleType
from typing import Any

from xinheng import clock
from xinheng.apps.audits import queries as audits
from xinheng.apps.cases import queries as cases
from xinheng.apps.cases.queries import CaseView
from xinheng.apps.waivers import queries as waivers
from xinheng.core.cases.acts import RECORDS as UNKNOWN
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.door import Door
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.front.wording import said

ROOMS = (
    "intake",
    "programmes",
    "staffing",
    "audits",
    "findings",
    "decisions",
    "certificates",
    "governance",
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
    doors = (door for room in _rooms().values() for door in room.doors(found, viewer, on))
    return tuple(waivers.door_settled(door, found.id, found.organisation_id, on) for door in doors)


def door_to(act: ActKind, found: CaseView, viewer: Actor, *, target: int | None) -> Door | None:
    """The door of one act, if it now concerns the case. Only the act's own room is asked.

    Args:
        target: the key of the thing inside the case the act is about; any when not given.
    """
    room = _rooms().get(act.name.split(".", 1)[0])
    on = clock.today()
    doors: tuple[Door, ...] = room.doors(found, viewer, on) if room else ()
    for door in doors:
        if door.act == act and target in (None, door.target):
            return waivers.door_settled(door, found.id, found.organisation_id, on)
    return None


def case_named(number: str, by: Actor) -> int | None:
    """The key of a case named by its number in the input of an act; nothing when none is named.

    Raises:
        Refused: there is no such case, or `by` may not see it.
    """
    if not number:
        return None
    try:
        return cases.case_by_number(number, viewer=by).id
    except cases.NoCase:
        refuse_if([Violation("case.unknown", _("There is no such case."), UNKNOWN, {}, "case")])
        raise


def described(found: CaseView) -> dict[str, Any]:
    """What acts need to know of a case: its round, standards, sites and team. Auditor-days."""
    current = found.round
    visited = {site.id for site in audits.sites_for(found)}
    return {
        "version": found.version,
        "organisation_id": found.organisation_id,
        "round": {"number": current.number, "kind": str(current.kind), "due_on": current.due_on},
        "missing": [
            {"step": str(rule.step), "title": said(rule.step), "source": str(rule.source)}
            for rule in found.missing
        ],
        "schemes": list(found.scheme_keys),
        "people": {scheme.scheme: scheme.people for scheme in found.schemes},
        "days": {
            "total": current.days,
            "stage1": current.stage1_days,
            "stage2": current.stage2_days,
            "on_site_min": current.on_site_min_days,
        },
        "sites": [
            {
                "site": site.id,
                "name": site.name_zh,
                "is_central": site.is_central,
                "people": site.people,
                "to_visit": site.id in visited,
            }
            for site in found.sites
        ],
        "team": [
            {"seat": seat.id, "person_id": seat.person_id, "name": seat.name,
             "part": str(seat.part), "has_declared": seat.declared_at is not None}
            for seat in cases.team(current.id)
        ],
    }  # fmt: skip

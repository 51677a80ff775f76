"""What falls due, and what would be overdue on a day if nothing more is done."""

from datetime import date, timedelta
from typing import Any

from ninja import Router

from xinheng import clock
from xinheng.api.errors import Problem
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import refuse_if
from xinheng.front import calendar
from xinheng.front.calendar import Entry, Wish
from xinheng.front.who import Request

PREFIX = ""
router = Router(tags=["calendar"])
ANSWERS = {401: Problem, 409: Problem}
LONGEST_DAYS = 3660


def _told(viewer: Actor, found: tuple[Entry, ...]) -> list[dict[str, Any]]:
    mine = viewer.organisation_id is None
    return [calendar.as_document(entry) for entry in found if mine or calendar.for_client(entry)]


@router.get("/calendar", response={200: list[dict[str, Any]], **ANSWERS})
def falls_due(
    request: Request, days: int = 90, kind: str = "", scheme: str = "", mine: bool = False  # noqa: FBT001, FBT002 - of the query
) -> list[dict[str, Any]]:  # fmt: skip
    """Everything overdue or due within so many days, with rule, source and consequence."""
    today = clock.today()
    until = today + timedelta(days=min(max(days, 0), LONGEST_DAYS))
    wish = Wish(kind=kind, scheme=scheme, mine=mine)
    found = calendar.gather(request.actor, on=today, until=until, wish=wish)
    return _told(request.actor, found)


@router.get("/calendar/simulation", response={200: dict[str, Any], **ANSWERS})
def simulation(request: Request, on: date, person_id: int | None = None) -> dict[str, Any]:
    """What would be overdue on a day if nothing more is done; of one person if named."""
    refuse_if(calendar.day_problems(on, today=clock.today()))
    wish = Wish(person_id=person_id)
    found = calendar.overdue_on(request.actor, on, wish=wish)
    return {"on": on.isoformat(), "overdue": _told(request.actor, found)}

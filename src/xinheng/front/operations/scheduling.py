"""Acts on plans of many audits."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from xinheng.apps.scheduling import actions
from xinheng.core.scheduling import acts
from xinheng.core.scheduling.wishes import Wishes
from xinheng.core.shared.actor import Actor
from xinheng.front.operation import Operation, Shape


class PlanIn(Shape):
    """The span to plan, how long to search, and how the body plans. Prices per unit."""

    first_on: date
    last_on: date
    seconds: int = 60
    seed: int = 1
    longest_days: int = 3
    full_time_days: int = 15
    part_time_days: int = 8
    km_price: Decimal = Decimal(1)
    balance_price: Decimal = Decimal(20)
    together: bool = False


class DraftIn(Shape):
    """A draft."""

    draft: int
    seen: int | None = None


class StopIn(Shape):
    """A draft that is being searched for."""

    draft: int


class ImproveIn(Shape):
    """A draft, and how long to search on."""

    draft: int
    seconds: int = 60
    seen: int | None = None


class ChangeIn(Shape):
    """A line of a draft, with the day and the persons it is to have; none: left open."""

    draft: int
    line: str
    start_on: date | None = None
    team: list[int] = []
    lead: int | None = None
    seen: int | None = None


class LockIn(Shape):
    """A line of a draft, and whether it stays as it is."""

    draft: int
    line: str
    locked: bool = True
    seen: int | None = None


class AcceptIn(Shape):
    """A draft, and the lines that are accepted; none: all."""

    draft: int
    lines: list[str] = []
    seen: int | None = None


class RepairIn(Shape):
    """An accepted plan, and who is ill from when to when."""

    draft: int
    person: int
    first_on: date
    last_on: date


def _plan(_case_id: int, given: PlanIn, by: Actor, at: datetime) -> object:
    wishes = given.dict(exclude={"first_on", "last_on", "seconds", "seed"})
    return actions.plan(
        first_on=given.first_on, last_on=given.last_on, seconds=given.seconds, seed=given.seed,
        wishes=Wishes(**wishes), by=by, at=at,
    )  # fmt: skip


def _stop(_case_id: int, given: StopIn, by: Actor, at: datetime) -> object:
    return actions.stop(draft_id=given.draft, by=by, at=at)


def _improve(_case_id: int, given: ImproveIn, by: Actor, at: datetime) -> object:
    return actions.improve(
        draft_id=given.draft, seconds=given.seconds, seen=given.seen, by=by, at=at
    )


def _change(_case_id: int, given: ChangeIn, by: Actor, at: datetime) -> object:
    wanted = actions.Wanted(given.start_on, tuple(given.team), given.lead)
    return actions.change(
        draft_id=given.draft, line=given.line, wanted=wanted, seen=given.seen, by=by, at=at
    )


def _lock(_case_id: int, given: LockIn, by: Actor, at: datetime) -> object:
    return actions.lock(
        draft_id=given.draft, line=given.line, locked=given.locked, seen=given.seen, by=by, at=at
    )


def _undo(_case_id: int, given: DraftIn, by: Actor, at: datetime) -> object:
    return actions.undo(draft_id=given.draft, seen=given.seen, by=by, at=at)


def _accept(_case_id: int, given: AcceptIn, by: Actor, at: datetime) -> object:
    return actions.accept(draft_id=given.draft, lines=given.lines, seen=given.seen, by=by, at=at)


def _discard(_case_id: int, given: DraftIn, by: Actor, at: datetime) -> object:
    return actions.discard(draft_id=given.draft, seen=given.seen, by=by, at=at)


def _repair(_case_id: int, given: RepairIn, by: Actor, at: datetime) -> object:
    return actions.repair(
        draft_id=given.draft, person_id=given.person, first_on=given.first_on,
        last_on=given.last_on, by=by, at=at,
    )  # fmt: skip


def _told(row: Any) -> dict[str, object]:
    return {"draft": row.pk, "state": str(row.state), "version": row.version,
            "lines": len(row.assignments), "accepted": len(row.accepted)}  # fmt: skip


def _operation(act: Any, shape: type[Shape], call: Any) -> Operation:
    return Operation(act, shape, call, of_case=False, answer=_told)


OPERATIONS = (
    _operation(acts.PLAN, PlanIn, _plan),
    _operation(acts.STOP, StopIn, _stop),
    _operation(acts.IMPROVE, ImproveIn, _improve),
    _operation(acts.CHANGE, ChangeIn, _change),
    _operation(acts.LOCK, LockIn, _lock),
    _operation(acts.UNDO, DraftIn, _undo),
    _operation(acts.ACCEPT, AcceptIn, _accept),
    _operation(acts.DISCARD, DraftIn, _discard),
    _operation(acts.REPAIR, RepairIn, _repair),
)

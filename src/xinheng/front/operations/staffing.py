"""Acts about the audit team."""

from datetime import datetime

from xinheng.apps.staffing import actions
from xinheng.core.people.words import SeatPart, TieKind
from xinheng.core.shared.actor import Actor
from xinheng.core.staffing import acts
from xinheng.core.staffing.team import SeatWanted
from xinheng.front.operation import Operation, Shape


class SeatIn(Shape):
    """Who sits where; without schemes and codes, all of the case that the person covers."""

    person_id: int
    part: SeatPart
    schemes: list[str] = []
    codes: list[str] = []
    supervisor_id: int | None = None


class AppointTeamIn(Shape):
    """The whole team."""

    seats: list[SeatIn]
    care: str = ""
    seen: int | None = None


class ReplaceMemberIn(Shape):
    """Who goes (a seat), who comes, or both."""

    seat_id: int | None = None
    into: SeatIn | None = None
    seen: int | None = None


class DeclareIn(Shape):
    """One's own place."""

    seat_id: int
    seen: int | None = None


class DeclineIn(Shape):
    """One's own place, and the conflict of interest if that is the reason."""

    seat_id: int
    conflict: TieKind | None = None
    note: str = ""
    seen: int | None = None


class ObjectIn(Shape):
    """Whom the client objects to, and why."""

    seat_id: int
    because: str
    seen: int | None = None


class OverruleIn(Shape):
    """Which objection is not followed, and why."""

    objection_id: int
    because: str
    seen: int | None = None


def _seat(given: SeatIn) -> SeatWanted:
    return SeatWanted(
        given.person_id, given.part, tuple(given.schemes), tuple(given.codes), given.supervisor_id
    )


def _appoint(case_id: int, given: AppointTeamIn, by: Actor, at: datetime) -> object:
    seats = [_seat(seat) for seat in given.seats]
    return actions.appoint_team(
        case_id=case_id, seats=seats, care=given.care, seen=given.seen, by=by, at=at
    )


def _replace(case_id: int, given: ReplaceMemberIn, by: Actor, at: datetime) -> object:
    into = _seat(given.into) if given.into else None
    return actions.replace_member(
        case_id=case_id, seat_id=given.seat_id, into=into, seen=given.seen, by=by, at=at
    )


def _declare(case_id: int, given: DeclareIn, by: Actor, at: datetime) -> object:
    return actions.declare(case_id=case_id, by=by, at=at, **dict(given))


def _decline(case_id: int, given: DeclineIn, by: Actor, at: datetime) -> object:
    return actions.decline(case_id=case_id, by=by, at=at, **dict(given))


def _object(case_id: int, given: ObjectIn, by: Actor, at: datetime) -> object:
    return actions.object_to(case_id=case_id, by=by, at=at, **dict(given))


def _overrule(case_id: int, given: OverruleIn, by: Actor, at: datetime) -> object:
    return actions.overrule_objection(case_id=case_id, by=by, at=at, **dict(given))


OPERATIONS = (
    Operation(acts.APPOINT_TEAM, AppointTeamIn, _appoint),
    Operation(acts.REPLACE_MEMBER, ReplaceMemberIn, _replace),
    Operation(acts.DECLARE, DeclareIn, _declare),
    Operation(acts.DECLINE, DeclineIn, _decline),
    Operation(acts.OBJECT, ObjectIn, _object),
    Operation(acts.OVERRULE, OverruleIn, _overrule),
)

"""Appointing a team, changing it, and its members' declarations."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from xinheng.apps.cases import actions as cases
from xinheng.apps.cases import queries as case_queries
from xinheng.apps.cases.queries import CaseView, SeatView
from xinheng.apps.journal import actions as journal
from xinheng.apps.people import actions as people
from xinheng.apps.staffing import queries
from xinheng.apps.staffing.actions.conflicts import follow_up
from xinheng.apps.staffing.actions.held import give_back
from xinheng.apps.staffing.actions.objections import settle_objections
from xinheng.apps.waivers import queries as waivers
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import Part
from xinheng.core.people.words import TieKind
from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.core.staffing import acts
from xinheng.core.staffing.team import SeatWanted, filled, team_obstacles

CHANGED = "the team changed"


@transaction.atomic
def appoint_team(
    *,
    case_id: int,
    seats: Sequence[SeatWanted],
    by: Actor,
    at: datetime,
    care: str = "",
    seen: int | None = None,
) -> tuple[SeatView, ...]:
    """Appoint the whole team of the open round. A team that was there leaves first.

    Args:
        care: what was weighed in choosing the team where the client can hardly object,
            as at short notice (ISO/IEC 17021-1:2015, 9.6.4.2); kept in the journal.

    Raises:
        Refused: `by` may not, earlier steps are missing, or the team breaks a rule;
            carries every reason about every member.
    """
    locked = cases.lock(case_id, seen=seen)
    case = case_queries.view(locked)
    facts = queries.team_facts(case, [seat.person_id for seat in seats], localdate(at))
    complete = [filled(seat, facts) for seat in seats]
    is_new = Step.TEAM_APPOINTED not in case.done
    waived = _gate(
        case,
        facts.on,
        [
            *acts.APPOINT_TEAM.duty_obstacles(by, case.where),
            *queries.not_under_way(case, acts.TEAM),
            *(case_queries.obstacles_to(case, Step.TEAM_APPOINTED) if is_new else ()),
            *team_obstacles(complete, facts),
        ],
    )
    for old in case_queries.team(case.round.id):
        _leave(old, case.round.id, by=by, at=at)
    for step in (Step.TEAM_DECLARED, Step.TEAM_APPOINTED):
        if step in case.done:
            cases.untake_step(locked, step, by=by, at=at, because=CHANGED)
    for seat in complete:
        _sit(locked, seat)
    entry = journal.record(
        acts.APPOINT_TEAM, on=locked, by=by, at=at, case_id=case.id,
        organisation_id=case.organisation_id,
        team=[facts.people[seat.person_id].name for seat in complete],
        parts=[seat.part for seat in complete], care=care, **waived,
    )  # fmt: skip
    cases.involve(locked, person_id=by.person_id, part=Part.PLANNED, at=at)
    cases.take_step(locked, Step.TEAM_APPOINTED, by=by, at=at, entry=entry)
    _tell_members(case, [seat.person_id for seat in complete], at)
    _tell_client(case, at)
    return case_queries.team(case.round.id)


@transaction.atomic
def replace_member(
    *,
    case_id: int,
    seat_id: int | None,
    into: SeatWanted | None,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> tuple[SeatView, ...]:
    """Take one member out, put another one in, or both; the others keep their declarations.

    Args:
        seat_id: who goes; nobody when not given (after somebody declined).
        into: who comes; nobody when not given.

    Raises:
        Refused: `by` may not, or the team as it would be breaks a rule.
    """
    locked = cases.lock(case_id, seen=seen)
    case = case_queries.view(locked)
    team = case_queries.team(case.round.id)
    out = next((seat for seat in team if seat.id == seat_id), None)
    stay = [_wanted(seat) for seat in team if seat.id != seat_id]
    wanted = [*stay, into] if into else stay
    facts = queries.team_facts(case, [seat.person_id for seat in wanted], localdate(at))
    wanted = [*stay, filled(into, facts)] if into else stay
    reasons = [
        *acts.REPLACE_MEMBER.duty_obstacles(by, case.where),
        *queries.not_under_way(case, acts.TEAM),
        *team_obstacles(wanted, facts),
    ]
    if (seat_id is not None and out is None) or (out is None and into is None):
        reasons.append(
            Violation(
                "staffing.nobody-to-replace", _("This person does not sit in the team."), acts.TEAM
            )
        )
    waived = _gate(case, facts.on, reasons)
    if out is not None:
        _leave(out, case.round.id, by=by, at=at)
        settle_objections(out, by=by, at=at)
    if into is not None:
        _sit(locked, wanted[-1])
    entry = journal.record(
        acts.REPLACE_MEMBER, on=locked, by=by, at=at, case_id=case.id,
        organisation_id=case.organisation_id, out=out.name if out else "—",
        into=facts.people[into.person_id].name if into else "—", **waived,
    )  # fmt: skip
    cases.involve(locked, person_id=by.person_id, part=Part.PLANNED, at=at)
    _after_change(locked, case, into, by, at, entry)
    cases.touch(locked)
    return case_queries.team(case.round.id)


@transaction.atomic
def declare(
    *, case_id: int, seat_id: int, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Accept one's place and declare that one has no conflict of interest in this case.

    Raises:
        Refused: it is not one's own place, it was declared, or one may not sit any more.
    """
    locked = cases.lock(case_id, seen=seen)
    case = case_queries.view(locked)
    seat, reasons = _own(case, seat_id, by)
    if seat is not None:
        if seat.declared_at is not None:
            reasons.append(
                Violation("staffing.declared", _("You have declared already."), acts.DISCLOSED)
            )
        for conflict in queries.conflicts(localdate(at), case_id=case_id):
            if conflict.assignment.seat.id == seat_id:
                reasons += conflict.obstacles
    waived = _gate(case, localdate(at), reasons)
    cases.declare_seat(seat_id, at=at)
    entry = journal.record(
        acts.DECLARE, on=locked, by=by, at=at, case_id=case.id,
        organisation_id=case.organisation_id, seat=seat_id, **waived,
    )  # fmt: skip
    _settle_declarations(locked, case_queries.view(locked), by, at, entry)
    cases.touch(locked)


@transaction.atomic
def decline(
    *,
    case_id: int,
    seat_id: int,
    by: Actor,
    at: datetime,
    conflict: TieKind | None = None,
    note: str = "",
    seen: int | None = None,
) -> None:
    """Decline one's place; a conflict named is kept as a tie, and the team opens again.

    Args:
        conflict: how one is tied to the client, when that is the reason.

    Raises:
        Refused: it is not one's own place.
    """
    locked = cases.lock(case_id, seen=seen)
    case = case_queries.view(locked)
    seat, reasons = _own(case, seat_id, by)
    refuse_if(reasons)
    if seat is None or by.person_id is None:
        return
    _leave(seat, case.round.id, by=by, at=at)
    if conflict is not None:
        people.note_tie(
            person_id=by.person_id, organisation_id=case.organisation_id, kind=conflict,
            note=note, by=by, at=at,
        )  # fmt: skip
    for step in (Step.TEAM_DECLARED, Step.TEAM_APPOINTED):
        if step in case.done:
            cases.untake_step(locked, step, by=by, at=at, because=CHANGED)
    journal.record(
        acts.DECLINE, on=locked, by=by, at=at, case_id=case.id,
        organisation_id=case.organisation_id, seat=seat_id, has_conflict=conflict is not None,
    )  # fmt: skip
    said = note if conflict is None else ""
    people.tell(
        message=_("%(person)s declined the assignment in %(number)s: %(because)s")
        if said
        else _("%(person)s declined the assignment in %(number)s."),
        facts={"person": by.name, "number": case.number, "because": said},
        case_id=case.id,
        at=at,
        duty=Duty.PLAN_AUDITS,
    )
    cases.touch(locked)
    if conflict is not None:
        follow_up([by.person_id], by=by, at=at)


def _gate(case: CaseView, on: date, reasons: Sequence[Violation]) -> dict[str, Any]:
    """Refuse with what no waiver sets aside; what the entry says of waivers that acted."""
    return waivers.gate(reasons, case_id=case.id, organisation_id=case.organisation_id, on=on)


def _after_change(
    locked: Any, case: CaseView, into: SeatWanted | None, by: Actor, at: datetime, entry: int
) -> None:
    """Bring the ledger in line with a changed team, and tell whom it concerns."""
    if into is not None and Step.TEAM_DECLARED in case.done:
        cases.untake_step(locked, Step.TEAM_DECLARED, by=by, at=at, because=CHANGED)
    if Step.TEAM_APPOINTED not in case.done:
        cases.take_step(locked, Step.TEAM_APPOINTED, by=by, at=at, entry=entry)
    _settle_declarations(locked, case, by, at, entry)
    if into is not None:
        _tell_members(case, [into.person_id], at)
        _tell_client(case, at)


def _wanted(seat: SeatView) -> SeatWanted:
    return SeatWanted(seat.person_id, seat.part, seat.schemes, seat.codes, seat.supervisor_id)


def _sit(locked: Any, seat: SeatWanted) -> None:
    cases.seat(
        locked, person_id=seat.person_id, part=seat.part, schemes=seat.schemes, codes=seat.codes,
        supervisor_id=seat.supervisor_id,
    )  # fmt: skip


def _leave(seat: SeatView, round_id: int, *, by: Actor, at: datetime) -> None:
    cases.leave_seat(seat.id, at=at)
    give_back(round_id, person_id=seat.person_id)
    settle_objections(seat, by=by, at=at)


def _settle_declarations(locked: Any, case: CaseView, by: Actor, at: datetime, entry: int) -> None:
    """Take the step when every member of the team has declared."""
    team = case_queries.team(case.round.id)
    done = case_queries.done_steps(case.round.id)
    ready = Step.TEAM_APPOINTED in done and Step.TEAM_DECLARED not in done
    if ready and team and all(seat.declared_at is not None for seat in team):
        cases.take_step(locked, Step.TEAM_DECLARED, by=by, at=at, entry=entry)


def _own(case: CaseView, seat_id: int, by: Actor) -> tuple[SeatView | None, list[Violation]]:
    seat = queries.own_seat(case, by)
    reasons = [*queries.not_under_way(case, acts.DISCLOSED)]
    if seat is None or seat.id != seat_id:
        reasons.append(
            Violation("staffing.not-own-seat", _("This is not your assignment."), acts.DISCLOSED)
        )
        return None, reasons
    return seat, reasons


def _tell_members(case: CaseView, person_ids: Sequence[int], at: datetime) -> None:
    people.tell(
        message=_("You are appointed to the audit of %(client)s (%(number)s); please declare."),
        facts={"client": case.organisation_zh, "number": case.number},
        case_id=case.id,
        at=at,
        person_ids=person_ids,
    )


def _tell_client(case: CaseView, at: datetime) -> None:
    people.tell(
        message=_("The audit team of %(number)s is named; you may object to a member."),
        facts={"number": case.number},
        case_id=case.id,
        at=at,
        organisation_id=case.organisation_id,
    )

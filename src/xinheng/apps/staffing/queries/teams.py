"""Questions about teams: who could sit, who sits and may not any more, who objected."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from xinheng.apps.cases import queries as cases
from xinheng.apps.cases.queries import AssignmentView, CaseView, SeatView
from xinheng.apps.impartiality import queries as impartiality
from xinheng.apps.people import queries as people
from xinheng.apps.people.queries import DayHalves
from xinheng.apps.programmes import queries as programmes
from xinheng.apps.staffing.models import CalendarKey, Objection
from xinheng.apps.waivers import queries as waivers
from xinheng.core.cases.steps import Step, steps_of
from xinheng.core.cases.words import CaseState
from xinheng.core.impartiality.words import LimitKey
from xinheng.core.people.standing import Standing, covers
from xinheng.core.people.words import Function, SeatPart
from xinheng.core.shared.actor import Actor, Duty, Role
from xinheng.core.shared.door import Door
from xinheng.core.shared.reading_once import answered_once
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _
from xinheng.core.staffing import acts
from xinheng.core.staffing.rotation import LedAudit, Rotation
from xinheng.core.staffing.team import SeatWanted as SeatWanted
from xinheng.core.staffing.team import (
    TeamFacts,
    filled,
    leading_obstacles,
    person_obstacles,
    scheme_obstacles,
)

CALENDAR_DAYS = 14
UNDER_WAY = (CaseState.SELECTION, CaseState.DETERMINATION)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could sit in the team: for what, and every reason why not."""

    person_id: int
    name: str
    employment: str
    schemes: tuple[str, ...]
    codes: tuple[str, ...]
    can_lead: bool
    obstacles: tuple[Violation, ...]
    free: DayHalves
    part: SeatPart | None
    supervisor_id: int | None

    @property
    def is_fit(self) -> bool:
        return not self.obstacles and bool(self.schemes)


@dataclass(frozen=True, slots=True)
class ObjectionView:
    """A client's objection."""

    id: int
    seat_id: int
    person: str
    because: str
    raised_at: datetime
    is_open: bool
    is_upheld: bool | None
    answer: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place in a team whose holder may not hold it any more, with every reason."""

    assignment: AssignmentView
    obstacles: tuple[Violation, ...]


def team_facts(case: CaseView, person_ids: Iterable[int] | None, on: date) -> TeamFacts:
    """What the rules of this case's team need to know.

    Args:
        person_ids: whom to ask about; everybody who holds a team role when not given.
    """
    if person_ids is None:
        standings = people.standings_of_body(organisation_id=case.organisation_id, on=on)
    else:
        standings = people.standings(person_ids, organisation_id=case.organisation_id)
    return TeamFacts(
        scope={scheme.scheme: scheme.codes for scheme in case.schemes},
        people=standings,
        may_audit=frozenset(people.holders_of([Role.AUDITOR, Role.LEADER], on=on)),
        may_lead=frozenset(people.holders_of([Role.LEADER], on=on)),
        on=on,
        months=people.block_months(on),
        **_rotation(case, on),
    )


def _rotation(case: CaseView, on: date) -> dict[str, Any]:
    """The body's limits of rotation, and the audits led before where one is set."""
    limit = Rotation(
        audits=impartiality.limit(LimitKey.ROTATION_AUDITS, on),
        years=impartiality.limit(LimitKey.ROTATION_YEARS, on),
    )
    if not limit.is_on:
        return {}
    led = cases.leaders_before(case.organisation_id, case.round.id)
    return {"rotation": limit, "led": tuple(LedAudit(who, closed) for who, closed in led)}


def candidates(case: CaseView, *, on: date, first_on: date | None = None) -> tuple[Candidate, ...]:
    """Everybody with a team role: the fit ones first, the others with all their reasons.

    The number of queries does not grow with the number of persons.

    Args:
        first_on: first day of the calendar shown; today when not given.
    """
    facts = team_facts(case, None, on)
    start = first_on or on
    free = people.free_halves(
        list(facts.people), first=start, last=start + timedelta(days=CALENDAR_DAYS - 1)
    )
    seats = {seat.person_id: seat for seat in cases.team(case.round.id)}
    found = [
        _candidate(case, who, facts, free[pk], seats.get(pk)) for pk, who in facts.people.items()
    ]
    return tuple(sorted(found, key=lambda c: (not c.is_fit, -len(c.codes), c.name)))


def _candidate(
    case: CaseView, who: Standing, facts: TeamFacts, free: DayHalves, seat: SeatView | None
) -> Candidate:
    is_auditor = who.person_id in facts.may_audit
    part = SeatPart.AUDITOR if is_auditor else SeatPart.EXPERT
    covered = filled(SeatWanted(who.person_id, part), facts)
    obstacles = list(person_obstacles(who, part, facts))
    if not covered.schemes:
        for scheme in facts.scope:
            obstacles += scheme_obstacles(who, scheme, part, facts)
    leading = waivers.settled_of(
        tuple(leading_obstacles(who, facts)), case.id, case.organisation_id, facts.on
    )
    return Candidate(
        person_id=who.person_id,
        name=who.name,
        employment=who.employment,
        schemes=covered.schemes,
        codes=covered.codes,
        can_lead=is_auditor and not leading.left,
        obstacles=tuple(obstacles),
        free=free,
        part=seat.part if seat else None,
        supervisor_id=seat.supervisor_id if seat else None,
    )


@dataclass(frozen=True, slots=True)
class Ability:
    """What somebody could do in the team of a case, and every reason against it.

    `holds` names schemes, and codes as “scheme code”.
    """

    person_id: int
    holds: frozenset[str]
    leads: bool
    obstacles: tuple[Violation, ...]


def facts_of_many(found: Iterable[CaseView], on: date) -> dict[int, TeamFacts]:
    """What the rules of teams need to know of many cases, by case.

    The number of queries does not grow with the cases, but for the rotation of leaders
    where the body limits it.
    """
    everybody = people.standings_of_body(organisation_id=-1, on=on)
    ties = people.ties_of_many(everybody)
    may_audit = frozenset(people.holders_of([Role.AUDITOR, Role.LEADER], on=on))
    may_lead = frozenset(people.holders_of([Role.LEADER], on=on))
    months = people.block_months(on)
    return {
        case.id: TeamFacts(
            scope={scheme.scheme: scheme.codes for scheme in case.schemes},
            people={
                pk: replace(who, ties=known)
                if (known := ties.get((pk, case.organisation_id), ()))
                else who
                for pk, who in everybody.items()
            },
            may_audit=may_audit, may_lead=may_lead, on=on, months=months,
            **_rotation(case, on),
        )
        for case in found
    }  # fmt: skip


def abilities(facts: TeamFacts) -> tuple[Ability, ...]:
    """What every auditor could do in a case, by the rules that judge teams."""
    return tuple(
        _ability(who, facts) for who in facts.people.values() if who.person_id in facts.may_audit
    )


def _ability(who: Standing, facts: TeamFacts) -> Ability:
    seat = filled(SeatWanted(who.person_id, SeatPart.AUDITOR), facts)
    codes = {
        f"{scheme} {code}"
        for scheme in seat.schemes
        for code in facts.scope[scheme]
        if covers(who.codes(scheme, Function.AUDIT, facts.on), code)
    }
    return Ability(
        who.person_id,
        frozenset({*seat.schemes, *codes}),
        not any(leading_obstacles(who, facts)),
        tuple(person_obstacles(who, SeatPart.AUDITOR, facts)),
    )


def planned_start(case: CaseView, on: date) -> date:
    """The first day of the window planned for the open round, never before `on`."""
    plan = programmes.programme(case.id)
    coming = [visit.first_on for visit in plan.visits if visit.last_on >= on] if plan else []
    return max(min(coming, default=on), on)


@answered_once
def objections(case_id: int) -> tuple[ObjectionView, ...]:
    """The client's objections in a case, newest first."""
    rows = Objection.objects.filter(case_id=case_id).select_related("seat__person").order_by("-pk")
    return tuple(
        ObjectionView(
            id=row.pk,
            seat_id=row.seat_id,
            person=row.seat.person.name_zh,
            because=row.because,
            raised_at=row.raised_at,
            is_open=row.settled_at is None,
            is_upheld=row.is_upheld,
            answer=row.answer,
        )
        for row in rows
    )


def objection_obstacles(case_id: int) -> Iterator[Violation]:
    """Say which objections of the client still wait. For rooms that plan or hold visits."""
    for found in objections(case_id):
        if found.is_open:
            yield Violation(
                "staffing.objection-open",
                _("The client's objection to %(person)s waits for an answer."),
                acts.OBJECTED,
                {"person": found.person},
            )


def conflicts(on: date, *, case_id: int | None = None) -> tuple[Conflict, ...]:
    """The places in open teams whose holders may not hold them any more.

    Asked whenever somebody needs to know: a tie recorded, a registration ended or a
    declaration run out since the appointment shows up here.
    """
    found = cases.assignments(case_id=case_id)
    keys = {assignment.seat.person_id for assignment in found}
    standings, ties = people.standings(keys), people.ties_of_many(keys)
    may_audit = frozenset(people.holders_of([Role.AUDITOR, Role.LEADER], on=on))
    # Only a tie is measured against the block; without one the rulebook need not be asked.
    months = people.block_months(on) if ties else 0
    result = []
    for assignment in found:
        seat = assignment.seat
        known = ties.get((seat.person_id, assignment.organisation_id), ())
        who = replace(standings[seat.person_id], ties=known)
        facts = TeamFacts(
            dict.fromkeys(assignment.schemes, ()), {}, may_audit, frozenset(), on, months
        )
        obstacles = list(person_obstacles(who, seat.part, facts))
        for scheme in seat.schemes:
            obstacles += scheme_obstacles(who, scheme, seat.part, facts)
        if obstacles:
            result.append(Conflict(assignment, tuple(obstacles)))
    return tuple(result)


def capacity_days(seats: Iterable[SeatView], days: int) -> int:
    """How many auditor-days the team gives in so many days. Only auditors count (9.1.4)."""
    return days * sum(1 for seat in seats if seat.part.counts_as_audit_time)


def doors(case: CaseView, viewer: Actor, on: date) -> tuple[Door, ...]:
    """The doors of this room that are reasonably next in a case."""
    needs_team = any(rule.step == Step.TEAM_APPOINTED for rule in steps_of(case.round.kind))
    if case.state not in UNDER_WAY or not needs_team:
        return ()
    found: list[Door] = []
    duty = tuple(acts.APPOINT_TEAM.duty_obstacles(viewer, case.where))
    is_appointed = Step.TEAM_APPOINTED in case.done
    if case.state == CaseState.SELECTION:
        missing = () if is_appointed else cases.obstacles_to(case, Step.TEAM_APPOINTED)
        found.append(Door(acts.APPOINT_TEAM, (*duty, *missing)))
    # Nobody is given a seat before the first application was accepted.
    may_sit = case.round.number > 1 or Step.APPLICATION_REVIEWED in case.done
    team = cases.team(case.round.id) if may_sit else ()
    for seat in team:
        found.append(Door(acts.REPLACE_MEMBER, duty, seat.id, seat.name))
        if seat.person_id == viewer.person_id and seat.declared_at is None:
            found.append(Door(acts.DECLARE, (), seat.id, seat.name))
            found.append(Door(acts.DECLINE, (), seat.id, seat.name))
        if viewer.holds(Duty.APPLY):
            found.append(Door(acts.OBJECT, (), seat.id, seat.name))
    found += [
        Door(acts.OVERRULE, duty, objection.id, objection.person)
        for objection in (objections(case.id) if team else ())
        if objection.is_open
    ]
    return tuple(found)


def own_seat(case: CaseView, viewer: Actor) -> SeatView | None:
    """The viewer's own place in the team, if there is one."""
    return next(
        (seat for seat in cases.team(case.round.id) if seat.person_id == viewer.person_id), None
    )


def not_under_way(case: CaseView, source: Source) -> Iterator[Violation]:
    """Say so when the team of this case can no longer change."""
    if case.state not in UNDER_WAY:
        yield Violation(
            "staffing.not-under-way",
            _("The case is at “%(state)s”; its team no longer changes."),
            source,
            {"state": case.state},
        )


def holder_of_calendar(key: str) -> int | None:
    """Whose half-days the secret key of a calendar's address opens."""
    row = CalendarKey.objects.filter(
        digest=sha256(key.encode()).hexdigest(), person__is_active=True
    ).first()
    return row.person_id if row else None

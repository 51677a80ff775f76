"""What waits for somebody: the next missing step of every case, asked in bulk."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from xinheng.apps.cases.models import CaseScheme, Involvement, Round, Seat, StepRecord
from xinheng.apps.cases.queries.casefile import visible_cases
from xinheng.core.cases.steps import Step, StepRule, missing
from xinheng.core.cases.waiting import Standing, closed_to, waits_for
from xinheng.core.cases.words import FUNCTIONS, CaseState, Part, RoundKind
from xinheng.core.people.words import SeatPart
from xinheng.core.shared.actor import Actor, Where
from xinheng.core.shared.violation import Violation


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case whose next step is somebody's to take; `closed` says why it is not after all."""

    case_id: int
    number: str
    organisation_zh: str
    organisation_en: str
    state: CaseState
    kind: RoundKind
    schemes: tuple[str, ...]
    step: Step
    clause: str
    since: datetime
    due_on: date | None
    closed: tuple[Violation, ...]


def waiting_for(viewer: Actor) -> tuple[Waiting, ...]:
    """What waits for somebody, the most urgent first; as many queries for many cases as for one."""
    running = Round.objects.filter(
        ended_at__isnull=True, case__in=visible_cases(viewer), case__state__in=FUNCTIONS
    )
    rounds = list(running.select_related("case__organisation"))
    done, since = _steps(running)
    schemes = _schemes(running)
    standings = _standings(running, rounds, viewer)
    found = []
    for row in rounds:
        lacking = missing(RoundKind(row.kind), done[row.pk])
        if not lacking:
            continue
        where = Where(schemes[row.case_id], row.case.branch_id)
        standing = standings[row.pk]
        if waits_for(lacking[0].step, viewer, where, standing):
            moment = since.get(row.pk, row.opened_at)
            found.append(_waiting(row, lacking[0], where.schemes, standing, moment))
    return tuple(sorted(found, key=lambda w: (bool(w.closed), w.due_on or date.max, w.since)))


def _waiting(
    row: Round, rule: StepRule, schemes: tuple[str, ...], standing: Standing, since: datetime
) -> Waiting:
    return Waiting(
        case_id=row.case_id,
        number=row.case.number,
        organisation_zh=row.case.organisation.name_zh,
        organisation_en=row.case.organisation.name_en,
        state=CaseState(row.case.state),
        kind=RoundKind(row.kind),
        schemes=schemes,
        step=rule.step,
        clause=str(rule.source),
        since=since,
        due_on=row.case.due_on,
        closed=tuple(closed_to(rule.step, standing.parts)),
    )


def _steps(running: "QuerySet[Round]") -> tuple[dict[int, set[Step]], dict[int, datetime]]:
    """The steps that stand of each round, and when the last was taken."""
    done: dict[int, set[Step]] = defaultdict(set)
    since: dict[int, datetime] = {}
    rows = StepRecord.objects.filter(round__in=running.values("pk"), undone_at__isnull=True)
    for round_id, step, at in rows.values_list("round_id", "step", "done_at"):
        done[round_id].add(Step(step))
        since[round_id] = max(at, since.get(round_id, at))
    return done, since


def _schemes(running: "QuerySet[Round]") -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    rows = CaseScheme.objects.filter(case__in=running.values("case_id")).order_by("id")
    for case_id, scheme in rows.values_list("case_id", "scheme"):
        found[case_id] = (*found[case_id], scheme)
    return found


def _standings(
    running: "QuerySet[Round]", rounds: list[Round], viewer: Actor
) -> dict[int, Standing]:
    person = viewer.person_id or -1
    seats = {
        seat.round_id: seat
        for seat in Seat.objects.filter(
            round__in=running.values("pk"), person_id=person, left_at__isnull=True
        )
    }
    parts: dict[int, set[Part]] = defaultdict(set)
    involved = Involvement.objects.filter(case__in=running.values("case_id"), person_id=person)
    for case_id, part in involved.values_list("case_id", "part"):
        parts[case_id].add(Part(part))
    return {
        row.pk: _standing(seats.get(row.pk), frozenset(parts[row.case_id]), row, viewer)
        for row in rounds
    }


def _standing(seat: Seat | None, parts: frozenset[Part], row: Round, viewer: Actor) -> Standing:
    return Standing(
        seat=SeatPart(seat.part) if seat else None,
        declared=bool(seat and seat.declared_at),
        parts=parts,
        is_client=viewer.organisation_id is not None
        and viewer.organisation_id == row.case.organisation_id,
    )

"""Planning again when somebody falls ill, with few changes to what people were told."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.timezone import localdate

from xinheng.apps.journal import actions as journal
from xinheng.apps.people import actions as people
from xinheng.apps.people import queries as people_queries
from xinheng.apps.scheduling import queries
from xinheng.apps.scheduling.models import PlanDraft
from xinheng.apps.scheduling.queries import DraftView
from xinheng.core.scheduling import acts
from xinheng.core.scheduling.words import DraftState
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Refused, Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.optim.planning.disruption import Disruption, Illness
from xinheng.optim.planning.plan import assignments_to_json
from xinheng.optim.planning.problem import Assignment, Auditor, Problem

REST = "+rest"


@transaction.atomic
def repair(
    *, draft_id: int, person_id: int, first_on: date, last_on: date, by: Actor, at: datetime
) -> PlanDraft:
    """Enter an illness and propose which accepted appointments change; nobody is told yet.

    Raises:
        Refused: `by` may not, nothing of the plan was accepted, the person is not of the plan,
            or the days lie outside of it.
        NoDraft: there is no such draft.
    """
    row = PlanDraft.objects.select_for_update().get(pk=draft_id)
    refuse_if(acts.REPAIR.duty_obstacles(by))
    found = queries.draft(draft_id, viewer=by)
    refuse_if(_obstacles(found, person_id, first_on, last_on))
    accepted = {line.key for line in found.lines if line.is_accepted}
    told = tuple(one for one in queries.plan_of(draft_id) if one.audit in accepted)
    problem = _as_it_is(
        found, queries.problem_of(draft_id), accepted, (person_id, first_on, last_on)
    )
    ill = [n for n, on in enumerate(found.days) if first_on <= on <= last_on]
    today = sum(on < localdate(at) for on in found.days)
    repaired = _repaired(
        found, problem, told, Disruption(today, (Illness(f"P{person_id}", ill[0], ill[-1] + 1),))
    )
    changed = {change.audit for change in repaired.changes}
    cost = queries.price(repaired.problem, repaired.assignments)
    made = PlanDraft.objects.create(
        state=DraftState.READY, first_on=row.first_on, last_on=row.last_on, wishes=row.wishes,
        problem=queries.problem_to_json(replace(repaired.problem, promised=())),
        about=_about(row.about, repaired.problem),
        assignments=assignments_to_json(repaired.assignments),
        accepted=sorted(accepted - changed), parts=queries.cost_parts(cost), cost=cost.total,
        unstaffed=cost.unstaffed_audits, seconds=repaired.seconds, seed=row.seed, made_at=at,
        made_by_id=by.person_id or 0, repairs=row,
        changes=[_change(each) for each in repaired.changes],
    )  # fmt: skip
    journal.record(
        acts.REPAIR, on=made, by=by, at=at, person=found.people[f"P{person_id}"].name,
        first=first_on, last=last_on,
    )  # fmt: skip
    _enter_absence(person_id, first_on, last_on, by, at)
    return made


def _repaired(
    found: DraftView, problem: Problem, told: tuple[Assignment, ...], what: Disruption
) -> Any:
    from xinheng.optim.planning.repair import repair as engine  # noqa: PLC0415 - brings the compiler

    try:
        return engine(problem, told, what)
    except Refused as refusal:
        raise Refused([queries.in_words(found, each) for each in refusal.violations]) from None


def _obstacles(found: DraftView, person_id: int, first_on: date, last_on: date) -> list[Violation]:
    reasons = []
    if not any(line.is_accepted for line in found.lines):
        reasons.append(
            Violation(
                "scheduling.nothing-accepted", _("Nothing of this plan has been accepted."),
                acts.TEAM,
            )
        )  # fmt: skip
    if f"P{person_id}" not in found.people:
        reasons.append(
            Violation(
                "scheduling.person-outside", _("This person is not part of the plan."), acts.TEAM,
                {}, "person_id",
            )
        )  # fmt: skip
    if not any(first_on <= on <= last_on for on in found.days):
        reasons.append(
            Violation(
                "scheduling.days-outside", _("No working day of the plan lies in this time."),
                acts.TEAM, {}, "first_on",
            )
        )  # fmt: skip
    return reasons


def _as_it_is(
    found: DraftView, problem: Problem, accepted: set[str], ill: tuple[int, date, date]
) -> Problem:
    """The question of what was accepted, with everybody's days as they are known now."""
    keys = [member.person_id for member in found.people.values()]
    first, last = found.days[0], found.days[-1]
    free = people_queries.free_halves(keys, first=first, last=last)
    taken = people_queries.taken_halves(keys, first=first, last=last)
    own = {line.case_id for line in found.lines if line.is_accepted}

    def away(auditor: Auditor) -> frozenset[int]:
        key = found.people[auditor.id].person_id
        return frozenset(
            n
            for n, on in enumerate(found.days)
            if any((on, half) not in free[key] and taken[key].get((on, half)) not in own
                   for half in ("am", "pm"))
            and not (key == ill[0] and ill[1] <= on <= ill[2])
        )  # fmt: skip

    return replace(
        problem,
        auditors=tuple(replace(one, away=away(one)) for one in problem.auditors),
        audits=tuple(audit for audit in problem.audits if audit.id in accepted),
        promised=(),
    )


def _about(about: Mapping[str, Any], problem: Problem) -> dict[str, Any]:
    """What the lines of the repaired plan are called; a rest is called as its audit."""
    made = deepcopy(dict(about))
    known = made["audits"]
    made["stamp"], made["left"] = uuid4().hex, []
    made["audits"] = {
        audit.id: known[audit.id.removesuffix(REST)] | {"days": audit.days, "team": audit.team}
        for audit in problem.audits
    }
    return made


def _change(each: Any) -> dict[str, Any]:
    return {
        "audit": each.audit,
        "before": _lines(each.before),
        "after": _lines(each.after),
        "cause": str(each.cause),
        "appointments": each.appointments,
    }


def _lines(one: Assignment | None) -> dict[str, Any] | None:
    return assignments_to_json([one])[0] if one else None


def _enter_absence(person_id: int, first_on: date, last_on: date, by: Actor, at: datetime) -> None:
    """Enter the days of illness, unless the person entered them already."""
    try:
        with transaction.atomic():
            people.take_absence(
                person_id=person_id, first_on=first_on, last_on=last_on, by=by, at=at
            )
    except Refused as refusal:
        others = [each for each in refusal.violations if each.code != "people.absence-overlaps"]
        refuse_if(others)

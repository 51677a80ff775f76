"""Visits that are planned, and how long stage 1 may wait for stage 2."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Max

from xinheng.apps.audits.models import PlanLine, Visit
from xinheng.apps.cases import queries as cases
from xinheng.core.audits.words import Stage, VisitState
from xinheng.core.cases.words import RoundKind
from xinheng.core.programmes.clocks import due
from xinheng.core.shared.falling import DueKind, Falling, Span
from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.programmes import clock_rules

PLANNED = (VisitState.SENT, VisitState.CONFIRMED, VisitState.OPENED)
HELD = (VisitState.CLOSED, VisitState.CONCLUDED)
PLAN = Source("ISO/IEC 17021-1", "9.2.3", "2015", "from memory, unverified")


def falls_due(span: Span) -> tuple[Falling, ...]:
    """The planned visits, and stage 2 of the cases whose stage 1 is over. Two queries."""
    return (*_visits(span), *_stage_gaps(span))


def _visits(span: Span) -> tuple[Falling, ...]:
    visits = Visit.objects.filter(state__in=PLANNED, round__ended_at=None)
    visits = visits.filter(case__in=cases.visible_cases(span.viewer))
    lines = PlanLine.objects.filter(visit__in=visits).values_list(
        "visit_id", "visit__case_id", "visit__round_id", "visit__stage", "on", "member_ids"
    )
    days: dict[tuple[int, int, int, str], set[date]] = defaultdict(set)
    members: dict[int, set[int]] = defaultdict(set)
    for visit_id, case_id, round_id, stage, on, people in lines:
        days[visit_id, case_id, round_id, stage].add(on)
        members[visit_id] |= set(people)
    return tuple(
        Falling(
            key=f"audits.visit-{visit_id}",
            kind=DueKind.VISIT,
            day=min(on),
            last_on=max(on),
            title=_("%(stage)s on site"),
            facts={"stage": Stage(stage)},
            rule="",
            source=PLAN,
            is_deadline=False,
            case_id=case_id,
            round_id=round_id,
            person_ids=tuple(sorted(members[visit_id])),
        )
        for (visit_id, case_id, round_id, stage), on in sorted(days.items())
        if min(on) <= span.until and max(on) >= span.on
    )


def _stage_gaps(span: Span) -> tuple[Falling, ...]:
    visits = Visit.objects.filter(state__in=(VisitState.OPENED, *HELD), round__ended_at=None)
    visits = visits.filter(case__in=cases.visible_cases(span.viewer), round__kind=RoundKind.INITIAL)
    rows = list(
        visits.annotate(ended_on=Max("lines__on")).values(
            "pk", "case_id", "round_id", "stage", "state", "ended_on"
        )
    )
    begun = {row["round_id"] for row in rows if row["stage"] == Stage.VISIT}
    found = (
        _gap(row, span)
        for row in rows
        if row["stage"] == Stage.STAGE1
        and row["state"] in HELD
        and row["round_id"] not in begun
        and row["ended_on"] is not None
    )
    return tuple(thing for thing in found if thing.day <= span.until)


def _gap(row: Mapping[str, Any], span: Span) -> Falling:
    term = due(
        "stage-2",
        regimes=("17021-1",),
        days={"stage1_ended_on": row["ended_on"]},
        rules=clock_rules(span.on),
    )
    return Falling(
        key=f"audits.stage-gap-{row['pk']}",
        kind=DueKind.STAGE_GAP,
        day=term.day,
        title=_("Stage 2 is held while stage 1 still holds"),
        facts={},
        rule=term.rule,
        source=term.source,
        consequence=term.consequence,
        case_id=row["case_id"],
        round_id=row["round_id"],
    )

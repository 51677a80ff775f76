"""What of many cases depends on the rules, gathered with a fixed number of questions."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Max, QuerySet

from xinheng.apps.cases import queries as cases
from xinheng.apps.programmes.models import Cycle, DueAudit, PlannedVisit, Programme, TimeReckoning
from xinheng.core.programmes.codec import request_from_json
from xinheng.core.programmes.words import VisitKind
from xinheng.core.rulechange.effects import CYCLE, CaseFacts, DueFact, WindowFact

OVER = ("closed", "refused")


def ruled_cases() -> tuple[int, ...]:
    """The cases of which something depends on the rules: a cycle, or a reckoning of time."""
    cycles = Cycle.objects.exclude(case__state__in=OVER).values_list("case_id", flat=True)
    times = TimeReckoning.objects.exclude(case__state__in=OVER).values_list("case_id", flat=True)
    return tuple(sorted({*cycles, *times}))


def facts_of(case_ids: Collection[int]) -> dict[int, CaseFacts]:
    """What of these cases depends on the rules, by case."""
    due = _due(case_ids)
    windows = _windows(case_ids)
    schemes = cases.schemes_of(case_ids)
    days = {
        row.case_id: (row.decided_on, row.issued_on, row.expires_on)
        for row in Cycle.objects.filter(case_id__in=case_ids).order_by("number")
    }
    newest = {
        row.case_id: row
        for row in TimeReckoning.objects.filter(case_id__in=case_ids)
        .only("case_id", "request", "days", "round__ended_at", "round__case_id")
        .select_related("round")
        .order_by("pk")
    }
    return {
        case_id: CaseFacts(
            case_id,
            days.get(case_id),
            tuple(due.get(case_id, ())),
            tuple(windows.get(case_id, ())),
            request_from_json(newest[case_id].request) if case_id in newest else None,
            case_id in newest and newest[case_id].round.ended_at is None,
            newest[case_id].days if case_id in newest else None,
            schemes=schemes[case_id],
        )
        for case_id in case_ids
    }


def _due(case_ids: Collection[int]) -> dict[int, list[DueFact]]:
    found: dict[int, list[DueFact]] = {}
    last = Cycle.objects.filter(case_id__in=case_ids).values("case_id").annotate(last=Max("pk"))
    rows = DueAudit.objects.filter(
        cycle_id__in=last.values("last"), cycle__ended_on=None
    ).values_list("cycle__case_id", "id", "kind", "due_on", "done_on", "round_id", "number")
    for case_id, pk, kind, due_on, done_on, round_id, number in rows.order_by("due_on", "pk"):
        fact = DueFact(pk, VisitKind(kind), due_on, done_on, round_id is not None, number)
        found.setdefault(case_id, []).append(fact)
    return found


def standing_days(case_ids: "QuerySet[Any] | Collection[int]") -> dict[tuple[int, str, int], date]:
    """When what is still to be held falls due, by case, kind and number."""
    rows = DueAudit.objects.filter(
        cycle__case_id__in=case_ids, cycle__ended_on=None, done_on=None
    ).order_by("cycle__number")
    return {
        (case_id, kind, number): due_on
        for case_id, kind, number, due_on in rows.values_list(
            "cycle__case_id", "kind", "number", "due_on"
        )
    }


def _windows(case_ids: Collection[int]) -> dict[int, list[WindowFact]]:
    found: dict[int, list[WindowFact]] = {}
    last = Programme.objects.filter(case_id__in=case_ids).values("case_id").annotate(last=Max("pk"))
    rows = PlannedVisit.objects.filter(
        programme_id__in=last.values("last"), kind__in=CYCLE
    ).values_list("programme__case_id", "kind", "first_on", "last_on")
    for case_id, kind, first_on, last_on in rows:
        found.setdefault(case_id, []).append(WindowFact(VisitKind(kind), first_on, last_on))
    return found

"""What falls due in the cycles: by when, by which clock, and what follows otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, QuerySet

from xinheng.apps.cases import queries as cases
from xinheng.apps.programmes.models import Cycle, DueAudit
from xinheng.core.programmes.words import VisitKind
from xinheng.core.shared.falling import DueKind, Falling, Span
from xinheng.core.shared.reading_once import answered_once
from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import mark as _


@dataclass(frozen=True, slots=True)
class DueView:
    """An audit that falls due. `consequence` is an English sentence, marked for translation."""

    id: int
    case_id: int
    case_number: str
    organisation: str
    kind: VisitKind
    due_on: date
    binding: str
    consequence: str
    working: tuple[Mapping[str, Any], ...]
    round_id: int | None
    done_on: date | None
    days_left: int

    @property
    def is_overdue(self) -> bool:
        return self.done_on is None and self.days_left < 0


def cycle_of(case_id: int) -> Cycle | None:
    """The newest cycle of a case."""
    return Cycle.objects.filter(case_id=case_id).order_by("-number").first()


def next_surveillance(case_id: int) -> DueAudit | None:
    """The surveillance of the newest cycle that is to be held next."""
    cycle = cycle_of(case_id)
    rows = DueAudit.objects.filter(cycle=cycle, done_on=None).select_related("cycle")
    return rows.exclude(kind=VisitKind.RECERTIFICATION).order_by("due_on", "pk").first()


def due_items(on: date, horizon_days: int) -> tuple[DueView, ...]:
    """What is still to be done and falls due within the horizon or is overdue, soonest first.

    Args:
        horizon_days: how far to look ahead. Unit: days.
    """
    rows = _open().filter(due_on__lte=on + timedelta(days=horizon_days))
    return tuple(_view(row, on) for row in rows)


def overdue(on: date) -> tuple[DueView, ...]:
    """What should have been done before `on`; the certificate is to be suspended.

    Source: CNCA-QMS-01:2025, 5.4.1.4 (CN-20).
    """
    return tuple(_view(row, on) for row in _open().filter(due_on__lt=on))


@answered_once
def due_of_case(case_id: int, on: date) -> tuple[DueView, ...]:
    """Every audit of the newest cycle of a case, done or to be done."""
    rows = DueAudit.objects.filter(cycle__case_id=case_id).select_related(
        "cycle__case__organisation"
    )
    newest = rows.aggregate(newest=Max("cycle__number"))["newest"]
    return tuple(
        _view(row, on) for row in rows.filter(cycle__number=newest).order_by("due_on", "pk")
    )


RULE_OF = {
    VisitKind.SURVEILLANCE_1: "first-surveillance",
    VisitKind.SURVEILLANCE_2: "next-surveillance",
    VisitKind.FURTHER: "next-surveillance",
    VisitKind.RECERTIFICATION: "recertification",
}


def falls_due(span: Span) -> tuple[Falling, ...]:
    """The audits of the cycles that are still to be held, the overdue ones too. One query."""
    rows = _open().filter(due_on__lte=span.until)
    rows = rows.filter(cycle__case__in=cases.visible_cases(span.viewer))
    fields = ("pk", "kind", "due_on", "binding", "working", "consequence", "round_id",
              "cycle__case_id")  # fmt: skip
    return tuple(_falling(row) for row in rows.select_related(None).values(*fields))


def _falling(row: Mapping[str, Any]) -> Falling:
    kind = VisitKind(row["kind"])
    document, _comma, place = row["binding"].partition(", ")
    status = next((step["status"] for step in row["working"] if step.get("binds")), "")
    return Falling(
        key=f"programmes.due-{row['pk']}",
        kind=DueKind.AUDIT,
        day=row["due_on"],
        title=_("%(audit)s is held"),
        facts={"audit": kind},
        rule=RULE_OF.get(kind, ""),
        source=Source(document, place, "", status),
        consequence=row["consequence"],
        case_id=row["cycle__case_id"],
        round_id=row["round_id"],
    )


def _open() -> "QuerySet[DueAudit]":
    """What is not done in the newest cycle of each case."""
    newest = Cycle.objects.values("case_id").annotate(last=Max("pk")).values("last")
    return (
        DueAudit.objects.filter(done_on=None, cycle_id__in=newest, cycle__ended_on=None)
        .exclude(cycle__case__state__in=["closed", "refused"])
        .select_related("cycle__case__organisation")
        .order_by("due_on", "pk")
    )


def _view(row: DueAudit, on: date) -> DueView:
    case = row.cycle.case
    return DueView(
        id=row.pk,
        case_id=case.pk,
        case_number=case.number,
        organisation=case.organisation.name_zh,
        kind=VisitKind(row.kind),
        due_on=row.due_on,
        binding=row.binding,
        consequence=row.consequence,
        working=tuple(row.working),
        round_id=row.round_id,
        done_on=row.done_on,
        days_left=(row.due_on - on).days,
    )

"""What falls due in the cycles: by when, by which clock, and what follows otherwise."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Q, QuerySet

from xinheng.apps.cases import queries as cases
from xinheng.apps.programmes.models import Cycle, DueAudit
from xinheng.core.programmes.chain import RULE_OF, Chain, links
from xinheng.core.programmes.words import VisitKind
from xinheng.core.shared.falling import DueKind, Falling, Span
from xinheng.core.shared.reading_once import answered_once
from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.programmes import clock_rules, clocks_since, regimes_of


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
    def status(self) -> str:
        """How far the clock that binds was checked."""
        return next((step["status"] for step in self.working if step.get("binds")), "")

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


FIELDS = ("pk", "kind", "number", "due_on", "binding", "working", "consequence", "round_id",
          "cycle_id", "cycle__case_id", "cycle__decided_on", "cycle__issued_on",
          "cycle__expires_on", "cycle__reckoned_on")  # fmt: skip


def falls_due(span: Span) -> tuple[Falling, ...]:
    """The audits of the cycles that are still to be held, the overdue ones too.

    One query while the clocks have not changed since the cycles were reckoned; what was
    reckoned by older clocks is reckoned here by those of `span.on`, for two queries more.
    """
    since = clocks_since(span.on)
    rows = _open().filter(cycle__case__in=cases.visible_cases(span.viewer))
    wanted = Q(due_on__lte=span.until) | ~Q(cycle__reckoned_on__gte=since)
    fresh: list[Mapping[str, Any]] = []
    stale: list[Mapping[str, Any]] = []
    for row in rows.filter(wanted).select_related(None).values(*FIELDS):
        reckoned = row["cycle__reckoned_on"]
        (fresh if reckoned is not None and reckoned >= since else stale).append(row)
    again = by_new_clocks(stale, span.on) if stale else ()
    told = (*(_falling(row) for row in fresh), *again)
    return tuple(thing for thing in told if thing.day <= span.until)


def _falling(row: Mapping[str, Any]) -> Falling:
    document, _comma, place = row["binding"].partition(", ")
    status = next((step["status"] for step in row["working"] if step.get("binds")), "")
    return _told(
        row, row["pk"], VisitKind(row["kind"]), row["due_on"],
        Source(document, place, "", status), row["consequence"],
    )  # fmt: skip


def _told(
    row: Mapping[str, Any], key: object, kind: VisitKind, day: date, source: Source,
    consequence: str,
) -> Falling:  # fmt: skip
    return Falling(
        key=f"programmes.due-{key}",
        kind=DueKind.AUDIT,
        day=day,
        title=_("%(audit)s is held"),
        facts={"audit": kind},
        rule=RULE_OF.get(kind, ""),
        source=source,
        consequence=consequence,
        case_id=row["cycle__case_id"],
        round_id=row["round_id"],
    )


def by_new_clocks(rows: Sequence[Mapping[str, Any]], on: date) -> Iterator[Falling]:
    """What the cycles of these audits still hold, by the clocks of another day. Two queries.

    What fell due before those clocks began keeps its day.
    """
    cycles = {row["cycle_id"]: row for row in rows}
    known = {(row["cycle_id"], row["kind"], row["number"]): row for row in rows}
    held: dict[int, list[date]] = defaultdict(list)
    done = DueAudit.objects.filter(cycle_id__in=cycles, done_on__isnull=False)
    for cycle_id, done_on in done.values_list("cycle_id", "done_on").order_by("done_on"):
        if done_on is not None:
            held[cycle_id].append(done_on)
    schemes = cases.schemes_of({row["cycle__case_id"] for row in rows})
    rules, since = clock_rules(on), clocks_since(on)
    kept: dict[int, dict[tuple[VisitKind, int], date]] = defaultdict(dict)
    for row in rows:
        if row["due_on"] < since:
            kept[row["cycle_id"]][VisitKind(row["kind"]), row["number"]] = row["due_on"]
    for cycle_id, cycle in cycles.items():
        chain = Chain(
            cycle["cycle__decided_on"], cycle["cycle__issued_on"], cycle["cycle__expires_on"],
            tuple(held[cycle_id]), regimes_of(schemes[cycle["cycle__case_id"]], on), rules,
            kept[cycle_id],
        )  # fmt: skip
        for link in links(chain):
            at = known.get((cycle_id, link.kind, link.number))
            if at and (link.kind, link.number) in kept[cycle_id]:
                yield _falling(at)
                continue
            key = at["pk"] if at else f"{cycle_id}-{link.kind}-{link.number}"
            about = at or {**cycle, "round_id": None}
            yield _told(about, key, link.kind, link.due.day, link.due.source, link.due.consequence)


def stale_cycles(on: date) -> "QuerySet[Cycle]":
    """The running cycles whose due days were reckoned by clocks older than those in force."""
    rows = Cycle.objects.filter(pk__in=_open().values("cycle_id"))
    return rows.exclude(reckoned_on__gte=clocks_since(on)).order_by("pk")


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

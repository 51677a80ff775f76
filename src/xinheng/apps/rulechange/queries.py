"""Questions about what a change of rules moves."""

from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from xinheng.apps.certificates import queries as certificates
from xinheng.apps.intake import queries as intake
from xinheng.apps.programmes import queries as programmes
from xinheng.apps.rulechange.models import EffectRow, Move, Report
from xinheng.apps.rules import queries as rules
from xinheng.core.programmes.words import VisitKind
from xinheng.core.rulechange.effects import CaseFacts, Change, Side
from xinheng.core.rulechange.words import EffectKind, EffectState
from xinheng.rulebook.audit_time import audit_time_rules
from xinheng.rulebook.known import as_known, trying
from xinheng.rulebook.programmes import clock_rules, regulated_schemes

NoReport = Report.DoesNotExist
NoEffect = EffectRow.DoesNotExist


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report: which rules against which, by whom asked, how far it has come."""

    id: int
    entry_id: int | None
    is_trial: bool
    before_on: date
    before_known: int
    after_on: date
    after_known: int
    asked_at: datetime
    asked_by: str
    total: int
    done: int
    is_made: bool


@dataclass(frozen=True, slots=True)
class EffectView:
    """One effect as it is listed. Days of time in auditor-days; `shift_days` in days."""

    id: int
    case_number: str
    organisation: str
    certificates: str
    kind: EffectKind
    about: VisitKind | None
    number: int
    before_on: date | None
    after_on: date | None
    shift_days: int | None
    before_days: Decimal | None
    after_days: Decimal | None
    more_days: Decimal | None
    state: EffectState
    reasons: tuple[dict[str, Any], ...]
    working: dict[str, Any]


@dataclass(frozen=True, slots=True)
class MoveView:
    """How far a move has come. Counts of effects."""

    asked_at: datetime
    asked_by: str
    total: int
    done: int
    refused: int
    is_finished: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which effects are asked for; empty means all. `words`: part of a number or a name."""

    kind: str = ""
    state: str = ""
    direction: str = ""
    words: str = ""


ORDERS = {"case": "case__number", "shift": "shift_days", "more": "more_days", "after": "after_on"}


def reports(*, limit: int = 30) -> tuple[ReportView, ...]:
    """The newest reports first."""
    rows = Report.objects.select_related("asked_by").order_by("-pk")[:limit]
    return tuple(_report(row) for row in rows)


def report(report_id: int) -> ReportView:
    """One report. Raises NoReport."""
    return _report(Report.objects.select_related("asked_by").get(pk=report_id))


def listing(
    report_id: int, wanted: Wanted, *, order: str = "", first: int = 0, count: int | None = None
) -> tuple[EffectView, ...]:
    """The effects of a report, by case unless `order` names another order."""
    key = ORDERS.get(order.lstrip("-"), "case__number")
    rows = _found(report_id, wanted).select_related("case__organisation")
    rows = rows.order_by(f"-{key}" if order.startswith("-") else key, "pk")
    return tuple(_effect(row) for row in rows[first : None if count is None else first + count])


def how_many(report_id: int, wanted: Wanted) -> int:
    """How many effects `listing` would find in all."""
    return _found(report_id, wanted).count()


def effect(report_id: int, effect_id: int) -> EffectView:
    """One effect with its derivation before and after. Raises NoEffect."""
    rows = EffectRow.objects.select_related("case__organisation")
    return _effect(rows.get(pk=effect_id, report_id=report_id))


def moves(report_id: int) -> tuple[MoveView, ...]:
    """What was chosen to be moved, newest first."""
    rows = Move.objects.filter(report_id=report_id).select_related("asked_by").order_by("-pk")
    return tuple(
        MoveView(r.asked_at, r.asked_by.name_zh, r.total, r.done, r.refused, r.finished)
        for r in rows
    )


def movable(report_id: int, effect_ids: Collection[int]) -> tuple[int, ...]:
    """Those effects of the report that were not moved yet and can be."""
    rows = EffectRow.objects.filter(
        report_id=report_id, state__in=[EffectState.TO_MOVE, EffectState.REFUSED]
    ).values_list("pk", flat=True)
    return tuple(sorted(set(rows) & set(effect_ids)))


def change_of(row: Report) -> Change:
    """The rules before and after, as the report means them."""
    with as_known(row.before_known):
        before = _side(row.before_on)
    with after_rules(row):
        after = _side(row.after_on)
    return Change.between(before, after)


@contextmanager
def after_rules(row: Report) -> Iterator[None]:
    """Let the rule set hold that the report calls the new one."""
    with ExitStack() as held:
        held.enter_context(as_known(row.after_known))
        if row.is_trial and row.entry_id is not None:
            held.enter_context(trying(rules.known_entry(row.entry_id)))
        yield


def _side(on: date) -> Side:
    return Side(on, audit_time_rules(on), clock_rules(on), regulated_schemes(on))


def facts_of(case_ids: Collection[int]) -> dict[int, CaseFacts]:
    """What of these cases depends on the rules, with the quotations that are out."""
    found = programmes.facts_of(case_ids)
    for case_id, number in intake.quotations_sent(case_ids).items():
        if case_id in found:
            found[case_id] = replace(found[case_id], quotation=number)
    return found


def certificates_of(case_ids: Collection[int]) -> dict[int, str]:
    """The numbers of the certificates that are alive, as one text by case."""
    found = certificates.alive_numbers(case_ids)
    return {case_id: ", ".join(numbers)[:200] for case_id, numbers in found.items()}


def _found(report_id: int, wanted: Wanted) -> "QuerySet[EffectRow]":
    rows = EffectRow.objects.filter(report_id=report_id)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.direction == "more":
        rows = rows.filter(Q(more_days__gt=0) | Q(shift_days__lt=0))
    elif wanted.direction == "less":
        rows = rows.filter(Q(more_days__lt=0) | Q(shift_days__gt=0))
    if words := wanted.words:
        rows = rows.filter(
            Q(case__number__icontains=words)
            | Q(case__organisation__name_zh__icontains=words)
            | Q(certificates__icontains=words)
        )
    return rows


def _report(row: Report) -> ReportView:
    return ReportView(
        row.pk, row.entry_id, row.is_trial, row.before_on, row.before_known, row.after_on,
        row.after_known, row.asked_at, row.asked_by.name_zh, row.total, row.done, row.is_made,
    )  # fmt: skip


def _effect(row: EffectRow) -> EffectView:
    return EffectView(
        id=row.pk,
        case_number=row.case.number,
        organisation=row.case.organisation.name_zh,
        certificates=row.certificates,
        kind=EffectKind(row.kind),
        about=VisitKind(row.about) if row.about else None,
        number=row.number,
        before_on=row.before_on,
        after_on=row.after_on,
        shift_days=row.shift_days,
        before_days=row.before_days,
        after_days=row.after_days,
        more_days=row.more_days,
        state=EffectState(row.state),
        reasons=tuple(row.reasons),
        working=row.working,
    )

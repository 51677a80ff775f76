"""Offers that wait for an answer, agreements that end, and documents that run out."""

from collections.abc import Iterator
from datetime import date

from xinheng.apps.cases import queries as cases
from xinheng.apps.intake.models import Agreement, Application, Quotation
from xinheng.core.cases.words import CaseState
from xinheng.core.intake.application import ITEM_OF_KIND, day, rows
from xinheng.core.intake.checklist import ITEMS
from xinheng.core.intake.words import AgreementState, ApplicationState, QuotationState
from xinheng.core.programmes.clocks import due
from xinheng.core.programmes.deadline import ClockRules
from xinheng.core.shared.falling import DueKind, Falling, Span
from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import Term
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.programmes import clock_rules

OFFER = Source("House settings", "validity of quotations", "1", "cb-practice")
AGREEMENT = Source("ISO/IEC 17021-1", "5.1.2", "2015", "verified-2+")
OFFER_OVER = _("The quotation can no longer be accepted; a new one is made.")
AGREEMENT_OVER = _("Without an agreement in force no audit is scheduled.")
NAMES = {item.key: item.label for item in ITEMS}
BEING_READ = (ApplicationState.SUBMITTED, ApplicationState.RETURNED, ApplicationState.ACCEPTED)


def falls_due(span: Span) -> tuple[Falling, ...]:
    """Quotations, agreements and documents of open cases. Three queries."""
    return (*_offers(span), *_agreements(span), *_documents(span))


def _offers(span: Span) -> Iterator[Falling]:
    rows = Quotation.objects.filter(state=QuotationState.SENT, valid_until__lte=span.until)
    rows = rows.filter(case__in=cases.visible_cases(span.viewer))
    for row in rows.values("pk", "number", "valid_until", "case_id"):
        yield Falling(
            key=f"intake.quotation-{row['pk']}",
            kind=DueKind.OFFER,
            day=row["valid_until"],
            title=_("Quotation %(number)s is answered"),
            facts={"number": row["number"]},
            rule="",
            source=OFFER,
            consequence=OFFER_OVER,
            case_id=row["case_id"],
            waits_for_client=True,
        )


def _agreements(span: Span) -> Iterator[Falling]:
    rows = Agreement.objects.filter(state=AgreementState.SIGNED, ends_on__lte=span.until)
    rows = rows.filter(case__in=cases.visible_cases(span.viewer))
    rows = rows.exclude(case__state__in=["closed", "refused"])
    for row in rows.values("pk", "number", "ends_on", "case_id"):
        yield Falling(
            key=f"intake.agreement-{row['pk']}",
            kind=DueKind.OFFER,
            day=row["ends_on"],
            title=_("Agreement %(number)s is renewed"),
            facts={"number": row["number"]},
            rule="",
            source=AGREEMENT,
            consequence=AGREEMENT_OVER,
            case_id=row["case_id"],
        )


def _documents(span: Span) -> Iterator[Falling]:
    """The documents of applications under way that have a last day."""
    found = Application.objects.filter(
        state__in=BEING_READ, case__in=cases.visible_cases(span.viewer),
        case__state=CaseState.SELECTION,
    )  # fmt: skip
    rules = clock_rules(span.on)
    for pk, case_id, draft in found.values_list("pk", "case_id", "draft"):
        for index, row in enumerate(rows(draft, "documents")):
            until, kind = day(row.get("valid_until")), str(row.get("kind") or "")
            if until is not None and until <= span.until:
                yield _document(pk, case_id, index, NAMES.get(ITEM_OF_KIND.get(kind, kind), kind),
                                until, rules)  # fmt: skip


def _document(
    pk: int, case_id: int, index: int, name: str, until: date, rules: ClockRules
) -> Falling:
    term = due("document-expiry", regimes=("17021-1",), days={"expires_on": until}, rules=rules)
    return Falling(
        key=f"intake.document-{pk}-{index}",
        kind=DueKind.DOCUMENT,
        day=term.day,
        title=_("The document “%(name)s” is valid until this day"),
        facts={"name": Term(name)},
        rule=term.rule,
        source=term.source,
        consequence=term.consequence,
        case_id=case_id,
    )

"""Prices, quotations and agreements."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction

from xinheng.apps.cases import actions as cases
from xinheng.apps.cases import queries as case_queries
from xinheng.apps.clients import queries as clients
from xinheng.apps.documents import actions as documents
from xinheng.apps.intake import queries
from xinheng.apps.intake.models import Agreement, PriceItem, Quotation
from xinheng.apps.journal import actions as journal
from xinheng.apps.people import actions as people
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import Part
from xinheng.core.clients.rules import own_client_only
from xinheng.core.intake import acts
from xinheng.core.intake.lifecycle import QUOTATION, QuotationFacts
from xinheng.core.intake.offers import agreement_problems, make_offer
from xinheng.core.intake.words import AgreementState, PriceKind, QuotationState
from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.printing.offers import print_agreement, print_quotation

if TYPE_CHECKING:
    from xinheng.apps.cases.models import Case
    from xinheng.apps.cases.queries import CaseView

PDF = "application/pdf"


@transaction.atomic
def set_price(
    *, kind: PriceKind, amount: Decimal, valid_from: date, by: Actor, at: datetime, scheme: str = ""
) -> PriceItem:
    """Set a price from a day on; older prices stay for older quotations.

    Args:
        amount: unit: CNY, or percent for tax.

    Raises:
        Refused: `by` may not, or the amount is impossible.
    """
    reasons = list(acts.SET_PRICE.duty_obstacles(by))
    if not amount.is_finite() or amount < 0 or amount >= Decimal(10) ** 9:
        reasons.append(_no("intake.amount", _("This is no possible amount."), "amount"))
    refuse_if(reasons)
    row, _made = PriceItem.objects.update_or_create(
        kind=kind, scheme=scheme, valid_from=valid_from,
        defaults={"amount": amount, "set_at": at, "set_by_id": by.person_id},
    )  # fmt: skip
    journal.record(
        acts.SET_PRICE, on=row, by=by, at=at, kind=kind, scheme=scheme, amount=amount,
        valid_from=valid_from,
    )  # fmt: skip
    return row


@transaction.atomic
def quote(
    *,
    case_id: int,
    valid_until: date,
    by: Actor,
    at: datetime,
    working: Sequence[Mapping[str, str]] = (),
    days_of_scheme: Mapping[str, str] | None = None,
    seen: int | None = None,
) -> Quotation:
    """Make the quotation of a round from the price list and its audit time, and send it.

    Args:
        working: the lines that led to the audit time: label, value, unit and source each.
        days_of_scheme: what each scheme alone was reckoned at. Unit: auditor-days.

    Raises:
        Refused: the audit time is not reckoned, a price is missing, or `by` may not.
    """
    case = cases.lock(case_id, seen=seen)
    view, on = case_queries.view(case), queries.day_of(at)
    reasons = [
        *acts.QUOTE.duty_obstacles(by, view.where),
        *case_queries.obstacles_to(view, Step.QUOTED),
        *queries.body_problems(),
    ]
    if view.round.days is None:
        reasons.append(_no("intake.no-days", _("The audit time is not reckoned yet."), ""))
    if valid_until < on:
        message = _("A quotation is valid at least until today.")
        reasons.append(_no("intake.valid-until", message, "valid_until"))
    refuse_if(reasons)
    days = view.round.days or Decimal(0)
    offer = make_offer(queries.prices(on=on), view.scheme_keys, days)
    # One that was accepted is there only when its step was reopened.
    live = (QuotationState.SENT, QuotationState.ACCEPTED)
    Quotation.objects.filter(case=case, state__in=live).update(state=QuotationState.SUPERSEDED)
    row = Quotation.objects.create(
        case=case,
        number=f"QT-{on.year}-{cases.next_number(f'quotation-{on.year}'):05d}",
        issued_on=on, valid_until=valid_until, days=days,
        working=[dict(line) for line in working], days_of_scheme=dict(days_of_scheme or {}),
        lines=[
            {"kind": line.kind, "scheme": line.scheme, "quantity": str(line.quantity),
             "price": str(line.price), "amount": str(line.amount)}
            for line in offer.lines
        ],
        subtotal=offer.subtotal, tax=offer.tax, total=offer.total,
    )  # fmt: skip
    paper = print_quotation(queries.quotation_print(view, row, offer, by=by.name), made_at=at)
    row.file_id = _keep(view, f"{row.number}.pdf", paper, "quotation", by=by, at=at)
    row.save(update_fields=["file"])
    _record(acts.QUOTE, row, view, by=by, at=at, number=row.number, total=row.total, days=days)
    cases.involve(case, person_id=by.person_id, part=Part.SOLD, at=at)
    cases.touch(case)
    _tell_client(view, _("The quotation %(number)s is here: accept or decline it."), row, at=at)
    return row


@transaction.atomic
def accept_quotation(
    *, case_id: int, quotation_id: int, by: Actor, at: datetime, seen: int | None = None
) -> Quotation:
    """Accept a quotation for the client.

    Raises:
        Refused: `by` may not, the quotation has expired or was answered.
    """
    case, view, row = _offered(case_id, quotation_id, seen=seen)
    refuse_if(
        [
            *acts.ACCEPT_QUOTATION.duty_obstacles(by),
            *own_client_only(by, view.organisation_id),
            *_moves(row, "accept", by=by, at=at),
            *case_queries.obstacles_to(view, Step.QUOTED),
        ]
    )
    entry = _answer(row, QuotationState.ACCEPTED, acts.ACCEPT_QUOTATION, view, by=by, at=at)
    cases.take_step(case, Step.QUOTED, by=by, at=at, entry=entry)
    _tell_staff(view, _("The quotation %(number)s was accepted."), row, at=at)
    return row


@transaction.atomic
def decline_quotation(
    *,
    case_id: int,
    quotation_id: int,
    because: str,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> Quotation:
    """Decline a quotation for the client; the body may send another.

    Raises:
        Refused: `by` may not, or the quotation was answered.
    """
    case, view, row = _offered(case_id, quotation_id, seen=seen)
    refuse_if(
        [
            *acts.DECLINE_QUOTATION.duty_obstacles(by),
            *own_client_only(by, view.organisation_id),
            *_moves(row, "decline", by=by, at=at),
        ]
    )
    row.because = because[:500]
    _answer(row, QuotationState.DECLINED, acts.DECLINE_QUOTATION, view, by=by, at=at,
            because=because)  # fmt: skip
    cases.touch(case)
    _tell_staff(view, _("The quotation %(number)s was declined."), row, at=at)
    return row


@transaction.atomic
def draft_agreement(
    *,
    case_id: int,
    begins_on: date,
    ends_on: date,
    by: Actor,
    at: datetime,
    site_ids: Sequence[int] | None = None,
    seen: int | None = None,
) -> Agreement:
    """Draw up the agreement of a case, for every site in scope unless some are named.

    Raises:
        Refused: no quotation is accepted, the days are in the wrong order, or `by` may not.
    """
    case = cases.lock(case_id, seen=seen)
    view = case_queries.view(case)
    quotation = Quotation.objects.filter(case=case, state=QuotationState.ACCEPTED).first()
    reasons = [
        *acts.DRAFT_AGREEMENT.duty_obstacles(by, view.where),
        *case_queries.obstacles_to(view, Step.AGREED),
        *queries.body_problems(),
    ]
    if quotation is None:
        reasons.append(_no("intake.no-quotation", _("No quotation has been accepted."), ""))
    if ends_on <= begins_on:
        message = _("The agreement would end on %(ends)s, before it begins on %(begins)s.")
        reasons.append(
            _no("intake.agreement-ends-before-it-begins", message, "ends_on", ends=ends_on,
                begins=begins_on)
        )  # fmt: skip
    refuse_if(reasons)
    in_scope = [site.id for site in view.sites]
    Agreement.objects.filter(case=case).update(state=AgreementState.SUPERSEDED)
    row = Agreement.objects.create(
        case=case,
        number=f"AG-{at.year}-{cases.next_number(f'agreement-{at.year}'):05d}",
        begins_on=begins_on, ends_on=ends_on,
        site_ids=[pk for pk in in_scope if site_ids is None or pk in site_ids],
    )  # fmt: skip
    if quotation is not None:
        paper = print_agreement(queries.agreement_print(view, row, quotation), made_at=at)
        row.draft_file_id = _keep(view, f"{row.number}.pdf", paper, "agreement", by=by, at=at)
        row.save(update_fields=["draft_file"])
    _record(acts.DRAFT_AGREEMENT, row, view, by=by, at=at, number=row.number,
            site_ids=row.site_ids)  # fmt: skip
    cases.touch(case)
    _tell_client(view, _("The agreement %(number)s is ready to be signed."), row, at=at)
    return row


@transaction.atomic
def upload_agreement(
    *, case_id: int, signed_file: int, by: Actor, at: datetime, seen: int | None = None
) -> Agreement:
    """Hand in the signed copy of the agreement, from either side.

    Raises:
        Refused: `by` may not, or there is no agreement that waits for it.
    """
    case = cases.lock(case_id, seen=seen)
    view = case_queries.view(case)
    row = queries.agreement_of(case.pk)
    waits = row is not None and row.state in (AgreementState.DRAFTED, AgreementState.UPLOADED)
    reasons = [
        *acts.UPLOAD_AGREEMENT.duty_obstacles(by),
        *own_client_only(by, case.organisation_id),
    ]
    if row is None or not waits:
        message = _("No agreement waits for a signature.")
        refuse_if([*reasons, _no("intake.no-agreement", message, "")])
        raise LookupError("refused above")
    refuse_if([*reasons, *queries.signed_file_faults(signed_file, view, by)])
    row.signed_file_id, row.state = signed_file, AgreementState.UPLOADED
    row.save(update_fields=["signed_file", "state"])
    _record(acts.UPLOAD_AGREEMENT, row, view, by=by, at=at, number=row.number, file=signed_file)
    cases.touch(case)
    _tell_staff(view, _("The signed agreement %(number)s was handed in."), row, at=at)
    return row


@transaction.atomic
def sign_agreement(
    *,
    case_id: int,
    signed_on: date,
    by: Actor,
    at: datetime,
    payer: str = "",
    site_ids: Sequence[int] | None = None,
    signed_file: int | None = None,
    seen: int | None = None,
) -> Agreement:
    """Confirm that the signed agreement is in force for every site in scope.

    Args:
        payer: who pays, by name or credit code; the client itself when left out.
        site_ids: the sites the signed copy covers; those of the draft when left out.

    Raises:
        Refused: a site is not covered, the signed copy is missing, or `by` may not.
    """
    case = cases.lock(case_id, seen=seen)
    view = case_queries.view(case)
    row = queries.agreement_of(case.pk)
    reasons = [
        *acts.SIGN_AGREEMENT.duty_obstacles(by, view.where),
        *case_queries.obstacles_to(view, Step.AGREED),
    ]
    if row is None:
        message = _("No agreement waits for a signature.")
        refuse_if([*reasons, _no("intake.no-agreement", message, "")])
        raise LookupError("refused above")
    if signed_file is not None:
        reasons += queries.signed_file_faults(signed_file, view, by)
        row.signed_file_id = signed_file
    covered = list(row.site_ids if site_ids is None else site_ids)
    client = clients.organisation(view.organisation_id)
    row.payer = payer or client.name_zh
    names = {client.name_zh, client.name_en, client.credit_code} - {""}
    reasons += _agreement_faults(row, view, covered, names, signed_on=signed_on, at=at)
    refuse_if(reasons)
    row.site_ids, row.signed_on, row.state = covered, signed_on, AgreementState.SIGNED
    row.confirmed_by_id = by.person_id
    row.save()
    entry = _record(
        acts.SIGN_AGREEMENT, row, view, by=by, at=at, number=row.number, signed_on=signed_on,
        site_ids=covered, payer=row.payer,
    )  # fmt: skip
    cases.sign_agreement(case, on=signed_on, site_ids=covered)
    cases.take_step(case, Step.AGREED, by=by, at=at, entry=entry)
    cases.involve(case, person_id=by.person_id, part=Part.SOLD, at=at)
    _tell_client(view, _("The agreement %(number)s is in force."), row, at=at)
    return row


def _agreement_faults(
    row: Agreement,
    view: case_queries.CaseView,
    covered: list[int],
    client: set[str],
    *,
    signed_on: date,
    at: datetime,
) -> tuple[Violation, ...]:
    return tuple(
        agreement_problems(
            sites={site.id: site.name_zh for site in view.sites},
            covered=covered,
            begins_on=row.begins_on,
            ends_on=row.ends_on,
            signed_on=signed_on,
            on=queries.day_of(at),
            has_signed_copy=row.signed_file_id is not None,
            payer=row.payer,
            client=client,
        )
    )


def _offered(
    case_id: int, quotation_id: int, *, seen: int | None
) -> "tuple[Case, CaseView, Quotation]":
    case = cases.lock(case_id, seen=seen)
    row = Quotation.objects.select_for_update().get(pk=quotation_id, case=case)
    return case, case_queries.view(case), row


def _moves(row: Quotation, move: str, *, by: Actor, at: datetime) -> list[Violation]:
    facts = QuotationFacts(row.valid_until, queries.day_of(at))
    state = QuotationState(row.state)
    found = QUOTATION.obstacles(move, origin=state, by=by, facts=facts)
    return [violation for violation in found if violation.code != "duty-missing"]


def _answer(
    row: Quotation, state: QuotationState, act: Any, view: "CaseView", *, by: Actor, at: datetime,
    **facts: object,
) -> int:  # fmt: skip
    row.state, row.answered_at, row.answered_by_id = state, at, by.person_id
    row.save()
    return _record(act, row, view, by=by, at=at, number=row.number, **facts)


def _record(act: Any, row: Any, view: "CaseView", *, by: Actor, at: datetime, **facts: Any) -> int:
    return journal.record(
        act, on=row, by=by, at=at, case_id=view.id, organisation_id=view.organisation_id, **facts
    )


def _keep(
    view: "CaseView", name: str, content: bytes, kind: str, *, by: Actor, at: datetime
) -> int:
    kept = documents.keep(
        name=name, content=content, media_type=PDF, kind=kind, by=by, at=at, case_id=view.id,
        organisation_id=view.organisation_id, client_may_see=True,
    )  # fmt: skip
    return int(kept.pk)


def _tell_client(view: "CaseView", message: str, row: Any, *, at: datetime) -> None:
    facts = {"number": row.number, "case": view.number}
    people.tell(
        message=message, facts=facts, case_id=view.id, at=at, organisation_id=view.organisation_id
    )


def _tell_staff(view: "CaseView", message: str, row: Any, *, at: datetime) -> None:
    facts = {"number": row.number, "case": view.number}
    people.tell(message=message, facts=facts, case_id=view.id, at=at, duty=Duty.QUOTE)


def _no(code: str, message: str, place: str, /, **facts: object) -> Violation:
    return Violation(code, message, acts.FEES, facts, place)

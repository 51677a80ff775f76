"""Questions about prices, quotations and agreements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xinheng.apps.cases.queries import CaseView
from xinheng.apps.clients import queries as clients
from xinheng.apps.documents import queries as documents
from xinheng.apps.intake.models import Agreement, PriceItem, Quotation
from xinheng.apps.people import queries as people
from xinheng.core.intake import acts
from xinheng.core.intake.offers import Offer
from xinheng.core.intake.words import PriceKind
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _
from xinheng.printing import offers as prints
from xinheng.printing.parties import Body, Client, Site, Standard
from xinheng.rulebook.codes import standards

NAME_OF: Mapping[PriceKind, tuple[str, str, str]] = {
    PriceKind.APPLICATION: ("申请费", "Application fee", "项"),
    PriceKind.AUDIT_DAY: ("审核费", "Audit fee", "人日"),
    PriceKind.CERTIFICATE: ("审定与注册费（含证书费）", "Certification and certificate fee", "项"),
}
"""How the lines of a printed quotation are called: Chinese, English, unit."""


@dataclass(frozen=True, slots=True)
class Price:
    """A price in force. Unit of `amount`: CNY, or percent for tax."""

    kind: PriceKind
    scheme: str
    amount: Decimal
    valid_from: date


def price_list(*, on: date) -> tuple[Price, ...]:
    """The prices in force on a day."""
    found: dict[tuple[str, str], Price] = {}
    for row in PriceItem.objects.filter(valid_from__lte=on).order_by("valid_from"):
        price = Price(PriceKind(row.kind), row.scheme, row.amount, row.valid_from)
        found[row.kind, row.scheme] = price
    return tuple(found[key] for key in sorted(found))


def prices(*, on: date) -> dict[tuple[PriceKind, str], Decimal]:
    """The price list of a day by kind and scheme."""
    return {(price.kind, price.scheme): price.amount for price in price_list(on=on)}


def body_problems() -> tuple[Violation, ...]:
    """Papers can only be made once the body itself is set up."""
    if people.body() is None:
        message = _("The certification body is not set up yet.")
        return (Violation("intake.no-body", message, acts.FEES),)
    return ()


def standard_print(name: str) -> Standard:
    """A standard as papers name it."""
    for found in standards.standards():
        if found.key == name:
            return Standard(name, found.zh, found.en, found.adopted_as)
    return Standard(name, name)


def body_print() -> Body:
    """The body as papers name it. It must be set up."""
    row = people.body()
    if row is None:
        raise LookupError("the body is not set up")
    return Body(row.name_zh, row.name_en, row.address_zh, row.approval_number, row.phone)


def client_print(case: CaseView) -> Client:
    """The client of a case as papers name it."""
    row = clients.organisation(case.organisation_id)
    return Client(
        row.name_zh, row.credit_code, row.address_zh, row.name_en, row.address_en, row.contact_name
    )


def quotation_print(case: CaseView, row: Quotation, offer: Offer, *, by: str) -> prints.Quotation:
    """A quotation as it is printed."""
    lines = []
    for line in offer.lines:
        zh, en, unit = NAME_OF[line.kind]
        suffix = f"（{line.scheme}）" if line.scheme else ""
        english = f"{en} ({line.scheme})" if line.scheme else en
        lines.append(prints.PriceLine(zh + suffix, line.quantity, unit, line.price, english))
    return prints.Quotation(
        body=body_print(),
        client=client_print(case),
        number=row.number,
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        prepared_by=by,
        standards=tuple(standard_print(scheme.standard) for scheme in case.schemes),
        scope_zh="；".join(dict.fromkeys(scheme.scope_zh for scheme in case.schemes)),
        audit_days=row.days,
        working=tuple(prints.Step(**line) for line in row.working),
        lines=tuple(lines),
        tax=offer.tax,
        tax_note=f"{offer.tax_percent.normalize():f}%",
        terms=(
            prints.Text("费用由申请组织直接支付给本机构。", "The client pays the body itself."),
        ),
    )


def shares_of(
    days: Decimal, schemes: Sequence[str], reckoned: Mapping[str, str]
) -> dict[str, Decimal]:
    """The audit time of a round divided among its schemes as each was reckoned alone.

    The shares are in tenths of an auditor-day and add up to `days`; the last scheme takes
    what rounding leaves. Where a scheme was not reckoned, all count alike.
    """
    weights = {scheme: Decimal(reckoned.get(scheme, "0")) for scheme in schemes}
    if not all(weights.values()):
        weights = dict.fromkeys(schemes, Decimal(1))
    whole = sum(weights.values(), Decimal(0))
    shares = {
        scheme: (days * weight / whole).quantize(Decimal("0.1"))
        for scheme, weight in weights.items()
    }
    shares[schemes[-1]] += days - sum(shares.values(), Decimal(0))
    return shares


def agreement_print(case: CaseView, row: Agreement, quotation: Quotation) -> prints.Agreement:
    """An agreement as it is printed, naming every site it covers."""
    shares = shares_of(quotation.days, case.scheme_keys, quotation.days_of_scheme)
    return prints.Agreement(
        body=body_print(),
        client=client_print(case),
        number=row.number,
        schemes=tuple(
            prints.AgreedScheme(
                standard_print(s.standard), s.scope_zh, shares[s.scheme], s.scope_en
            )
            for s in case.schemes
        ),
        sites=tuple(
            Site(site.name_zh, site.address_zh, site.name_en, site.address_en,
                 is_central=site.is_central, people=site.people)
            for site in case.sites
            if site.id in row.site_ids
        ),
        fees=(prints.Fee(
                "认证费用（含税）", quotation.total, "审核前", "Certification fee, with tax"
            ),),
        begins_on=row.begins_on,
        ends_on=row.ends_on,
    )  # fmt: skip


def signed_file_faults(file: int, case: CaseView, by: Actor) -> tuple[Violation, ...]:
    """Say so when the signed copy that is named is no file of this client or case."""
    found = documents.file_obstacles(
        file, by=by, case_id=case.id, organisation_id=case.organisation_id, field="signed_file"
    )
    return tuple(found)

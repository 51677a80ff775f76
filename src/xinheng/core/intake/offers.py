"""From the price list and the audit time to a quotation, and what an agreement must cover."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xinheng.core.intake.words import PriceKind
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _

FEES = Source("认证认可条例", "第二十条", "2023-07-20", "verified-1")
COVERED = Source("ISO/IEC 17021-1", "5.1.2", "2015", "verified-2+")
DIRECT = Source("CNCA-QMS-01", "5.3.1", "2025", "verified-1")
CENT = Decimal("0.01")
HUNDRED = Decimal(100)
Prices = Mapping[tuple[PriceKind, str], Decimal]


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One line of an offer. Unit of `price` and `amount`: CNY."""

    kind: PriceKind
    scheme: str
    quantity: Decimal
    price: Decimal

    @property
    def amount(self) -> Decimal:
        return (self.quantity * self.price).quantize(CENT)


@dataclass(frozen=True, slots=True)
class Offer:
    """What certification costs. Unit of amounts: CNY; of `tax_percent`: percent."""

    lines: tuple[OfferLine, ...]
    tax_percent: Decimal

    @property
    def subtotal(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal("0.00"))

    @property
    def tax(self) -> Decimal:
        return (self.subtotal * self.tax_percent / HUNDRED).quantize(CENT)

    @property
    def total(self) -> Decimal:
        return self.subtotal + self.tax


def make_offer(prices: Prices, schemes: Sequence[str], days: Decimal) -> Offer:
    """The lines of an offer: fees per scheme, and the audit days.

    Args:
        prices: the list in force, by kind and scheme; the empty scheme stands for every one.
        days: audit time of the round. Unit: auditor-days.

    Raises:
        Refused: a price is missing; names every one.
    """
    refuse_if(_missing(prices, schemes))
    lines = [
        OfferLine(kind, scheme, Decimal(1), _price(prices, kind, scheme) or Decimal(0))
        for kind in (PriceKind.APPLICATION, PriceKind.CERTIFICATE)
        for scheme in schemes
    ]
    day = _price(prices, PriceKind.AUDIT_DAY, "") or Decimal(0)
    lines.insert(len(schemes), OfferLine(PriceKind.AUDIT_DAY, "", days, day))
    return Offer(tuple(lines), _price(prices, PriceKind.TAX, "") or Decimal(0))


def _missing(prices: Prices, schemes: Sequence[str]) -> Iterator[Violation]:
    wanted = [(kind, scheme) for kind in (PriceKind.APPLICATION, PriceKind.CERTIFICATE)
              for scheme in schemes] + [(PriceKind.AUDIT_DAY, ""), (PriceKind.TAX, "")]  # fmt: skip
    for kind, scheme in wanted:
        if _price(prices, kind, scheme) is None:
            yield Violation(
                "intake.price-missing",
                _("The price list has no price “%(kind)s” %(scheme)s."),
                FEES,
                {"kind": kind, "scheme": scheme},
            )


def _price(prices: Prices, kind: PriceKind, scheme: str) -> Decimal | None:
    own = prices.get((kind, scheme))
    return prices.get((kind, "")) if own is None else own


def agreement_problems(
    *,
    sites: Mapping[int, str],
    covered: Collection[int],
    begins_on: date,
    ends_on: date,
    signed_on: date,
    on: date,
    has_signed_copy: bool,
    payer: str,
    client: Collection[str],
) -> Iterator[Violation]:
    """Say what stands in the way of an agreement's being in force.

    Args:
        sites: the names of the sites in scope, by key.
        covered: the keys of the sites the agreement covers.
        payer: who pays; must be one of the names of the client.

    Source: ISO/IEC 17021-1, 5.1.2; CNCA-QMS-01, 5.3.1.
    """
    if left := [name for key, name in sites.items() if key not in covered]:
        yield _no(
            "intake.site-not-covered",
            _("The agreement does not cover: %(sites)s."),
            "site_ids",
            sites=left,
        )
    if not has_signed_copy:
        yield _no("intake.signed-copy-missing", _("The signed copy is missing."), "signed_file")
    if signed_on > on:
        yield _no(
            "intake.signed-in-future", _("%(day)s lies in the future."), "signed_on", day=signed_on
        )
    if ends_on <= begins_on:
        yield _no(
            "intake.agreement-ends-before-it-begins",
            _("The agreement would end on %(ends)s, before it begins on %(begins)s."),
            "ends_on",
            ends=ends_on,
            begins=begins_on,
        )
    if payer not in client:
        yield Violation(
            "intake.payer-is-not-the-client",
            _("The client pays the body itself; the payer named is “%(payer)s”."),
            DIRECT,
            {"payer": payer},
            "payer",
        )


def _no(code: str, message: str, place: str, /, **facts: object) -> Violation:
    return Violation(code, message, COVERED, facts, place)

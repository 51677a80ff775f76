"""What is offered and what is agreed: the quotation and the certification agreement."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from xinheng.printing.parties import Body, Client, Site, Standard
from xinheng.printing.typeset import typeset


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or clause in Chinese, and in English where there is one."""

    zh: str
    en: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the working that led to the audit days."""

    label: str
    value: str
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One line of the price. `unit_price` is in the quotation's currency."""

    zh: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    en: str = ""

    @property
    def amount(self) -> Decimal:
        """Quantity times unit price, to the cent."""
        return (self.quantity * self.unit_price).quantize(Decimal("0.01"))


@dataclass(frozen=True, slots=True)
class Quotation:
    """An offer to a client.

    Args:
        audit_days: unit: auditor-days.
        tax: unit: the quotation's currency.
        tax_note: how the tax was reckoned, such as "6%".
    """

    body: Body
    client: Client
    number: str
    issued_on: date
    valid_until: date
    prepared_by: str
    standards: tuple[Standard, ...]
    scope_zh: str
    audit_days: Decimal
    working: tuple[Step, ...]
    lines: tuple[PriceLine, ...]
    tax: Decimal
    tax_note: str
    terms: tuple[Text, ...]
    currency: str = "人民币元 CNY"

    @property
    def subtotal(self) -> Decimal:
        """The sum of the lines before tax."""
        return sum((line.amount for line in self.lines), Decimal("0.00"))


@dataclass(frozen=True, slots=True)
class AgreedScheme:
    """One certification that is agreed upon. Audit days: for the first audit."""

    standard: Standard
    scope_zh: str
    audit_days: Decimal
    scope_en: str = ""


@dataclass(frozen=True, slots=True)
class Fee:
    """One payment. `amount` is in the agreement's currency."""

    zh: str
    amount: Decimal
    due: str
    en: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The contract between the body and a client."""

    body: Body
    client: Client
    number: str
    schemes: tuple[AgreedScheme, ...]
    sites: tuple[Site, ...]
    fees: tuple[Fee, ...]
    begins_on: date
    ends_on: date
    special_terms: tuple[Text, ...] = ()
    currency: str = "人民币元 CNY"


def print_quotation(quotation: Quotation, *, made_at: datetime) -> bytes:
    """Set a quotation as PDF/A-2b.

    Raises:
        GlyphsMissing: a character cannot be printed.
    """
    sheet = {name: getattr(quotation, name) for name in Quotation.__dataclass_fields__}
    sheet["lines"] = [
        {
            "zh": line.zh,
            "en": line.en,
            "quantity": line.quantity,
            "unit": line.unit,
            "unit_price": money(line.unit_price),
            "amount": money(line.amount),
        }
        for line in quotation.lines
    ]
    sheet["subtotal"] = money(quotation.subtotal)
    sheet["tax"] = money(quotation.tax)
    sheet["total"] = money(quotation.subtotal + quotation.tax)
    return typeset("quotation", sheet, made_at=made_at)


def print_agreement(agreement: Agreement, *, made_at: datetime) -> bytes:
    """Set a certification agreement as PDF/A-2b.

    Raises:
        GlyphsMissing: a character cannot be printed.
    """
    sheet = {name: getattr(agreement, name) for name in Agreement.__dataclass_fields__}
    sheet["fees"] = [
        {"zh": fee.zh, "en": fee.en, "due": fee.due, "amount": money(fee.amount)}
        for fee in agreement.fees
    ]
    return typeset("agreement", sheet, made_at=made_at)


def money(amount: Decimal) -> str:
    """Write an amount to the cent, with thousands apart."""
    return f"{amount:,.2f}"

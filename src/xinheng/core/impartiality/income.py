"""How much of a year's income hangs on one party."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from xinheng.core.impartiality.acts import FINANCE
from xinheng.core.shared.figure import Figure, Line
from xinheng.core.shared.wording import mark as _

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class PartyIncome:
    """What the body took from one party in a year. Unit: CNY."""

    party: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Share:
    """One party's share of a year. `is_over` when it passes the body's limit."""

    party: str
    amount: Decimal
    share: Figure
    is_over: bool


def shares(incomes: Iterable[PartyIncome], limit_percent: Decimal) -> tuple[Share, ...]:
    """Each party's share, largest first.

    Args:
        limit_percent: above this a share needs a review; nought switches the limit off.
            Unit: per cent.

    Returns:
        Shares to a tenth of a per cent, rounded half up once at the end; the limit is
        compared with the exact share.

    Source: ISO/IEC 17021-1, 5.3.2.
    """
    rows = sorted(incomes, key=lambda row: (-row.amount, row.party))
    total = sum((row.amount for row in rows), Decimal(0))
    return tuple(_share(row, total, limit_percent) for row in rows)


def _share(row: PartyIncome, total: Decimal, limit: Decimal) -> Share:
    exact = row.amount * 100 / total if total else Decimal(0)
    figure = Figure(
        value=exact.quantize(TENTH, ROUND_HALF_UP),
        unit="%",
        working=(
            Line(_("Income from this party"), row.amount, "CNY", FINANCE),
            Line(_("Income from all parties"), total, "CNY", FINANCE),
        ),
    )
    return Share(row.party, row.amount, figure, bool(limit) and exact > limit)

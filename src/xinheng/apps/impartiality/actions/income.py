"""A year's income by party: entered one by one, or imported from a list."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils.timezone import localdate

from xinheng.apps.impartiality.actions.common import field_missing
from xinheng.apps.impartiality.actions.threats import note_threat
from xinheng.apps.impartiality.models import Income, Threat
from xinheng.apps.impartiality.queries import incomes, limit
from xinheng.apps.journal import actions as journal
from xinheng.core.impartiality import acts
from xinheng.core.impartiality.words import LimitKey, ThreatKind
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.printing.uploads import inspect
from xinheng.printing.workbook import read_workbook

HEADINGS = {
    "party": "party", "客户": "party", "单位": "party", "名称": "party", "付款方": "party",
    "amount": "amount", "金额": "amount", "收入": "amount", "金额（元）": "amount",
}  # fmt: skip
FIRST_YEAR = 2000
MOST = Decimal("999999999999.99")
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list, with the line it stands on."""

    line: int
    party: str
    amount: str


@transaction.atomic
def record_income(*, year: int, party: str, amount: Decimal, by: Actor, at: datetime) -> Income:
    """Record what one party paid in a year; an amount that was there is replaced.

    Args:
        amount: Unit: CNY.

    Raises:
        Refused: `by` may not, the party has no name, or year or amount are impossible.
    """
    act = acts.RECORD_INCOME
    refuse_if(
        [
            *act.duty_obstacles(by),
            *field_missing(act, "party", party),
            *_year_obstacles(act, year, at),
            *(() if _is_amount(amount) else [_wrong_amount(act, str(amount))]),
        ]
    )
    made, _was_new = Income.objects.update_or_create(
        year=year, party=party.strip()[:200], defaults={"amount": amount, "recorded_at": at}
    )
    journal.record(act, on=made, by=by, at=at, year=year, party=made.party, amount=str(amount))
    _warn(year, by=by, at=at)
    return made


@transaction.atomic
def import_income(*, year: int, name: str, content: bytes, by: Actor, at: datetime) -> int:
    """Put a list (XLSX or CSV: party, amount) in place of what is kept of a year.

    Returns:
        How many parties are kept now.

    Raises:
        Refused: `by` may not, or the list is wrong; carries every row's problem, and
            nothing changed.
    """
    act = acts.IMPORT_INCOME
    refuse_if([*act.duty_obstacles(by), *_year_obstacles(act, year, at)])
    rows = tuple(_rows(name, content))
    refuse_if(_list_obstacles(rows))
    Income.objects.filter(year=year).delete()
    Income.objects.bulk_create(
        Income(year=year, party=row.party, amount=Decimal(row.amount), recorded_at=at)
        for row in rows
    )
    first = Income.objects.filter(year=year).order_by("pk")[0]
    journal.record(act, on=first, by=by, at=at, year=year, parties=len(rows), file=name)
    _warn(year, by=by, at=at)
    return len(rows)


def _warn(year: int, *, by: Actor, at: datetime) -> None:
    """Open a threat, once a year and party, for each share above the body's limit."""
    found = incomes(year, limit(LimitKey.INCOME_PERCENT, localdate(at)))
    known = set(
        Threat.objects.filter(kind=ThreatKind.INCOME, year=year).values_list("what", flat=True)
    )
    for share in found.over:
        what = f"{year}: {share.party}"
        if what not in known:
            note_threat(kind=ThreatKind.INCOME, what=what, year=year, by=by, at=at)


def _year_obstacles(act: ActKind, year: int, at: datetime) -> Iterator[Violation]:
    if not FIRST_YEAR <= year <= localdate(at).year:
        yield Violation(
            "impartiality.year", _("The year lies before %(first)s or in the future."),
            act.source, {"first": FIRST_YEAR}, "year",
        )  # fmt: skip


def _list_obstacles(rows: Sequence[Row]) -> Iterator[Violation]:
    act = acts.IMPORT_INCOME
    if not rows:
        yield Violation(
            "impartiality.nothing-to-import",
            _("The list holds no row; its first row must name the columns: party, amount."),
            act.source, field="file",
        )  # fmt: skip
    seen: set[str] = set()
    for row in rows:
        if not row.party or row.party in seen:
            yield Violation(
                "impartiality.row-party", _("Row %(row)s: the party is missing or named twice."),
                act.source, {"row": row.line}, "file",
            )  # fmt: skip
        seen.add(row.party)
        try:
            amount = Decimal(row.amount)
        except InvalidOperation:
            amount = Decimal("NaN")
        if not _is_amount(amount):
            yield _wrong_amount(act, row.amount, row.line)


def _is_amount(amount: Decimal) -> bool:
    return (
        amount.is_finite() and Decimal(0) <= amount <= MOST and amount == amount.quantize(CENT)
    )  # fmt: skip


def _wrong_amount(act: ActKind, amount: str, line: int = 0) -> Violation:
    field = "file" if line else "amount"
    if line:
        return Violation(
            "impartiality.row-amount",
            _("Row %(row)s: “%(amount)s” is no amount in yuan and cents, nought or more."),
            act.source, {"row": line, "amount": amount}, field,
        )  # fmt: skip
    return Violation(
        "impartiality.amount", _("“%(amount)s” is no amount in yuan and cents, nought or more."),
        act.source, {"amount": amount}, field,
    )  # fmt: skip


def _rows(name: str, content: bytes) -> Iterator[Row]:
    inspected = inspect(name, content)
    if inspected.extension == "xlsx":
        table: Iterable[Sequence[object]] = read_workbook(inspected.content)[0].rows
    else:
        table = csv.reader(io.StringIO(_text(inspected.content)))
    lines = enumerate(table, start=1)
    _line, heads = next(lines, (0, ()))
    heading = [HEADINGS.get(str(cell or "").strip().lower(), "") for cell in heads]
    if not {"party", "amount"} <= set(heading):
        return
    for number, line in lines:
        cells = [str(cell).strip() if cell is not None else "" for cell in line]
        if any(cells):
            found: Mapping[str, str] = dict(zip(heading, cells, strict=False))
            amount = found.get("amount", "").replace(",", "").replace("，", "")
            yield Row(number, found.get("party", "")[:200], amount)


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")

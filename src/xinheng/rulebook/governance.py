"""The terms and limits of the body's own management, by day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xinheng.core.shared.source import Source
from xinheng.rulebook.loader import table


@dataclass(frozen=True, slots=True)
class Term:
    """One term or limit, with where it comes from and how far it was checked."""

    key: str
    value: Decimal
    unit: str
    source: Source
    note: str = ""


def terms(on: date) -> dict[str, Term]:
    """Every term and limit in force on a day."""
    version = table("governance").on(on)
    return {
        row["key"]: Term(
            row["key"],
            Decimal(row["value"]),
            row["unit"],
            Source(row["document"], row["place"], version.edition, row["status"]),
            row.get("note", ""),
        )
        for row in version.rows
    }


def days(on: date) -> dict[str, int]:
    """Every term of whole days in force on a day. Unit: calendar days."""
    return {key: int(term.value) for key, term in terms(on).items() if term.unit == "days"}


def number(key: str, on: date) -> Decimal:
    """One term or limit in force on a day."""
    return terms(on)[key].value

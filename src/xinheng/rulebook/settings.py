"""What a body chose for itself, fenced by what the rules allow."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from xinheng.core.shared.source import Source
from xinheng.rulebook.loader import Row, table


@dataclass(frozen=True, slots=True)
class Setting:
    """One choice of the body. `is_own` when it departs from the shipped value."""

    key: str
    value: str
    unit: str
    source: Source
    is_own: bool = False
    note: str = ""

    @property
    def number(self) -> Decimal:
        return Decimal(self.value)

    @property
    def words(self) -> frozenset[str]:
        """The value as a set of words, such as schemes."""
        return frozenset(self.value.split())


def settings_on(day: date, own: Mapping[str, str] | None = None) -> dict[str, Setting]:
    """Every house setting on a day, with the body's own values where it has some.

    Args:
        own: the body's own values by key.

    Raises:
        ValueError: a key is unknown, or a value lies outside its fence.
    """
    version = table("house_settings").on(day)
    chosen = dict(own or {})
    rows = {row["key"]: row for row in version.rows}
    if unknown := sorted(set(chosen) - set(rows)):
        raise ValueError(f"unknown house settings: {', '.join(unknown)}")
    return {key: _setting(row, chosen.get(key), version.edition) for key, row in rows.items()}


def _setting(row: Row, own: str | None, edition: str) -> Setting:
    if own is not None:
        _fence(row, own)
    return Setting(
        key=row["key"],
        value=row["value"] if own is None else own,
        unit=row["unit"],
        source=Source(row["document"], row["place"], edition, row["status"]),
        is_own=own is not None and own != row["value"],
        note=row.get("note", ""),
    )


def _fence(row: Row, own: str) -> None:
    key = row["key"]
    if "choices" in row and own not in row["choices"]:
        raise ValueError(f"{key} is {own!r}; expected one of {', '.join(row['choices'])}")
    if "least" not in row:
        return
    try:
        number = Decimal(own)
    except InvalidOperation as not_number:
        raise ValueError(f"{key} is {own!r}; expected a number") from not_number
    if not number.is_finite() or not Decimal(row["least"]) <= number <= Decimal(row["most"]):
        raise ValueError(f"{key} is {own}; expected {row['least']} to {row['most']}")

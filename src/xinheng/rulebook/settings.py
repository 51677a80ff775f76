"""What a body chose for itself, fenced by what the rules allow."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from xinheng.core.shared.source import CONFIRMED, Source, Verified
from xinheng.rulebook import known
from xinheng.rulebook.known import Chosen
from xinheng.rulebook.loader import Row, table

TABLE = "house_settings"


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
        own: the body's own values by key; they go before those it has chosen on record.

    Raises:
        ValueError: a key is unknown, or a value lies outside its fence.
    """
    version = table(TABLE).on(day)
    given = dict(own or {})
    rows = {row["key"]: row for row in version.rows}
    if unknown := sorted(set(given) - set(rows)):
        raise ValueError(f"unknown house settings: {', '.join(unknown)}")
    chosen = choices_on(day)
    found = {}
    for key, row in rows.items():
        choice = None if key in given else chosen.get(key)
        value = choice.value if choice else given.get(key)
        found[key] = _setting(row, value, version.edition, choice)
    return found


def choices_on(day: date) -> dict[str, Chosen]:
    """What the body has chosen on record for its settings, as it holds on a day."""
    found: dict[str, Chosen] = {}
    for item in known.entries(known.rule_set()):
        if not isinstance(item, Chosen) or not item.target.startswith(f"{TABLE}#"):
            continue
        key = item.target.removeprefix(f"{TABLE}#")
        before = found.get(key)
        if item.valid_from <= day and (before is None or before.valid_from <= item.valid_from):
            found[key] = item
    return found


def fence_problem(row: Row, value: str) -> str:
    """Why a setting may not have this value; nothing when it may."""
    try:
        _fence(row, value)
    except ValueError as outside:
        return str(outside)
    return ""


def _setting(row: Row, own: str | None, edition: str, choice: Chosen | None = None) -> Setting:
    if own is not None:
        _fence(row, own)
    return Setting(
        key=row["key"],
        value=row["value"] if own is None else own,
        unit=row["unit"],
        source=Source(row["document"], row["place"], edition, _status(row, choice)),
        is_own=choice is not None or (own is not None and own != row["value"]),
        note=row.get("note", ""),
    )


def _status(row: Row, choice: Chosen | None) -> str:
    """How far a setting is checked once the body has chosen."""
    if choice is None:
        return str(row["status"])
    if choice.is_checked_on is not None:
        return f"{CONFIRMED} {choice.is_checked_on.isoformat()}"
    return str(row["status"]) if choice.value == row["value"] else Verified.PRACTICE.value


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

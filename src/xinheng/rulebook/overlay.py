"""How rows are told apart, and what confirmations and choices make of them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from xinheng.core.shared.source import CONFIRMED, Verified, bears_mark
from xinheng.rulebook.known import Chosen, Confirmed

Row = Mapping[str, Any]
FIRST = ("key", "regime", "scheme", "category", "code", "year", "date", "day", "from")
NEVER = frozenset(
    ("status", "evidence", "note", "place", "document", "edition", "unit", "value", "label",
     "label_zh", "to", "days", "conflict_column", "conflict_values", "conflict_evidence",
     "conflict_setting", "cap_status", "example_cap_ratio", "schemes", "choices", "least", "most")
)  # fmt: skip
SAID_OF = frozenset(("status", "evidence", "note"))
"""What a row says of itself; everything else is what it says of the world."""


def identity_of(rows: Sequence[Row], named: Sequence[str] = ()) -> tuple[str, ...]:
    """The columns that tell the rows apart: as named, else the fewest that do.

    Empty when no columns do; the rows are then told apart by their place.
    """
    if named:
        return tuple(named)
    columns = [c for c in FIRST if all(c in row for row in rows)]
    columns += [c for c in rows[0] if c not in FIRST and c not in NEVER] if rows else []
    taken: list[str] = []
    for column in columns:
        taken.append(column)
        if len({_name(row, taken) for row in rows}) == len(rows):
            return tuple(taken)
    return ()


def row_names(rows: Sequence[Row], named: Sequence[str] = ()) -> tuple[str, ...]:
    """The name of each row inside its edition, such as `626` or `restore.CNCA`."""
    columns = identity_of(rows, named)
    if not columns:
        return tuple(str(place) for place in range(1, len(rows) + 1))
    return tuple(_name(row, columns) for row in rows)


def _name(row: Row, columns: Iterable[str]) -> str:
    return ".".join(str(row.get(column, "")).replace(" ", "_") for column in columns)


def content_mark(row: Row) -> str:
    """The fingerprint of what a row says of the world, without how far it was checked."""
    said = {name: value for name, value in row.items() if name not in SAID_OF}
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, default=str)
    return sha256(text.encode()).hexdigest()[:24]


def rows_seen(
    key: str,
    named: Sequence[str],
    valid_from: date,
    rows: tuple[Row, ...],
    marks: Sequence[Confirmed | Chosen],
) -> tuple[Row, ...]:
    """The rows with the values that were chosen and the confirmations that hold."""
    edition = f"{key}@{valid_from.isoformat()}"
    mine = [mark for mark in marks if mark.target.split("@")[0].split("#")[0] == key]
    if not mine:
        return rows
    names = row_names(rows, named)
    return tuple(
        _row_seen(row, {key, edition, f"{edition}#{name}"}, mine)
        for row, name in zip(rows, names, strict=True)
    )


def _row_seen(row: Row, targets: set[str], marks: Sequence[Confirmed | Chosen]) -> Row:
    seen = dict(row)
    for mark in marks:
        if mark.target not in targets:
            continue
        if isinstance(mark, Chosen):
            if "conflict_values" in row:
                seen[row["conflict_column"]] = mark.value
                seen["status"] = (
                    f"{CONFIRMED} {mark.is_checked_on.isoformat()}"
                    if mark.is_checked_on
                    else Verified.PRACTICE.value
                )
        elif content_mark(seen) in mark.contents and bears_mark(str(seen.get("status", ""))):
            seen["status"] = f"{CONFIRMED} {mark.on.isoformat()}"
    return row if seen == dict(row) else MappingProxyType(seen)

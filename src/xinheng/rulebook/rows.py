"""Reading the rows of an edition strictly, by the shape the rows of its table have."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import pairwise
from typing import Any

from xinheng.core.rules.acts import NOTHING_LOST
from xinheng.core.shared.source import Verified
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import Term
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.loader import Table
from xinheng.rulebook.overlay import identity_of, row_names

KEY = re.compile(r"[a-z][a-z0-9_]{1,39}")
ALWAYS_TEXT = ("status", "note", "place", "document", "edition")
ALWAYS_LISTS = ("evidence", "conflict_values")
STATUSES = frozenset(status.value for status in Verified)
YES, NO = ("true", "yes", "1", "是"), ("false", "no", "0", "否")
MOST_ROWS = 5000


class Unfit(ValueError):  # noqa: N818  exceptions of this house are named as facts
    """A cell is not what its column holds. `expected` is a marked text."""

    def __init__(self, expected: str, found: object) -> None:
        self.expected, self.found = Term(expected), str(found)[:80]
        super().__init__(expected)


@dataclass(frozen=True, slots=True)
class Given:
    """A row as it was given, and its line in the file."""

    line: int
    cells: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """What the cells of a column are, and whether every row has one.

    A text that says where a row is from may be empty, and what is empty in another row;
    any other cell is needed.
    """

    kind: type
    of: type | None
    is_number: bool
    is_everywhere: bool
    may_be_empty: bool


def read_rows(
    given: Sequence[Given], of: Table | None, *, status: str
) -> tuple[tuple[Mapping[str, Any], ...], list[Violation]]:
    """The rows as the table holds them, and everything that is wrong with them, by line.

    Args:
        of: the table they are for; a new table takes its shape from the rows themselves.
        status: how far the rows were checked that do not say so themselves.
    """
    if not given:
        return (), [_no("rules.no-rows", _("The file has no rows."))]
    if len(given) > MOST_ROWS:
        return (), [_no("rules.too-many-rows", _("A table has at most %(most)s rows."),
                        most=MOST_ROWS)]  # fmt: skip
    shapes = shapes_of(of) if of else {}
    problems: list[Violation] = []
    rows = []
    for each in given:
        row, wrong = _row(each, shapes, status)
        rows.append(row)
        problems += wrong
    if not problems:
        problems += _together(given, rows, of)
    return tuple(rows), problems


def shapes_of(of: Table) -> dict[str, Shape]:
    """The columns of a table, as all its editions have them."""
    rows = [row for version in of.versions for row in version.rows]
    found = {}
    for column in dict.fromkeys(name for row in rows for name in row):
        values = [row[column] for row in rows if column in row]
        kind = type(values[0])
        inner = next((type(item) for value in values if kind is list for item in value), str)
        found[column] = Shape(
            kind,
            inner if kind is list else None,
            kind is str and all(_is_number(value) for value in values),
            len(values) == len(rows),
            column in ALWAYS_TEXT or column in ALWAYS_LISTS or "" in values or [] in values,
        )
    return found


def _row(
    each: Given, shapes: Mapping[str, Shape], status: str
) -> tuple[dict[str, Any], list[Violation]]:
    row: dict[str, Any] = {}
    problems = []
    for column, value in each.cells.items():
        try:
            row[column] = _cell(column, value, shapes)
        except Unfit as unfit:
            problems.append(
                _no(
                    "rules.cell",
                    _("Line %(line)s, “%(column)s”: expected %(expected)s, found “%(found)s”."),
                    line=each.line, column=column, expected=unfit.expected, found=unfit.found,
                )
            )  # fmt: skip
    row.setdefault("status", status)
    row.setdefault("evidence", [])
    if row["status"] not in STATUSES:
        problems.append(
            _no("rules.row-status", _("Line %(line)s: “%(status)s” is no status."),
                line=each.line, status=str(row["status"]))
        )  # fmt: skip
    for column, shape in shapes.items():
        if not shape.is_everywhere or column in row:
            continue
        if shape.may_be_empty:
            row[column] = [] if shape.kind is list else ""
        else:
            problems.append(
                _no("rules.cell-missing", _("Line %(line)s: “%(column)s” is missing."),
                    line=each.line, column=column)
            )  # fmt: skip
    return row, problems


def _cell(column: str, value: object, shapes: Mapping[str, Shape]) -> object:
    if column in ALWAYS_LISTS:
        return _list(value, str)
    if column in ALWAYS_TEXT:
        return str(value)
    shape = shapes.get(column)
    if shape is None:
        if shapes:
            raise Unfit(_("one of the table's own columns"), column)
        return _plain(value)
    if shape.kind is list:
        return _list(value, shape.of or str)
    return _as(shape.kind, value, is_number=shape.is_number)


def _as(kind: type, value: object, *, is_number: bool = False) -> object:
    if kind is bool:
        return _flag(value)
    if kind is int:
        return _whole(value)
    if kind is date:
        return _day(value)
    if kind is str:
        text = _number_text(value) if isinstance(value, int | float) else str(value).strip()
        if is_number and not _is_number(text):
            raise Unfit(_("a number"), text)
        return text
    raise Unfit(_("nothing; this column cannot be entered"), value)


def _plain(value: object) -> object:
    """A cell of a table nobody knows yet: as it stands, numbers with a point as text."""
    if isinstance(value, bool | int | str | date) and not isinstance(value, datetime):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else _number_text(value)
    if isinstance(value, list):
        return value
    raise Unfit(_("a text, a whole number, a day or a list"), value)


def _list(value: object, kind: type) -> list[object]:
    parts = value if isinstance(value, list) else str(value).split(";")
    if kind is list:
        return [part if isinstance(part, list) else str(part).split("|") for part in parts]
    return [_as(kind, part) for part in parts if str(part).strip()]


def _flag(value: object) -> bool:
    text = str(value).strip().lower()
    if text in YES or text in NO:
        return text in YES
    raise Unfit(_("yes or no"), value)


def _whole(value: object) -> int:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    try:
        return int(str(value).strip())
    except ValueError as unread:
        raise Unfit(_("a whole number"), value) from unread


def _day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError as unread:
        raise Unfit(_("a day as YYYY-MM-DD"), value) from unread


def _number_text(value: float) -> str:
    number = Decimal(str(value))
    return str(int(number)) if number == number.to_integral_value() else str(number)


def _is_number(text: object) -> bool:
    try:
        number = Fraction(str(text)) if "/" in str(text) else Decimal(str(text))
    except (InvalidOperation, ValueError, ZeroDivisionError):
        return False
    return isinstance(number, Fraction) or number.is_finite()


def _together(
    given: Sequence[Given], rows: Sequence[Mapping[str, Any]], of: Table | None
) -> Iterator[Violation]:
    """What is wrong with rows that are right one by one: twins, gaps, overlaps, falls."""
    # The shipped rows know best which columns tell rows apart.
    columns = (of.identity or identity_of(of.versions[-1].rows)) if of else ()
    columns = tuple(column for column in columns if all(column in row for row in rows))
    seen: dict[str, int] = {}
    for each, name in zip(given, row_names(rows, columns), strict=True):
        if name in seen:
            yield _no("rules.row-twice", _("Line %(line)s: “%(name)s” stands in line %(first)s."),
                      line=each.line, name=name, first=seen[name])  # fmt: skip
        seen.setdefault(name, each.line)
    if columns in ((), ("from",)) and all("from" in row and "to" in row for row in rows):
        yield from _ladder_problems(given, rows)


def _ladder_problems(
    given: Sequence[Given], rows: Sequence[Mapping[str, Any]]
) -> Iterator[Violation]:
    if rows[0]["from"] != 1:
        yield _no("rules.ladder-start", _("Line %(line)s: the first band must begin with 1."),
                  line=given[0].line)  # fmt: skip
    for (above, below), each in zip(pairwise(rows), given[1:], strict=True):
        if below["from"] != above["to"] + 1:
            yield _no(
                "rules.ladder-gap",
                _("Line %(line)s: the band begins with %(found)s, not with %(expected)s."),
                line=each.line, found=below["from"], expected=above["to"] + 1,
            )  # fmt: skip
        for column in below:
            if column in above and _falls(above[column], below[column]):
                yield _no(
                    "rules.ladder-falls",
                    _("Line %(line)s, “%(column)s”: %(now)s, but %(before)s for fewer people."),
                    line=each.line, column=column, now=below[column], before=above[column],
                )  # fmt: skip
    for row, each in zip(rows, given, strict=True):
        if row["to"] < row["from"]:
            yield _no("rules.ladder-backwards", _("Line %(line)s: the band ends before it begins."),
                      line=each.line)  # fmt: skip


def _falls(above: object, below: object) -> bool:
    if not (isinstance(above, str) and isinstance(below, str)):
        return False
    return _is_number(above) and _is_number(below) and Fraction(below) < Fraction(above)


def _no(code: str, message: str, **facts: object) -> Violation:
    return Violation(code, message, NOTHING_LOST, facts, "file")

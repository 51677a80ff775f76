"""Reading an edition or a correction that a body enters: TOML, or the rows of a sheet.

Both layouts say the same. TOML: `table`, `kind`, `edition`, `valid_from`, `document`,
`place`, `status` at the top, then `rows = [ … ]` as in the table files. A sheet: lines
whose first cell is `#table`, `#kind` and so on with the value beside it, then one line
with the names of the columns, then the rows; lists in a cell are parted by `;`. For a
table the rulebook does not have yet, `title`, `title_zh` and `unit` are given too, and
`identity` where two columns tell the rows apart. See `docs/how-to/import-a-table.md`.

Everything that is wrong is told at once, with its line.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from xinheng.core.rules.acts import NOTHING_LOST
from xinheng.core.rules.words import AmendmentKind
from xinheng.core.shared.source import Verified
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.known import Entered
from xinheng.rulebook.loader import Table, TableUnsound, table, with_entered
from xinheng.rulebook.rows import KEY, Given, read_rows

HEAD = ("table", "kind", "edition", "valid_from", "valid_until", "document", "place", "status",
        "title", "title_zh", "unit", "identity")  # fmt: skip
NEEDED = ("table", "edition", "valid_from", "status")
OF_NEW_TABLE = ("title", "title_zh", "unit", "document")
NAMES_TABLE = ("title", "title_zh", "unit", "identity")
STATUSES = tuple(status.value for status in Verified)


@dataclass(frozen=True, slots=True)
class Raw:
    """A file as it was read, before anything is believed. Each row with its line."""

    head: Mapping[str, Any]
    rows: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a file says, and everything that is wrong with it.

    `before` is the edition that is corrected, or that the new one follows.
    """

    kind: AmendmentKind | None
    entered: Entered | None
    problems: tuple[Violation, ...]


def from_toml(text: str) -> Raw | Violation:
    """The parts of a TOML file, or why it is none."""
    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        return _no("rules.unreadable", _("The file cannot be read: %(why)s"), why=str(wrong))
    rows = whole.pop("rows", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return _no("rules.unreadable", _("The file cannot be read: %(why)s"), why="rows")
    return Raw(whole, tuple(Given(n, row) for n, row in enumerate(rows, 1)))


def from_grid(lines: Sequence[Sequence[object]]) -> Raw:
    """The parts of a sheet: lines with `#`, a line of names, then the rows."""
    head: dict[str, Any] = {}
    names: list[str] = []
    rows = []
    for number, line in enumerate(lines, 1):
        cells = [cell.strip() if isinstance(cell, str) else cell for cell in line]
        if all(cell in (None, "") for cell in cells):
            continue
        first = str(cells[0] or "")
        if first.startswith("#"):
            head[first.lstrip("# ").lower()] = cells[1] if len(cells) > 1 else None
        elif not names:
            names = [str(cell or "").lower() for cell in cells]
        else:
            pairs = zip(names, cells, strict=False)
            rows.append(Given(number, {n: c for n, c in pairs if n and c not in (None, "")}))
    return Raw(
        {name: value for name, value in head.items() if value not in (None, "")}, tuple(rows)
    )


def read(raw: Raw) -> Incoming:
    """What a file says, checked against the table it is about; every problem at once.

    Whether the rulebook can still reckon with it is asked by `trial.problems`.
    """
    problems = list(_head_problems(raw.head))
    start, until = _day(raw.head.get("valid_from")), _day(raw.head.get("valid_until"))
    key = str(raw.head.get("table", ""))
    of = _table(key)
    if of is None:
        problems += _new_table_problems(key, raw.head)
    status = str(raw.head.get("status", ""))
    rows, row_problems = read_rows(raw.rows, of, status=status)
    problems += row_problems
    kind = _kind(raw.head, of, start)
    if of is not None and start is not None:
        problems += _place_problems(of, kind, start)
    if problems or start is None:
        return Incoming(kind, None, tuple(problems))
    entered = Entered(
        table=key,
        edition=str(raw.head["edition"]),
        valid_from=start,
        valid_until=until,
        document=str(raw.head.get("document") or (of.versions[-1].source.document if of else "")),
        place=str(raw.head.get("place") or (of.versions[-1].source.place if of else "")),
        status=status,
        rows=rows,
        head={} if of else {name: str(raw.head.get(name, "")) for name in NAMES_TABLE},
    )
    return Incoming(kind, entered, tuple(_standing_problems(of, entered)))


def _head_problems(head: Mapping[str, Any]) -> Iterator[Violation]:
    for name in head:
        if name not in HEAD:
            yield _no("rules.head-unknown", _("“%(name)s” is not a known field."), name=name)
    for name in NEEDED:
        if not head.get(name):
            yield _no("rules.head-missing", _("“%(name)s” is missing."), name=name)
    for name in ("valid_from", "valid_until"):
        if head.get(name) and _day(head[name]) is None:
            yield _no("rules.day-unreadable", _("“%(name)s” is not a day: %(value)s"),
                      name=name, value=str(head[name]))  # fmt: skip
    if (status := head.get("status")) and status not in STATUSES:
        yield _no("rules.status-unknown", _("“%(status)s” is no status; there are %(known)s."),
                  status=str(status), known="; ".join(STATUSES))  # fmt: skip
    if (kind := head.get("kind")) and kind not in ("edition", "correction"):
        yield _no("rules.kind-unknown", _("“%(kind)s” is neither edition nor correction."),
                  kind=str(kind))  # fmt: skip
    if len(str(head.get("edition", ""))) > 80:
        yield _no("rules.edition-long", _("The name of an edition has at most 80 characters."))


def _new_table_problems(key: str, head: Mapping[str, Any]) -> Iterator[Violation]:
    if key and not KEY.fullmatch(key):
        yield _no("rules.key-unfit",
                  _("The key of a table is lower-case letters, digits and underscores: %(key)s"),
                  key=key)  # fmt: skip
        return
    for name in OF_NEW_TABLE:
        if key and not head.get(name):
            yield _no(
                "rules.new-table-unnamed",
                _("The rulebook has no table “%(key)s”; a new one needs “%(name)s”."),
                key=key, name=name,
            )  # fmt: skip


def _kind(head: Mapping[str, Any], of: Table | None, start: date | None) -> AmendmentKind | None:
    given = head.get("kind")
    if given in ("edition", "correction"):
        return AmendmentKind(given)
    if given:
        return None
    starts = {version.valid_from for version in of.versions} if of else set()
    return AmendmentKind.CORRECTION if start in starts else AmendmentKind.EDITION


def _place_problems(of: Table, kind: AmendmentKind | None, start: date) -> Iterator[Violation]:
    starts = {version.valid_from for version in of.versions}
    newest = of.versions[-1]
    if kind == AmendmentKind.CORRECTION and start not in starts:
        yield _no("rules.nothing-to-correct",
                  _("No edition of this table begins on %(day)s that could be corrected."),
                  day=start)  # fmt: skip
    if kind == AmendmentKind.EDITION and start in starts:
        yield _no("rules.edition-there",
                  _("An edition begins on %(day)s already; to change it, enter a correction."),
                  day=start)  # fmt: skip
    if kind == AmendmentKind.EDITION and start < newest.valid_from:
        yield _no("rules.older-edition",
                  _("The newest edition, “%(edition)s”, begins later, on %(day)s."),
                  edition=newest.edition, day=newest.valid_from)  # fmt: skip


def _standing_problems(of: Table | None, entered: Entered) -> Iterator[Violation]:
    if entered.valid_until is not None and entered.valid_until <= entered.valid_from:
        yield _no("rules.ends-before-it-starts", _("The edition ends before it starts."))
    if of is None:
        return
    try:
        with_entered(of, entered)
    except TableUnsound as unsound:
        yield _no("rules.table-unsound", _("The editions would not follow each other: %(why)s"),
                  why=str(unsound))  # fmt: skip
    for version in of.versions:
        same = [dict(row) for row in version.rows] == [dict(row) for row in entered.rows]
        if same and version.valid_from == entered.valid_from and entered.edition == version.edition:
            yield _no("rules.nothing-new", _("The rulebook holds exactly these rows already."))


def _table(key: str) -> Table | None:
    try:
        return table(key) if KEY.fullmatch(key) else None
    except LookupError:
        return None


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        return None


def _no(code: str, message: str, **facts: object) -> Violation:
    return Violation(code, message, NOTHING_LOST, facts, "file")

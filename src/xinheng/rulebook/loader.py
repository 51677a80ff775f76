"""Rule tables as dated data: which numbers were in force on a day.

A table is a file `tables/<key>.toml` with one block for each edition. A new
edition adds a block; nothing is overwritten, so that what was reckoned on an
old day is reckoned the same for ever. What a body has entered itself, an
edition, a correction or a confirmation, is laid over the shipped blocks by the
rule set that holds (`known.py`).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

from xinheng.core.shared.source import Source
from xinheng.rulebook import known, overlay
from xinheng.rulebook.known import Chosen, Confirmed, Entered, RuleSet

TABLES = Path(__file__).parent / "tables"
LICENSED = TABLES / "licensed"  # made from standards that are sold; an owner may leave it out

_FOLDERS = (TABLES, LICENSED)

Row = Mapping[str, Any]


class TableUnsound(ValueError):  # noqa: N818  exceptions of this house are named as facts
    """A table file has a gap, an overlap or a missing part."""


class NotYetInForce(LookupError):  # noqa: N818  exceptions of this house are named as facts
    """Nothing was in force on the day asked for."""


class TableNotYetInForce(NotYetInForce):
    """No edition of the table was in force on the day asked for."""

    def __init__(self, table: "Table", day: date) -> None:
        self.table, self.day, self.first = table, day, table.versions[0].valid_from
        super().__init__(
            f"{table.key}: no edition in force on {day}; the first is from {self.first}"
        )


@dataclass(frozen=True, slots=True)
class Version:
    """One edition of a table. In force from `valid_from` until the day before `valid_until`.

    `known` is the number of the rule set that entered it; 0 for a shipped edition.
    """

    edition: str
    valid_from: date
    valid_until: date | None
    unit: str
    source: Source
    status: str
    rows: tuple[Row, ...]
    known: int = 0

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True, slots=True)
class Table:
    """Every edition of one table, oldest first.

    `identity` names the columns that tell its rows apart, where the file says so.
    `schemes` are those it is about; every scheme when empty.
    """

    key: str
    title: str
    versions: tuple[Version, ...]
    title_zh: str = ""
    unit: str = ""
    identity: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()

    def on(self, day: date) -> Version:
        """Give the edition in force on `day`.

        Raises:
            NotYetInForce: `day` is before the first edition or after the last one ended.
        """
        for version in self.versions:
            if version.holds_on(day):
                return version
        raise TableNotYetInForce(self, day)


class TableMissing(LookupError):  # noqa: N818  exceptions of this house are named as facts
    """The rulebook has no table of that key: it never had, or its owner left it out."""


def table(key: str) -> Table:
    """Read a table of the rulebook by its key, such as `md5_qms`, as known here.

    Raises:
        TableMissing: there is no table of that key.
        TableUnsound: its editions leave a gap, overlap or lack a part.
    """
    return _known_table(key, known.rule_set())


@lru_cache(maxsize=1024)
def _known_table(key: str, then: RuleSet) -> Table:
    every = known.entries(then)
    entered = [item for item in every if isinstance(item, Entered) and item.table == key]
    if any(path.is_file() for path in _places_of(key)):
        found = shipped_table(key)
    elif entered:
        found = _table_of(entered[0])
    else:
        raise TableMissing(f"the rulebook has no table {key!r}")
    for item in entered:
        found = with_entered(found, item)
    marks = [item for item in every if isinstance(item, Confirmed | Chosen)]
    if not marks:
        return found
    return replace(found, versions=tuple(_seen(found, each, marks) for each in found.versions))


def _seen(found: Table, version: Version, marks: list[Confirmed | Chosen]) -> Version:
    rows = overlay.rows_seen(found.key, found.identity, version.valid_from, version.rows, marks)
    if rows == version.rows:
        return version
    shared = {row["status"] for row in rows}
    status = shared.pop() if len(shared) == 1 else version.status
    return replace(version, rows=rows, status=status, source=replace(version.source, status=status))


@cache
def shipped_table(key: str) -> Table:
    """A table as it was shipped, whatever the body has entered since. Raises as `table`."""
    path = next((found for found in _places_of(key) if found.is_file()), None)
    if path is None:
        raise TableMissing(f"the rulebook has no table {key!r}")
    return read_table(key, path.read_text(encoding="utf-8"))


def table_keys() -> tuple[str, ...]:
    """The keys of every table, in order: the shipped ones, and those the body entered."""
    shipped = {path.stem for folder in _FOLDERS for path in folder.glob("*.toml")}
    own = {item.table for item in known.entries(known.rule_set()) if isinstance(item, Entered)}
    return tuple(sorted(shipped | own))


def _places_of(key: str) -> tuple[Path, ...]:
    return tuple(folder / f"{key}.toml" for folder in _FOLDERS)


def read_table(key: str, text: str) -> Table:
    """Read a table from TOML text and check that its editions follow each other.

    Raises:
        TableUnsound: its editions leave a gap, overlap or lack a part.
    """
    content = tomllib.loads(text)
    blocks: list[dict[str, Any]] = content.get("versions", [])
    if not blocks:
        raise TableUnsound(f"{key}: no versions")
    try:
        versions = [_version(content, block, blocks) for block in blocks]
    except KeyError as missing:
        raise TableUnsound(f"{key}: {missing.args[0]} is missing") from missing
    return Table(
        key,
        content["title"],
        _in_order(key, versions),
        content.get("title_zh", ""),
        content["unit"],
        tuple(content.get("identity", ())),
        tuple(content.get("schemes", ())),
    )


def with_entered(found: Table, item: Entered) -> Table:
    """The table with one more edition, or with an edition corrected.

    An edition that begins on the day of another takes its place; any other one
    stands between its neighbours and ends where the next begins.

    Raises:
        TableUnsound: the editions would leave a gap or overlap.
    """
    made = _entered(found, item)
    others = [v for v in found.versions if v.valid_from != item.valid_from]
    earlier = [v for v in others if v.valid_from < item.valid_from]
    later = [v for v in others if v.valid_from > item.valid_from]
    if earlier and (earlier[-1].valid_until or date.max) > item.valid_from:
        earlier[-1] = _until(earlier[-1], None)
    if made.valid_until is None and not later and len(others) < len(found.versions):
        made = _until(made, found.versions[-1].valid_until)
    return replace(found, versions=_in_order(found.key, [*earlier, made, *later]))


def _entered(found: Table, item: Entered) -> Version:
    return Version(
        item.edition,
        item.valid_from,
        item.valid_until,
        found.unit,
        Source(item.document, item.place, item.edition, item.status),
        item.status,
        tuple(MappingProxyType(dict(row)) for row in item.rows),
        item.number,
    )


def _table_of(first: Entered) -> Table:
    """A table that is not shipped, as its first edition describes it."""
    head = first.head
    bare = Table(
        first.table, head["title"], (), head["title_zh"], head["unit"],
        tuple(head.get("identity", "").split()),
    )  # fmt: skip
    return replace(bare, versions=(_entered(bare, first),))


def _version(
    content: Mapping[str, Any], block: Mapping[str, Any], blocks: list[dict[str, Any]]
) -> Version:
    source = content["source"]
    status = block.get("status", content.get("status", ""))
    rows = block["rows"] if "rows" in block else _rows_of(block["rows_of"], blocks)
    return Version(
        edition=block["edition"],
        valid_from=block["valid_from"],
        valid_until=block.get("valid_until"),
        unit=content["unit"],
        source=Source(source["document"], source["place"], block["edition"], status),
        status=status,
        rows=tuple(MappingProxyType(row) for row in rows),
    )


def _rows_of(edition: str, blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """An edition that changed nothing names the edition whose rows it keeps."""
    for block in blocks:
        if block["edition"] == edition and "rows" in block:
            rows: list[dict[str, Any]] = block["rows"]
            return rows
    raise KeyError(f"rows of edition {edition}")


def _in_order(key: str, versions: list[Version]) -> tuple[Version, ...]:
    """Close each open edition at the start of the next, and refuse gaps and overlaps."""
    closed: list[Version] = []
    for earlier, later in pairwise(versions):
        until = earlier.valid_until or later.valid_from
        if later.valid_from <= earlier.valid_from or until > later.valid_from:
            raise TableUnsound(f"{key}: editions overlap at {later.valid_from}")
        if until < later.valid_from:
            raise TableUnsound(f"{key}: no edition from {until} to {later.valid_from}")
        closed.append(_until(earlier, until))
    last = versions[-1]
    if last.valid_until is not None and last.valid_until <= last.valid_from:
        raise TableUnsound(f"{key}: the last edition ends before it starts")
    return (*closed, last)


def _until(version: Version, day: date | None) -> Version:
    return replace(version, valid_until=day)

"""Rule tables as dated data: which numbers were in force on a day.

A table is a file `tables/<key>.toml` with one block for each edition. A new
edition adds a block; nothing is overwritten, so that what was reckoned on an
old day is reckoned the same for ever.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

from xinheng.core.shared.source import Source

TABLES = Path(__file__).parent / "tables"
LICENSED = TABLES / "licensed"  # made from standards that are sold; an owner may leave it out

_FOLDERS = (TABLES, LICENSED)

Row = Mapping[str, Any]


class TableUnsound(ValueError):  # noqa: N818  exceptions of this house are named as facts
    """A table file has a gap, an overlap or a missing part."""


class NotYetInForce(LookupError):  # noqa: N818  exceptions of this house are named as facts
    """No edition of the table was in force on the day asked for."""

    def __init__(self, table: "Table", day: date) -> None:
        self.table, self.day, self.first = table, day, table.versions[0].valid_from
        super().__init__(
            f"{table.key}: no edition in force on {day}; the first is from {self.first}"
        )


@dataclass(frozen=True, slots=True)
class Version:
    """One edition of a table. In force from `valid_from` until the day before `valid_until`."""

    edition: str
    valid_from: date
    valid_until: date | None
    unit: str
    source: Source
    status: str
    rows: tuple[Row, ...]

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True, slots=True)
class Table:
    """Every edition of one table, oldest first."""

    key: str
    title: str
    versions: tuple[Version, ...]

    def on(self, day: date) -> Version:
        """Give the edition in force on `day`.

        Raises:
            NotYetInForce: `day` is before the first edition or after the last one ended.
        """
        for version in self.versions:
            if version.holds_on(day):
                return version
        raise NotYetInForce(self, day)


class TableMissing(LookupError):  # noqa: N818  exceptions of this house are named as facts
    """The rulebook has no table of that key: it never had, or its owner left it out."""


@cache
def table(key: str) -> Table:
    """Read a table of the rulebook by its key, such as `md5_qms`.

    Raises:
        TableMissing: there is no table of that key.
        TableUnsound: its editions leave a gap, overlap or lack a part.
    """
    path = next((found for found in _places_of(key) if found.is_file()), None)
    if path is None:
        raise TableMissing(f"the rulebook has no table {key!r}")
    return read_table(key, path.read_text(encoding="utf-8"))


def table_keys() -> tuple[str, ...]:
    """The keys of every table, in order."""
    return tuple(sorted(path.stem for folder in _FOLDERS for path in folder.glob("*.toml")))


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
    return Table(key, content["title"], _in_order(key, versions))


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


def _until(version: Version, day: date) -> Version:
    return Version(
        version.edition,
        version.valid_from,
        day,
        version.unit,
        version.source,
        version.status,
        version.rows,
    )

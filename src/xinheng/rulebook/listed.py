"""The shipped lists as the register of rules shows them: rows with their source and status."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from xinheng.core.shared.source import Source
from xinheng.rulebook.shipped import toml_table

HERE = Path(__file__).parent
PLACES = (HERE / "lists", HERE / "codes")


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One row of a list: its key, what it says, and where it is from."""

    key: str
    cells: Mapping[str, Any]
    source: Source


@dataclass(frozen=True, slots=True)
class Listed:
    """One shipped list. Lists have no editions: what is shipped is in force."""

    key: str
    title_zh: str
    title: str
    rows: tuple[ListedRow, ...]


@cache
def lists() -> tuple[Listed, ...]:
    """Every shipped list, by its key `file.list`."""
    titles = toml_table(HERE / "lists.toml")["titles"]
    found = []
    for place in PLACES:
        for path in sorted(place.glob("*.toml")):
            found += [_listed(key, rows, titles) for key, rows in _parts(path)]
    return tuple(found)


def _parts(path: Path) -> Iterator[tuple[str, tuple[ListedRow, ...]]]:
    whole = toml_table(path)
    sources = {name: Source(**row) for name, row in whole.get("sources", {}).items()}
    for name, rows in whole.items():
        if isinstance(rows, list) and rows and isinstance(rows[0], dict):
            yield f"{path.stem}.{name}", tuple(_row(row, sources) for row in rows)


def _row(row: Mapping[str, Any], sources: Mapping[str, Source]) -> ListedRow:
    source = sources.get(row.get("source", "")) or Source(
        row.get("document", ""), "", "", row.get("status", "")
    )
    if row.get("place"):
        source = Source(source.document, row["place"], source.edition, source.status)
    cells = {name: value for name, value in row.items() if name not in ("source", "place", "key")}
    return ListedRow(str(row.get("key") or row.get("number", "")), cells, source)


def _listed(key: str, rows: tuple[ListedRow, ...], titles: Mapping[str, tuple[str, str]]) -> Listed:
    zh, en = titles.get(key, ("", ""))
    return Listed(key, zh, en, rows)

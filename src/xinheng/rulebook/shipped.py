"""Reading the tables that are shipped with the rulebook: TOML and CSV into frozen values.

A TOML list names its sources once, under `[sources.<name>]`, and each row
points to one by name: `source = "9.9"`. A row may narrow it with its own
`place`. Every way a file can be wrong is told with the file and the row.
"""

import csv
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import Named

T = TypeVar("T")
Word = TypeVar("Word", bound=Named)


class TableIsBroken(Exception):  # noqa: N818 - our exceptions are facts
    """A shipped or imported table cannot be read; the text says where."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list: a stable key, its name in Chinese and English, and where it is from."""

    key: str
    zh: str
    en: str
    source: Source

    def name(self, language: str) -> str:
        """The name in the language asked for; Chinese unless it is English.

        Args:
            language: a language tag such as `zh-hans` or `en`.
        """
        return self.en if language.lower().startswith("en") else self.zh


def word(kind: type[Word], value: str) -> Word:
    """The member of a set of words that has this value.

    Raises:
        ValueError: the set has no such word.
    """
    for member in kind:
        if member.value == value:
            return member
    raise ValueError(f"{value!r} is not a {kind.__name__}")


def csv_rows(path: Path) -> Iterator[dict[str, str]]:
    """Every row of a CSV file by column name; absent cells are empty text."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {column: (cell or "").strip() for column, cell in row.items() if column}


def toml_table(path: Path) -> dict[str, Any]:
    """The whole of a TOML file.

    Raises:
        TableIsBroken: the file is not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as wrong:
        raise TableIsBroken(f"{path.name}: {wrong}") from wrong


def items(path: Path, table: str, make: Callable[..., T]) -> tuple[T, ...]:
    """The rows of one list, made into values in the order of the file.

    Raises:
        TableIsBroken: a row has no key, no name in one language or no known
            source, repeats a key, or holds a field that `make` does not know.
    """
    whole = toml_table(path)
    sources = {name: Source(**row) for name, row in whole.get("sources", {}).items()}
    made: dict[str, T] = {}
    for row in whole.get(table, []):
        where = f"{path.name}, {table} {row.get('key')!r}"
        if not row.get("key") or not row.get("zh") or not row.get("en"):
            raise TableIsBroken(f"{where}: needs key, zh and en")
        if row["key"] in made:
            raise TableIsBroken(f"{where}: the key stands twice")
        made[row["key"]] = _made(row, make, sources, where)
    if not made:
        raise TableIsBroken(f"{path.name}: {table} is empty")
    return tuple(made.values())


def _made(
    row: Mapping[str, Any], make: Callable[..., T], sources: Mapping[str, Source], where: str
) -> T:
    source = sources.get(row.get("source", ""))
    if source is None:
        raise TableIsBroken(f"{where}: names no known source")
    if place := row.get("place", ""):
        source = Source(source.document, place, source.edition, source.status)
    fields = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in row.items()
        if name not in ("source", "place")
    }
    try:
        return make(source=source, **fields)
    except (TypeError, ValueError) as wrong:
        raise TableIsBroken(f"{where}: {wrong}") from wrong

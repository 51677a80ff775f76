"""The statistics of October 2024 as they were printed, shipped as data with their status.

The tables also say which domains and regions the national register knows, how they
nest, and where a province lies on the tile map.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from xinheng.rulebook.shipped import csv_rows

HERE = Path(__file__).parent
MONTH = date(2024, 10, 31)
"""The day the printed tables stand for: 截至2024年10月."""
ABROAD, UNKNOWN = "00", "99"


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: a domain or a region, its counts, ranks and shares as printed.

    `column` and `row` are the place of a province on the tile map, -1 where it has none.
    """

    key: str
    kind: str
    parent: str
    name_zh: str
    name_en: str
    certificates: int
    organisations: int
    ranks: tuple[str, str]
    shares: tuple[str, str]
    column: int
    row: int
    source: str
    status: str

    def name(self, language: str) -> str:
        """The name in the language asked for."""
        return self.name_en if language.lower().startswith("en") else self.name_zh


@dataclass(frozen=True, slots=True)
class Point:
    """One dated figure of a time series. `month` is a year or a year and month."""

    metric: str
    region: str
    month: str
    value: int
    note: str
    source: str
    status: str


@cache
def domains() -> tuple[Line, ...]:
    """The domains as printed: the total, three groups and fifteen domains. Source: M-180."""
    rows = tuple(csv_rows(HERE / "domains_2024_10.csv"))
    parents = {row["parent"] for row in rows}
    return tuple(_line(row, "sum" if row["key"] in parents else "domain") for row in rows)


@cache
def regions() -> tuple[Line, ...]:
    """The regions as printed: totals, provinces, abroad, unknown and areas. Source: M-181."""
    rows = csv_rows(HERE / "regions_2024_10.csv")
    return tuple(_line({**row, "key": row["code"]}, row["kind"]) for row in rows)


@cache
def points() -> tuple[Point, ...]:
    """Other dated figures, as points of time series. Source: M-178, M-182."""
    return tuple(
        Point(**{**row, "value": int(row["value"])})  # type: ignore[arg-type]
        for row in csv_rows(HERE / "points.csv")
    )


@cache
def leaf_domains() -> MappingProxyType[str, Line]:
    """The domains a certificate may belong to, by key."""
    return MappingProxyType({line.key: line for line in domains() if line.kind == "domain"})


@cache
def leaf_regions() -> MappingProxyType[str, Line]:
    """The regions a holder may belong to, by their two digits; `00` abroad, `99` unknown."""
    kinds = ("province", "abroad", "unknown")
    return MappingProxyType({line.key: line for line in regions() if line.kind in kinds})


def _line(row: dict[str, str], kind: str) -> Line:
    return Line(
        key=row["key"],
        kind=kind,
        parent=row["parent"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        certificates=int(row["certificates"]),
        organisations=int(row["organisations"]),
        ranks=(row.get("certificates_rank", ""), row.get("organisations_rank", "")),
        shares=(row.get("certificates_share", ""), row.get("organisations_share", "")),
        column=_place(row, "column"),
        row=_place(row, "row"),
        source=row["source"],
        status=row["status"],
    )


def _place(row: dict[str, str], name: str) -> int:
    return int(row[name]) if row.get(name) else -1

"""Audit time of information security, food safety and energy, read from licensed tables.

An owner may leave these tables out, and each begins on a day of its own: a scheme whose
tables are not there is named as absent, and the others are reckoned all the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xinheng.core.programmes.problems import MOST_PEOPLE
from xinheng.core.programmes.rules import (
    ONLY_COLUMN,
    Absent,
    AuditKind,
    Band,
    Category,
    EnergyRules,
    FoodTable,
    InformationGrid,
    Ladder,
    Limit,
    Share,
    Weighed,
)
from xinheng.rulebook.loader import Row, TableMissing, TableNotYetInForce, Version, table
from xinheng.rulebook.row import row_source, settled
from xinheng.rulebook.settings import Setting

LEVELS = ("low", "medium", "high")
LATER = (AuditKind.SURVEILLANCE, AuditKind.RECERTIFICATION)
TABLES_OF = {
    "ISMS": ("isms_time", "isms_complexity"),
    "FSMS": ("fsms_time", "fsms_personnel", "fsms_terms"),
    "EnMS": ("enms_time", "enms_later", "enms_complexity"),
}
Settings = Mapping[str, Setting]


@dataclass(slots=True)
class SchemeTables:
    """What was found for the schemes of licensed tables, and why others are absent."""

    ladders: dict[str, Ladder] = field(default_factory=dict)
    food: dict[str, FoodTable] = field(default_factory=dict)
    energy: EnergyRules | None = None
    information: InformationGrid | None = None
    absent: dict[str, Absent] = field(default_factory=dict)
    editions: dict[str, dict[str, str]] = field(default_factory=dict)


def scheme_tables(on: date, settings: Settings) -> SchemeTables:
    """Read the tables of every licensed scheme in force on a day."""
    found = SchemeTables()
    for scheme, keys in TABLES_OF.items():
        versions: dict[str, Version] = {}
        try:
            for key in keys:
                versions[key] = table(key).on(on)
        except TableNotYetInForce as early:
            found.absent[scheme] = Absent(early.table.key, early.first)
            continue
        except TableMissing:
            found.absent[scheme] = Absent(keys[len(versions)], None)
            continue
        found.editions[scheme] = {key: version.edition for key, version in versions.items()}
        READERS[scheme](found, versions, settings)
    return found


def _information(found: SchemeTables, versions: Mapping[str, Version], _settings: Settings) -> None:
    time, grid = versions["isms_time"], versions["isms_complexity"]
    bands = tuple(_band(row, time, {ONLY_COLUMN: ONLY_COLUMN}) for row in time.rows)
    found.ladders["ISMS"] = Ladder("ISMS", (ONLY_COLUMN,), bands)
    found.information = InformationGrid(
        {
            (row["business"], row["it"]): (
                Limit(Decimal(row["least"]), row_source(row, grid)),
                Limit(Decimal(row["most"]), row_source(row, grid)),
            )
            for row in grid.rows
        }
    )


def _energy(found: SchemeTables, versions: Mapping[str, Version], settings: Settings) -> None:
    time, later = versions["enms_time"], versions["enms_later"]
    same = {level: level for level in LEVELS}
    rows = [settled(row, settings) for row in later.rows]
    found.ladders["EnMS"] = Ladder(
        "EnMS",
        tuple(reversed(LEVELS)),
        tuple(_band(row, time, same) for row in time.rows),
        later={
            kind: tuple(
                _band(row, later, {level: f"{kind.value}_{level}" for level in LEVELS})
                for row in rows
            )
            for kind in LATER
        },
    )
    found.energy = _energy_rules(versions["enms_complexity"])


def _energy_rules(version: Version) -> EnergyRules:
    quantities: dict[str, Weighed] = {}
    levels: dict[str, Row] = {}
    for row in version.rows:
        if row["key"] == "complexity":
            levels[row["level"]] = row
            continue
        end = Fraction(row["to"]) if "to" in row else None
        before = quantities.get(row["key"])
        quantities[row["key"]] = Weighed(
            Fraction(row["weight"]),
            (*(before.steps if before else ()), (end, Fraction(row["value"]))),
            row["unit"],
            row_source(row, version),
        )
    return EnergyRules(
        quantities,
        Fraction(levels["low"]["below"]),
        Fraction(levels["medium"]["to"]),
        row_source(levels["medium"], version),
    )


def _food(found: SchemeTables, versions: Mapping[str, Version], settings: Settings) -> None:
    time, people = versions["fsms_time"], versions["fsms_personnel"]
    version = versions["fsms_terms"]
    terms = {row["key"]: row for row in version.rows}
    limits = {
        key: Limit(Decimal(row["value"]), row_source(row, version))
        for key, row in terms.items()
        if "/" not in row["value"]
    }
    found.food["FSMS"] = FoodTable(
        scheme="FSMS",
        categories={row["category"]: _category(row, time, settings) for row in time.rows},
        bands=tuple(_band(row, people, {ONLY_COLUMN: ONLY_COLUMN}) for row in people.rows),
        without_system=limits["tms"],
        shares={
            kind: Share(
                Fraction(terms[f"share_{kind.value}"]["value"]),
                row_source(terms[f"share_{kind.value}"], version),
            )
            for kind in LATER
        },
        least=limits["least"],
        least_farming=limits["least_farming"],
        counts_every_study=settings["fsms_studies"].value == "all",
    )


def _category(row: Row, version: Version, settings: Settings) -> Category:
    chosen = settled(row, settings)
    return Category(
        row["category"], Decimal(chosen["td"]), Decimal(chosen["th"]), row_source(row, version)
    )


def _band(row: Row, version: Version, columns: Mapping[str, str]) -> Band:
    """A row as a band; one without an end goes as far as anyone is counted."""
    days = {column: Decimal(row[cell]) for column, cell in columns.items()}
    return Band(row["from"], row.get("to", MOST_PEOPLE), days, row_source(row, version))


Reader = Callable[[SchemeTables, Mapping[str, Version], Settings], None]
READERS: Mapping[str, Reader] = {"ISMS": _information, "FSMS": _food, "EnMS": _energy}

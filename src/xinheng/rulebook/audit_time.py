"""The rules of audit time in force on a day, read from the tables."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from xinheng.core.programmes.rules import (
    OF_THE_CYCLE,
    ONLY_COLUMN,
    AuditKind,
    Band,
    Grid,
    Ladder,
    Limit,
    Rules,
    Share,
)
from xinheng.core.shared.source import Verified
from xinheng.rulebook.known import Chosen
from xinheng.rulebook.loader import NotYetInForce, Row, TableMissing, Version, table
from xinheng.rulebook.row import row_source
from xinheng.rulebook.scheme_time import TABLES_OF, scheme_tables
from xinheng.rulebook.settings import Setting, choices_on, settings_on

LADDERS = {
    "QMS": ("md5_qms", (ONLY_COLUMN,)),
    "EMS": ("md5_ems", ("high", "medium", "low", "limited")),
    "OHSMS": ("md5_ohsms", ("high", "medium", "low")),
    "MDQMS": ("md9_mdqms", (ONLY_COLUMN,)),
}
WITH_SPECIAL_CASES = frozenset({"EMS"})
FRACTIONS_OF_THE_HOUSE = {
    AuditKind.TRANSFER: "transfer_fraction",
    AuditKind.SHORT_NOTICE: "short_notice_fraction",
    AuditKind.EXTENSION: "extension_fraction",
}
TABLES_USED = (
    *(key for key, _columns in LADDERS.values()),
    "md11_integration",
    "md1_sampling",
    "audit_time_limits",
    "audit_time_factors",
    "house_settings",
)
EVERY_TABLE = (*TABLES_USED, *(key for keys in TABLES_OF.values() for key in keys))


def audit_time_rules(on: date, own: Mapping[str, str] | None = None) -> Rules:
    """Build the rules of audit time in force on a day.

    Args:
        own: the body's own house settings by key.

    Raises:
        NotYetInForce: a table had no edition on that day.
        ValueError: a setting is unknown or outside its fence.
    """
    chosen = tuple(choices_on(on).values())
    return _built(on, _Editions(on), tuple(sorted((own or {}).items())), chosen)


class _Editions:
    """The very editions a day's rules are built from: the same ones give the same rules.

    They are told apart as objects, so that an edition read anew or corrected is built anew.
    """

    def __init__(self, on: date) -> None:
        self.found = tuple(_edition(key, on) for key in EVERY_TABLE)

    def __hash__(self) -> int:
        return hash(tuple(map(id, self.found)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Editions) and all(
            one is another for one, another in zip(self.found, other.found, strict=True)
        )


def _edition(key: str, on: date) -> Version | str:
    try:
        return table(key).on(on)
    except NotYetInForce:
        return "early"
    except TableMissing:
        return "missing"


@lru_cache(maxsize=64)
def _built(
    on: date, _editions: _Editions, own: tuple[tuple[str, str], ...], _chosen: tuple[Chosen, ...]
) -> Rules:
    settings = settings_on(on, dict(own))
    schemes = scheme_tables(on, settings)
    limits = _limits(table("audit_time_limits").on(on))
    sampling = _limits(table("md1_sampling").on(on))
    return Rules(
        on=on,
        editions={key: table(key).on(on).edition for key in TABLES_USED},
        ladders={
            **{scheme: _ladder(scheme, on, settings) for scheme in LADDERS},
            **schemes.ladders,
        },
        shares=_shares(table("audit_time_limits").on(on), settings),
        reduction_limit=limits["reduction_limit"],
        integration_limit=limits["integration_limit"],
        site_cut_limit=sampling["site_cut_limit"],
        on_site_ratio=_limit(settings["on_site_ratio"]),
        stage1_ratio=_limit(settings["stage1_ratio"]),
        step=limits["step"],
        grid=_grid(table("md11_integration").on(on), settings),
        floor_rounds_up=settings["floor_rounding"].value == "up",
        floor_source=settings["floor_rounding"].source,
        cuts_over_limit=settings["over_limit"].value == "cut",
        not_with_personnel_step=_exclusive_factors(on),
        food=schemes.food,
        energy=schemes.energy,
        information=schemes.information,
        absent=schemes.absent,
        on_site_of={"ISMS": _limit(settings["isms_on_site_ratio"])},
        editions_of=schemes.editions,
    )


def _limit(setting: Setting) -> Limit:
    return Limit(setting.number, setting.source)


def _limits(version: Version) -> dict[str, Limit]:
    return {
        row["key"]: Limit(Decimal(row["value"]), row_source(row, version))
        for row in version.rows
        if "/" not in row["value"]
    }


def _shares(version: Version, settings: Mapping[str, Setting]) -> dict[AuditKind, Share]:
    rows = {row["key"]: row for row in version.rows}
    shares = {
        kind: Share(
            Fraction(rows[f"fraction_{kind.value}"]["value"]),
            row_source(rows[f"fraction_{kind.value}"], version),
        )
        for kind in OF_THE_CYCLE
    }
    for kind, key in FRACTIONS_OF_THE_HOUSE.items():
        shares[kind] = Share(Fraction(settings[key].value), settings[key].source)
    return shares


def _ladder(scheme: str, on: date, settings: Mapping[str, Setting]) -> Ladder:
    key, columns = LADDERS[scheme]
    version = table(key).on(on)
    return Ladder(
        scheme=scheme,
        columns=columns,
        bands=tuple(_band(row, columns, version, settings) for row in version.rows),
        has_special_cases=scheme in WITH_SPECIAL_CASES,
    )


def _band(
    row: Row, columns: tuple[str, ...], version: Version, settings: Mapping[str, Setting]
) -> Band:
    days = {column: Decimal(row[column]) for column in columns}
    source = row_source(row, version)
    if row.get("conflict_setting"):
        setting = settings[row["conflict_setting"]]
        days[row["conflict_column"]] = setting.number
        if setting.is_own:
            source = replace(source, status=setting.source.status)
    return Band(row["from"], row["to"], days, source)


def _grid(version: Version, settings: Mapping[str, Setting]) -> Grid:
    return Grid(
        cells={
            (row["integration_band"], row["ability_band"]): Limit(
                settings["md11_cell_4_3"].number
                # A cell that was chosen on record is a conflict no more.
                if row["status"] == Verified.CONFLICT
                else Decimal(row["reduction_ratio"]),
                row_source(row, version),
            )
            for row in version.rows
        },
        edge_is_upper=settings["band_edge"].value == "upper",
    )


def _exclusive_factors(on: date) -> frozenset[str]:
    rows = table("audit_time_factors").on(on).rows
    return frozenset(row["key"] for row in rows if row.get("not_with_personnel_step"))

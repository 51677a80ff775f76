"""The rules of audit time in force on a day, read from the tables."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xinheng.core.programmes.rules import (
    ONLY_COLUMN,
    AuditKind,
    Band,
    Grid,
    Ladder,
    Limit,
    Rules,
    Share,
)
from xinheng.core.shared.source import Source
from xinheng.rulebook.loader import Row, Version, table
from xinheng.rulebook.settings import Setting, settings_on

LADDERS = {
    "QMS": ("md5_qms", (ONLY_COLUMN,)),
    "EMS": ("md5_ems", ("high", "medium", "low", "limited")),
    "OHSMS": ("md5_ohsms", ("high", "medium", "low")),
    "MDQMS": ("md9_mdqms", (ONLY_COLUMN,)),
}
WITH_SPECIAL_CASES = frozenset({"EMS"})
TABLES_USED = (
    *(key for key, _columns in LADDERS.values()),
    "md11_integration",
    "md1_sampling",
    "audit_time_limits",
    "audit_time_factors",
    "house_settings",
)


def audit_time_rules(on: date, own: Mapping[str, str] | None = None) -> Rules:
    """Build the rules of audit time in force on a day.

    Args:
        own: the body's own house settings by key.

    Raises:
        NotYetInForce: a table had no edition on that day.
        ValueError: a setting is unknown or outside its fence.
    """
    settings = settings_on(on, own)
    limits = _limits(table("audit_time_limits").on(on))
    sampling = _limits(table("md1_sampling").on(on))
    return Rules(
        on=on,
        editions={key: table(key).on(on).edition for key in TABLES_USED},
        ladders={scheme: _ladder(scheme, on, settings) for scheme in LADDERS},
        shares=_shares(table("audit_time_limits").on(on)),
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
    )


def _limit(setting: Setting) -> Limit:
    return Limit(setting.number, setting.source)


def _row_source(row: Row, version: Version) -> Source:
    return Source(
        row.get("document", version.source.document),
        row.get("place", version.source.place),
        version.edition,
        row["status"],
    )


def _limits(version: Version) -> dict[str, Limit]:
    return {
        row["key"]: Limit(Decimal(row["value"]), _row_source(row, version))
        for row in version.rows
        if "/" not in row["value"]
    }


def _shares(version: Version) -> dict[AuditKind, Share]:
    rows = {row["key"]: row for row in version.rows}
    return {
        kind: Share(
            Fraction(rows[f"fraction_{kind.value}"]["value"]),
            _row_source(rows[f"fraction_{kind.value}"], version),
        )
        for kind in AuditKind
    }


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
    source = _row_source(row, version)
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
                Decimal(row["reduction_ratio"]), _row_source(row, version)
            )
            for row in version.rows
        },
        edge_is_upper=settings["band_edge"].value == "upper",
    )


def _exclusive_factors(on: date) -> frozenset[str]:
    rows = table("audit_time_factors").on(on).rows
    return frozenset(row["key"] for row in rows if row.get("not_with_personnel_step"))

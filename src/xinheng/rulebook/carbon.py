"""The emission factors in force on a day, read from their tables."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from xinheng.core.sustainability.carbon import WHOLE_COUNTRY
from xinheng.core.sustainability.factors import CarbonRules, Factor, Fuel, Gas
from xinheng.rulebook.loader import NotYetInForce, Row, Version, table
from xinheng.rulebook.row import row_source, settled
from xinheng.rulebook.settings import Setting, settings_on

SETS = ("AR6", "AR5")
Electricity = dict[tuple[int, str, str], Factor]


def carbon_rules(on: date, own: Mapping[str, str] | None = None) -> CarbonRules:
    """Every emission factor in force on a day. Electricity has none before its first notice.

    Raises:
        NotYetInForce: another table had no edition on that day.
        ValueError: a setting is unknown or outside its fence.
    """
    settings = settings_on(on, own)
    gases, fuels = table("gwp100").on(on), table("cn_fuels").on(on)
    energy = table("ipcc_fuels").on(on)
    return CarbonRules(
        gases={row["key"]: _gas(settled(row, settings), row, gases) for row in gases.rows},
        fuels={row["key"]: _fuel(row, fuels, settings) for row in fuels.rows},
        by_energy={row["key"]: _factor(row, energy) for row in energy.rows},
        grid=_electricity("cn_grid_factors", on),
        product_electricity=_electricity("cn_electricity_pcf", on),
    )


def _gas(chosen: Row, row: Row, version: Version) -> Gas:
    values = {name: Decimal(chosen[name.lower()]) for name in SETS if name.lower() in chosen}
    return Gas(values, row_source(row, version), row["licence"])


def _fuel(row: Row, version: Version, settings: Mapping[str, Setting]) -> Fuel:
    chosen = settled(row, settings)
    return Fuel(
        ncv=Decimal(chosen["ncv"]),
        per=chosen["per"],
        carbon=Decimal(chosen["carbon"]),
        oxidation=Decimal(chosen["oxidation"]) if "oxidation" in chosen else None,
        source=row_source(row, version),
        licence=row["licence"],
    )


def _factor(row: Row, version: Version) -> Factor:
    return Factor(Decimal(row["value"]), row_source(row, version), row["licence"])


def _electricity(key: str, on: date) -> Electricity:
    try:
        version = table(key).on(on)
    except NotYetInForce:
        return {}
    return {
        (row["year"], row.get("region", WHOLE_COUNTRY), row["kind"]): _factor(row, version)
        for row in version.rows
    }

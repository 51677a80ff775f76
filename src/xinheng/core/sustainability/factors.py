"""Emission factors as plain values, and the units they are reckoned in."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xinheng.core.shared.figure import Line
from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import mark as _

# Each unit in the first one of its kind.
MASS = {"kg": Fraction(1), "t": Fraction(1000), "g": Fraction(1, 1000)}
ELECTRICITY = {"kWh": Fraction(1), "MWh": Fraction(1000), "GWh": Fraction(10**6)}
ENERGY = {"GJ": Fraction(1), "TJ": Fraction(1000), "MJ": Fraction(1, 1000)}
VOLUME = {
    "10^4 Nm3": Fraction(1),
    "10^4Nm3": Fraction(1),
    "万Nm3": Fraction(1),
    "Nm3": Fraction(1, 10**4),
}
KINDS = {
    "average": _("average"),
    "residual": _("without traded non-fossil power"),
    "fossil": _("fossil power"),
    "coal": _("coal"),
    "gas": _("natural gas"),
    "hydro": _("hydropower"),
    "nuclear": _("nuclear power"),
    "wind": _("wind power"),
    "photovoltaic": _("photovoltaic power"),
    "solar thermal": _("solar thermal power"),
    "biomass": _("biomass"),
}


@dataclass(frozen=True, slots=True)
class Factor:
    """One value of a table. `licence` is the key of the terms it may be passed on by."""

    value: Decimal
    source: Source
    licence: str


@dataclass(frozen=True, slots=True)
class Gas:
    """Warming potential by assessment report. Unit: kg CO2e/kg."""

    values: Mapping[str, Decimal]
    source: Source
    licence: str


@dataclass(frozen=True, slots=True)
class Fuel:
    """Default parameters: GJ for one `per`, tC/GJ, ratio oxidised (None: not printed)."""

    ncv: Decimal
    per: str
    carbon: Decimal
    oxidation: Decimal | None
    source: Source
    licence: str


@dataclass(frozen=True, slots=True)
class CarbonRules:
    """Every factor in force on a day. Electricity by year, region and kind of power."""

    gases: Mapping[str, Gas]
    fuels: Mapping[str, Fuel]
    by_energy: Mapping[str, Factor]
    grid: Mapping[tuple[int, str, str], Factor]
    product_electricity: Mapping[tuple[int, str, str], Factor]

    @property
    def names(self) -> tuple[str, ...]:
        """What can be reckoned, by name."""
        return (*self.gases, "grid-CN", *self.fuels, *self.by_energy)


@dataclass(frozen=True, slots=True)
class Used:
    """The row of a table that a reckoning used.

    `scale` brings the activity to `per`, `to_kg` brings the product to kilograms.
    """

    name: str
    value: Decimal
    unit: str
    gas: str
    year: int | None
    per: str
    scale: Fraction
    to_kg: int
    source: Source
    lines: tuple[Line, ...]
    licence: str
    gwp: str = ""
    region: str = ""

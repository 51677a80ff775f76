"""China's regions: provinces, cities and counties by their six-digit codes, and how far apart.

Coordinates are good for distances between cities, to about a kilometre;
newer counties have none.
"""

from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from types import MappingProxyType

from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.shipped import csv_rows, word

FILE = Path(__file__).with_name("regions.csv")
EARTH_RADIUS_KM = 6371.0088  # mean radius of the IUGG


class RegionLevel(Named):
    """How large a region is. Counties that answer to a province directly count as cities."""

    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    COUNTY = "county", _("County")


@dataclass(frozen=True, slots=True)
class Region:
    """One region. `lon` and `lat` are in degrees, None where they are not known."""

    code: str
    name_zh: str
    name_en: str
    level: RegionLevel
    parent: str
    lon: float | None
    lat: float | None


@cache
def regions() -> tuple[Region, ...]:
    """Every region, in the order of the codes."""
    return tuple(
        Region(
            row["code"],
            row["name_zh"],
            row["name_en"],
            word(RegionLevel, row["level"]),
            row["parent"],
            float(row["lon"]) if row["lon"] else None,
            float(row["lat"]) if row["lat"] else None,
        )
        for row in csv_rows(FILE)
    )


@cache
def _by_code() -> MappingProxyType[str, Region]:
    return MappingProxyType({region.code: region for region in regions()})


def find(code: str) -> Region:
    """The region with this code.

    Raises:
        LookupError: there is no such region.
    """
    try:
        return _by_code()[code]
    except KeyError:
        raise LookupError(f"no region is {code!r}") from None


def is_known(code: str) -> bool:
    """Whether there is a region with this code."""
    return code in _by_code()


def at_level(level: RegionLevel) -> tuple[Region, ...]:
    """Every region of one level, in the order of the codes."""
    return tuple(region for region in regions() if region.level == level)


def children(code: str = "") -> tuple[Region, ...]:
    """The regions directly under this one; the provinces when none is given."""
    return tuple(region for region in regions() if region.parent == code)


def province_of(code: str) -> Region:
    """The province that a region lies in; the province itself for a province.

    Raises:
        LookupError: there is no such region.
    """
    region = find(code)
    return province_of(region.parent) if region.parent else region


def full_name(code: str) -> str:
    """The Chinese name from the province down, without saying a name twice running.

    Raises:
        LookupError: there is no such region.
    """
    region = find(code)
    if not region.parent:
        return region.name_zh
    above = full_name(region.parent)
    return above if above == region.name_zh else above + region.name_zh


def distance_km(start: str, end: str) -> float:
    """The great-circle distance between two regions. Unit: km.

    A county without coordinates of its own stands where its city stands.

    Raises:
        LookupError: a region is not known, or neither it nor those above it have coordinates.
    """
    start_lat, start_lon = _point(start)
    end_lat, end_lon = _point(end)
    half_lat = sin((end_lat - start_lat) / 2) ** 2
    half_lon = sin((end_lon - start_lon) / 2) ** 2
    chord = half_lat + cos(start_lat) * cos(end_lat) * half_lon
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, chord)))


def _point(code: str) -> tuple[float, float]:
    region = find(code)
    if region.lat is not None and region.lon is not None:
        return radians(region.lat), radians(region.lon)
    if not region.parent:
        raise LookupError(f"region {code!r} has no coordinates")
    return _point(region.parent)

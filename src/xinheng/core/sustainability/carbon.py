"""How much greenhouse gas an activity gives off: activity times factor, with year and source."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from xinheng.core.programmes.rounding import shown
from xinheng.core.shared.figure import Figure, Line
from xinheng.core.shared.reading import (
    Reader,
    Unreadable,
    read_count,
    read_day,
    read_decimal,
    read_text,
)
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Refused, Violation, refuse_if
from xinheng.core.shared.wording import Named, Term
from xinheng.core.shared.wording import mark as _
from xinheng.core.sustainability.factors import (
    ELECTRICITY,
    ENERGY,
    KINDS,
    MASS,
    VOLUME,
    CarbonRules,
    Fuel,
    Used,
)
from xinheng.core.sustainability.sources import BURNING, FOOTPRINT

KG = "kg CO2e"
GRID = "grid-"
WHOLE_COUNTRY = "全国"
MOST = Decimal(10) ** 15

TO_CO2 = Fraction(44, 12)  # a tonne of carbon becomes 44/12 tonnes of carbon dioxide
PER_TONNE = 1000


class Purpose(Named):
    """What the amount is for: the factors of the two must not be mixed."""

    ORGANISATION = "organisation", _("Inventory of an organisation")
    PRODUCT = "product", _("Carbon footprint of a product")


@dataclass(frozen=True, slots=True)
class Activity:
    """What was burned, used or leaked. `year` is the year of the factor's data.

    `region` and `kind` choose among electricity factors; `oxidation` (ratio, 0 to 1)
    is needed for solid fuels.
    """

    amount: Decimal
    unit: str
    factor: str
    gwp: str = "AR6"
    year: int | None = None
    purpose: Purpose | None = None
    region: str = WHOLE_COUNTRY
    kind: str = "average"
    oxidation: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Emission:
    """The amount of gas, and the row of the table that was used."""

    figure: Figure
    used: Used


def emission(activity: Activity, rules: CarbonRules) -> Emission:
    """Reckon what an activity gives off.

    Returns:
        Greenhouse gas as carbon dioxide equivalent, shown to four places. Unit: kg CO2e.

    Raises:
        Refused: the factor is unknown, has no value for the year or purpose, or the unit
            does not fit; carries every violation.

    Source: ISO 14067, 5 to 6; announcements of MEE; IPCC.
    """
    found = _used(activity, rules)
    exact = Fraction(activity.amount) * found.scale * Fraction(found.value) * found.to_kg
    lines = (
        Line(
            _("Activity: %(amount)s %(unit)s"),
            shown(Fraction(activity.amount) * found.scale),
            found.per,
            FOOTPRINT,
            {"amount": f"{activity.amount:f}", "unit": activity.unit},
        ),
        *found.lines,
        Line(_("Activity times factor"), shown(exact), KG, found.source),
    )
    return Emission(Figure(shown(exact), KG, lines), found)


def _amount_problems(activity: Activity) -> Iterator[Violation]:
    if not 0 <= activity.amount <= MOST:
        yield _no(
            "carbon.activity-out-of-range",
            _("The activity is %(amount)s; it is 0 or more."),
            "activity",
            amount=str(activity.amount),
        )


def _used(activity: Activity, rules: CarbonRules) -> Used:
    """The factor to use. Raises Refused with everything that stands against it."""
    problems = list(_amount_problems(activity))
    found: Used | Violation
    if activity.factor.startswith(GRID):
        found = _electricity(activity, rules)
    elif activity.factor in rules.gases:
        found = _gas(activity, rules)
    elif activity.factor in rules.fuels:
        found = _fuel(activity, rules.fuels[activity.factor])
    elif activity.factor in rules.by_energy:
        found = _by_energy(activity, rules)
    else:
        found = _no(
            "carbon.factor-unknown",
            _("There is no factor “%(factor)s”; there are %(known)s."),
            "factor",
            factor=activity.factor,
            known=", ".join(rules.names),
        )
    if isinstance(found, Violation):
        raise Refused([*problems, found])
    refuse_if(problems)
    return found


def _scale(activity: Activity, units: dict[str, Fraction]) -> Fraction | Violation:
    if activity.unit in units:
        return units[activity.unit]
    return _no(
        "carbon.unit-does-not-fit",
        _("%(factor)s is reckoned in %(known)s, not in “%(unit)s”."),
        "unit",
        factor=activity.factor,
        known=", ".join(units),
        unit=activity.unit,
    )


def _gas(activity: Activity, rules: CarbonRules) -> Used | Violation:
    gas = rules.gases[activity.factor]
    scale = _scale(activity, MASS)
    if isinstance(scale, Violation):
        return scale
    if activity.gwp not in gas.values:
        return _no(
            "carbon.gwp-unknown",
            _("There is no %(gwp)s value for %(factor)s; there is one of %(known)s."),
            "gwp",
            gwp=activity.gwp,
            factor=activity.factor,
            known=", ".join(gas.values),
        )
    value = gas.values[activity.gwp]
    label = _("Warming over 100 years, %(gwp)s, %(factor)s")
    facts = {"gwp": activity.gwp, "factor": activity.factor}
    line = Line(label, value, "kg CO2e/kg", gas.source, facts)
    return Used(activity.factor, value, "kg CO2e/kg", "CO2e", None, "kg", scale, 1, gas.source,
                (line,), gas.licence, gwp=activity.gwp)  # fmt: skip


def _fuel(activity: Activity, fuel: Fuel) -> Used | Violation:
    """Burning by mass or volume (with the calorific value), or by energy content.

    The factor of a tonne is rounded to four places, as it is printed.
    """
    oxidation = fuel.oxidation if fuel.oxidation is not None else activity.oxidation
    if oxidation is None:
        return _no(
            "carbon.oxidation-missing",
            _("%(factor)s is a solid fuel: give the oxidation of its sector's guide, 0 to 1."),
            "oxidation",
            source=BURNING,
            factor=activity.factor,
        )
    if not 0 < oxidation <= 1:
        return _no(
            "carbon.oxidation-out-of-range",
            _("Oxidation is more than 0 and at most 1, not %(oxidation)s."),
            "oxidation",
            source=BURNING,
            oxidation=str(oxidation),
        )
    units = MASS if fuel.per == "t" else VOLUME
    is_by_energy = activity.unit in ENERGY
    scale = _scale(activity, {**units, **ENERGY})
    if isinstance(scale, Violation):
        return scale
    per = "GJ" if is_by_energy else fuel.per
    if fuel.per == "t" and not is_by_energy:
        scale /= PER_TONNE
    heat = Fraction(1) if is_by_energy else Fraction(fuel.ncv)
    exact = heat * Fraction(fuel.carbon) * Fraction(oxidation) * TO_CO2
    value = shown(exact) if not is_by_energy else _six_places(exact)
    label = (
        _("%(carbon)s tC/GJ x %(oxidation)s oxidised x 44/12")
        if is_by_energy
        else _("%(ncv)s GJ x %(carbon)s tC/GJ x %(oxidation)s oxidised x 44/12")
    )
    facts = {"ncv": str(fuel.ncv), "carbon": str(fuel.carbon), "oxidation": str(oxidation)}
    lines = (Line(label, value, f"t CO2/{per}", fuel.source, facts),
             *_burning_only(activity, fuel.source))  # fmt: skip
    return Used(activity.factor, value, f"t CO2/{per}", "CO2", None, per, scale, PER_TONNE,
                fuel.source, lines, fuel.licence)  # fmt: skip


def _six_places(exact: Fraction) -> Decimal:
    value = Decimal(exact.numerator) / Decimal(exact.denominator)
    return value.quantize(Decimal("0.000001"), ROUND_HALF_UP)


def _burning_only(activity: Activity, source: Source) -> tuple[Line, ...]:
    if activity.purpose != Purpose.PRODUCT:
        return ()
    label = _("Burning only: what making and moving the fuel gives off is reckoned apart")
    return (Line(label, Decimal(0), KG, source),)


def _by_energy(activity: Activity, rules: CarbonRules) -> Used | Violation:
    factor = rules.by_energy[activity.factor]
    scale = _scale(activity, ENERGY)
    if isinstance(scale, Violation):
        return scale
    line = Line(_("Default factor of burning"), factor.value, "kg CO2/TJ", factor.source)
    lines = (line, *_burning_only(activity, factor.source))
    return Used(activity.factor, factor.value, "kg CO2/TJ", "CO2", None, "TJ", scale / 1000, 1,
                factor.source, lines, factor.licence)  # fmt: skip


def _electricity(activity: Activity, rules: CarbonRules) -> Used | Violation:
    scale = _scale(activity, ELECTRICITY)
    if isinstance(scale, Violation):
        return scale
    if activity.purpose is None:
        return _no(
            "carbon.purpose-missing",
            _("Say what the electricity is reckoned for: an organisation or a product."),
            "purpose",
        )
    name = activity.factor.removeprefix(GRID)
    region = activity.region if name == "CN" else name
    product = activity.purpose == Purpose.PRODUCT
    known = rules.product_electricity if product else rules.grid
    factor = known.get((activity.year or 0, region, activity.kind))
    if factor is None:
        years = sorted({year for year, place, kind in known
                        if (place, kind) == (region, activity.kind)})  # fmt: skip
        return _no(
            "carbon.no-factor-of-year",
            _("No electricity factor for %(year)s, %(region)s, %(kind)s; known years: %(years)s."),
            "year",
            year=activity.year or "—",
            region=region,
            kind=_said(activity.kind),
            years=", ".join(map(str, years)) or "—",
        )
    unit = "kg CO2e/kWh" if product else "kg CO2/kWh"
    label = (
        _("Life-cycle factor of electricity, %(region)s, data of %(year)s, %(kind)s")
        if product
        else _("Grid factor, carbon dioxide only, %(region)s, data of %(year)s, %(kind)s")
    )
    facts = {"region": region, "year": activity.year, "kind": _said(activity.kind)}
    line = Line(label, factor.value, unit, factor.source, facts)
    return Used(activity.factor, factor.value, unit, "CO2e" if product else "CO2", activity.year,
                "kWh", scale, 1, factor.source, (line,), factor.licence,
                region=region)  # fmt: skip


def _said(kind: str) -> str:
    return Term(KINDS[kind]) if kind in KINDS else kind


def _no(
    code: str, message: str, field: str, *, source: Source = FOOTPRINT, **facts: object
) -> Violation:
    return Violation(code=code, message=message, source=source, facts=facts, field=field)


def activity_from_json(value: object) -> Activity:
    """Read an activity in the fields of `xinheng reckon carbon`.

    Raises:
        Unreadable: a field is missing, unknown or not of its kind; says which.
    """
    reader = Reader(value)
    activity = Activity(
        amount=reader.needed("activity", read_decimal),
        unit=reader.needed("unit", read_text),
        factor=reader.needed("factor", read_text),
        gwp=reader.optional("gwp", read_text) or "AR6",
        year=reader.optional("year", read_count),
        purpose=reader.optional("purpose", _read_purpose),
        region=reader.optional("region", read_text) or WHOLE_COUNTRY,
        kind=reader.optional("kind", read_text) or "average",
        oxidation=reader.optional("oxidation", read_decimal),
    )
    reader.optional("on", read_day)
    reader.done()
    return activity


def _read_purpose(value: object, place: str) -> Purpose:
    word = read_text(value, place)
    for purpose in Purpose:
        if purpose.value == word:
            return purpose
    known = ", ".join(purpose.value for purpose in Purpose)
    raise Unreadable(place, f"expected one of {known}")

"""What the tables give: the days of each place, before factors and kind of audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xinheng.core.programmes.energy import complexity_lines, with_complexity
from xinheng.core.programmes.food import food_days
from xinheng.core.programmes.request import (
    AuditedStandard,
    AuditTimeRequest,
    FoodFacts,
    VisitedSite,
)
from xinheng.core.programmes.rounding import shown
from xinheng.core.programmes.rules import ONLY_COLUMN, Rules
from xinheng.core.programmes.sources import MD5_PROGRESSION, MD5_TABLES
from xinheng.core.shared.figure import Line
from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import mark as _

DAYS = "auditor-days"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the table is read: the whole client, or one site."""

    name: str
    people: int
    cut: Fraction
    reason: str
    is_central: bool = False


Rows = list[tuple[Place, Fraction]]


def first_days(
    standard: AuditedStandard, request: AuditTimeRequest, rules: Rules
) -> tuple[Rows, list[Line]]:
    """The days of each place, and the lines that say so. Unit: auditor-days.

    They are those of an initial audit, but where the kind of audit has a table of its own.
    """
    if standard.manual_days is not None:
        whole = Place("", standard.people, Fraction(0), "")
        line = Line(
            _("%(scheme)s: days given by hand (%(reason)s)"),
            shown(Fraction(standard.manual_days)),
            DAYS,
            MD5_PROGRESSION,
            {"scheme": standard.scheme, "reason": standard.manual_reason},
        )
        return [(whole, Fraction(standard.manual_days))], [line]
    if standard.scheme in rules.food:
        return _of_food(standard, request.sites, rules)
    return _of_ladder(with_complexity(standard, rules.energy), request, rules)


def _of_food(
    standard: AuditedStandard, sites: Sequence[VisitedSite], rules: Rules
) -> tuple[Rows, list[Line]]:
    facts = standard.food or FoodFacts()
    rows: Rows = []
    lines: list[Line] = []
    for place in _places(standard, sites):
        days, said = food_days(facts, place.people, rules.food[standard.scheme], place.name)
        rows.append((place, days))
        lines += said
    if standard.complexity:
        lines.append(_one_column_line(standard))
    return rows, lines


def _of_ladder(
    standard: AuditedStandard, request: AuditTimeRequest, rules: Rules
) -> tuple[Rows, list[Line]]:
    ladder = rules.ladders[standard.scheme]
    column = ladder.column_for(standard.complexity)
    rows: Rows = []
    lines = complexity_lines(standard, rules.energy)
    for place in _places(standard, request.sites):
        band = ladder.band_for(place.people, request.audit)
        rows.append((place, Fraction(band.days[column])))
        lines.append(_table_line(standard, place, column, band.days[column], band.source))
    if standard.complexity and column == ONLY_COLUMN:
        lines.append(_one_column_line(standard))
    return rows, lines


def _places(standard: AuditedStandard, sites: Sequence[VisitedSite]) -> list[Place]:
    if not sites:
        return [Place("", standard.people, Fraction(0), "")]
    return [
        Place(site.name, site.people, Fraction(site.cut_ratio), site.reason, site.is_central)
        for site in sites
    ]


def _table_line(
    standard: AuditedStandard, place: Place, column: str, days: Decimal, source: Source
) -> Line:
    facts: dict[str, object] = {"scheme": standard.scheme, "people": place.people}
    if place.name:
        facts["site"] = place.name
        label = (
            _("%(scheme)s: from the table for %(people)s persons, central function “%(site)s”")
            if place.is_central
            else _("%(scheme)s: from the table for %(people)s persons at “%(site)s”")
        )
    elif column == ONLY_COLUMN:
        label = _("%(scheme)s: from the table for %(people)s persons")
    else:
        label = _("%(scheme)s: from the table for %(people)s persons, column “%(column)s”")
        facts["column"] = column
    return Line(label, shown(Fraction(days)), DAYS, source, facts)


def _one_column_line(standard: AuditedStandard) -> Line:
    return Line(
        _("%(scheme)s has one column: the risk “%(risk)s” counts only as a factor"),
        Decimal(0),
        DAYS,
        MD5_TABLES,
        {"scheme": standard.scheme, "risk": standard.complexity},
    )

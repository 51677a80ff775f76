"""The audit time of food safety: category, HACCP studies and full-time equivalents."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from xinheng.core.programmes.energy import not_of_scheme
from xinheng.core.programmes.request import AuditedStandard, FoodFacts
from xinheng.core.programmes.rounding import shown
from xinheng.core.programmes.rules import ONLY_COLUMN, AuditKind, FoodTable, Limit
from xinheng.core.programmes.sources import FSMS_TIME
from xinheng.core.shared.figure import Line
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

MOST_STUDIES = 1000
FIELDS = ("category", "haccp_studies", "certified_system")
DAYS = "auditor-days"


def food_problems(
    standard: AuditedStandard, field: str, table: FoodTable | None
) -> Iterator[Violation]:
    """Say everything that is wrong with what is known of a client's food safety.

    Source: ISO 22003-1, Annex B.
    """
    if table is None:
        if standard.food is not None:
            yield not_of_scheme(standard.scheme, field, FIELDS)
        return
    facts = standard.food or FoodFacts()
    known = ", ".join(sorted(table.categories))
    if not facts.categories:
        yield _no(
            "audit-time.category-missing",
            _("Food safety needs the category of the food chain: %(known)s."),
            f"{field}.category",
            known=known,
        )
    for key in facts.categories:
        if table.category(key) is None:
            yield _no(
                "audit-time.category-unknown",
                _("There is no category “%(category)s” in this edition; there are %(known)s."),
                f"{field}.category",
                category=key,
                known=known,
            )
    if not 1 <= facts.haccp_studies <= MOST_STUDIES:
        yield _no(
            "audit-time.studies-out-of-range",
            _("There are 1 to %(most)s HACCP studies, not %(studies)s."),
            f"{field}.haccp_studies",
            studies=facts.haccp_studies,
            most=MOST_STUDIES,
        )


def food_days(
    facts: FoodFacts, people: int, table: FoodTable, place: str = ""
) -> tuple[Fraction, list[Line]]:
    """The initial time of one place, and the lines that say how.

    Args:
        facts: the categories and the HACCP studies.
        people: full-time equivalents. Unit: persons.
        place: the name of the site, where there are several.

    Returns:
        Days before factors, stage 1 and stage 2 together. Unit: auditor-days.

    Source: ISO 22003-1, Annex B; before it ISO/TS 22003, Annex B.
    """
    category = table.highest(facts.categories)
    band = table.band_for(people)
    studies = facts.haccp_studies - (0 if table.counts_every_study else 1)
    where: dict[str, object] = {"scheme": table.scheme, "site": place}
    lines = [
        _line(
            _("%(scheme)s: category %(category)s takes the most time"),
            category.td, Limit(category.td, category.source),
            {**where, "category": category.key},
        )
        if len(facts.categories) > 1
        else _line(
            _("%(scheme)s: category %(category)s"),
            category.td, Limit(category.td, category.source),
            {**where, "category": category.key},
        ),
        _line(
            _("%(scheme)s: %(studies)s HACCP studies counted at %(each)s each"),
            category.th * studies, Limit(category.th, category.source),
            {**where, "studies": studies, "each": str(category.th)},
        ),
        _line(
            _("%(scheme)s: %(people)s full-time equivalents at “%(site)s”")
            if place
            else _("%(scheme)s: %(people)s full-time equivalents"),
            band.days[ONLY_COLUMN], Limit(band.days[ONLY_COLUMN], band.source),
            {**where, "people": people},
        ),
    ]  # fmt: skip
    if table.without_system.value and not facts.has_certified_system:
        label = _("%(scheme)s: no other relevant management system is certified")
        lines.append(_line(label, table.without_system.value, table.without_system, where))
    return sum((Fraction(line.value) for line in lines), Fraction(0)), lines


def least_later(facts: FoodFacts, table: FoodTable, audit: AuditKind) -> Limit | None:
    """The least time of a later audit. Unit: auditor-days; None for an initial audit.

    Source: ISO 22003-1, Annex B.
    """
    if audit == AuditKind.INITIAL:
        return None
    is_farming = table.highest(facts.categories).is_farming
    return table.least_farming if is_farming else table.least


def _line(label: str, days: Decimal, limit: Limit, facts: dict[str, object]) -> Line:
    return Line(label, shown(Fraction(days)), DAYS, limit.source, facts)


def _no(code: str, message: str, field: str, **facts: object) -> Violation:
    return Violation(code=code, message=message, source=FSMS_TIME, facts=facts, field=field)

"""Everything that can be wrong with a question about audit time, said at once."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from xinheng.core.programmes.energy import SCHEME as ENERGY
from xinheng.core.programmes.energy import energy_problems, with_complexity
from xinheng.core.programmes.food import food_days, food_problems
from xinheng.core.programmes.information import information_change, information_problems
from xinheng.core.programmes.integration import Integration, integration_problems
from xinheng.core.programmes.request import (
    AuditedStandard,
    AuditTimeRequest,
    Factor,
    FoodFacts,
    VisitedSite,
)
from xinheng.core.programmes.rounding import shown
from xinheng.core.programmes.rules import ONLY_COLUMN, SPECIAL, FoodTable, Ladder, Rules
from xinheng.core.programmes.sources import (
    ENMS_COMPLEXITY,
    MD1_GROUPS,
    MD5_PERSONNEL,
    MD5_PROGRESSION,
    MD5_REASONS,
    MD5_SITES,
    MD5_TABLES,
)
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

MOST_PEOPLE = 1_000_000
RISKS = ("high", "medium", "low")
LARGEST_FACTOR = Decimal(10)


def violations(request: AuditTimeRequest, rules: Rules) -> tuple[Violation, ...]:
    """Say everything that is wrong with a request, or nothing.

    Source: IAF MD 5, 2.3 to 3.9; IAF MD 11, 2.2; IAF MD 1, 7.3.1.
    """
    return tuple(_all(request, rules))


def _all(request: AuditTimeRequest, rules: Rules) -> Iterator[Violation]:
    if not request.standards:
        yield _no(
            "audit-time.no-standard", _("An audit has at least one standard."), field="standards"
        )
    schemes = tuple(standard.scheme for standard in request.standards)
    for scheme in sorted({scheme for scheme in schemes if schemes.count(scheme) > 1}):
        yield _no(
            "audit-time.standard-twice",
            _("%(scheme)s is named twice."),
            field="standards",
            scheme=scheme,
        )
    for index, standard in enumerate(request.standards):
        yield from _standard_problems(standard, f"standards[{index}]", request, rules)
    for index, site in enumerate(request.sites):
        yield from _site_problems(site, f"sites[{index}]", rules)
    if sum(site.is_central for site in request.sites) > 1:
        yield _no(
            "audit-time.central-twice",
            _("Only one of the sites is the central function."),
            source=MD1_GROUPS,
            field="sites",
        )
    yield from integration_problems(Integration(schemes, request.integration_ratio, request.team))


def _standard_problems(
    standard: AuditedStandard, field: str, request: AuditTimeRequest, rules: Rules
) -> Iterator[Violation]:
    yield from _people_problems(standard.people, field)
    for index, factor in enumerate(standard.factors):
        yield from _factor_problems(factor, standard, f"{field}.factors[{index}]", rules)
    yield from _over_limit(standard, field, rules)
    if standard.scheme not in rules.schemes:
        yield _without_table(standard.scheme, field, rules)
        return
    yield from energy_problems(standard, field, rules.energy)
    yield from information_problems(standard, field, rules.information)
    food = rules.food.get(standard.scheme)
    yield from food_problems(standard, field, food)
    if food is not None:
        yield from _risk_problems(standard, field)
        yield from _manual_of_food(standard, field, food, request)
        return
    ladder = rules.ladders[standard.scheme]
    settled = with_complexity(standard, rules.energy)
    if standard.energy is None or settled is not standard:
        yield from _complexity_problems(settled, field, ladder)
    yield from _manual_problems(settled, field, ladder, request)


def _without_table(scheme: str, field: str, rules: Rules) -> Violation:
    absent = rules.absent.get(scheme)
    if absent is None:
        return _no(
            "audit-time.scheme-without-table",
            _("There is no table of audit time for “%(scheme)s”; there is one for %(known)s."),
            field=f"{field}.scheme",
            scheme=scheme,
            known=", ".join(rules.schemes),
        )
    if absent.first is None:
        return _no(
            "audit-time.table-missing",
            _(
                "The table “%(table)s” of %(scheme)s is missing here, because it is made from a"
                " standard that is sold; import it from a licensed copy."
            ),
            field=f"{field}.scheme",
            scheme=scheme,
            table=absent.table,
        )
    return _no(
        "audit-time.table-not-in-force",
        _("The table of %(scheme)s had no edition in force on %(on)s; the first is of %(first)s."),
        field=f"{field}.scheme",
        scheme=scheme,
        on=rules.on.isoformat(),
        first=absent.first.isoformat(),
    )


def _people_problems(people: int, field: str) -> Iterator[Violation]:
    if people <= 0:
        yield _no(
            "audit-time.people-not-positive",
            _("The effective number of personnel is %(people)s; it is 1 or more."),
            source=MD5_PERSONNEL,
            field=f"{field}.people",
            people=people,
        )
    if people > MOST_PEOPLE:
        yield _no(
            "audit-time.people-too-many",
            _("The effective number of personnel is %(people)s; it is at most %(most)s."),
            source=MD5_PERSONNEL,
            field=f"{field}.people",
            people=people,
            most=MOST_PEOPLE,
        )


def _factor_problems(
    factor: Factor, standard: AuditedStandard, field: str, rules: Rules
) -> Iterator[Violation]:
    if not factor.ratio.is_finite() or not -1 <= factor.ratio <= LARGEST_FACTOR:
        yield _no(
            "audit-time.factor-not-a-ratio",
            _("The factor %(ratio)s is not a ratio; write -0.10 for a tenth less."),
            source=MD5_REASONS,
            field=f"{field}.ratio",
            ratio=str(factor.ratio),
        )
    if not factor.reason.strip():
        yield _no(
            "audit-time.reason-missing",
            _("The factor %(ratio)s for %(scheme)s has no recorded reason."),
            source=MD5_REASONS,
            field=f"{field}.reason",
            ratio=str(factor.ratio),
            scheme=standard.scheme,
        )
    if standard.has_square_root and factor.key in rules.not_with_personnel_step:
        yield _no(
            "audit-time.reduced-twice",
            _("“%(reason)s” was already counted in the effective number of personnel."),
            source=MD5_PERSONNEL,
            field=field,
            reason=factor.reason,
        )


def _over_limit(standard: AuditedStandard, field: str, rules: Rules) -> Iterator[Violation]:
    if not all(factor.ratio.is_finite() for factor in standard.factors):
        return
    change, _lines = information_change(standard, Fraction(0), rules.information)
    total = sum((factor.ratio for factor in standard.factors), change)
    if not rules.cuts_over_limit and total < -rules.reduction_limit.value:
        yield _no(
            "audit-time.reduction-over-limit",
            _("The factors of %(scheme)s come to %(total)s; at most -%(limit)s is allowed."),
            source=rules.reduction_limit.source,
            field=f"{field}.factors",
            scheme=standard.scheme,
            total=str(total),
            limit=str(rules.reduction_limit.value),
        )


def _complexity_problems(
    standard: AuditedStandard, field: str, ladder: Ladder
) -> Iterator[Violation]:
    one_column = ONLY_COLUMN in ladder.columns
    known = RISKS if one_column else ladder.columns
    if standard.complexity is None:
        if standard.scheme == ENERGY:
            yield _no(
                "audit-time.complexity-missing",
                _("%(scheme)s needs energy, energy types and significant uses, or a complexity."),
                source=ENMS_COMPLEXITY,
                field=f"{field}.complexity",
                scheme=standard.scheme,
            )
        elif not one_column:
            yield _no(
                "audit-time.complexity-missing",
                _("%(scheme)s needs a complexity: %(known)s."),
                field=f"{field}.complexity",
                scheme=standard.scheme,
                known=", ".join(known),
            )
        return
    if standard.complexity == SPECIAL and ladder.has_special_cases:
        return
    if standard.complexity not in known:
        yield _no(
            "audit-time.complexity-unknown",
            _("The table of %(scheme)s has no column “%(complexity)s”; it has %(known)s."),
            field=f"{field}.complexity",
            scheme=standard.scheme,
            complexity=standard.complexity,
            known=", ".join(known),
        )


def _risk_problems(standard: AuditedStandard, field: str) -> Iterator[Violation]:
    if standard.complexity is not None and standard.complexity not in RISKS:
        yield _no(
            "audit-time.complexity-unknown",
            _("The table of %(scheme)s has no column “%(complexity)s”; it has %(known)s."),
            field=f"{field}.complexity",
            scheme=standard.scheme,
            complexity=standard.complexity,
            known=", ".join(RISKS),
        )


def _manual_of_food(
    standard: AuditedStandard, field: str, table: FoodTable, request: AuditTimeRequest
) -> Iterator[Violation]:
    if standard.manual_days is None:
        return
    facts = standard.food or FoodFacts()
    least = Decimal("0.5")
    if any(table.category(key) for key in facts.categories) and facts.haccp_studies > 0:
        people = min(max(standard.people, 1), MOST_PEOPLE)
        least = max(least, shown(food_days(facts, people, table)[0]))
    yield from _by_hand_problems(standard, standard.manual_days, field, least, request)


def _manual_problems(
    standard: AuditedStandard, field: str, ladder: Ladder, request: AuditTimeRequest
) -> Iterator[Violation]:
    if standard.manual_days is None:
        yield from _manual_needed(standard, field, ladder, request)
        return
    # Days by hand may not undercut the table, nor its last row above it.
    least = ladder.initial_days(standard.complexity, standard.people) or Decimal("0.5")
    yield from _by_hand_problems(standard, standard.manual_days, field, least, request)


def _by_hand_problems(
    standard: AuditedStandard,
    manual: Decimal,
    field: str,
    least: Decimal,
    request: AuditTimeRequest,
) -> Iterator[Violation]:
    if not standard.manual_reason.strip():
        yield _no(
            "audit-time.manual-reason-missing",
            _("The days given by hand for %(scheme)s have no recorded reason."),
            source=MD5_REASONS,
            field=f"{field}.manual_reason",
            scheme=standard.scheme,
        )
    if any(site.cut_ratio for site in request.sites):
        yield _no(
            "audit-time.manual-with-site-cut",
            _("Days given by hand cover every site, so no site may be cut beside them."),
            source=MD5_SITES,
            field=f"{field}.manual_days",
        )
    if not manual.is_finite() or manual < least or manual > MOST_PEOPLE:
        yield _no(
            "audit-time.manual-too-low",
            _("The days given by hand for %(scheme)s are %(days)s; they are %(least)s or more."),
            source=MD5_PROGRESSION,
            field=f"{field}.manual_days",
            scheme=standard.scheme,
            days=str(manual),
            least=str(least),
        )


def _manual_needed(
    standard: AuditedStandard, field: str, ladder: Ladder, request: AuditTimeRequest
) -> Iterator[Violation]:
    largest = max([site.people for site in request.sites], default=standard.people)
    if standard.complexity == SPECIAL and ladder.has_special_cases:
        yield _no(
            "audit-time.manual-needed",
            _("A special case of %(scheme)s has no column: give its days and the reason."),
            field=f"{field}.manual_days",
            scheme=standard.scheme,
        )
    elif ladder.most < largest <= MOST_PEOPLE:
        yield _no(
            "audit-time.manual-needed",
            _("The table of %(scheme)s ends at %(most)s persons: give the days and the reason."),
            source=MD5_PROGRESSION,
            field=f"{field}.manual_days",
            scheme=standard.scheme,
            most=ladder.most,
        )


def _site_problems(site: VisitedSite, field: str, rules: Rules) -> Iterator[Violation]:
    yield from _people_problems(site.people, field)
    limit = rules.site_cut_limit
    if not site.cut_ratio.is_finite() or not 0 <= site.cut_ratio <= limit.value:
        yield _no(
            "audit-time.site-cut-over-limit",
            _("The time of “%(site)s” is cut by %(cut)s; 0 to %(limit)s is allowed."),
            source=limit.source,
            field=f"{field}.cut_ratio",
            site=site.name,
            cut=str(site.cut_ratio),
            limit=str(limit.value),
        )
    if site.cut_ratio and not site.reason.strip():
        yield _no(
            "audit-time.reason-missing",
            _("The cut of “%(site)s” has no recorded reason."),
            source=MD5_REASONS,
            field=f"{field}.reason",
            site=site.name,
        )


def _no(
    code: str, message: str, *, field: str, source: Source = MD5_TABLES, **facts: object
) -> Violation:
    return Violation(code=code, message=message, source=source, facts=facts, field=field)

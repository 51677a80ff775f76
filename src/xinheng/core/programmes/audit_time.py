"""How long an audit takes.

The order is fixed: the table for each place, the factors of each standard, the kind
of audit, the cut of each site, the standards added, integration, one rounding.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xinheng.core.programmes.integration import Integration, integration_reduction
from xinheng.core.programmes.problems import violations
from xinheng.core.programmes.request import (
    AuditedStandard,
    AuditTimeRequest,
    AuditTimeResult,
    VisitedSite,
)
from xinheng.core.programmes.rounding import down_to_step, shown, to_step, up_to_step
from xinheng.core.programmes.rules import ONLY_COLUMN, AuditKind, Limit, Rules
from xinheng.core.programmes.sources import (
    MD5_FACTORS,
    MD5_PROGRESSION,
    MD5_TABLES,
    MD11_ADD,
)
from xinheng.core.shared.figure import Figure, Line
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import refuse_if
from xinheng.core.shared.wording import mark as _

DAYS = "auditor-days"
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class _Part:
    """One standard's time before integration. Unit of `days` and `floor`: auditor-days."""

    scheme: str
    days: Fraction
    floor: Fraction
    is_at_floor: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the table is read: the whole client, or one site."""

    name: str
    people: int
    cut: Fraction
    reason: str


def reckon_audit_time(request: AuditTimeRequest, rules: Rules) -> AuditTimeResult:
    """Reckon the time of an audit, with every step and its source.

    Args:
        request: the standards, their people and factors, the sites and the team.
        rules: the rules in force on `request.on`.

    Returns:
        Audit time in whole half days, its part on site, and its part of each standard.
        Unit: auditor-days of 8 h.

    Raises:
        Refused: the request breaks a rule; carries every violation.
        ValueError: `rules` are those of another day.

    Source: IAF MD 5, 2.2 to 6; IAF MD 1, 7.3.1; IAF MD 11, 2.2.
    """
    if rules.on != request.on:
        raise ValueError(f"the rules are of {rules.on}; the request is of {request.on}")
    refuse_if(violations(request, rules))
    parts = [_part(standard, request, rules) for standard in request.standards]
    schemes = tuple(part.scheme for part in parts)
    together = sum((part.days for part in parts), Fraction(0))
    integration = integration_reduction(
        Integration(schemes, request.integration_ratio, request.team),
        rules.grid,
        rules.integration_limit,
    )
    saved = together * Fraction(integration.value)
    final = _rounded(parts, together - saved, integration.value, rules)
    lines = [line for part in parts for line in part.lines]
    if len(parts) > 1 or request.integration_ratio is not None:
        lines += _integration_lines(saved, integration)
    lines.append(_rounding_line(final, together - saved, rules))
    return _result(request, rules, parts, Figure(shown(final), DAYS, tuple(lines)))


def _part(standard: AuditedStandard, request: AuditTimeRequest, rules: Rules) -> _Part:
    """One standard alone: table, factors, kind of audit, sites."""
    rows, lines = _table_days(standard, request.sites, rules)
    base = sum((days for _place, days in rows), Fraction(0))
    total, factor_lines = _factors(standard, base, rules)
    share = rules.shares[request.audit]
    kept = (1 + total) * share.value
    lines += factor_lines
    if request.audit != AuditKind.INITIAL:
        lines.append(_share_line(request.audit, base * (1 + total), share.value, share.source))
    days = floor = Fraction(0)
    for place, table_days in rows:
        cut = table_days * kept * place.cut
        days += table_days * kept - cut
        floor += table_days * share.value * (1 - Fraction(rules.reduction_limit.value)) * (
            1 - (Fraction(rules.site_cut_limit.value) if place.cut else 0)
        )  # fmt: skip
        if place.cut:
            lines.append(_cut_line(place, cut, rules.site_cut_limit.source))
    is_at_floor = total <= -Fraction(rules.reduction_limit.value) or any(
        place.cut >= Fraction(rules.site_cut_limit.value) for place, _days in rows
    )
    return _Part(standard.scheme, days, floor, is_at_floor, tuple(lines))


def _table_days(
    standard: AuditedStandard, sites: Sequence[VisitedSite], rules: Rules
) -> tuple[list[tuple[_Place, Fraction]], list[Line]]:
    """The initial days of each place, and the lines that say so."""
    if standard.manual_days is not None:
        whole = _Place("", standard.people, Fraction(0), "")
        line = Line(
            _("%(scheme)s: days given by hand (%(reason)s)"),
            shown(Fraction(standard.manual_days)),
            DAYS,
            MD5_PROGRESSION,
            {"scheme": standard.scheme, "reason": standard.manual_reason},
        )
        return [(whole, Fraction(standard.manual_days))], [line]
    ladder = rules.ladders[standard.scheme]
    column = ladder.column_for(standard.complexity)
    rows: list[tuple[_Place, Fraction]] = []
    lines: list[Line] = []
    for place in _places(standard, sites):
        band = ladder.band_for(place.people)
        rows.append((place, Fraction(band.days[column])))
        lines.append(_table_line(standard, place, column, band.days[column], band.source))
    if standard.complexity and column == ONLY_COLUMN:
        lines.append(_one_column_line(standard))
    return rows, lines


def _places(standard: AuditedStandard, sites: Sequence[VisitedSite]) -> list[_Place]:
    if not sites:
        return [_Place("", standard.people, Fraction(0), "")]
    return [_Place(site.name, site.people, Fraction(site.cut_ratio), site.reason) for site in sites]


def _table_line(
    standard: AuditedStandard, place: _Place, column: str, days: Decimal, source: Source
) -> Line:
    facts: dict[str, object] = {"scheme": standard.scheme, "people": place.people}
    if place.name:
        label = _("%(scheme)s: from the table for %(people)s persons at “%(site)s”")
        facts["site"] = place.name
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


def _factors(
    standard: AuditedStandard, base: Fraction, rules: Rules
) -> tuple[Fraction, list[Line]]:
    """The sum of the factors, never under the limit, and a line for each."""
    lines = [
        Line(
            _("%(scheme)s: %(reason)s (%(ratio)s)"),
            shown(base * Fraction(factor.ratio)),
            DAYS,
            MD5_FACTORS,
            {"scheme": standard.scheme, "reason": factor.reason, "ratio": str(factor.ratio)},
        )
        for factor in standard.factors
    ]
    total = sum((Fraction(factor.ratio) for factor in standard.factors), Fraction(0))
    least = -Fraction(rules.reduction_limit.value)
    if total < least:
        lines.append(_stopped_line(standard.scheme, base, total, rules.reduction_limit))
    return max(total, least), lines


def _stopped_line(scheme: str, base: Fraction, total: Fraction, limit: Limit) -> Line:
    return Line(
        _("%(scheme)s: the factors come to %(total)s and are cut to -%(limit)s"),
        shown(base * (-Fraction(limit.value) - total)),
        DAYS,
        limit.source,
        {"scheme": scheme, "total": str(shown(total)), "limit": str(limit.value)},
    )


def _share_line(audit: AuditKind, days: Fraction, share: Fraction, source: Source) -> Line:
    label = (
        _("Surveillance takes %(share)s of an initial audit reckoned today")
        if audit == AuditKind.SURVEILLANCE
        else _("Recertification takes %(share)s of an initial audit reckoned today")
    )
    return Line(label, shown(days * (share - 1)), DAYS, source, {"share": str(share)})


def _cut_line(place: _Place, cut: Fraction, source: Source) -> Line:
    return Line(
        _("“%(site)s” is cut by %(ratio)s (%(reason)s)"),
        shown(-cut),
        DAYS,
        source,
        {"site": place.name, "ratio": str(shown(place.cut)), "reason": place.reason},
    )


def _integration_lines(saved: Fraction, reduction: Figure) -> list[Line]:
    return [
        *reduction.working,
        Line(
            _("Integrated audit: %(ratio)s of all standards together is taken off"),
            shown(-saved),
            DAYS,
            MD11_ADD,
            {"ratio": str(reduction.value)},
        ),
    ]


def _rounded(
    parts: Sequence[_Part], exact: Fraction, integration: Decimal, rules: Rules
) -> Fraction:
    """Round once, to the nearest half day; up where nearest would pass a floor.

    Source: IAF MD 5, 2.2.3 and 3.9 (what happens at a floor is a house setting).
    """
    step = Fraction(rules.step.value)
    nearest = max(to_step(exact, step), step)
    if not rules.floor_rounds_up:
        return nearest
    most = Fraction(rules.integration_limit.value)
    floor = sum((part.floor for part in parts), Fraction(0))
    is_at_floor = any(part.is_at_floor for part in parts)
    if integration:
        together = sum((part.days for part in parts), Fraction(0))
        is_at_floor |= integration >= rules.integration_limit.value
        floor = max(floor * (1 - most), together * (1 - most))
    if is_at_floor or nearest < floor:
        return max(up_to_step(exact, step), step)
    return nearest


def _rounding_line(final: Fraction, exact: Fraction, rules: Rules) -> Line:
    if final > exact and final != to_step(exact, Fraction(rules.step.value)):
        return Line(
            _("Up to the half day, because a limit on reduction is reached"),
            shown(final - exact),
            DAYS,
            rules.floor_source,
        )
    return Line(_("To the nearest half day"), shown(final - exact), DAYS, rules.step.source)


def _result(
    request: AuditTimeRequest, rules: Rules, parts: Sequence[_Part], figure: Figure
) -> AuditTimeResult:
    stage1, stage2 = _stages(request.audit, figure.value, rules)
    return AuditTimeResult(
        figure=figure,
        by_standard=_by_standard(parts, figure.value),
        on_site_min=shown(Fraction(figure.value) * Fraction(rules.on_site_ratio.value)),
        stage1=stage1,
        stage2=stage2,
        rules_on=rules.on,
        editions=dict(rules.editions),
    )


def _by_standard(parts: Sequence[_Part], total: Decimal) -> dict[str, Decimal]:
    """The whole shared out by each standard's part; the last takes what rounding leaves."""
    if len(parts) == 1:
        return {parts[0].scheme: total}
    together = sum((part.days for part in parts), Fraction(0))
    shares = {
        part.scheme: shown(Fraction(total) * part.days / together).quantize(HUNDREDTH)
        for part in parts
    }
    last = parts[-1].scheme
    shares[last] += total - sum(shares.values(), Decimal(0))
    return shares


def _stages(
    audit: AuditKind, total: Decimal, rules: Rules
) -> tuple[Decimal | None, Decimal | None]:
    """Stage 1 is the set share, down to a half day and at least one half day."""
    if audit != AuditKind.INITIAL:
        return None, None
    step = Fraction(rules.step.value)
    exact = Fraction(total) * Fraction(rules.stage1_ratio.value)
    stage1 = min(max(down_to_step(exact, step), step), Fraction(total))
    return shown(stage1), shown(Fraction(total) - stage1)

"""How long an audit takes.

The order is fixed: the table for each place, the factors of each standard, the kind
of audit, the cut of each site, the standards added, integration, one rounding.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xinheng.core.programmes.first_days import DAYS, Place, first_days
from xinheng.core.programmes.food import least_later
from xinheng.core.programmes.information import information_change
from xinheng.core.programmes.integration import Integration, integration_reduction
from xinheng.core.programmes.problems import violations
from xinheng.core.programmes.request import (
    AuditedStandard,
    AuditTimeRequest,
    AuditTimeResult,
    FoodFacts,
)
from xinheng.core.programmes.rounding import down_to_step, shown, to_step, up_to_step
from xinheng.core.programmes.rules import AuditKind, Limit, Rules, Share
from xinheng.core.programmes.sources import MD5_FACTORS, MD11_ADD
from xinheng.core.shared.figure import Figure, Line
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import refuse_if
from xinheng.core.shared.wording import mark as _

HUNDREDTH = Decimal("0.01")
SHARES_SAID = {
    AuditKind.SURVEILLANCE: _("Surveillance takes %(share)s of an initial audit reckoned today"),
    AuditKind.RECERTIFICATION: _(
        "Recertification takes %(share)s of an initial audit reckoned today"
    ),
    AuditKind.TRANSFER: _(
        "A visit before a transfer takes %(share)s of an initial audit reckoned today"
    ),
    AuditKind.SHORT_NOTICE: _(
        "A short-notice audit takes %(share)s of an initial audit reckoned today"
    ),
    AuditKind.EXTENSION: _(
        "An extension of scope takes %(share)s of an initial audit reckoned today"
    ),
}


@dataclass(frozen=True, slots=True)
class _Part:
    """One standard's time before integration. Unit of `days` and `floor`: auditor-days."""

    scheme: str
    days: Fraction
    floor: Fraction
    is_at_floor: bool
    lines: tuple[Line, ...]


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
    rows, lines = first_days(standard, request, rules)
    base = sum((days for _place, days in rows), Fraction(0))
    total, factor_lines = _factors(standard, base, rules)
    share = _share(standard, request.audit, rules)
    kept = (1 + total) * share.value
    lines += factor_lines
    if share.value != 1:
        lines.append(_share_line(request.audit, base * (1 + total), share.value, share.source))
    most_off, most_cut = (
        Fraction(limit.value) for limit in (rules.reduction_limit, rules.site_cut_limit)
    )
    days, floor = base * kept, base
    for place, table_days in rows:
        if place.cut:
            cut = table_days * kept * place.cut
            days -= cut
            floor -= table_days * most_cut
            lines.append(_cut_line(place, cut, rules.site_cut_limit.source))
    floor *= share.value * (1 - most_off)
    is_at_floor = total <= -most_off or any(place.cut >= most_cut for place, _days in rows)
    if standard.scheme in rules.food and request.audit != AuditKind.INITIAL:
        # The fraction of food safety is itself a least: nothing may be rounded off below it.
        is_at_floor = True
        days, least_lines = _at_least(standard, days, request.audit, rules)
        lines += least_lines
    return _Part(standard.scheme, days, floor, is_at_floor, tuple(lines))


def _share(standard: AuditedStandard, audit: AuditKind, rules: Rules) -> Share:
    """What part of an initial audit this one takes: all of it where its table is its own."""
    table = rules.food.get(standard.scheme)
    if table is not None and audit in table.shares:
        return table.shares[audit]
    ladder = rules.ladders.get(standard.scheme)
    if ladder is not None and ladder.has_own_days(audit) and standard.manual_days is None:
        return Share(Fraction(1), rules.shares[audit].source)
    return rules.shares[audit]


def _at_least(
    standard: AuditedStandard, days: Fraction, audit: AuditKind, rules: Rules
) -> tuple[Fraction, list[Line]]:
    """Food safety has a least time; the days, and a line when it is what counts."""
    facts = standard.food or FoodFacts()
    least = least_later(facts, rules.food[standard.scheme], audit)
    if least is None or days >= Fraction(least.value):
        return days, []
    more = Fraction(least.value) - days
    label = _("%(scheme)s: a later audit takes %(least)s auditor-days at least")
    facts_said = {"scheme": standard.scheme, "least": str(least.value)}
    return Fraction(least.value), [Line(label, shown(more), DAYS, least.source, facts_said)]


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
    change, change_lines = information_change(standard, base, rules.information)
    lines = [*change_lines, *lines]
    total = sum((Fraction(factor.ratio) for factor in standard.factors), Fraction(change))
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
    return Line(SHARES_SAID[audit], shown(days * (share - 1)), DAYS, source, {"share": str(share)})


def _cut_line(place: Place, cut: Fraction, source: Source) -> Line:
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
    by_standard = _by_standard(parts, figure.value)
    return AuditTimeResult(
        figure=figure,
        by_standard=by_standard,
        on_site_min=_on_site(by_standard, rules),
        stage1=stage1,
        stage2=stage2,
        rules_on=rules.on,
        editions=rules.editions_for(by_standard),
    )


def _on_site(by_standard: Mapping[str, Decimal], rules: Rules) -> Decimal:
    """The least time on site, by the share each standard asks for. Unit: auditor-days.

    Source: IAF MD 5, 2.1.2.
    """
    exact = (
        Fraction(days) * Fraction(rules.on_site(scheme).value)
        for scheme, days in by_standard.items()
    )
    return shown(sum(exact, Fraction(0)))


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

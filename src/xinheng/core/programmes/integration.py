"""How much time an integrated system and a versatile team save together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xinheng.core.programmes.rounding import shown
from xinheng.core.programmes.rules import Grid, Limit
from xinheng.core.programmes.sources import MD11_ABILITY, MD11_ADD, MD11_GRID
from xinheng.core.shared.figure import Figure, Line
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _

BANDS = 5


@dataclass(frozen=True, slots=True)
class Integration:
    """How far the system is integrated, and what each auditor may audit.

    `ratio` is None when it was not assessed; `team` is None before a team is named.
    """

    standards: tuple[str, ...]
    ratio: Decimal | None
    team: tuple[tuple[str, ...], ...] | None


def integration_problems(integration: Integration) -> Iterator[Violation]:
    """Say everything that is wrong with the integration and the team.

    Source: IAF MD 11, Figure 1 and Annex.
    """
    ratio = integration.ratio
    if ratio is not None and not (ratio.is_finite() and 0 <= ratio <= 1):
        yield Violation(
            code="audit-time.integration-out-of-range",
            message=_("The degree of integration is %(ratio)s; it lies between 0 and 1."),
            source=MD11_GRID,
            facts={"ratio": str(ratio)},
            field="integration_ratio",
        )
    if integration.team is None:
        return
    if not integration.team:
        yield Violation(
            code="audit-time.team-empty",
            message=_("A team has at least one auditor."),
            source=MD11_ABILITY,
            field="team",
        )
    for index, known in enumerate(integration.team):
        if not set(known) & set(integration.standards):
            yield Violation(
                code="audit-time.auditor-without-standard",
                message=_("Auditor %(number)s of the team may audit none of these standards."),
                source=MD11_ABILITY,
                facts={"number": index + 1},
                field=f"team[{index}]",
            )


def team_ability(standards: Sequence[str], team: Sequence[Sequence[str]]) -> Fraction:
    """How many of the standards the team's auditors can audit beyond one each.

    Args:
        standards: the schemes of the audit, two or more.
        team: for each auditor the schemes that auditor may audit, at least one of these.

    Returns:
        0 when every auditor knows one standard, 1 when every auditor knows all. Unit: ratio.

    Raises:
        ValueError: there are fewer than two standards, or nobody in the team.

    Source: IAF MD 11, Annex.
    """
    asked = set(standards)
    if len(asked) < 2 or not team:
        raise ValueError("team ability needs two standards and one auditor at least")
    beyond_one = sum(max(len(asked & set(known)) - 1, 0) for known in team)
    return Fraction(beyond_one, len(team) * (len(asked) - 1))


def integration_reduction(integration: Integration, grid: Grid, limit: Limit) -> Figure:
    """Reckon what integration takes off the time of all standards together.

    Args:
        integration: the standards, the degree of integration and the team.
        grid: the reductions by band, in force on the day.
        limit: the most that may be taken off. Unit: ratio.

    Returns:
        The reduction, 0 to 0.20. Unit: ratio.

    Raises:
        Refused: the ratio or the team is impossible; carries every violation.

    Source: IAF MD 11, 2.2, Figure 1 and Annex.
    """
    refuse_if(integration_problems(integration))
    if len(set(integration.standards)) < 2:
        return _nothing(_("One standard alone: nothing is saved by integration"))
    if integration.ratio is None:
        return _nothing(_("The degree of integration was not assessed: nothing is taken off"))
    if integration.team is None:
        return _nothing(_("No team is named yet: nothing is taken off for integration"))
    ability = team_ability(integration.standards, integration.team)
    bands = (
        _band(Fraction(integration.ratio), upper=grid.edge_is_upper),
        _band(ability, upper=grid.edge_is_upper),
    )
    cell = grid.cells[bands]
    reduction = min(cell.value, limit.value)
    return Figure(
        value=reduction,
        unit="ratio",
        working=(
            Line(_("Degree of integration"), integration.ratio, "ratio", MD11_GRID),
            Line(_("Ability of the team"), shown(ability), "ratio", MD11_ABILITY),
            Line(_("Reduction in the grid; the smaller band decides"), cell.value, "ratio",
                 cell.source),
        ),
    )  # fmt: skip


def _band(ratio: Fraction, *, upper: bool) -> int:
    scaled = ratio * BANDS
    band = scaled // 1 if upper else -(-scaled // 1) - 1
    return max(0, min(BANDS - 1, int(band)))


def _nothing(why: str) -> Figure:
    return Figure(Decimal("0.00"), "ratio", (Line(why, Decimal(0), "ratio", MD11_ADD),))

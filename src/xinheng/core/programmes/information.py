"""What the complexity of business and of its information technology changes."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from xinheng.core.programmes.energy import not_of_scheme
from xinheng.core.programmes.request import AuditedStandard, InformationFacts
from xinheng.core.programmes.rounding import shown
from xinheng.core.programmes.rules import InformationGrid, Limit
from xinheng.core.programmes.sources import ISMS_COMPLEXITY
from xinheng.core.shared.figure import Line
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

SCHEME = "ISMS"
LEVELS = ("high", "medium", "low")
FIELDS = ("business_complexity", "it_complexity", "complexity_ratio")


def information_problems(
    standard: AuditedStandard, field: str, grid: InformationGrid | None
) -> Iterator[Violation]:
    """Say everything that is wrong with the complexity of an information security system.

    Source: ISO/IEC 27006-1, Annex C.
    """
    facts = standard.information
    if facts is None:
        return
    if standard.scheme != SCHEME:
        yield not_of_scheme(standard.scheme, field, FIELDS)
        return
    given = {"business_complexity": facts.business, "it_complexity": facts.it}
    for name, level in given.items():
        if level not in LEVELS:
            yield _no(
                "audit-time.information-complexity",
                _("Give both the complexity of business and of IT: %(known)s."),
                f"{field}.{name}",
                known=", ".join(LEVELS),
            )
    cell = _cell(facts, grid)
    if cell is None or facts.ratio is None:
        return
    least, most = cell
    if not least.value <= facts.ratio <= most.value:
        yield _no(
            "audit-time.complexity-ratio-out-of-range",
            _("This complexity changes the time by %(least)s to %(most)s, not by %(ratio)s."),
            f"{field}.complexity_ratio",
            least=str(least.value),
            most=str(most.value),
            ratio=str(facts.ratio),
        )


def information_change(
    standard: AuditedStandard, base: Fraction, grid: InformationGrid | None
) -> tuple[Decimal, list[Line]]:
    """The ratio that complexity adds (or takes off, below 0), and its line.

    Args:
        base: the days of the table, to say what the ratio is in days. Unit: auditor-days.

    Returns:
        The chosen ratio; without a choice the largest of the cell, so that no time is lost.

    Source: ISO/IEC 27006-1, Annex C.
    """
    facts = standard.information
    cell = None if facts is None else _cell(facts, grid)
    if facts is None or cell is None:
        return Decimal(0), []
    ratio = cell[1].value if facts.ratio is None else facts.ratio
    line = Line(
        _("%(scheme)s: business complexity %(business)s, IT complexity %(it)s (%(ratio)s)"),
        shown(base * Fraction(ratio)),
        "auditor-days",
        cell[1].source,
        {
            "scheme": standard.scheme,
            "business": facts.business,
            "it": facts.it,
            "ratio": str(ratio),
        },
    )
    return ratio, [line]


def _cell(facts: InformationFacts, grid: InformationGrid | None) -> tuple[Limit, Limit] | None:
    if grid is None or facts.business is None or facts.it is None:
        return None
    return grid.cells.get((facts.business, facts.it))


def _no(code: str, message: str, field: str, **facts: object) -> Violation:
    return Violation(code=code, message=message, source=ISMS_COMPLEXITY, facts=facts, field=field)

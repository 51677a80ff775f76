"""The score of after-sales service, and whether it passes or earns stars."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xinheng.core.programmes.rounding import shown
from xinheng.core.programmes.rules import Limit
from xinheng.core.shared.figure import Figure, Line
from xinheng.core.shared.reading import Reader, read_count, read_day, read_decimal
from xinheng.core.shared.source import Source, Verified
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _

POINTS = "points"
FAIL = "fail"
MOST_DEDUCTIONS = 1000
GBT27922 = Source("GB/T 27922", "scoring and levels", "2011", Verified.ONCE.value)


@dataclass(frozen=True, slots=True)
class Scores:
    """What was scored. Unit: points; special deductions and bonus: count.

    `applicable` are the points of the indicators that apply at all.
    """

    earned: Decimal
    applicable: Decimal
    special_deductions: int = 0
    special_bonus: int = 0


@dataclass(frozen=True, slots=True)
class ScoringRules:
    """How points become a level. `levels`: from which score, lowest first."""

    total: Limit
    normalise: Limit
    deduction: Limit
    bonus: Limit
    fails_from: Limit
    levels: tuple[tuple[str, Limit], ...]
    special_before: bool
    special_source: Source


@dataclass(frozen=True, slots=True)
class Grade:
    """A score and its level: `fail`, `pass`, or so many stars."""

    figure: Figure
    level: str


def score_problems(scores: Scores, rules: ScoringRules) -> Iterator[Violation]:
    """Say everything that is wrong with the points.

    Source: GB/T 27922, scoring.
    """
    if not 0 < scores.applicable <= rules.total.value:
        yield _no(
            "star.applicable-out-of-range",
            _("The applicable points are %(points)s; they are more than 0, at most %(most)s."),
            "applicable",
            points=str(scores.applicable),
            most=str(rules.total.value),
        )
    if not 0 <= scores.earned <= scores.applicable:
        yield _no(
            "star.earned-out-of-range",
            _("The points earned are %(points)s; they are 0 to %(most)s."),
            "earned",
            points=str(scores.earned),
            most=str(scores.applicable),
        )
    if not 0 <= scores.special_deductions <= MOST_DEDUCTIONS:
        yield _no(
            "star.deductions-out-of-range",
            _("There are 0 to %(most)s special deductions, not %(count)s."),
            "special_deductions",
            count=scores.special_deductions,
            most=MOST_DEDUCTIONS,
        )
    if scores.special_bonus not in (0, 1):
        yield _no(
            "star.one-bonus",
            _("At most one special bonus is given, not %(count)s."),
            "special_bonus",
            count=scores.special_bonus,
        )


def grade(scores: Scores, rules: ScoringRules) -> Grade:
    """Bring the score to a hundred, count the special points, and find the level.

    Returns:
        The score, compared unrounded; shown to four places. Unit: points.

    Raises:
        Refused: the points are impossible; carries every violation.

    Source: GB/T 27922, scoring and levels.
    """
    refuse_if(score_problems(scores, rules))
    deducted = -Fraction(rules.deduction.value) * scores.special_deductions
    special = deducted + Fraction(rules.bonus.value) * scores.special_bonus
    scale = Fraction(rules.normalise.value) / Fraction(scores.applicable)
    normal = Fraction(scores.earned) * scale
    weight = scale if rules.special_before else Fraction(1)
    exact = normal + special * weight
    score = max(Fraction(0), min(exact, Fraction(rules.total.value)))
    level = _level(score, scores.special_deductions, rules)
    lines = [
        Line(
            _("%(earned)s of %(applicable)s applicable points, brought to a hundred"),
            shown(normal), POINTS, rules.normalise.source,
            {"earned": str(scores.earned), "applicable": str(scores.applicable)},
        )
    ]  # fmt: skip
    if special or scores.special_deductions:
        label = _("Special deductions: %(deductions)s; special bonus: %(bonus)s")
        facts = {"deductions": scores.special_deductions, "bonus": scores.special_bonus}
        lines.append(Line(label, shown(special * weight), POINTS, rules.special_source, facts))
    if score != exact:
        label = _("A score lies between 0 and %(most)s")
        most = {"most": str(rules.total.value)}
        lines.append(Line(label, shown(score - exact), POINTS, rules.total.source, most))
    lines.append(_level_line(level, scores, rules))
    return Grade(Figure(shown(score), POINTS, tuple(lines)), level)


def _level(score: Fraction, deductions: int, rules: ScoringRules) -> str:
    if deductions >= rules.fails_from.value:
        return FAIL
    reached = [level for level, limit in rules.levels if score >= Fraction(limit.value)]
    return reached[-1] if reached else FAIL


def _level_line(level: str, scores: Scores, rules: ScoringRules) -> Line:
    if scores.special_deductions >= rules.fails_from.value:
        label = _("%(count)s special deductions or more fail at any score")
        facts = {"count": str(rules.fails_from.value)}
        return Line(label, Decimal(0), POINTS, rules.fails_from.source, facts)
    if level == FAIL:
        least = rules.levels[0][1]
        label = _("Fails: less than %(least)s points")
        return Line(label, Decimal(0), POINTS, least.source, {"least": str(least.value)})
    limit = dict(rules.levels)[level]
    if level == rules.levels[0][0]:
        label = _("Passes without a star: from %(least)s points")
        return Line(label, Decimal(0), POINTS, limit.source, {"least": str(limit.value)})
    label = _("%(stars)s stars: from %(least)s points")
    facts = {"stars": level, "least": str(limit.value)}
    return Line(label, Decimal(0), POINTS, limit.source, facts)


def _no(code: str, message: str, field: str, **facts: object) -> Violation:
    return Violation(code=code, message=message, source=GBT27922, facts=facts, field=field)


def scores_from_json(value: object) -> Scores:
    """Read the points in the fields of `xinheng reckon star`.

    Raises:
        Unreadable: a field is missing, unknown or not of its kind; says which.
    """
    reader = Reader(value)
    scores = Scores(
        earned=reader.needed("earned", read_decimal),
        applicable=reader.needed("applicable", read_decimal),
        special_deductions=reader.optional("special_deductions", read_count) or 0,
        special_bonus=reader.optional("special_bonus", read_count) or 0,
    )
    reader.optional("on", read_day)
    reader.done()
    return scores

"""The arithmetic of risk: likelihood, exposure and consequence; and a matrix."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xinheng.core.programmes.rounding import shown
from xinheng.core.programmes.rules import Limit
from xinheng.core.shared.figure import Figure, Line
from xinheng.core.shared.reading import Reader, read_count, read_day, read_decimal
from xinheng.core.shared.source import Source, Verified
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import Bilingual
from xinheng.core.shared.wording import mark as _

SCORE = "score"
LEC = Source("LEC method", "values", "1", Verified.TWICE.value)
MATRIX = Source("ISO 31000", "no matrix is prescribed", "", Verified.MEMORY.value)
FIVE_LEVEL, FOUR_COLOUR = "five-level", "four-colour"
FACTORS = ("L", "E", "C")


FACTORS_SAID = {
    "L": _("Likelihood L: %(meaning)s"),
    "E": _("Exposure E: %(meaning)s"),
    "C": _("Consequence C: %(meaning)s"),
}
SCALES_SAID = {
    FIVE_LEVEL: _("Level %(level)s of five: %(name)s"),
    FOUR_COLOUR: _("Level %(level)s of four colours: %(name)s"),
}


@dataclass(frozen=True, slots=True)
class Level:
    """A level of risk, and from which score it begins. Unit: score."""

    number: int
    start: Decimal
    takes_boundary: bool
    name: Bilingual
    source: Source

    def is_reached(self, score: Decimal) -> bool:
        """Whether a score belongs to this level or a higher one."""
        return score >= self.start if self.takes_boundary else score > self.start


@dataclass(frozen=True, slots=True)
class LecRules:
    """The values each factor may take, and the scales, highest level first."""

    values: Mapping[str, Mapping[Decimal, tuple[Bilingual, Source]]]
    scales: Mapping[str, tuple[Level, ...]]


@dataclass(frozen=True, slots=True)
class Risk:
    """A score and its level on each scale."""

    figure: Figure
    levels: Mapping[str, Level]


def lec_problems(given: Mapping[str, Decimal], rules: LecRules) -> Iterator[Violation]:
    """Say which factors take a value that the method does not know.

    Source: LEC method, values.
    """
    for factor, value in given.items():
        if value not in rules.values[factor]:
            known = (f"{each.normalize():f}" for each in rules.values[factor])
            yield Violation(
                code="lec.value-unknown",
                message=_("%(factor)s takes one of %(known)s, not %(value)s."),
                source=LEC,
                facts={"factor": factor, "known": ", ".join(known), "value": str(value)},
                field=factor,
            )


def lec(given: Mapping[str, Decimal], rules: LecRules) -> Risk:
    """D = L x E x C, and its level on each scale.

    Returns:
        The danger score. Unit: score.

    Raises:
        Refused: a factor has no such value; carries every violation.

    Source: LEC method, values and levels.
    """
    refuse_if(lec_problems(given, rules))
    score = given["L"] * given["E"] * given["C"]
    lines = [
        Line(
            FACTORS_SAID[factor],
            shown(Fraction(value)),
            SCORE,
            rules.values[factor][value][1],
            {"meaning": rules.values[factor][value][0]},
        )
        for factor, value in given.items()
    ]
    lines.append(Line(_("D = L x E x C"), shown(Fraction(score)), SCORE, LEC))
    levels = {scale: _reached(score, steps) for scale, steps in rules.scales.items()}
    for scale, level in levels.items():
        facts = {"level": level.number, "name": level.name}
        lines.append(Line(SCALES_SAID[scale], Decimal(level.number), SCORE, level.source, facts))
    return Risk(Figure(shown(Fraction(score)), SCORE, tuple(lines)), levels)


def _reached(score: Decimal, steps: tuple[Level, ...]) -> Level:
    return next((level for level in steps if level.is_reached(score)), steps[-1])


@dataclass(frozen=True, slots=True)
class MatrixRules:
    """Score and level by likelihood (first) and severity (second)."""

    cells: Mapping[tuple[int, int], tuple[Limit, Bilingual]]


def matrix_risk(likelihood: int, severity: int, rules: MatrixRules) -> tuple[Figure, Bilingual]:
    """The score and the level of a cell of the matrix.

    Raises:
        Refused: the matrix has no such row or column; carries every violation.

    Source: ISO 31000 prescribes no matrix; the body's own table says.
    """
    refuse_if(_matrix_problems(likelihood, severity, rules))
    limit, level = rules.cells[(likelihood, severity)]
    label = _("Likelihood %(likelihood)s with severity %(severity)s: %(name)s")
    facts = {"likelihood": likelihood, "severity": severity, "name": level}
    line = Line(label, limit.value, SCORE, limit.source, facts)
    return Figure(limit.value, SCORE, (line,)), level


def _matrix_problems(likelihood: int, severity: int, rules: MatrixRules) -> Iterator[Violation]:
    for index, (name, value) in enumerate((("likelihood", likelihood), ("severity", severity))):
        known = sorted({cell[index] for cell in rules.cells})
        if value not in known:
            yield Violation(
                code="risk.value-unknown",
                message=_("The matrix goes from %(least)s to %(most)s, not to %(value)s."),
                source=MATRIX,
                facts={"least": known[0], "most": known[-1], "value": value},
                field=name,
            )


def lec_from_json(value: object) -> dict[str, Decimal]:
    """Read L, E and C in the fields of `xinheng reckon lec`.

    Raises:
        Unreadable: a field is missing, unknown or not of its kind; says which.
    """
    reader = Reader(value)
    given = {factor: reader.needed(factor, read_decimal) for factor in FACTORS}
    reader.optional("on", read_day)
    reader.done()
    return given


def matrix_from_json(value: object) -> tuple[int, int]:
    """Read likelihood and severity in the fields of `xinheng reckon risk-matrix`.

    Raises:
        Unreadable: a field is missing, unknown or not of its kind; says which.
    """
    reader = Reader(value)
    cell = (reader.needed("likelihood", read_count), reader.needed("severity", read_count))
    reader.optional("on", read_day)
    reader.done()
    return cell

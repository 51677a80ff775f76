"""The LEC method at its boundaries, and the example matrix."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from tests.core.filling import codes_of, filled
from xinheng.core.shared.reading import Unreadable
from xinheng.core.shared.violation import Refused
from xinheng.core.workspace.risk import (
    FIVE_LEVEL,
    FOUR_COLOUR,
    lec,
    lec_from_json,
    matrix_from_json,
    matrix_risk,
)
from xinheng.rulebook.risk import lec_rules, matrix_rules

TODAY = date(2026, 3, 10)
RULES = lec_rules(TODAY)
MATRIX = matrix_rules(TODAY)


def risk(likelihood, exposure, consequence, rules=RULES):
    given = dict(zip("LEC", map(Decimal, (likelihood, exposure, consequence)), strict=True))
    found = lec(given, rules)
    filled(found.figure)
    return found


def levels(*given, rules=RULES):
    found = risk(*given, rules=rules).levels
    return found[FIVE_LEVEL].number, found[FOUR_COLOUR].number


def test_danger_is_the_product():
    assert risk("3", "6", "15").figure.value == 270
    assert risk("1", "10", "7").figure.value == 70
    assert risk("0.1", "0.5", "1").figure.value == Decimal("0.05")


@pytest.mark.parametrize(
    ("given", "printed", "at_least", "above"),
    [
        (("10", "10", "100"), (5, 4), (5, 4), (5, 4)),
        (("3", "6", "15"), (4, 3), (4, 3), (4, 3)),  # 270
        (("1", "10", "7"), (3, 2), (3, 2), (2, 1)),  # exactly 70
        (("10", "2", "1"), (2, 1), (2, 1), (1, 1)),  # exactly 20
        (("6", "3", "1"), (1, 1), (1, 1), (1, 1)),  # 18
        (("1", "3", "7"), (2, 1), (2, 1), (2, 1)),  # 21
        (("0.1", "0.5", "1"), (1, 1), (1, 1), (1, 1)),
    ],
)
def test_levels_at_the_boundaries_by_setting(given, printed, at_least, above):
    assert levels(*given) == printed
    assert levels(*given, rules=lec_rules(TODAY, {"lec_boundary": "at-least"})) == at_least
    assert levels(*given, rules=lec_rules(TODAY, {"lec_boundary": "above"})) == above


def test_each_boundary_belongs_where_its_setting_says():
    wanted = {
        "printed": {320: 4, 160: 4, 70: 3, 20: 2},
        "at-least": {320: 5, 160: 4, 70: 3, 20: 2},
        "above": {320: 4, 160: 3, 70: 2, 20: 1},
    }
    for setting, starts in wanted.items():
        scale = lec_rules(TODAY, {"lec_boundary": setting}).scales[FIVE_LEVEL]
        for score, expected in starts.items():
            reached = next(level for level in scale if level.is_reached(Decimal(score)))
            assert reached.number == expected
            just_over = next(level for level in scale if level.is_reached(score + Decimal("0.1")))
            assert just_over.start == score


def test_exposure_ends_at_ten_and_consequence_at_a_hundred():
    assert max(RULES.values["E"]) == 10
    assert max(RULES.values["C"]) == 100
    assert max(RULES.values["L"]) == 10
    assert [len(RULES.values[factor]) for factor in "LEC"] == [7, 6, 6]


def test_every_unknown_value_is_refused_at_once():
    with pytest.raises(Refused) as refused:
        risk("4", "100", "10")

    assert [violation.field for violation in refused.value.violations] == ["L", "E", "C"]
    assert set(codes_of(refused.value.violations)) == {"lec.value-unknown"}
    assert "100, 40, 15, 7, 3, 1" in refused.value.violations[2].facts["known"]


def test_value_may_be_written_with_more_places():
    assert risk("0.50", "6.0", "15").figure.value == 45


def test_working_says_the_meaning_and_both_levels():
    working = risk("3", "6", "15").figure.working

    assert [line.value for line in working] == [3, 6, 15, 270, 4, 3]
    assert working[2].facts["meaning"].name("en") == "one death"
    assert working[2].facts["meaning"].zh == "一人死亡"
    assert {line.source.document for line in working} == {"LEC method"}


def test_higher_factors_never_reach_a_lower_level():
    scores = sorted(
        (risk(*each).figure.value, levels(*each)[0])
        for each in product(*(map(str, RULES.values[factor]) for factor in "LEC"))
    )

    assert [level for _score, level in scores] == sorted(level for _score, level in scores)


def test_questions_are_read_strictly():
    assert lec_from_json({"L": "3", "E": "6", "C": "15"}) == {
        "L": Decimal(3), "E": Decimal(6), "C": Decimal(15),
    }  # fmt: skip
    with pytest.raises(Unreadable, match="C"):
        lec_from_json({"L": "3", "E": "6"})
    with pytest.raises(Unreadable, match="D"):
        lec_from_json({"L": "3", "E": "6", "C": "15", "D": "1"})
    assert matrix_from_json({"likelihood": 1, "severity": 2}) == (1, 2)
    with pytest.raises(Unreadable, match="mood"):
        matrix_from_json({"likelihood": 1, "severity": 2, "mood": 1})


@pytest.mark.parametrize(
    ("likelihood", "severity", "score", "level"),
    [(1, 1, 1, "low"), (1, 4, 4, "low"), (1, 5, 5, "ordinary"), (3, 3, 9, "ordinary"),
     (2, 5, 10, "larger"), (4, 4, 16, "larger"), (4, 5, 20, "major"), (5, 5, 25, "major")],
)  # fmt: skip
def test_matrix_multiplies_and_bands(likelihood, severity, score, level):
    figure, found = matrix_risk(likelihood, severity, MATRIX)

    assert (filled(figure).value, found.en) == (score, level)
    assert figure.working[0].source.status == "from memory, unverified"


def test_matrix_has_no_other_cells():
    with pytest.raises(Refused) as refused:
        matrix_risk(0, 6, MATRIX)

    assert codes_of(refused.value.violations) == ["risk.value-unknown"] * 2
    assert [violation.field for violation in refused.value.violations] == ["likelihood", "severity"]
    facts = {"least": 1, "most": 5}
    assert [violation.facts for violation in refused.value.violations] == [
        {**facts, "value": 0}, {**facts, "value": 6},
    ]  # fmt: skip

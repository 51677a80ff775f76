"""Stars of after-sales service: normalised first, compared unrounded, five deductions fail."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.filling import codes_of, filled
from xinheng.core.grading.service import Scores, grade, score_problems, scores_from_json
from xinheng.core.shared.reading import Unreadable
from xinheng.core.shared.violation import Refused
from xinheng.rulebook.service import scoring_rules

TODAY = date(2026, 3, 10)
RULES = scoring_rules(TODAY)
QUICK = settings(max_examples=80, deadline=None, derandomize=True)


def graded(earned, applicable="100", deductions=0, bonus=0, rules=RULES):
    found = grade(Scores(Decimal(earned), Decimal(applicable), deductions, bonus), rules)
    filled(found.figure)
    return found


@pytest.mark.parametrize(
    ("earned", "level"),
    [
        ("0", "fail"), ("69.99", "fail"), ("70", "pass"), ("79.99", "pass"), ("80", "3"),
        ("89.99", "3"), ("90", "4"), ("94.99", "4"), ("95", "5"), ("100", "5"),
    ],
)  # fmt: skip
def test_levels_on_both_sides_of_each_edge(earned, level):
    assert graded(earned).level == level


def test_points_that_do_not_apply_are_left_out_before_comparing():
    assert graded("72", "88").figure.value == Decimal("81.8182")
    assert graded("72", "88").level == "3"
    assert graded("72").level == "pass"
    assert graded("79.2", "99").level == "3"  # exactly 80
    assert graded("79.99999", "100").level == "pass"  # shown as 80.0, compared as it is


def test_five_special_deductions_fail_at_any_score():
    assert graded("83", deductions=4).level == "pass"  # 79
    assert graded("83", deductions=5).level == "fail"
    assert graded("100", deductions=5, bonus=1).level == "fail"
    assert graded("100", deductions=5).figure.value == 95


def test_special_points_move_the_score_after_or_before():
    before = scoring_rules(TODAY, {"star_special_points": "before"})

    assert graded("72", "88", 1).figure.value == Decimal("80.8182")
    assert graded("72", "88", 1, rules=before).figure.value == Decimal("80.6818")
    assert graded("72", "88", 0, 1).figure.value == Decimal("82.8182")
    assert graded("79", bonus=1).level == "3"


def test_a_score_stays_between_nothing_and_a_hundred():
    assert graded("100", bonus=1).figure.value == 100
    assert graded("2", deductions=4).figure.value == 0
    assert "between" in graded("100", bonus=1).figure.working[-2].label
    assert len(graded("99", bonus=1).figure.working) == 3


def test_working_adds_up_to_the_score():
    for found in (graded("72", "88", 2, 1), graded("100", bonus=1), graded("1", deductions=9)):
        assert sum(line.value for line in found.figure.working) == found.figure.value


@pytest.mark.parametrize(
    ("scores", "codes"),
    [
        (Scores(Decimal(0), Decimal(0)), ["star.applicable-out-of-range"]),
        (Scores(Decimal(1), Decimal("100.1")), ["star.applicable-out-of-range"]),
        (Scores(Decimal("-0.1"), Decimal(100)), ["star.earned-out-of-range"]),
        (Scores(Decimal(89), Decimal(88)), ["star.earned-out-of-range"]),
        (Scores(Decimal(1), Decimal(2), -1, 2),
         ["star.deductions-out-of-range", "star.one-bonus"]),
        (Scores(Decimal(1), Decimal(2), 1001, -1),
         ["star.deductions-out-of-range", "star.one-bonus"]),
        (Scores(Decimal(88), Decimal(88), 1000, 1), []),
        (Scores(Decimal(0), Decimal(100)), []),
    ],
)  # fmt: skip
def test_impossible_points_are_refused_with_every_reason(scores, codes):
    assert codes_of(score_problems(scores, RULES)) == codes
    if codes:
        with pytest.raises(Refused):
            grade(scores, RULES)


def test_points_are_read_strictly():
    assert scores_from_json({"earned": "72", "applicable": "88"}) == Scores(
        Decimal(72), Decimal(88)
    )
    with pytest.raises(Unreadable, match="stars"):
        scores_from_json({"earned": "72", "applicable": "88", "stars": 5})
    with pytest.raises(Unreadable, match="applicable"):
        scores_from_json({"earned": "72"})


ORDER = ["fail", "pass", "3", "4", "5"]
POINTS = st.decimals(0, 100, places=1)


@QUICK
@given(POINTS, POINTS, st.integers(0, 6))
def test_more_points_never_reach_a_lower_level(one, two, deductions):
    less, more = sorted((one, two))

    assert ORDER.index(graded(less, deductions=deductions).level) <= ORDER.index(
        graded(more, deductions=deductions).level
    )

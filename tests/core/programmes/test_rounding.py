"""The one rounding, and exact numbers shown as decimals."""

from decimal import Decimal
from fractions import Fraction

import pytest

from xinheng.core.programmes.rounding import down_to_step, shown, to_step, up_to_step

HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("exact", "expected"),
    [("5.3", "5.5"), ("5.2", "5.0"), ("5.25", "5.5"), ("5.2499", "5"), ("5.75", "6"), ("0.2", "0")],
)
def test_nearest_half_day_with_a_tie_up(exact, expected):
    assert to_step(Fraction(exact), HALF) == Fraction(expected)


def test_up_and_down_leave_a_whole_step_alone():
    assert up_to_step(Fraction("5.5"), HALF) == down_to_step(Fraction("5.5"), HALF) == HALF * 11
    assert up_to_step(Fraction("5.51"), HALF) == 6
    assert down_to_step(Fraction("5.99"), HALF) == Fraction("5.5")


@pytest.mark.parametrize(
    ("exact", "text"),
    [(Fraction(7), "7.0"), (Fraction(1, 3), "0.3333"), (Fraction(-2, 3), "-0.6667"),
     (Fraction(26, 5), "5.2"), (Fraction(100), "100.0"), (Fraction(0), "0.0")],
)  # fmt: skip
def test_a_shown_number_has_one_to_four_places(exact, text):
    assert str(shown(exact)) == text
    assert isinstance(shown(exact), Decimal)

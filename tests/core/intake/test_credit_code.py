"""Unified social credit codes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xinheng.core.intake.credit_code import (
    CHARACTERS,
    check_character,
    credit_code_problems,
    normalise,
)

SOUND = "91350100M000100Y43"
QUICK = settings(max_examples=60, deadline=None, derandomize=True)


def codes(text):
    return [problem.code for problem in credit_code_problems(text)]


@pytest.mark.parametrize(
    "text",
    [SOUND, " 91350100m000100y43 ", "91350100-M000100Y4-3", "９１３５０１００Ｍ０００１００Ｙ４３"],
)
def test_sound_code_is_accepted_however_it_is_typed(text):
    assert normalise(text) == SOUND
    assert codes(text) == []


def test_wrong_last_character_is_told_the_right_one():
    (problem,) = credit_code_problems("91350100M000100Y44")

    assert problem.code == "credit-code.check-character"
    assert problem.facts["expected"] == "3"


def test_length_and_characters_are_both_said():
    assert codes("91350100M000100Y4") == ["credit-code.length"]
    assert codes("91350100M000I00YO3") == ["credit-code.characters"]
    assert codes("OISVZ") == ["credit-code.length", "credit-code.characters"]
    assert codes("") == ["credit-code.length"]


@QUICK
@given(
    st.text(CHARACTERS, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(CHARACTERS)
)
def test_one_changed_character_is_always_noticed(first, place, other):
    code = first + check_character(first)
    changed = code[:place] + other + code[place + 1 :]

    assert codes(code) == []
    assert (codes(changed) == []) == (changed == code)

"""What is said of readiness, and how little of it anybody else can learn."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xinheng.core.staffing.readiness import (
    BLOCK,
    NEUTRAL,
    Events,
    Item,
    b1,
    blocks,
    client_cooperation,
    coarse,
    coordination,
    group_readiness,
    policy,
    stated_mean,
)

F = Fraction
ALL = dict.fromkeys(Item, F(1, 2))
GRID = [F(n, 100) for n in range(101)]
scores = st.sampled_from(GRID)


def test_what_is_not_said_counts_as_no_restriction():
    assert stated_mean({}) == 1
    assert stated_mean({Item.HEALTH: None, Item.LIVING: F(0)}) == F(4, 5)
    assert b1(None, None, Events()) == NEUTRAL


def test_events_come_before_what_was_said_and_only_where_there_are_some():
    assert b1(ALL, None, Events()) == F(1, 2)
    refused = b1(ALL, None, Events(asked=4, refused=1))
    assert refused == (4 * F(1, 2) + F(3, 4)) / 5
    assert b1(ALL, None, Events(away=25, working=250)) == (4 * F(1, 2) + F(9, 10)) / 5
    assert b1(None, F(1, 2), Events(asked=4, refused=1)) == refused


def test_more_refusals_than_askings_are_not_less_than_nothing():
    assert Events(asked=1, refused=3).scores()[Item.WILFULNESS] == 0


@pytest.mark.parametrize(
    ("score", "of", "value"),
    [
        (client_cooperation, 0, F(1)), (client_cooperation, 1, F(9, 10)),
        (client_cooperation, 99, F(55, 100)),
        (coordination, 1, F(1)), (coordination, 4, F(7, 10)), (coordination, 50, F(1, 10)),
        (policy, 0, F(1)), (policy, 5, F(1, 2)),
    ],
)  # fmt: skip
def test_scores_of_the_client_s_side_stay_above_nothing(score, of, value):
    assert score(of) == value


@pytest.mark.parametrize(
    ("value", "told"), [("0.974", "0.95"), ("0.975", "1"), ("0.024", "0"), ("0.52", "0.5")]
)
def test_means_are_told_to_a_twentieth(value, told):
    assert coarse(F(value)) == F(told)


def test_a_group_of_four_says_nothing_and_a_group_of_five_does():
    block_of = blocks(range(BLOCK))
    half = F(1, 2)
    assert group_readiness(dict.fromkeys(range(4), half), block_of) == {}
    assert group_readiness(dict.fromkeys(range(5), half), block_of) == dict.fromkeys(range(5), half)
    assert group_readiness({}, block_of) == {}


def test_five_in_two_blocks_and_strangers_say_nothing():
    block_of = blocks(range(2 * BLOCK))
    assert group_readiness(dict.fromkeys((0, 1, 2, 3, BLOCK), F(0)), block_of) == {}
    assert group_readiness(dict.fromkeys(range(100, 110), F(0)), block_of) == {}


def test_newcomers_and_leavers_change_nobody_s_group():
    before = blocks(range(20))
    after = blocks(range(30))
    assert all(after[person] == block for person, block in before.items())


def shown(total, count):
    """What everybody else sees of a block whose scores add up to `total`."""
    block_of = blocks(range(BLOCK))
    return group_readiness(dict.fromkeys(range(count), total / count), block_of)[0]


@settings(max_examples=40, deadline=None)
@given(st.integers(5, BLOCK), st.data())
def test_comparing_before_and_after_tells_nobody_s_score_within_a_tenth(count, data):
    """Differencing: one changes a statement; a reader holds what was shown before and after."""
    grid = [F(n, 20) for n in range(21)]
    rest = data.draw(st.sampled_from([F(n, 20) for n in range(20 * (count - 1) + 1)]))
    old, new = data.draw(st.sampled_from(grid)), data.draw(st.sampled_from(grid))
    before, after = shown(rest + old, count), shown(rest + new, count)
    sums = [F(n, 20) for n in range(20 * count + 1)]
    like_before = {total for total in sums if shown(total, count) == before}
    like_after = {total for total in sums if shown(total, count) == after}
    others = [F(n, 20) for n in range(20 * (count - 1) + 1)]

    possible = [
        score for score in grid
        if any(
            other + score in like_after and any(other + was in like_before for was in grid)
            for other in others
        )
    ]  # fmt: skip

    assert new in possible
    assert max(possible) - min(possible) > F(1, 5)


@given(st.lists(scores, min_size=4, max_size=BLOCK - 1), scores)
def test_even_who_knows_all_the_others_misses_by_more_than_a_tenth(others, own):
    """Unless the score lies at one of its ends, where rounding has nothing on its far side."""
    count = len(others) + 1
    like = [s for s in GRID if shown(sum(others) + s, count) == shown(sum(others) + own, count)]
    assert max(like) - min(like) > F(1, 5) or 0 in like or 1 in like


@given(st.lists(scores, min_size=5, max_size=BLOCK))
def test_what_is_shown_is_a_twentieth_and_never_an_end(values):
    found = shown(sum(values), len(values))
    assert found % F(1, 20) == 0
    assert F(1, 20) <= found <= F(19, 20)

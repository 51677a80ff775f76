"""Bars, for a time and for life; practice at one body only; to the day."""

from datetime import date

import pytest

from xinheng.core.people.bars import (
    BarFact,
    Ground,
    PracticeFact,
    bar_obstacles,
    barring_obstacles,
    practice_obstacles,
)
from xinheng.core.people.impartiality import exclusion_obstacles
from xinheng.core.people.standing import Standing
from xinheng.core.people.words import Employment
from xinheng.core.shared.source import Source

LAW = Source("认证认可条例", "第六十二条", "2023-07-20", "verified-1")
LIFE = Ground("forged-education", True, 0, 0, LAW)
TWO = Ground("practised-at-two-bodies", False, 6, 24, LAW)
GROUNDS = {one.key: one for one in (LIFE, TWO)}
START = date(2026, 3, 31)


def codes(found):
    return [violation.code for violation in found]


def test_a_bar_for_life_never_ends():
    bar = BarFact(START, None, LAW)

    assert codes(bar_obstacles("梅", [bar], date(2026, 3, 30))) == []
    assert codes(bar_obstacles("梅", [bar], START)) == ["people.barred-for-life"]
    assert codes(bar_obstacles("梅", [bar], date(2099, 1, 1))) == ["people.barred-for-life"]


def test_a_bar_for_a_time_ends_on_its_first_free_day():
    bar = BarFact(START, date(2026, 9, 30), LAW)

    assert codes(bar_obstacles("梅", [bar], date(2026, 9, 29))) == ["people.barred"]
    assert codes(bar_obstacles("梅", [bar], date(2026, 9, 30))) == []


def test_practice_at_another_body_blocks_while_it_lasts():
    held = [PracticeFact("他处认证", START, date(2026, 6, 30))]

    assert codes(practice_obstacles("梅", held, date(2026, 3, 30))) == []
    assert codes(practice_obstacles("梅", held, START)) == ["people.practises-at-another-body"]
    assert codes(practice_obstacles("梅", held, date(2026, 6, 29))) == [
        "people.practises-at-another-body"
    ]
    assert codes(practice_obstacles("梅", held, date(2026, 6, 30))) == []


def test_both_exclude_a_person():
    who = Standing(
        1, "梅", True, Employment.FULL_TIME, bars=(BarFact(START, None, LAW),),
        practices=(PracticeFact("他处认证", START, None),),
    )  # fmt: skip

    assert codes(exclusion_obstacles(who, START)) == [
        "people.barred-for-life",
        "people.practises-at-another-body",
    ]


def barring(ground, until, evidence="决定书", is_oneself=False):
    return codes(
        barring_obstacles(
            ground, GROUNDS, from_on=START, until=until, evidence=evidence, is_oneself=is_oneself
        )
    )


@pytest.mark.parametrize(
    ("until", "found"),
    [
        (None, ["people.bar-length"]),
        (date(2026, 9, 29), ["people.bar-length"]),
        (date(2026, 9, 30), []),  # six months after the last of March
        (date(2028, 3, 31), []),
        (date(2028, 4, 1), ["people.bar-length"]),
    ],
)
def test_the_length_of_a_bar_is_fenced_by_its_ground(until, found):
    assert barring("practised-at-two-bodies", until) == found


def test_a_ground_for_life_takes_no_end():
    assert barring("forged-education", None) == []
    assert barring("forged-education", date(2027, 1, 1)) == ["people.bar-is-for-life"]


def test_a_bar_says_every_reason_at_once():
    assert barring("none", None, evidence=" ", is_oneself=True) == [
        "people.ground-unknown",
        "people.evidence-missing",
        "people.bars-oneself",
    ]

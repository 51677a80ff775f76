"""What a plan must hold: an agreement, aims, every site, days of eight hours."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest

from xinheng.core.audits.plan import Line, Member, PlanFacts, plan_obstacles, planned_days
from xinheng.core.audits.words import Stage
from xinheng.core.people.words import SeatPart

DAY = date(2026, 3, 16)


def line(**changes):
    whole = Line(
        on=DAY, begins=time(8, 0), ends=time(16, 0), site_id=1, activity="审核", clauses=(),
        member_ids=(7,),
    )  # fmt: skip
    return replace(whole, **changes)


COMPLETE = PlanFacts(
    stage=Stage.VISIT,
    lines=(line(), line(on=date(2026, 3, 17), site_id=2)),
    team=(Member(7, "赵组长", SeatPart.LEADER),),
    sites=((1, "总部"), (2, "二厂")),
    agreed_sites=frozenset({1, 2}),
    agreement_signed_on=date(2026, 1, 5),
    days_needed=Decimal(2),
    on=date(2026, 3, 10),
    not_before=None,
    objectives="评价体系",
    criteria="GB/T 19001",
)


def codes(**changes):
    return [v.code for v in plan_obstacles(replace(COMPLETE, **changes))]


def test_a_complete_plan_has_nothing_against_it():
    assert codes() == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"agreement_signed_on": None}, ["audits.no-agreement"]),
        ({"agreement_signed_on": date(2026, 3, 17)}, ["audits.no-agreement"]),
        ({"agreement_signed_on": DAY}, []),
        ({"agreed_sites": frozenset({1})}, ["audits.site-not-agreed"]),
    ],
)
def test_a_plan_needs_an_agreement_in_force_for_every_site(changes, expected):
    assert codes(**changes) == expected


def test_a_plan_says_what_it_is_for_and_against_what():
    assert codes(objectives=" ", criteria="") == ["audits.no-objectives", "audits.no-criteria"]


def test_each_site_to_be_visited_has_its_time():
    found = codes(lines=(line(), line(on=date(2026, 3, 17))))

    assert found == ["audits.site-without-time"]
    assert codes(lines=(line(), line(site_id=9))) == [
        "audits.site-not-of-case",
        "audits.site-without-time",
        "audits.too-little-time",
    ]


@pytest.mark.parametrize(
    ("ends", "expected"), [(time(15, 59), "0.99"), (time(16, 0), "1.00"), (time(20, 0), "1.00")]
)
def test_a_day_longer_than_eight_hours_counts_as_one(ends, expected):
    assert planned_days([line(ends=ends)], COMPLETE.team) == Decimal(expected)

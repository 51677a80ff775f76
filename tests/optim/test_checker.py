"""The checker finds every fault, and reckons a cost by hand."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.optim.problems import SOUND, by_hand, changed
from xinheng.optim.planning.checker import cost_of, faults
from xinheng.optim.planning.problem import Assignment
from xinheng.optim.planning.reading import read_problem

FIRST, SECOND, THIRD = SOUND


def codes(problem, plan):
    return [fault.code.removeprefix("planning.") for fault in faults(problem, plan)]


def test_a_sound_plan_has_no_faults():
    assert codes(by_hand(), SOUND) == []


def test_an_empty_plan_has_no_faults():
    assert codes(by_hand(), ()) == []


MUTATIONS = [
    ("planned-twice", (FIRST, FIRST)),
    ("start-not-allowed", (replace(FIRST, start=5),)),
    ("team-size", (replace(SECOND, team=("li",)),)),
    ("team-size", (replace(FIRST, team=("li", "mei")),)),
    ("twice-in-team", (replace(SECOND, team=("li", "li")),)),
    ("leader-not-in-team", (replace(FIRST, lead="mei"),)),
    ("woman-needed", (FIRST, replace(THIRD, team=("li",), lead="li"))),
    ("earlier-unstaffed", (THIRD,)),
    ("too-soon-after", (replace(FIRST, start=1), THIRD)),
    ("two-places", (replace(FIRST, start=1), replace(SECOND, start=1))),
]


@pytest.mark.parametrize(("code", "plan"), MUTATIONS)
def test_each_broken_rule_is_found(code, plan):
    assert code in codes(by_hand(), plan)


CHANGED = [
    ("excluded", {"audit__excluded": ["li"]}),
    ("no-candidate", {"audit__candidates": {"mei": 5}}),
    ("may-not-lead", {"auditor__leads": ["EMS"]}),
    ("standard-not-held", {"audit__standards": ["QMS", "OHSMS"]}),
    ("away", {"auditor__away": [0]}),
    ("over-month-limit", {"auditor__most_days_by_month": [2, 2]}),
]


@pytest.mark.parametrize(("code", "change"), CHANGED)
def test_the_same_plan_is_faulty_when_the_problem_changes(code, change):
    assert codes(read_problem(changed(**change)), SOUND) == [code] * len(
        codes(read_problem(changed(**change)), SOUND)
    )
    assert code in codes(read_problem(changed(**change)), SOUND)


def test_a_month_limit_that_is_just_reached_is_no_fault():
    problem = read_problem(changed(auditor__most_days_by_month=[3, 0]))
    assert codes(problem, SOUND) == []


def test_days_count_in_the_month_of_the_start():
    problem = read_problem(changed(audit__days=2, audit__starts=[4],
                                   auditor__most_days_by_month=[2, 0]))  # fmt: skip
    assert codes(problem, (Assignment("first", 4, ("li",), "li"),)) == []


def test_a_group_must_start_together():
    document = changed(audit__same_start="week")
    document["audits"][1]["same_start"] = "week"
    assert "group-apart" in codes(read_problem(document), (FIRST, SECOND))
    assert (
        codes(read_problem(document), (replace(FIRST, start=2, team=("mei",), lead="mei"),)) == []
    )


def test_a_promise_must_be_kept_as_it_is():
    document = changed()
    document["promised"] = [{"audit": "first", "start": 0, "team": ["li"], "lead": "li"}]
    problem = read_problem(document)
    assert codes(problem, SOUND) == []
    assert codes(problem, (SECOND,)) == ["promise-broken"]
    assert "promise-broken" in codes(problem, (replace(FIRST, start=1),))


def test_the_cost_of_a_plan_by_hand():
    cost = cost_of(by_hand(), SOUND)

    # li: home → first (100), straight on to second (50), home (112). mei: home → second (112),
    # straight on to third (50), home (100).
    assert cost.road_km == 262 + 262
    assert cost.codes_nobody_holds == 1  # third needs 01, mei holds 02
    assert cost.match == Decimal(10 + 10 + 20 + 20)
    assert cost.balance == Decimal(20 * 2)  # three days each, two wanted
    assert cost.unstaffed_audits == 0
    assert cost.total == Decimal(524 + 600 + 60 + 40)


def test_a_trip_chains_over_one_free_day_and_not_over_more():
    # li: first on day 0, second on days 2 and 3, with one free day between.
    assert cost_of(by_hand(), (FIRST, replace(SECOND, start=2))).road_km == 262 + 224
    # Two free days: out and back to each.
    document = changed(audit__starts=[2])
    plan = (replace(FIRST, start=2), replace(SECOND, start=5))
    assert cost_of(read_problem(document), plan).road_km == 200 + 224 + 224


def test_without_chaining_the_road_is_out_and_back():
    assert cost_of(by_hand(chain_trips=False), SOUND).road_km == 200 + 224 + 224 + 200


def test_an_audit_not_named_is_unstaffed():
    cost = cost_of(by_hand(), ())
    assert cost.unstaffed == Decimal(60000)
    assert cost.balance == Decimal(80)

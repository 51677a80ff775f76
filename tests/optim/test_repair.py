"""After a disruption little changes, nothing unsound is told, and every change has its reason."""

import pytest

from tests.optim.problems import SOUND, audit, by_hand, document, random_problem
from xinheng.core.shared.reading import Unreadable
from xinheng.optim.planning.checker import faults
from xinheng.optim.planning.disruption import Disruption, Illness, read_disruption
from xinheng.optim.planning.problem import Assignment
from xinheng.optim.planning.reading import read_problem
from xinheng.optim.planning.regions import cut, solve_by_regions
from xinheng.optim.planning.repair import Cause, repair
from xinheng.optim.planning.solve import Budget, solve


def ill(who, first, until, today=None):
    return Disruption(first if today is None else today, ill=(Illness(who, first, until),))


def test_nothing_changes_when_nobody_is_needed():
    done = repair(by_hand(), SOUND, ill("li", 6, 9))
    assert done.changes == ()
    assert set(done.assignments) == set(SOUND)


def test_a_substitute_is_found_on_the_same_day():
    problem = by_hand()
    plan = (Assignment("first", 2, ("li",), "li"),)
    done = repair(problem, plan, ill("li", 1, 5))
    (change,) = done.changes
    assert (change.audit, change.cause, change.appointments) == ("first", Cause.SUBSTITUTE, 2)
    assert change.after == Assignment("first", 2, ("mei",), "mei")


def test_an_audit_in_progress_is_cut_and_its_rest_gets_a_substitute():
    made = document()
    made["auditors"].append({**made["auditors"][0], "id": "wang"})
    made["audits"] = [audit("long", team=2, days=3, starts=[0],
                            candidates={"li": 1, "mei": 1, "wang": 1})]  # fmt: skip
    problem = read_problem(made)
    told = (Assignment("long", 0, ("li", "mei"), "li"),)

    done = repair(problem, told, ill("li", 1, 9))

    assert done.problem.audit["long"].days == 1
    assert told[0] in done.assignments
    (change,) = done.changes
    assert (change.audit, change.cause, change.appointments) == ("long+rest", Cause.SUBSTITUTE, 2)
    assert change.after == Assignment("long+rest", 1, ("mei", "wang"), change.after.lead)


def test_the_rest_waits_when_there_is_no_substitute():
    made = document()
    made["audits"] = [
        audit("long", team=2, days=3, starts=[0]),
        audit("next", starts=[3, 4, 9], after={"audit": "long", "days_between": 0}),
    ]
    problem = read_problem(made)
    told = (Assignment("long", 0, ("li", "mei"), "li"), Assignment("next", 3, ("mei",), "mei"))

    done = repair(problem, told, ill("li", 1, 6))

    causes = {change.audit: change.cause for change in done.changes}
    assert causes == {"long+rest": Cause.INTERRUPTED, "next": Cause.MADE_WAY}
    after = {one.audit: one for one in done.assignments}
    assert after["long+rest"].start >= 6
    assert after["next"].start == 9
    assert list(faults(done.problem, done.assignments)) == []


def test_an_audit_that_cannot_be_restaffed_says_why():
    plan = (Assignment("first", 0, ("li",), "li"), Assignment("third", 3, ("mei",), "mei"))
    done = repair(by_hand(), plan, ill("mei", 1, 10))
    (change,) = done.changes
    assert (change.audit, change.after, change.cause) == ("third", None, Cause.LOST)
    assert [reason.code for reason in done.unstaffed[0].reasons] == ["planning.unstaffed-away"]


def test_what_began_before_today_stays():
    plan = (Assignment("first", 0, ("li",), "li"), Assignment("second", 5, ("li", "mei"), "li"))
    done = repair(by_hand(), plan, Disruption(2, moved=(("first", (4,)), ("second", (6,)))))
    assert plan[0] in done.assignments
    assert [(c.audit, c.cause) for c in done.changes] == [("second", Cause.DATE)]


def test_a_rush_order_is_taken_in():
    rush = read_problem({**document(), "audits": [audit("rush", starts=[2])]}).audits[0]
    done = repair(by_hand(), SOUND[:1], Disruption(1, new=(rush,)))
    assert {(c.audit, c.cause) for c in done.changes} >= {("rush", Cause.NEW)}


@pytest.mark.parametrize("seed", range(10))
def test_a_repaired_plan_is_sound(seed):
    problem = random_problem(seed, audits=9)
    told = solve(problem, budget=Budget(moves=200)).assignments
    done = repair(problem, told, ill("a0", 3, 7))
    assert list(faults(done.problem, done.assignments)) == []
    assert all(change.appointments > 0 for change in done.changes)


WRONG = [
    ({"ill": []}, "today"),
    ({"today": 1, "ill": [{"auditor": "x", "first": 1, "until": 2}]}, "ill"),
    ({"today": 1, "ill": [{"auditor": "li", "first": 2, "until": 2}]}, r"ill\[li\]"),
    ({"today": 1, "moved": [{"audit": "first", "starts": [10]}]}, r"moved\[first\]"),
    ({"today": 1, "new": [audit("first")]}, r"new\[first\]"),
]


@pytest.mark.parametrize(("given", "place"), WRONG)
def test_a_wrong_disruption_is_refused_with_its_place(given, place):
    with pytest.raises(Unreadable, match=place):
        read_disruption(given, by_hand())


def test_regions_split_the_work_and_lose_nothing():
    problem = random_problem(3, audits=20)
    parts = cut(problem, 2)
    assert sorted(a.id for part in parts for a in part.audits) == sorted(problem.audit)
    assert sorted(a.id for part in parts for a in part.auditors) == sorted(problem.auditor)


def test_a_plan_by_regions_is_sound():
    problem = random_problem(3, audits=16)
    found = solve_by_regions(problem, seconds=1.0, workers=2)
    assert list(faults(problem, found.assignments)) == []
    assert found.bound <= found.cost

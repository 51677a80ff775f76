"""What cannot be read is refused with the place, and the place names the item."""

import pytest

from tests.optim.problems import SOUND, by_hand, changed, document
from xinheng.core.shared.reading import Unreadable
from xinheng.optim.planning.plan import assignments_to_json
from xinheng.optim.planning.problem import hopeless, offered_days
from xinheng.optim.planning.reading import read_plan, read_problem

WRONG = [
    # what is wrong, the change, the place, words of the reason
    ("an unknown candidate", {"audit__candidates": {"wang": 1}},
     "audits[first].candidates", "wang"),
    ("an unknown excluded person", {"audit__excluded": ["wang"]},
     "audits[first].excluded", "wang"),
    ("an empty window", {"audit__starts": []}, "audits[first].starts", "empty window"),
    ("a window after the horizon", {"audit__starts": [10]}, "audits[first].starts", "horizon"),
    ("an end after the horizon", {"audit__days": 8}, "audits[first].starts", "horizon"),
    ("a negative start", {"audit__starts": [-1]}, "audits[first].starts[0]", "-1"),
    ("a negative distance", {"document__road_factor": -1}, "road_factor", "negative"),
    ("a negative weight", {"document__weights": {"unstaffed": -1}},
     "weights.unstaffed", "negative"),
    ("a city that is not there", {"audit__city": 3}, "audits[first].city", "0 to 2"),
    ("a circle of after", {"audit__after": {"audit": "third", "days_between": 0}},
     "audits[first].after", "first → third → first"),
    ("after an audit that is not there", {"audit__after": {"audit": "x", "days_between": 0}},
     "audits[first].after", "x"),
    ("a team of nobody", {"audit__team": 0}, "audits[first].team", "not 0"),
    ("half a day", {"audit__days": 0.5}, "audits[first].days", "whole number"),
    ("a penalty over 100", {"audit__candidates": {"li": 101}},
     "audits[first].candidates[li]", "100"),
    ("no auditors", {"document__auditors": []}, "auditors", "nobody"),
    ("an unknown field", {"audit__colour": "red"}, "audits[first].colour", "not a known field"),
    ("too few months", {"auditor__most_days_by_month": [1]},
     "auditors[li].most_days_by_month", "1 months of 2"),
    ("leave after the horizon", {"auditor__away": [10]}, "auditors[li].away[0]", "0 to 9"),
    ("months of other days", {"document__month_of_day": [0]}, "month_of_day", "1 entries for 10"),
    ("months that go back", {"document__month_of_day": [1, 0] + [1] * 8}, "month_of_day", "back"),
    ("a flag as a number", {"document__chain_trips": 1}, "chain_trips", "true or false"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "place", "words"), [c[1:] for c in WRONG],
                         ids=[c[0] for c in WRONG])  # fmt: skip
def test_wrong_input_is_refused_with_its_place(change, place, words):
    with pytest.raises(Unreadable) as refusal:
        read_problem(changed(**change))

    assert refusal.value.place == place
    assert words in refusal.value.why


def test_the_same_audit_twice_is_refused():
    twice = document()
    twice["audits"].append(twice["audits"][0])
    with pytest.raises(Unreadable, match=r"audits\[first\].*twice"):
        read_problem(twice)


def test_a_plan_that_names_a_stranger_is_refused():
    plan = assignments_to_json(SOUND)
    plan[0]["team"] = ["wang"]
    with pytest.raises(Unreadable, match="no auditor is called wang"):
        read_plan({"assignments": plan}, by_hand())


def test_a_plan_reads_back_as_it_was_written():
    assert set(read_plan({"assignments": assignments_to_json(SOUND)}, by_hand())) == set(SOUND)


HOPELESS = [
    ("few-candidates", {"audit__team": 3}),
    ("few-candidates", {"audit__candidates": {}}),
    ("few-candidates", {"audit__excluded": ["li", "mei"]}),
    ("no-lead", {"audit__lead_standard": "OHSMS"}),
    ("no-woman", {"audit__female_needed": True, "audit__candidates": {"li": 1}}),
]


@pytest.mark.parametrize(("reason", "change"), HOPELESS)
def test_an_audit_that_no_plan_can_staff_is_named(reason, change):
    assert hopeless(read_problem(changed(**change))) == {"first": reason}


def test_what_is_on_offer_is_limited_by_months_and_leave():
    assert offered_days(by_hand()) == 20
    assert offered_days(read_problem(changed(auditor__most_days_by_month=[2, 3]))) == 15
    assert offered_days(read_problem(changed(auditor__away=[0, 1]))) == 18

"""What waivers set aside, and what they never do."""

from dataclasses import replace
from datetime import date

import pytest

from xinheng.core import census
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.waivers.lifecycle import AnswerFacts, somebody_else_answers
from xinheng.core.waivers.rules import (
    NEVER,
    Scope,
    WaivableRule,
    WaiverFact,
    asking_obstacles,
    is_never_waivable,
    settle,
)
from xinheng.core.waivers.words import WaiverState

SOURCE = Source("House settings", "waivers", "1", "cb-practice")
RULES = {"staffing.rotation": WaivableRule("staffing.rotation", 180, SOURCE)}
HERE = Scope(case_id=1, organisation_id=10)
ROTATION = Violation("staffing.rotation", "too often", SOURCE, {"person_id": 7})
GIVEN = WaiverFact(
    "W-1", "staffing.rotation", Scope(case_id=1), WaiverState.APPROVED,
    date(2026, 3, 1), date(2026, 3, 31),
)  # fmt: skip


def numbers(*waivers, on=date(2026, 3, 10), reason=ROTATION, rules=RULES):
    return settle([reason], waivers, rules, here=HERE, on=on).numbers


@pytest.mark.parametrize(
    ("on", "acts"),
    [
        (date(2026, 2, 28), False),
        (date(2026, 3, 1), True),
        (date(2026, 3, 31), True),
        (date(2026, 4, 1), False),
    ],
)
def test_a_waiver_acts_on_both_of_its_days_and_not_beside_them(on, acts):
    assert numbers(GIVEN, on=on) == (("W-1",) if acts else ())


@pytest.mark.parametrize("state", [s for s in WaiverState if s != WaiverState.APPROVED])
def test_a_waiver_that_is_not_approved_does_nothing(state):
    assert numbers(replace(GIVEN, state=state)) == ()


@pytest.mark.parametrize(
    ("scope", "acts"),
    [
        (Scope(case_id=1), True),
        (Scope(case_id=2), False),
        (Scope(organisation_id=10), True),
        (Scope(organisation_id=11), False),
        (Scope(person_id=7), True),
        (Scope(person_id=8), False),
        (Scope(case_id=1, person_id=7), True),
        (Scope(case_id=1, person_id=8), False),
        (Scope(), False),
    ],
)
def test_a_waiver_acts_only_within_its_scope(scope, acts):
    assert bool(numbers(replace(GIVEN, scope=scope))) is acts


def test_a_waiver_sets_aside_its_own_rule_and_leaves_the_others():
    other = Violation("staffing.one-leader", "", SOURCE)

    found = settle([ROTATION, other], [GIVEN], RULES, here=HERE, on=date(2026, 3, 10))

    assert found.left == (other,)
    assert [(one.violation, one.number) for one in found.set_aside] == [(ROTATION, "W-1")]


def test_a_waiver_from_a_rule_that_left_the_list_does_nothing():
    assert numbers(GIVEN, rules={}) == ()


@pytest.mark.parametrize(
    "code",
    [
        "duty-missing",
        "step.missing",
        "decisions.audited-the-case",
        "decisions.reviewed-the-file",
        "decisions.same-person-twice",
        "decisions.sold-the-case",
        "people.tie-too-recent",
        "people.tie-lasts",
        "people.barred-for-life",
        "people.practises-at-another-body",
        "people.not-declared",
        "impartiality.service-too-recent",
        "impartiality.threat-not-assessed",
        "prerequisite.barred",
        "intake.reviewer-tied",
        "waivers.own",
    ],
)
def test_no_list_can_open_what_separates_duties_or_what_the_law_says(code):
    listed = {code: WaivableRule(code, 30, SOURCE)}
    reason = Violation(code, "", SOURCE)

    assert is_never_waivable(code)
    assert numbers(replace(GIVEN, code=code), reason=reason, rules=listed) == ()


def asked(**changes):
    given = {
        "code": "staffing.rotation", "scope": Scope(case_id=1), "starts_on": date(2026, 3, 1),
        "ends_on": date(2026, 3, 31), "because": "why", "today": date(2026, 3, 1),
    } | changes  # fmt: skip
    code, scope = given.pop("code"), given.pop("scope")
    return [v.code for v in asking_obstacles(code, scope, RULES, **given)]


def test_a_sound_waiver_may_be_asked_for():
    assert asked() == []


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"code": "people.tie-lasts"}, ["waivers.not-waivable"]),
        ({"code": "no.such-rule"}, ["waivers.not-waivable"]),
        ({"scope": Scope()}, ["waivers.no-scope"]),
        ({"because": " "}, ["waivers.reason-missing"]),
        ({"starts_on": date(2026, 4, 1)}, ["waivers.ends-before-start"]),
        ({"today": date(2026, 3, 31)}, []),
        ({"today": date(2026, 4, 1)}, ["waivers.ended-already"]),
        ({"ends_on": date(2026, 8, 27)}, []),
        ({"ends_on": date(2026, 8, 28)}, ["waivers.too-long"]),
        (
            {"code": "x.y", "scope": Scope(), "because": ""},
            ["waivers.not-waivable", "waivers.no-scope", "waivers.reason-missing"],
        ),
    ],
)
def test_asking_says_every_reason_at_once(changes, codes):
    assert asked(**changes) == codes


def test_the_acts_that_separate_duties_have_no_waivable_code():
    from xinheng.rulebook.lists.waivable import waivable

    assert all(not is_never_waivable(one.key) for one in waivable())
    assert {act.name for act in census.acts()} >= {"waivers.ask", "waivers.approve"}


@pytest.mark.parametrize("code", NEVER)
def test_a_group_of_rules_is_never_waivable_and_a_single_one_only_itself(code):
    assert is_never_waivable(code)
    assert is_never_waivable(f"{code}more") is code.endswith((".", "-"))
    assert not is_never_waivable(f"x{code}")


@pytest.mark.parametrize(
    ("by", "codes"),
    [
        (1, ["waivers.own"]),
        (2, ["waivers.about-oneself"]),
        (3, []),
        (None, ["waivers.own"]),
    ],
)
def test_nobody_answers_for_themself(by, codes):
    facts = AnswerFacts(asked_by=1, about=2, by=by)

    assert [v.code for v in somebody_else_answers(facts)] == codes

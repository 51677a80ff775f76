"""Rotation of leaders, and what a conflict means for a round that has come so far."""

from datetime import date

import pytest

from xinheng.core.cases.steps import Step, steps_of
from xinheng.core.cases.words import RoundKind
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.staffing.conflicts import are_of_impartiality, consequence
from xinheng.core.staffing.rotation import LedAudit, Rotation, rotation_obstacles

MEI, LI = 1, 2
ON = date(2026, 3, 10)


def led(*who):
    """Newest first, a year apart."""
    return tuple(LedAudit(one, date(2025 - n, 3, 10)) for n, one in enumerate(who))


def codes(audits, limit, on=ON):
    return [v.code for v in rotation_obstacles(MEI, "梅", audits, limit, on)]


def test_no_limit_is_set_by_default():
    assert codes(led(*[MEI] * 20), Rotation()) == []


@pytest.mark.parametrize(
    ("audits", "found"),
    [
        (led(MEI, MEI), []),
        (led(MEI, MEI, MEI), ["staffing.rotation"]),
        (led(MEI, MEI, LI, MEI), []),
        (led(LI, MEI, MEI, MEI), []),
        ((), []),
    ],
)
def test_only_audits_in_a_row_count(audits, found):
    assert codes(audits, Rotation(audits=3)) == found


def test_years_count_from_the_first_audit_of_the_run_to_the_day():
    run = led(MEI, MEI, MEI)  # since 2023-03-10

    assert codes(run, Rotation(years=3), on=date(2026, 3, 9)) == []
    assert codes(run, Rotation(years=3), on=date(2026, 3, 10)) == ["staffing.rotation"]


def until(step, kind=RoundKind.INITIAL):
    done = []
    for rule in steps_of(kind):
        if rule.step == step:
            break
        done.append(rule.step)
    return consequence(kind, done)


def test_before_the_team_declared_only_the_appointment_opens():
    found = until(Step.TEAM_DECLARED)

    assert found.reopens == (Step.TEAM_APPOINTED,)
    assert (found.work, found.needs_assessment) == ((), False)


def test_before_any_visit_the_team_opens_and_nothing_is_assessed():
    found = until(Step.STAGE1_HELD)

    assert found.reopens == (Step.TEAM_DECLARED, Step.TEAM_APPOINTED)
    assert found.work == (Step.STAGE1_PLANNED, Step.STAGE1_CONFIRMED)
    assert not found.needs_assessment


def test_after_stage_1_the_team_opens_and_the_work_is_assessed():
    found = until(Step.STAGE1_CONCLUDED)

    assert found.reopens == (Step.TEAM_DECLARED, Step.TEAM_APPOINTED)
    assert Step.STAGE1_HELD in found.work
    assert found.needs_assessment


def test_after_the_closing_meeting_nothing_opens_and_the_work_is_assessed():
    found = until(Step.FINDINGS_CLEARED)

    assert found.reopens == ()
    assert found.work[-1] == Step.VISIT_CLOSED
    assert found.needs_assessment


def test_a_want_of_papers_is_no_conflict():
    source = Source("x", "y")

    assert not are_of_impartiality([Violation("people.not-declared", "", source)])
    assert are_of_impartiality([Violation("people.tie-lasts", "", source)])

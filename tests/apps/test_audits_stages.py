"""Stage 1 before stage 2, and the withdrawal of a team: proposed by one, decided by another."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from tests.factories import view
from tests.factories_audits import (
    CLOSED,
    FIRST,
    OPENED,
    SECOND,
    closing,
    compared,
    confirmed,
    full_days,
    on_the_way,
    opening,
)
from xinheng.apps.audits import actions, queries
from xinheng.apps.audits.actions.stage1 import Stage1Note
from xinheng.apps.people.models import HalfDay
from xinheng.core.audits.words import Stage
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import CaseState, RoundKind
from xinheng.core.shared.violation import Refused

pytestmark = pytest.mark.django_db


def codes(refusal: "pytest.ExceptionInfo[Refused]") -> list[str]:
    return [violation.code for violation in refusal.value.violations]


def test_a_team_is_withdrawn_on_a_listed_condition_and_comes_back():
    way = compared(on_the_way(), people=200)
    with pytest.raises(Refused) as too_early:
        actions.propose_withdrawal(
            case_id=way.case.pk, conditions=["headcount-grew", "unheard-of"], evidence="",
            by=way.leader, at=OPENED,
        )  # fmt: skip
    actions.consent_to_days(case_id=way.case.pk, agreed=False, by=way.customer, at=OPENED)
    actions.propose_withdrawal(
        case_id=way.case.pk, conditions=["headcount-grew"], evidence="拒绝增加人日",
        by=way.leader, at=OPENED,
    )  # fmt: skip
    with pytest.raises(Refused) as not_his:
        actions.approve_withdrawal(case_id=way.case.pk, by=way.planner, at=OPENED)
    actions.approve_withdrawal(case_id=way.case.pk, by=way.manager, at=OPENED)

    assert codes(too_early) == [
        "audits.withdrawal-file-disagrees",
        "audits.withdrawal-unknown-condition",
        "audits.withdrawal-no-evidence",
    ]
    assert codes(not_his) == ["duty-missing"]
    assert view(way.case).state == CaseState.STOPPED
    assert not HalfDay.objects.filter(presence="planned").exists()
    assert HalfDay.objects.filter(presence="actual").count() == 3
    assert queries.withdrawal_statistics(since=FIRST, until=SECOND) == {"headcount-grew": 1}

    actions.resume(case_id=way.case.pk, because="客户已同意", by=way.planner, at=CLOSED)

    found = view(way.case)
    assert found.state == CaseState.SELECTION
    assert not found.done & {Step.TEAM_APPOINTED, Step.VISIT_OPENED, Step.VISIT_PLANNED}
    assert queries.visits_of(found) == ()


def test_a_member_of_the_team_does_not_decide_on_its_withdrawal():
    way = compared(on_the_way(), people=200)
    actions.propose_withdrawal(
        case_id=way.case.pk, conditions=["other"], evidence="突发停电", by=way.leader, at=OPENED
    )
    both = replace(way.manager, person_id=way.leader.person_id)

    with pytest.raises(Refused) as refusal:
        actions.approve_withdrawal(case_id=way.case.pk, by=both, at=OPENED)

    assert codes(refusal) == ["audits.decides-own-withdrawal"]


def initial_at_stage2(stage1_day: date):
    way = on_the_way(Step.STAGE1_PLANNED, kind=RoundKind.INITIAL)
    at = datetime.combine(stage1_day, time(1, 0), tzinfo=UTC)
    confirmed(way, full_days(way, stage1_day), at=at)
    actions.open_visit(case_id=way.case.pk, note=opening(way, held_at=at), by=way.leader, at=at)
    actions.close_visit(case_id=way.case.pk, note=closing(held_at=at), by=way.leader, at=at)
    return way, at


def test_stage_1_stays_open_until_the_client_is_ready():
    way, at = initial_at_stage2(date(2026, 3, 11))
    note = Stage1Note(False, "内审未完成", ready=True, permits_verified=False)

    with pytest.raises(Refused) as refusal:
        actions.conclude_stage1(case_id=way.case.pk, note=note, by=way.leader, at=at)
    later = replace(note, ready=False, next_on=date(2026, 3, 30))
    actions.conclude_stage1(case_id=way.case.pk, note=later, by=way.leader, at=at)
    assert Step.STAGE1_CONCLUDED not in view(way.case).done
    ready = Stage1Note(True, "", ready=True, permits_verified=True)
    actions.conclude_stage1(case_id=way.case.pk, note=ready, by=way.leader, at=at)

    assert codes(refusal) == ["audits.objectives-not-met", "audits.permits-unverified"]
    assert Step.STAGE1_CONCLUDED in view(way.case).done
    assert queries.current_stage(view(way.case)) == Stage.VISIT


@pytest.mark.parametrize(
    ("stage1_day", "is_refused"), [(date(2025, 9, 15), True), (date(2025, 9, 16), False)]
)
def test_after_a_long_gap_the_body_says_why_stage_1_still_holds(stage1_day, is_refused):
    way = on_the_way(Step.STAGE1_PLANNED, kind=RoundKind.INITIAL)
    from xinheng.apps.cases import actions as case_actions

    case_actions.sign_agreement(way.case, on=date(2025, 1, 5), site_ids=[way.site])
    at = datetime.combine(stage1_day, time(1, 0), tzinfo=UTC)
    confirmed(way, full_days(way, stage1_day), at=at)
    actions.open_visit(case_id=way.case.pk, note=opening(way, held_at=at), by=way.leader, at=at)
    actions.close_visit(case_id=way.case.pk, note=closing(held_at=at), by=way.leader, at=at)
    ready = Stage1Note(True, "", ready=True, permits_verified=True)
    actions.conclude_stage1(case_id=way.case.pk, note=ready, by=way.leader, at=at)
    confirmed(way)

    if is_refused:
        with pytest.raises(Refused) as refusal:
            actions.open_visit(case_id=way.case.pk, note=opening(way), by=way.leader, at=OPENED)
        assert codes(refusal) == ["audits.stage1-long-ago"]
    actions.open_visit(
        case_id=way.case.pk, note=opening(way), by=way.leader, at=OPENED,
        gap_judgement="体系无变化" if is_refused else "",
    )  # fmt: skip

    assert Step.VISIT_OPENED in view(way.case).done

"""The ledger of a case: no step is missed, whoever asks in whatever order."""

import pytest
from django.db import transaction

from tests.factories import NOON, anyone, case_before, new_case, view
from xinheng.apps.cases import actions
from xinheng.apps.journal import queries as journal
from xinheng.core.cases.steps import Step, steps_of
from xinheng.core.cases.words import CaseState, RoundKind
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.violation import Refused

pytestmark = pytest.mark.django_db


def test_a_case_starts_at_selection_with_its_opening_in_the_journal():
    case = new_case("QMS", "EMS")

    assert view(case).state == CaseState.SELECTION
    assert view(case).scheme_keys == ("QMS", "EMS")
    assert [line.act for line in journal.of_case(case.pk)] == ["cases.open"]
    assert journal.verify().ok


@pytest.mark.parametrize("kind", list(RoundKind))
def test_a_round_goes_through_every_step_in_order_and_no_other(kind):
    case = new_case(kind=kind)
    auditor = anyone(Duty.AUDIT)

    for rule in steps_of(kind):
        for other in steps_of(kind):
            if other.step not in view(case).done and other.step != rule.step:
                with pytest.raises(Refused):
                    actions.take_step(case, other.step, by=auditor, at=NOON, entry=0)
        actions.take_step(case, rule.step, by=auditor, at=NOON, entry=0)

    assert view(case).state == CaseState.SURVEILLANCE


def test_a_returned_step_brings_the_case_back_and_is_remembered():
    case = case_before(Step.REVIEWED)
    reviewer = anyone(Duty.REVIEW)

    actions.reopen_step(
        case_id=case.pk, step=Step.REPORTED, because="缺少末次会议记录", by=reviewer, at=NOON
    )

    assert view(case).state == CaseState.DETERMINATION
    assert Step.REPORTED not in view(case).done
    assert journal.of_case(case.pk)[0].facts["because"] == "缺少末次会议记录"


def test_a_stale_page_is_told_what_changed():
    case = case_before(Step.REVIEWED)
    seen = view(case).version
    actions.reopen_step(
        case_id=case.pk, step=Step.REPORTED, because="x", by=anyone(Duty.REVIEW), at=NOON
    )

    with pytest.raises(Refused) as refusal, transaction.atomic():
        actions.lock(case.pk, seen=seen)

    assert [v.code for v in refusal.value.violations] == ["case.changed-since"]

"""Records are never deleted."""

import pytest
from django.db.models import ProtectedError

from tests.factories import NOON, case_before, view
from tests.factories_intake import applied, paper, staff
from xinheng.apps.cases.models import Case, StepRecord
from xinheng.apps.documents import queries as documents
from xinheng.apps.intake import actions
from xinheng.apps.journal import queries as journal
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import CaseState
from xinheng.core.intake.words import RefusalReason

pytestmark = pytest.mark.django_db


def test_no_record_of_a_case_can_be_deleted():
    case = case_before(Step.TEAM_APPOINTED)

    with pytest.raises(ProtectedError):
        case.delete()
    with pytest.raises(ProtectedError):
        case.organisation.delete()

    assert Case.objects.filter(pk=case.pk).exists()
    assert StepRecord.objects.filter(round__case=case).exists()


def test_the_file_of_a_refused_client_stays():
    who = staff()
    row = applied(by=who)
    kept = paper(who, organisation_id=row.organisation_id)

    actions.refuse(
        case_id=row.case_id, reason=RefusalReason.OUT_OF_SCOPE, because="不在批准范围内",
        nothing_else_was_asked=True, by=who, at=NOON,
    )  # fmt: skip

    assert view(row.case).state == CaseState.REFUSED
    assert documents.visible_file(kept, viewer=who).id == kept
    assert len(journal.of_case(row.case_id)) >= 2
    assert journal.verify().ok

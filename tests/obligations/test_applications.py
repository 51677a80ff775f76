"""Applications: editions, accidents, and whether the body has auditors enough."""

import pytest

from tests.factories import NOON, actor, case_before, person
from tests.factories_intake import applied, confirm_claims, staff
from xinheng.apps.intake import actions
from xinheng.apps.intake.actions.changes import Told
from xinheng.apps.intake.models import ChangeNotice
from xinheng.apps.people.models import Notice
from xinheng.core.cases.steps import Step
from xinheng.core.intake.application import Known, scheme_problems
from xinheng.core.intake.review import Ability, Asked, auditors_too_few
from xinheng.core.intake.words import ChangeKind, Triage
from xinheng.core.people.words import Function
from xinheng.core.shared.actor import Role

pytestmark = pytest.mark.django_db
KNOWN = Known(codes=frozenset({"03.07.01"}), schemes=frozenset({"QMS"}), regions=frozenset())


def test_a_scheme_that_is_not_offered_has_no_edition_and_is_refused():
    row = {"scope_zh": "糕点", "scope_en": "Pastry", "codes": ["03.07.01"]}

    def found(scheme):
        return [v.code for v in scheme_problems({"schemes": [{"scheme": scheme, **row}]}, KNOWN)]

    assert found("XMS") == ["intake.scheme-unknown"]
    assert found("QMS") == []


def test_an_accident_is_told_and_leads_to_a_special_audit():
    case = case_before(Step.CHANGES_ASKED)
    planner = person("李计划", Role.PLANNER)
    customer = actor(person("周客户", Role.CLIENT, organisation=case.organisation))
    told = Told(ChangeKind.INCIDENT, "发生一起重伤事故", NOON.date())

    notice = actions.file_change(case_id=case.pk, told=told, by=customer, at=NOON)
    actions.triage_change(
        case_id=case.pk, notice_id=notice.pk, outcome=Triage.SPECIAL_AUDIT, by=staff(), at=NOON
    )

    assert ChangeNotice.objects.get().outcome == Triage.SPECIAL_AUDIT
    assert Notice.objects.filter(person=planner, message__contains="special audit").exists()


def able(person_id, *codes):
    return Ability(person_id, "QMS", Function.AUDIT, codes)


ASKED = [Asked("QMS", ("03.07.01", "18.01.03")), Asked("EMS", ("03.07.01",))]


def test_one_auditor_is_too_few_for_a_quality_scope():
    assert auditors_too_few(ASKED, [able(1, "03", "18"), able(1, "03.07")]) == (
        "03.07.01",
        "18.01.03",
    )


def test_two_registered_auditors_suffice():
    assert auditors_too_few(ASKED, [able(1, "03", "18"), able(2, "03.07", "18.01.03")]) == ()


def test_too_few_auditors_are_told_and_recorded_at_the_acceptance():
    who, keeper = staff(), person("管理", Role.ADMINISTRATOR)
    row = applied(by=who)
    confirm_claims(row.case_id, who)
    actions.finish_claims(case_id=row.case_id, by=who, at=NOON)

    actions.accept(case_id=row.case_id, by=who, at=NOON)

    assert Notice.objects.filter(person=keeper, facts__codes="18.01.03").exists()

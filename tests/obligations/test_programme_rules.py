"""What a programme must answer: shifts, stage 1 after a change, the end of the certificate."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import NOON, actor, anyone, case_before, person
from xinheng.apps.intake.models import Application, ChangeNotice
from xinheng.apps.programmes import actions
from xinheng.apps.programmes.models import Cycle, Programme
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import RoundKind
from xinheng.core.intake.words import ChangeKind, Triage
from xinheng.core.programmes.planning import programme_obstacles
from xinheng.core.programmes.words import VisitKind
from xinheng.core.shared.actor import Duty, Role
from xinheng.core.shared.violation import Refused

pytestmark = pytest.mark.django_db
RENEWAL = actions.PlannedWindow(VisitKind.RECERTIFICATION, date(2026, 4, 1), date(2026, 4, 20))
STAGES = [
    actions.PlannedWindow(VisitKind.STAGE_1, date(2026, 4, 1), date(2026, 4, 5)),
    actions.PlannedWindow(VisitKind.STAGE_2, date(2026, 5, 1), date(2026, 5, 10)),
]


def test_shifts_are_covered_or_the_programme_is_not_set():
    case = case_before(Step.PROGRAMMED)
    Application.objects.create(
        case=case, organisation=case.organisation, state="accepted", created_at=NOON, saved_at=NOON,
        draft={"headcount": [{"kind": "shift", "people": 60, "site": "总部"}]},
    )  # fmt: skip
    given = {"case_id": case.pk, "windows": STAGES, "by": anyone(Duty.PLAN_AUDITS), "at": NOON}

    with pytest.raises(Refused) as refusal:
        actions.set_programme(shifts=" ", **given)
    assert [v.code for v in refusal.value.violations] == ["programmes.shifts-undecided"]
    assert not Programme.objects.exists()

    assert actions.set_programme(shifts="早班与夜班都审", **given).shifts == "早班与夜班都审"


def changed(case, outcome):
    customer = person("周客户", Role.CLIENT, organisation=case.organisation)
    return ChangeNotice.objects.create(
        case=case, kind=ChangeKind.PROCESS, description="新建生产线", effective_on=date(2026, 1, 1),
        filed_at=NOON, filed_by=customer, outcome=outcome, settled_at=NOON,
    )  # fmt: skip


def test_after_a_significant_change_the_question_of_stage_1_is_answered():
    case = case_before(Step.PROGRAMMED, kind=RoundKind.RECERTIFICATION)
    given = {"case_id": case.pk, "windows": [RENEWAL], "by": anyone(Duty.PLAN_AUDITS), "at": NOON}
    changed(case, Triage.NO_ACTION)
    changed(case, Triage.NEXT_AUDIT)

    with pytest.raises(Refused) as refusal:
        actions.set_programme(**given)
    assert [(v.code, v.facts["count"]) for v in refusal.value.violations] == [
        ("programmes.stage1-undecided", 1)
    ]

    row = actions.set_programme(stage1_question="不需要：过程类型未变", **given)
    assert row.stage1_question == "不需要：过程类型未变"


def test_without_a_significant_change_nothing_is_asked():
    case = case_before(Step.PROGRAMMED, kind=RoundKind.RECERTIFICATION)
    changed(case, Triage.NO_ACTION)

    assert actions.set_programme(
        case_id=case.pk, windows=[RENEWAL], by=anyone(Duty.PLAN_AUDITS), at=NOON
    )


@pytest.mark.parametrize(
    ("expires_on", "expected"),
    [(date(2026, 4, 20), ["programmes.renewal-after-expiry"]), (date(2026, 4, 21), [])],
)
def test_a_recertification_is_planned_before_the_end(expires_on, expected):
    found = programme_obstacles(
        RoundKind.RECERTIFICATION,
        {VisitKind.RECERTIFICATION: (RENEWAL.first_on, RENEWAL.last_on)},
        today=date(2026, 3, 10),
        expires_on=expires_on,
    )

    assert [v.code for v in found] == expected


def test_the_question_of_stage_1_stands_on_the_page_after_a_change(client):
    case = case_before(Step.PROGRAMMED, kind=RoundKind.RECERTIFICATION)
    client.force_login(person("李计划", Role.PLANNER))
    address = reverse("programmes:set-programme", args=[case.number])

    assert "stage1_question" not in client.get(address).content.decode()
    changed(case, Triage.SPECIAL_AUDIT)
    assert "stage1_question" in client.get(address).content.decode()
    assert Cycle.objects.count() == 0
    assert actor(person("无")).duties == frozenset()

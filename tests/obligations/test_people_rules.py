"""Evaluations and monitoring of the body's people."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import NOON, TODAY, anyone, case_before, person
from tests.factories_staffing import auditor
from xinheng.apps.people import actions, queries
from xinheng.apps.people.models import Competence, Monitoring
from xinheng.apps.staffing import actions as staffing
from xinheng.core.cases.steps import Step
from xinheng.core.people.monitoring import (
    MonitoringKind,
    MonitoringResult,
    witness_is_overdue,
    witness_obstacles,
)
from xinheng.core.people.words import Function, SeatPart
from xinheng.core.shared.actor import Duty, Role
from xinheng.core.shared.violation import Refused
from xinheng.core.staffing.team import SeatWanted

pytestmark = pytest.mark.django_db


def codes(refusal):
    return [violation.code for violation in refusal.value.violations]


def watched(who, by, *, on, watched_by, evidence="见证报告", kind=MonitoringKind.WITNESSED):
    return actions.record_monitoring(
        person_id=who.pk, kind=kind, on=on, result=MonitoringResult.SATISFACTORY,
        watched_by_id=watched_by.pk, evidence=evidence, by=by, at=NOON,
    )  # fmt: skip


def test_an_evaluation_needs_its_evaluator_and_its_evidence():
    who, evaluator = person("孟实"), person("评价人")
    given = {
        "person_id": who.pk, "scheme": "QMS", "function": Function.AUDIT, "codes": ["03.07"],
        "valid_from": date(2026, 1, 1), "valid_until": date(2028, 1, 1),
        "by": anyone(Duty.KEEP_PEOPLE), "at": NOON,
    }  # fmt: skip

    with pytest.raises(Refused) as refusal:
        actions.record_competence(evaluated_by_id=999_999, evidence=" ", **given)
    assert codes(refusal) == ["people.evaluator-unknown", "people.evidence-missing"]
    assert not Competence.objects.exists()

    actions.record_competence(evaluated_by_id=evaluator.pk, evidence="面试与笔试", **given)
    assert queries.standing(who.pk).is_competent("QMS", Function.AUDIT, TODAY)


@pytest.mark.parametrize(
    ("on", "warns", "bars"),
    [
        (date(2026, 3, 10), False, False),
        (date(2026, 3, 11), True, False),
        (date(2026, 9, 10), True, False),
        (date(2026, 9, 11), True, True),
    ],
)
def test_an_overdue_witness_warns_first_and_bars_later(on, warns, bars):
    last = date(2023, 3, 10)

    assert witness_is_overdue(last, on) == warns
    assert bool(tuple(witness_obstacles("孟实", last, on))) == bars


def test_a_witnessed_audit_starts_the_time_anew():
    case, keeper, witness = case_before(Step.TEAM_APPOINTED), anyone(Duty.KEEP_PEOPLE), person("见")
    leader = auditor("孟实", leads=True)
    watched(leader, keeper, on=date(2020, 1, 10), watched_by=witness)
    team = {"case_id": case.pk, "seats": [SeatWanted(leader.pk, SeatPart.LEADER)],
            "by": anyone(Duty.PLAN_AUDITS), "at": NOON}  # fmt: skip

    with pytest.raises(Refused) as refusal:
        staffing.appoint_team(**team)
    assert codes(refusal) == ["people.witness-overdue"]

    watched(leader, keeper, on=date(2026, 3, 2), watched_by=witness)
    assert len(staffing.appoint_team(**team)) == 1


def test_nobody_monitors_themself_or_ahead_of_time():
    who = person("孟实")

    with pytest.raises(Refused) as refusal:
        watched(who, anyone(Duty.AUDIT), on=date(2026, 3, 11), watched_by=who, evidence="")

    assert codes(refusal) == [
        "duty-missing",
        "people.monitors-oneself",
        "people.monitored-in-future",
        "people.monitoring-unevidenced",
    ]
    assert not Monitoring.objects.exists()


def test_monitoring_is_recorded_on_its_page_and_warns_there(client):
    keeper, who, witness = (
        person("管理", Role.ADMINISTRATOR),
        person("孟实", Role.AUDITOR),
        person("见"),
    )
    client.force_login(keeper)
    address = reverse("people:act", args=["record-monitoring"])
    answer = client.post(
        f"{address}?person_id={who.pk}",
        {"person_id": who.pk, "kind": "witnessed", "on": "2020-03-02", "result": "satisfactory",
         "watched_by_id": witness.pk, "evidence": "见证报告 W-7"},
    )  # fmt: skip

    assert answer.status_code == 302, answer.content.decode()[:3000]
    page = client.get(reverse("people:person", args=[who.pk])).content.decode()
    assert "W-7" in page
    assert "alert-warning" in page

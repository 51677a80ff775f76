"""The pages and the API of audit time and programmes."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import NOON, anyone, case_before, person, view
from xinheng import clock
from xinheng.apps.programmes import actions
from xinheng.core.cases.steps import Step
from xinheng.core.shared.actor import Duty, Role

pytestmark = pytest.mark.django_db


def test_the_time_is_reckoned_on_its_page_and_shown_line_by_line(
    client, django_assert_max_num_queries
):
    case = case_before(Step.TIME_RECKONED, "QMS", "EMS")
    client.force_login(person("赵计划", Role.PLANNER))
    address = reverse("programmes:reckon-time", args=[case.number])
    assert client.get(address).status_code == 200

    answer = client.post(
        address,
        {
            "qms_people": 60, "ems_people": 60, "ems_complexity": "medium",
            "qms_factor1_ratio": "-0.10", "qms_factor1_reason": "体系成熟",
            "integration_ratio": "0.9",
        },
    )  # fmt: skip

    assert answer.status_code == 302
    assert Step.TIME_RECKONED in view(case).done
    with django_assert_max_num_queries(25):
        shown = client.get(reverse("programmes:audit-time", args=[case.number])).content.decode()
    assert "IAF MD 5" in shown
    assert "体系成熟" in shown


def test_a_factor_without_a_reason_is_refused_with_its_clause(client):
    case = case_before(Step.TIME_RECKONED)
    client.force_login(person("赵计划", Role.PLANNER))

    answer = client.post(
        reverse("programmes:reckon-time", args=[case.number]),
        {"qms_people": 60, "qms_factor1_ratio": "-0.10"},
    )

    assert answer.status_code == 409
    assert "audit-time.reason-missing" in answer.content.decode()
    assert Step.TIME_RECKONED not in view(case).done


def test_the_programme_is_set_on_its_page_and_stands_on_the_case(
    client, django_assert_max_num_queries
):
    case = case_before(Step.PROGRAMMED)
    client.force_login(person("赵计划", Role.PLANNER))
    first = clock.today() + timedelta(days=10)
    sent = {
        "stage_1_from": first, "stage_1_until": first + timedelta(days=5),
        "stage_2_from": first + timedelta(days=20), "stage_2_until": first + timedelta(days=40),
    }  # fmt: skip

    answer = client.post(reverse("programmes:set-programme", args=[case.number]), sent)

    assert answer.status_code == 302
    with django_assert_max_num_queries(25):
        client.get(reverse("cases:case", args=[case.number]))
    with django_assert_max_num_queries(25):
        part = reverse("cases:part", args=[case.number, "programmes"])
        page = client.get(part).content.decode()
    assert first.isoformat() in page


def test_the_api_reckons_refuses_and_runs_again(client):
    case = case_before(Step.TIME_RECKONED)
    client.force_login(person("赵计划", Role.PLANNER))
    act = f"/api/v1/cases/{case.number}/acts/programmes.reckon-time"

    refused = client.post(
        act, {"standards": [{"scheme": "QMS", "people": 0}]}, content_type="application/json"
    )
    made = client.post(act, {}, content_type="application/json")

    assert [r["code"] for r in refused.json()["reasons"]] == ["audit-time.people-not-positive"]
    assert made.json()["days"] == "5.0"
    rerun = client.get(f"/api/v1/cases/{case.number}/audit-time/{made.json()['id']}/rerun")
    assert rerun.json()["same"] is True


def test_what_falls_due_is_listed_for_staff_only(client):
    case = case_before(Step.ISSUED)
    today = clock.today()
    actions.start_cycle(
        case_id=case.pk, decided_on=today, issued_on=today,
        expires_on=today + timedelta(days=1095), by=anyone(Duty.ISSUE), at=NOON,
    )  # fmt: skip
    client.force_login(person("赵计划", Role.PLANNER))

    page = client.get(reverse("calendar:due"), {"days": 400}).content.decode()

    assert case.number in page
    client.force_login(person("客户", Role.CLIENT))
    assert client.get(reverse("calendar:due")).status_code == 404

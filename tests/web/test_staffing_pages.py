"""The pages and the API of teams."""

import pytest
from django.urls import reverse

from tests.factories import NOON, anyone, case_before, person, view
from tests.factories_staffing import auditor, expert
from xinheng.apps.cases import queries as cases
from xinheng.apps.staffing import actions
from xinheng.core.cases.steps import Step
from xinheng.core.people.words import SeatPart
from xinheng.core.shared.actor import Duty, Role
from xinheng.core.staffing.team import SeatWanted

pytestmark = pytest.mark.django_db


def seated(case, *people):
    return actions.appoint_team(case_id=case.pk, seats=people, by=anyone(Duty.PLAN_AUDITS), at=NOON)


def test_the_planner_appoints_from_the_table_of_candidates(client, django_assert_max_num_queries):
    case = case_before(Step.TEAM_APPOINTED)
    mei, barred = auditor("梅", leads=True), auditor("无资格", "EMS")
    for number in range(20):
        auditor(f"审核员{number}")
    client.force_login(person("赵计划", Role.PLANNER))
    address = reverse("staffing:appoint-team", args=[case.number])

    with django_assert_max_num_queries(25):
        page = client.get(address).content.decode()
    assert "people.not-registered" in page  # why not
    answer = client.post(address, {f"part_{mei.pk}": "leader"})

    assert answer.status_code == 302
    assert [seat.name for seat in cases.team(view(case).round.id)] == ["梅"]
    assert barred.pk not in {seat.person_id for seat in cases.team(view(case).round.id)}


def test_a_refused_team_says_why_on_its_page(client):
    case = case_before(Step.TEAM_APPOINTED)
    li = auditor("李")
    client.force_login(person("赵计划", Role.PLANNER))

    answer = client.post(
        reverse("staffing:appoint-team", args=[case.number]), {f"part_{li.pk}": "auditor"}
    )

    assert answer.status_code == 409
    assert "staffing.one-leader" in answer.content.decode()


def test_candidates_are_for_planners_only(client):
    case = case_before(Step.TEAM_APPOINTED)
    mei = auditor("梅", leads=True)
    seated(case, SeatWanted(mei.pk, SeatPart.LEADER))
    client.force_login(mei)

    page = client.get(reverse("staffing:appoint-team", args=[case.number])).content.decode()

    assert "candidates" not in page
    assert client.get(f"/api/v1/cases/{case.number}/candidates").status_code == 404


def test_an_expert_sees_the_case_and_declares_on_the_page(client):
    case = case_before(Step.TEAM_APPOINTED)
    mei, sun = auditor("梅", codes=("29",), leads=True), expert("孙")
    team = seated(case, SeatWanted(mei.pk, SeatPart.LEADER), SeatWanted(sun.pk, SeatPart.EXPERT))
    client.force_login(sun)

    assert case.number in client.get(reverse("staffing:mine")).content.decode()
    assert client.get(reverse("cases:case", args=[case.number])).status_code == 200
    answer = client.post(reverse("staffing:declare", args=[case.number]), {"target": team[1].id})

    assert answer.status_code == 302
    assert cases.team(view(case).round.id)[1].declared_at is not None


def test_the_client_objects_on_the_page(client):
    case = case_before(Step.TEAM_APPOINTED)
    team = seated(case, SeatWanted(auditor("梅", leads=True).pk, SeatPart.LEADER))
    client.force_login(person("陈客户", Role.CLIENT, organisation=case.organisation))
    address = reverse("staffing:object", args=[case.number])

    assert client.get(address, {"target": team[0].id}).status_code == 200
    client.post(address, {"target": team[0].id, "because": "利益冲突"})

    assert "利益冲突" in client.get(reverse("cases:case", args=[case.number])).content.decode()


def test_the_api_appoints_and_refuses_with_every_reason(client):
    case = case_before(Step.TEAM_APPOINTED)
    mei = auditor("梅", leads=True)
    client.force_login(person("赵计划", Role.PLANNER))
    act = f"/api/v1/cases/{case.number}/acts/staffing.appoint-team"

    refused = client.post(act, {"seats": []}, content_type="application/json")
    made = client.post(
        act, {"seats": [{"person_id": mei.pk, "part": "leader"}]}, content_type="application/json"
    )

    assert [r["code"] for r in refused.json()["reasons"]] == [
        "staffing.one-leader",
        "staffing.scheme-not-covered",
    ]
    assert made.status_code == 200
    assert client.get("/api/v1/conflicts").json() == []
    assert client.get(f"/api/v1/cases/{case.number}/candidates").json()[0]["fit"] is True


def test_the_calendar_opens_by_its_secret_address_only(client):
    mei = auditor("梅", leads=True)
    client.force_login(mei)
    page = client.post(reverse("staffing:make-calendar"))
    client.logout()

    address = page.context["address"]
    answer = client.get(address)

    assert answer["Content-Type"].startswith("text/calendar")
    assert client.get(reverse("staffing:calendar", args=["wrong"])).status_code == 404

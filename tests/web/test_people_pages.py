"""The pages and the API of persons."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import NOON, person
from tests.factories import client as organisation
from xinheng.apps.people.models import Registration, Tie, Token
from xinheng.core.people.words import TieKind
from xinheng.core.shared.actor import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(client, django_assert_max_num_queries, many):
    for number in range(many):
        li = person(f"审核员{number}", Role.AUDITOR)
        Registration.objects.create(
            person=li, scheme="QMS", grade="审核员", number=str(number),
            valid_from=date(2025, 1, 1), valid_until=date(2099, 1, 1),
        )  # fmt: skip
    client.force_login(person("赵计划", Role.PLANNER))

    with django_assert_max_num_queries(12):
        answer = client.get(reverse("people:list"), {"scheme": "QMS", "role": "auditor"})

    assert answer.status_code == 200
    assert answer.content.decode().count("审核员") >= many


def test_the_list_is_not_for_auditors_or_clients(client):
    client.force_login(person("li", Role.AUDITOR))
    assert client.get(reverse("people:list")).status_code == 404


def test_ties_are_seen_by_oneself_and_planners_and_not_by_administrators_of_the_system(client):
    li = person("李审核", Role.AUDITOR)
    Tie.objects.create(
        person=li, organisation=organisation("云溪食品"), kind=TieKind.FAMILY, recorded_at=NOON
    )
    page = reverse("people:person", args=[li.pk])

    client.force_login(person("赵计划", Role.PLANNER))
    assert "云溪食品" in client.get(page).content.decode()
    client.force_login(li)
    assert "云溪食品" in client.get(page).content.decode()
    client.force_login(person("旁人", Role.AUDITOR))
    assert client.get(page).status_code == 404


def test_an_act_on_a_person_through_its_page(client):
    li = person("李审核")
    client.force_login(person("周管理", Role.ADMINISTRATOR))
    address = reverse("people:act", args=["appoint"])

    assert client.get(address, {"person_id": li.pk}).status_code == 200
    answer = client.post(address, {"person_id": li.pk, "role": "auditor", "schemes": ["QMS"]})

    assert answer.status_code == 302
    assert li.appointments.get().schemes == ["QMS"]


def test_a_refused_act_says_why_on_its_page(client):
    zhou = person("周管理", Role.ADMINISTRATOR)
    client.force_login(zhou)

    answer = client.post(
        reverse("people:act", args=["appoint"]), {"person_id": zhou.pk, "role": "planner"}
    )

    assert answer.status_code == 409
    assert "people.appoints-oneself" in answer.content.decode()


def test_a_token_is_shown_once(client):
    client.force_login(person("李审核", Role.AUDITOR))

    answer = client.post(reverse("people:act", args=["make-token"]), {"name": "日历", "days": 30})

    assert "xh_" in answer.content.decode()
    assert "xh_" not in client.get(reverse("people:me")).content.decode()
    assert Token.objects.count() == 1


def test_the_api_adds_and_refuses_with_reasons(client):
    client.force_login(person("周管理", Role.ADMINISTRATOR))
    sent = {"username": "new", "name_zh": "新人", "employment": "external"}

    made = client.post("/api/v1/acts/people.add", sent, content_type="application/json")
    again = client.post("/api/v1/acts/people.add", sent, content_type="application/json")

    assert made.status_code == 200
    assert [r["code"] for r in again.json()["reasons"]] == ["people.username-taken"]
    seen = client.get(f"/api/v1/people/{made.json()['id']}").json()
    assert seen["name_zh"] == "新人"


def test_the_list_is_exported_as_it_is_narrowed(client):
    person("李审核", Role.AUDITOR)
    client.force_login(person("赵计划", Role.PLANNER))

    answer = client.get(reverse("people:list"), {"role": "auditor", "as": "csv"})

    text = answer.content.decode("utf-8-sig")
    assert "李审核" in text
    assert "赵计划" not in text


@pytest.mark.parametrize("given", ["云溪食品", "key"])
def test_a_tie_names_its_client_by_name(client, given):
    kept = organisation("云溪食品")
    li = person("李审核", Role.AUDITOR)
    client.force_login(li)
    address = reverse("people:act", args=["record-tie"])
    sent = {"person_id": li.pk, "kind": "family", "organisation_id": given}
    if given == "key":
        sent["organisation_id"] = str(kept.pk)

    answer = client.post(address, sent)
    unknown = client.post(address, sent | {"organisation_id": "无此客户"})

    assert answer.status_code == 302
    assert Tie.objects.get().organisation_id == kept.pk
    assert unknown.status_code == 422
    assert "无此客户" in unknown.content.decode()

"""The case page and its act pages."""

import pytest
from django.urls import reverse

from tests.factories import case_before, person, view
from xinheng.core.cases.steps import Step
from xinheng.core.shared.actor import Role
from xinheng.front.words_said import word_for
from xinheng.web.templatetags.house import who

pytestmark = pytest.mark.django_db


def test_the_case_page_shows_what_is_missing_with_its_clause(client):
    case = case_before(Step.REVIEWED)
    client.force_login(person("宋明", Role.TECHNICAL_REVIEWER))

    answer = client.get(reverse("cases:case", args=[case.number]))

    assert answer.status_code == 200
    assert "9.5.2" in answer.content.decode()


def test_a_case_of_another_client_is_not_there(client):
    case = case_before(Step.REVIEWED)
    client.force_login(person("陌生人", Role.CLIENT))

    assert client.get(reverse("cases:case", args=[case.number])).status_code == 404


def test_an_act_page_acts_once_however_often_it_is_sent(client):
    case = case_before(Step.REVIEWED)
    client.force_login(person("宋明", Role.TECHNICAL_REVIEWER))
    address = reverse("cases:reopen-step", args=[case.number])
    sent = {"step": "reported", "because": "缺页", "once": "key-1"}

    first = client.post(address, sent)
    again = client.post(address, sent)

    assert (first.status_code, again.status_code) == (302, 302)
    assert again["Idempotent-Replay"] == "true"
    assert Step.REPORTED not in view(case).done


def test_an_act_through_the_api_is_refused_with_every_reason(client):
    case = case_before(Step.REVIEWED)
    client.force_login(person("王客户", Role.CLIENT, organisation=case.organisation))

    answer = client.post(
        f"/api/v1/cases/{case.number}/acts/cases.reopen-step",
        {"step": "reviewed", "because": "x"},
        content_type="application/json",
    )

    assert answer.status_code == 409
    codes = [reason["code"] for reason in answer.json()["reasons"]]
    assert codes == ["duty-missing", "step.does-not-stand"]


def test_a_closed_door_shows_its_first_reason_and_finished_parts_are_folded(client):
    case = case_before(Step.REVIEWED)
    client.force_login(person("宋明", Role.TECHNICAL_REVIEWER))

    page = client.get(reverse("cases:case", args=[case.number])).content.decode()

    assert page.index('id="ledger"') < page.index('<details class="card part">')
    assert "尚不能办理" in page


def test_an_entry_of_the_system_is_said_in_words():
    assert str(word_for("state", "confirmed", "intake")) == "confirmed"
    assert word_for("state", "confirmed", "intake").label == "Confirmed"
    assert word_for("role", "Auditor", "people") == Role.AUDITOR
    assert word_for("note", "no word of the house", "people") == "no word of the house"
    assert who("clockwork") != "clockwork"

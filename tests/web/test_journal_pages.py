"""The journal's pages: sentences, proofs, verification, and who may see what."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from tests.factories import NOON, anyone, case_before, new_case, person
from xinheng.apps.cases import actions
from xinheng.apps.journal import actions as journal
from xinheng.core.cases import acts
from xinheng.core.cases.steps import Step
from xinheng.core.shared.actor import Duty, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def returned():
    case = case_before(Step.REVIEWED)
    by = anyone(Duty.REVIEW, name="郑复")
    actions.reopen_step(case_id=case.pk, step=Step.REPORTED, because="缺页", by=by, at=NOON)
    return case


def english(client) -> None:
    client.cookies["django_language"] = "en"


def test_an_entry_reads_as_a_sentence(client, returned):
    client.force_login(person("宋明", Role.PLANNER))
    english(client)

    for address in ("/journal/", f"/cases/{returned.number}/", "/journal/1/"):
        shown = client.get(address).content.decode()
        assert "returned the step “Audit report issued”: 缺页" in shown, address
        assert "郑复" in shown


def test_an_entry_of_an_unknown_act_still_reads(client):
    case = new_case()
    odd = acts.ActKind("old.act", "Old", "did something old", (), acts.RECORDS)
    with transaction.atomic():
        journal.record(odd, on=case, by=anyone(), at=NOON, case_id=case.pk)
    client.force_login(person("宋明", Role.PLANNER))

    assert "old.act" in client.get("/journal/").content.decode()


def test_what_was_entered_late_says_by_how_much(client):
    case = new_case()
    with transaction.atomic():
        journal.record(
            acts.RESUME, on=case, by=anyone(), at=NOON, case_id=case.pk,
            claimed_at=NOON - timedelta(days=4),
        )  # fmt: skip
    client.force_login(person("宋明", Role.PLANNER))
    english(client)

    assert "entered 4 days late" in client.get(f"/cases/{case.number}/").content.decode()
    late_only = client.get("/journal/?late=1").content.decode()
    assert "took the case up again" in late_only
    assert "opened the case" not in late_only.split("<tbody>")[1]


def test_an_entry_gives_its_proof_as_a_file(client, returned):
    client.force_login(person("宋明", Role.PLANNER))

    answer = client.get(reverse("journal:proof", args=[1]))

    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content.startswith(b"xinheng-inclusion-proof/v1\nindex 1\n")


def test_a_client_sees_the_entries_of_their_own_cases_only(client, returned):
    other = new_case()
    client.force_login(person("王客户", Role.CLIENT, organisation=other.organisation))

    shown = client.get("/journal/").content.decode()

    assert other.number in shown
    assert returned.number not in shown
    assert client.get("/journal/1/").status_code == 404
    assert client.get("/journal/1/proof").status_code == 404
    assert client.get("/journal/2/proof").status_code == 200


def test_the_journal_is_filtered_by_case_act_and_person(client, returned):
    new_case()
    client.force_login(person("宋明", Role.PLANNER))

    def entries(query: str) -> int:
        return client.get(f"/journal/?{query}").content.decode().count('class="stack-head')

    assert entries("") == 3
    assert entries(f"words={returned.number}") == 2
    assert entries("act=cases.reopen-step") == 1
    assert entries("person=0") == 0
    assert entries("words=XH-0000-00000") == 0


def test_managers_verify_the_journal_and_others_may_not(client, returned):
    client.force_login(person("陈管", Role.MANAGER))
    english(client)
    assert "The journal is whole" in client.post("/journal/verify/").content.decode()

    client.force_login(person("宋明", Role.PLANNER))

    assert client.post("/journal/verify/").status_code == 403
    assert client.get("/journal/verify/").status_code == 405

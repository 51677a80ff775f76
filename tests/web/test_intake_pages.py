"""Pages of applications: drafts save themselves, errors stand at their fields."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories import NOON, actor, case_before, person
from tests.factories import client as some_client
from tests.factories_intake import applied, credit_code, staff, whole_draft
from xinheng.apps.intake import actions, queries
from xinheng.apps.intake.models import Application
from xinheng.apps.people.models import Person
from xinheng.core.cases.steps import Step
from xinheng.core.shared.actor import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal(client):
    organisation = some_client(credit_code=credit_code(7))
    user = person("林静", Role.CLIENT, organisation=organisation)
    client.force_login(user)
    row = actions.start(by=actor(user), at=NOON)
    return client, row, actor(user)


def test_the_form_saves_itself_and_shows_what_was_typed_again(portal):
    client, row, _who = portal
    page = client.get(reverse("intake:edit", args=[row.pk]))
    assert page.status_code == 200
    answer = client.post(
        reverse("intake:autosave", args=[row.pk]),
        {"seen": 0, "headcount-rows": 1, "headcount-0-people": "六十", "system-started_on": "x"},
    )
    assert answer.status_code == 200
    page = client.get(reverse("intake:edit", args=[row.pk])).content.decode()
    assert 'value="六十"' in page
    assert 'value="x"' in page


def test_a_submission_with_faults_keeps_everything_and_names_each_field(portal):
    client, row, _who = portal
    answer = client.post(
        reverse("intake:edit", args=[row.pk]),
        {"do": "submit", "seen": 0, "headcount-rows": 1, "headcount-0-people": "0",
         "headcount-0-kind": "full-time"},
    )  # fmt: skip
    assert answer.status_code == 409
    text = answer.content.decode()
    assert 'href="#headcount-0-people"' in text
    assert 'id="headcount-0-people-wrong"' in text
    row.refresh_from_db()
    assert row.draft["headcount"][0]["people"] == 0


def test_a_file_of_a_wrong_kind_is_refused_and_the_draft_is_kept(portal):
    client, row, _who = portal
    answer = client.post(
        reverse("intake:edit", args=[row.pk]),
        {"do": "save", "seen": 0, "documents-rows": 1, "documents-0-title": "营业执照",
         "documents-0-kind": "business-licence",
         "documents-0-upload": SimpleUploadedFile("licence.pdf", b"MZ not a pdf")},
    )  # fmt: skip
    assert answer.status_code == 409
    row.refresh_from_db()
    assert row.draft["documents"][0]["title"] == "营业执照"
    assert "file" not in row.draft["documents"][0]


def test_a_workbook_is_taken_over_and_its_bad_cells_are_listed(portal):
    client, row, _who = portal
    template = client.get(reverse("intake:template"))
    assert template.status_code == 200
    sent = SimpleUploadedFile("a.xlsx", template.content)
    answer = client.post(reverse("intake:workbook", args=[row.pk]), {"workbook": sent})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.problems
    page = client.get(reverse("intake:edit", args=[row.pk]))
    assert page.status_code == 200


def test_a_zip_that_is_no_workbook_is_refused(portal):
    client, row, _who = portal
    sent = SimpleUploadedFile("a.xlsx", io.BytesIO(b"PK\x03\x04 nothing").read())
    answer = client.post(reverse("intake:workbook", args=[row.pk]), {"workbook": sent})
    assert answer.status_code == 409


def test_a_submitted_application_leads_to_its_case_and_the_case_page_shows_it(portal):
    client, row, who = portal
    draft = whole_draft(who, organisation_id=row.organisation_id, number=7)
    actions.save_draft(application_id=row.pk, draft=draft, by=who, at=NOON)
    row.refresh_from_db()
    answer = client.post(reverse("intake:edit", args=[row.pk]), {"do": "submit"})
    row.refresh_from_db()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("cases:case", args=[row.case.number])
    assert client.get(answer["Location"]).status_code == 200


def test_the_pages_of_others_are_not_there(portal):
    client, _row, _who = portal
    other = applied(number=8)
    assert client.get(reverse("intake:edit", args=[other.pk])).status_code == 404


def test_claims_are_recorded_on_a_page(client):
    who = staff()
    row = applied(by=who)
    client.force_login(Person.objects.get(pk=who.person_id))
    check = queries.checks_of(row.case_id)[0]
    address = reverse("intake:record-claim", args=[row.case.number])
    assert client.get(f"{address}?target={check.pk}").status_code == 200
    answer = client.post(
        address,
        {"target": check.pk, "state": "confirmed", "checked_on": "2026-03-10", "note": "见截图"},
    )
    assert answer.status_code == 302
    check.refresh_from_db()
    assert check.state == "confirmed"


@pytest.mark.parametrize(
    "name", ["intake:list", "intake:prices", "clients:list", "clients:register", "library:codes",
             "library:standards", "library:import-codes"],
)  # fmt: skip
def test_every_list_opens(client, name):
    client.force_login(person("宋明", Role.APPLICATION_REVIEWER, Role.ADMINISTRATOR))
    assert client.get(reverse(name)).status_code == 200


def test_the_list_asks_the_database_as_often_for_many_as_for_one(
    client, django_assert_max_num_queries
):
    client.force_login(person("宋明", Role.APPLICATION_REVIEWER))
    for number in range(1, 6):
        applied(number=number)
    with django_assert_max_num_queries(25):
        assert client.get(reverse("intake:list")).status_code == 200
    with django_assert_max_num_queries(25):
        assert client.get(reverse("clients:list"), {"q": "松涛"}).status_code == 200
    case = Application.objects.first().case
    client_page = reverse("clients:client", args=[case.organisation_id])
    with django_assert_max_num_queries(25):
        assert client.get(client_page).status_code == 200


def test_every_act_page_opens(client):
    who = person("宋明", Role.APPLICATION_REVIEWER, Role.PLANNER)
    client.force_login(who)
    case = case_before(Step.QUOTED)
    for name in ("finish-claims", "accept", "return", "refuse", "review-transfer", "quote",
                 "accept-quotation", "decline-quotation", "draft-agreement", "upload-agreement",
                 "sign-agreement", "file-change", "triage-change", "ask-changes",
                 "answer-changes"):  # fmt: skip
        page = client.get(reverse(f"intake:{name}", args=[case.number]))
        assert page.status_code == 200, name


def test_what_is_missing_is_told_while_typing_in_the_readers_language(portal):
    client, row, _who = portal
    answer = client.post(
        reverse("intake:autosave", args=[row.pk]),
        {"seen": 0, "headcount-rows": 1, "headcount-0-people": "abc"},
    ).content.decode()
    assert 'data-wrong="headcount-0-people"' in answer
    assert 'hx-swap-oob="true"' in answer
    assert "缺少“独立法人" in answer or "缺少“营业执照" in answer
    assert "Business licence" not in answer


def test_a_file_alone_makes_a_row_with_its_own_name(portal):
    client, row, _who = portal
    answer = client.post(
        reverse("intake:edit", args=[row.pk]),
        {"do": "save", "seen": 0, "documents-rows": 1, "documents-0-kind": "business-licence",
         "documents-0-upload": SimpleUploadedFile("licence.txt", "营业执照".encode())},
    )  # fmt: skip
    row.refresh_from_db()
    assert answer.status_code == 302
    assert row.draft["documents"][0]["title"] == "licence.txt"
    assert isinstance(row.draft["documents"][0]["file"], int)


def test_a_row_is_added_without_scripts_too(portal):
    client, row, _who = portal
    sent = {"do": "more:sites", "seen": 0, "sites-rows": 1, "sites-0-name": "总部"}
    answer = client.post(reverse("intake:edit", args=[row.pk]), sent)
    assert answer["Location"].endswith("?more=sites#sites")
    page = client.get(answer["Location"]).content.decode()
    assert 'id="sites-1-name"' in page
    page = client.get(reverse("intake:edit", args=[row.pk])).content.decode()
    assert 'id="sites-1-name"' not in page


def test_codes_regions_and_clients_are_found_by_words(portal):
    client, _row, who = portal
    regions = client.get(reverse("clients:find-regions"), {"q": "福州"}).json()["found"]
    assert {"value": "350100", "label": "福建省福州市"} in regions
    found = client.get(reverse("clients:find"), {"q": ""}).json()["found"]
    assert [one["value"] for one in found] == [str(who.organisation_id)]
    assert client.get(reverse("library:find-codes"), {"q": "x"}).json() == {"found": []}

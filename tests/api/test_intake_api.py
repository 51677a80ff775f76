"""The same through the API: files, an application in one document, claims, acceptance."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import actor, person
from tests.factories import client as some_client
from tests.factories_intake import credit_code, staff, whole_draft
from xinheng.apps.people.models import Person
from xinheng.core.shared.actor import Role

pytestmark = pytest.mark.django_db
JSON = {"content_type": "application/json"}


def test_a_client_applies_with_one_document_and_is_told_everything_wrong(client):
    organisation = some_client(credit_code=credit_code(7))
    user = person("林静", Role.CLIENT, organisation=organisation)
    client.force_login(user)
    draft = whole_draft(actor(user), organisation_id=organisation.pk, number=7)
    wrong = draft | {"headcount": [{"kind": "full-time", "people": "多"}], "schemes": []}

    refused = client.post("/api/v1/acts/intake.apply", {"draft": wrong}, **JSON)
    assert refused.status_code == 409
    fields = {reason["field"] for reason in refused.json()["reasons"]}
    assert {"headcount.0.people", "schemes"} <= fields

    done = client.post("/api/v1/acts/intake.apply", {"draft": draft}, **JSON)
    assert done.status_code == 200
    number = done.json()["case"]
    assert client.get(f"/api/v1/cases/{number}").json()["schemes"] == ["QMS"]
    (listed,) = client.get("/api/v1/intake/applications").json()
    assert (listed["case_number"], listed["state"]) == (number, "submitted")


def test_claims_are_checked_and_the_application_is_accepted(client):
    who = staff()
    client.force_login(Person.objects.get(pk=who.person_id))
    number = client.post("/api/v1/acts/intake.apply", {"draft": whole_draft(who)}, **JSON).json()[
        "case"
    ]
    acts = f"/api/v1/cases/{number}/acts"
    assert client.post(f"{acts}/intake.accept", {}, **JSON).status_code == 409

    for claim in client.get(f"/api/v1/intake/cases/{number}/claims").json():
        said = {"claim": claim["claim"], "state": "confirmed", "checked_on": "2026-03-10",
                "note": "见截图"}  # fmt: skip
        assert client.post(f"{acts}/intake.record-claim", said, **JSON).status_code == 200
    assert client.post(f"{acts}/intake.finish-claims", {}, **JSON).status_code == 200
    assert client.post(f"{acts}/intake.accept", {}, **JSON).status_code == 200


def test_a_file_is_handed_in_and_only_its_owner_gets_it_back(client):
    mine = person("甲", Role.CLIENT, organisation=some_client())
    client.force_login(mine)
    sent = SimpleUploadedFile("说明.txt", "内容".encode())
    answer = client.post("/api/v1/files", {"file": sent, "kind": "other"})
    assert answer.status_code == 200
    place = f"/files/{answer.json()['id']}/"

    got = client.get(place)
    assert got["Content-Disposition"].startswith("attachment")
    assert got["X-Content-Type-Options"] == "nosniff"
    assert b"".join(got.streaming_content) == "内容".encode()

    client.force_login(person("乙", Role.CLIENT, organisation=some_client("别家")))
    assert client.get(place).status_code == 404


def test_a_mistyped_upload_is_refused_with_its_reasons(client):
    client.force_login(person("甲", Role.CLIENT, organisation=some_client()))
    sent = SimpleUploadedFile("a.pdf", b"\x89PNG\r\n\x1a\n")
    answer = client.post("/api/v1/files", {"file": sent})
    assert answer.status_code == 409
    assert "upload.mistyped" in {reason["code"] for reason in answer.json()["reasons"]}

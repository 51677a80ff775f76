"""The public pages that say whether a paper is true, and what goes out for others to check."""

import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.apps.test_verify import issued
from tests.factories import NOON
from tests.factories_certificates import withdraw
from xinheng.apps.proofs import queries as proofs
from xinheng.proving.credentials import decoded, is_secured, is_set

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon():
    import time_machine

    with time_machine.travel(NOON, tick=False):
        yield


def test_the_code_leads_to_the_live_verdict(client, django_assert_max_num_queries):
    row, _pdf, text = issued()
    path = "/V/" + text.rpartition("/")[2]
    with django_assert_max_num_queries(25):
        page = client.get(path)
    body = page.content.decode()
    assert "verdict-in-force" in body
    assert row.number in body
    assert row.credit_code in body
    withdraw(row)
    assert "verdict-not-in-force" in client.get(path).content.decode()
    assert "verdict-not-genuine" in client.get("/V/AAAA").content.decode()


def test_a_file_is_uploaded_and_a_paper_compared(client):
    row, pdf, text = issued()
    page = client.get("/verify/check/").content.decode()
    assert 'type="file"' in page
    upload = SimpleUploadedFile("c.pdf", pdf)
    assert "verdict-in-force" in client.post("/verify/check/", {"file": upload}).content.decode()
    forged = SimpleUploadedFile("c.pdf", pdf.replace(b"%%EOF", b"%%EOF\n%x\n%%EOF"))
    answer = client.post("/verify/check/", {"file": forged}).content.decode()
    assert "verdict-not-genuine" in answer
    sent = {"text": text, "name": "另一家公司"}
    assert "verdict-not-genuine" in client.post("/verify/check/", sent).content.decode()
    sent = {"text": text, "name": row.holder_zh}
    assert "verdict-in-force" in client.post("/verify/check/", sent).content.decode()


def test_keys_lists_and_credentials_go_out_signed(client):
    row, _pdf, _text = issued()
    withdraw(row)
    keys = client.get("/keys.json").json()
    public = bytes.fromhex(
        next(k for k in keys["keys"] if k["purpose"] == "certificate")["public_key"]
    )
    assert client.get("/keys/").status_code == 200

    lists = {
        name: json.loads(client.get(f"/verify/status/{name}.json").content)
        for name in ("revocation", "suspension")
    }
    for name, document in lists.items():
        assert is_secured(document, public)
        bits = decoded(document["credentialSubject"]["encodedList"])
        assert is_set(bits, row.pk) == (name == "revocation")
        document["validFrom"] = "2030-01-01T00:00:00Z"
        assert not is_secured(document, public)
    assert client.get(f"/verify/credential/{row.number}.json").status_code == 404


def test_a_certificate_is_a_credential(client):
    row, _pdf, _text = issued()
    document = json.loads(client.get(f"/verify/credential/{row.number}.json").content)
    every = proofs.keys()
    (public,) = [key.public_key for key in every if key.purpose == "certificate"]
    assert is_secured(document, public)
    assert document["credentialSubject"]["certificateNumber"] == row.number
    assert document["credentialStatus"][0]["statusListIndex"] == str(row.pk)


def test_the_offline_verifier_is_one_file_that_asks_nobody(client):
    issued()
    answer = client.get("/verify/offline.html")
    body = answer.content.decode()
    assert answer["Content-Disposition"].startswith("attachment")
    assert not re.search(r"""(?:src|href)=["'](?!#)""", body)
    assert "connect-src" not in body
    assert "default-src 'none'" in body
    bundle = json.loads(re.search(r'id="bundle">(.*?)</script>', body, re.DOTALL)[1])
    assert {key["purpose"] for key in bundle["keys"]} == {"certificate"}


def test_the_log_can_be_read_by_people_and_programs(client):
    row, _pdf, _text = issued()
    page = client.get("/log/").content.decode()
    kept = proofs.newest()
    assert kept.root in page.replace("&#x2B;", "+")
    assert client.get("/log/checkpoint").content.decode() == kept.note
    entry = client.get(f"/log/entry/{row.entry}/").content.decode()
    assert "prove.js" in entry
    proof = client.get(f"/log/entry/{row.entry}.tlog-proof").content.decode()
    assert proof.startswith("c2sp.org/tlog-proof@v1\n")
    assert len(client.get(f"/log/tile/0/000.p/{kept.size}").content) == 32 * kept.size
    assert client.get("/log/tile/0/999").status_code == 404
    assert client.get("/log/tile/entries/000").status_code == 404
    assert client.get("/log/policy").content.startswith(b"log ")
    # What is no certificate's is the body's own business.
    assert client.get("/log/entry/0/").status_code == 404
    assert client.get("/log/entry/99999/").status_code == 404
    assert client.get("/log/?entry=x").status_code == 200
    assert NOON + timedelta(0) == proofs.since(row.entry)

"""The public pages that say whether a paper is true, and what goes out for others to check."""

import html
import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.apps.test_verify import issued
from tests.factories import NOON
from tests.factories_certificates import withdraw
from xinheng.apps.proofs import queries as proofs
from xinheng.printing.workbook import Column, read_workbook, write_table
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
    assert proofs.log_verifiers()[0].as_text() in html.unescape(
        client.get("/keys/").content.decode()
    )

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


def test_a_list_comes_back_with_a_verdict_for_each_row(client):
    row, _pdf, text = issued()
    columns = [Column(title) for title in ("商品", "证书编号", "企业名称", "产品")]
    rows = [
        ["甲", row.number, row.holder_zh, row.scope_zh],
        ["乙", row.number, "冒用公司", ""],
        ["丙", "NO-SUCH-NUMBER", "", ""],
        ["丁", text, "", ""],
        ["戊", "", "", ""],
        ["=1+1", row.number, row.holder_zh, "火箭发射"],
    ]
    upload = SimpleUploadedFile("l.xlsx", write_table(columns, rows, "表"))
    answer = client.post("/verify/list/", {"file": upload}, headers={"accept-language": "en"})
    (sheet,) = read_workbook(answer.content)
    told = [(cells[0], cells[4], cells[6]) for cells in sheet.rows[2:]]
    assert [verdict for _item, verdict, _advice in told] == [
        "Genuine and in force", "Not genuine", "Not genuine", "Genuine and in force",
        "Not genuine", "Not genuine",
    ]  # fmt: skip
    assert told[0][2] == "Nothing speaks against it"
    assert told[3][2] == "Ask the holder"
    assert not sheet.formulas


def test_a_list_that_cannot_be_read_is_refused_with_its_reason(client):
    assert client.get("/verify/list/").status_code == 200
    nothing = SimpleUploadedFile("l.xlsx", b"nothing")
    assert client.post("/verify/list/", {"file": nothing}).status_code == 422
    other = SimpleUploadedFile("l.xlsx", write_table([Column("x")], [["y"]], "表"))
    assert client.post("/verify/list/", {"file": other}).status_code == 422
    (sheet,) = read_workbook(client.get("/verify/list/example.xlsx").content)
    assert "证书编号" in sheet.rows[1]


def test_the_use_of_a_mark_is_checked_on_a_page(client):
    row, _pdf, _text = issued()
    asked = {"number": row.number, "words": "产品已通过认证", "medium": "website"}
    assert "verdict-not-genuine" in client.get("/verify/marks/", asked).content.decode()
    asked["words"] = "本公司质量管理体系已通过认证"
    assert "verdict-in-force" in client.get("/verify/marks/", asked).content.decode()
    unknown = client.get("/verify/marks/", {"number": "X"})
    assert "verdict-" not in unknown.content.decode()


def test_a_flood_of_files_is_turned_away(client):
    for _ in range(60):
        client.post("/verify/check/", {"file": SimpleUploadedFile("x.pdf", b"x")})
    answer = client.post("/verify/check/", {"file": SimpleUploadedFile("x.pdf", b"x")})
    assert answer.status_code == 429
    assert client.post("/verify/check/", {"text": "X"}).status_code == 200

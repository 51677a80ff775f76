"""Is a paper true? Each kind of forgery beside the true one."""

import io
import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.conf import settings
from pypdf import PdfReader, PdfWriter

from tests.factories import NOON
from tests.factories_certificates import suspend, withdraw
from tests.factories_decisions import certificate
from xinheng.apps.certificates import actions as certificates
from xinheng.apps.journal import queries as journal
from xinheng.apps.proofs import actions as proofs
from xinheng.apps.proofs import queries as proof_queries
from xinheng.apps.registry import queries
from xinheng.apps.registry.queries.verify import CODE, PROOF
from xinheng.core.proofs.words import Purpose
from xinheng.core.registry.points import Paper
from xinheng.core.registry.verdict import Verdict
from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.violation import Refused
from xinheng.proving import code, offline
from xinheng.proving.keys import KeyRing, SoftKeys, key_id

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
ADMIN = Actor(None, "admin", frozenset({Duty.ADMINISTER}))


def issued():
    row = certificate()
    proofs.sign_checkpoint(at=NOON)
    pdf = certificates.sealed_document(certificate_id=row.pk, at=NOON)
    return row, pdf, attached(pdf)[CODE]


def attached(pdf):
    return {
        name: parts[0].decode() for name, parts in PdfReader(io.BytesIO(pdf)).attachments.items()
    }


def verdict(given, **more):
    return queries.verify(given, on=more.pop("on", TODAY), **more).verdict


def test_a_true_certificate_is_in_force_as_file_as_code_and_as_number():
    row, pdf, text = issued()

    for given in (pdf, text, row.number, text.rpartition("/")[2], f" {row.number.lower()} "):
        answer = queries.verify(given, on=TODAY)
        assert answer.verdict == Verdict.IN_FORCE
        assert (answer.number, answer.as_of) == (row.number, TODAY)
    assert len(code.from_text(text)) <= 220


def test_the_code_fits_a_small_symbol():
    import segno

    _row, _pdf, text = issued()
    drawn = segno.make(text, error="m", micro=False, boost_error=False)
    assert (drawn.mode, drawn.error) == ("alphanumeric", "M")
    assert drawn.version <= 11
    assert text == text.upper()


def test_the_file_carries_the_proof_of_its_issue():
    row, pdf, _text = issued()
    from xinheng.proving.checking import check
    from xinheng.proving.policy import Policy

    found = check(attached(pdf)[PROOF], Policy(proof_queries.log_verifiers()))
    assert found.is_proven
    assert found.said()["type"] == "certificates.issue"
    assert found.said()["object"] == f"certificates.certificate:{row.pk}"


def test_an_edited_file_is_not_genuine():
    _row, pdf, _text = issued()
    at = pdf.index(b"stream") + 20
    assert verdict(pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]) == Verdict.NOT_GENUINE


def test_an_added_page_is_not_genuine():
    _row, pdf, _text = issued()
    writer = PdfWriter(io.BytesIO(pdf), incremental=True)
    writer.add_blank_page(100, 100)
    out = io.BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(pdf)
    assert verdict(out.getvalue()) == Verdict.NOT_GENUINE


def test_a_truncated_or_saved_again_file_is_not_genuine():
    _row, pdf, _text = issued()
    out = io.BytesIO()
    PdfWriter(clone_from=io.BytesIO(pdf)).write(out)
    assert verdict(pdf[:-300]) == Verdict.NOT_GENUINE
    assert verdict(out.getvalue()) == Verdict.NOT_GENUINE


def test_another_paper_under_our_seal_is_no_certificate():
    from xinheng.apps.documents import actions as documents
    from xinheng.printing.seal import seal

    issued()
    key = documents.ensure_seal_key(body_name="Body", at=NOON)
    blank = PdfWriter()
    blank.add_blank_page(100, 100)
    out = io.BytesIO()
    blank.write(out)
    other = seal(out.getvalue(), documents.sealer(key), at=NOON)
    answer = queries.verify(other, on=TODAY)
    assert answer.verdict == Verdict.NOT_GENUINE
    assert [why.code for why in answer.reasons] == ["verify.no-certificate"]


def test_a_code_of_another_key_is_not_genuine(tmp_path):
    row, _pdf, text = issued()
    claims = code.read(code.from_text(text), KeyRing()).claims
    strange = SoftKeys(tmp_path / "strange", b"x")
    hand = strange.signer(strange.create())
    own = next(iter(proof_queries.ring(Purpose.CERTIFICATE).keys))

    for kid in (key_id(hand.public_key), own):
        assert verdict(code.base32(code.sign(claims, hand, kid=kid))) == Verdict.NOT_GENUINE
    assert verdict(text) == Verdict.IN_FORCE
    assert row.number == claims.number


def test_a_code_used_again_for_another_company_is_not_genuine():
    row, _pdf, text = issued()
    assert verdict(text, paper=Paper(name=row.holder_zh)) == Verdict.IN_FORCE
    assert verdict(text, paper=Paper(name="另一家不相干公司")) == Verdict.NOT_GENUINE
    assert verdict(row.number, paper=Paper(name="另一家不相干公司")) == Verdict.NOT_GENUINE
    longer = row.expires_on + timedelta(days=365)
    assert verdict(text, paper=Paper(expires_on=row.expires_on)) == Verdict.IN_FORCE
    assert verdict(text, paper=Paper(expires_on=longer)) == Verdict.NOT_GENUINE


def test_what_was_withdrawn_suspended_or_ran_out_is_not_in_force():
    row, pdf, text = issued()
    after = row.expires_on + timedelta(days=1)
    assert verdict(text, on=row.expires_on) == Verdict.IN_FORCE
    assert verdict(text, on=after) == verdict(pdf, on=after) == Verdict.NOT_IN_FORCE

    suspend(row)
    assert verdict(text) == Verdict.NOT_IN_FORCE
    withdraw(row)
    answer = queries.verify(pdf, on=TODAY)
    assert answer.verdict == Verdict.NOT_IN_FORCE
    assert [why.code for why in answer.reasons] == ["verify.withdrawn"]


def test_garbage_is_not_genuine_and_never_an_error():
    for given in (
        b"",
        b"%PDF-",
        b"\xff\xfe",
        "",
        " ",
        "V/AAAA",
        "你好",
        "HTTPS://X/V/2K",
        "A" * 4000,
    ):
        assert verdict(given) == Verdict.NOT_GENUINE


def test_a_retired_key_is_believed_and_a_revoked_one_not():
    _row, _pdf, text = issued()
    proofs.rotate_key(purpose=Purpose.CERTIFICATE, because="年度更换", by=ADMIN, at=NOON)
    assert verdict(text) == Verdict.IN_FORCE
    every = proof_queries.keys()
    old = next(key for key in every if key.purpose == Purpose.CERTIFICATE and key.retired_at)
    proofs.revoke_key(key=old.key_id, because="泄露", by=ADMIN, at=NOON)
    answer = queries.verify(text, on=TODAY)
    assert answer.verdict == Verdict.NOT_GENUINE
    assert [why.code for why in answer.reasons] == ["verify.revoked-key"]
    acts = [line.act for line in journal.latest(limit=10)]
    assert acts.count("proofs.revoke-key") == acts.count("proofs.rotate-key") == 1


def test_keys_are_kept_by_whoever_administers_and_with_reasons():
    nobody = Actor(None, "x", frozenset())
    with pytest.raises(Refused) as refusal:
        proofs.rotate_key(purpose=Purpose.LOG, because=" ", by=nobody, at=NOON)
    assert [v.code for v in refusal.value.violations] == [
        "duty-missing", "proofs.no-reason", "proofs.no-key",
    ]  # fmt: skip
    proofs.create_key(purpose=Purpose.LOG, by=ADMIN, at=NOON)
    with pytest.raises(Refused):
        proofs.create_key(purpose=Purpose.LOG, by=ADMIN, at=NOON)
    assert len(proof_queries.keys()) == 1


def test_private_keys_lie_outside_the_database_and_are_sealed():
    proofs.ensure_key(purpose=Purpose.LOG, at=NOON)
    (file,) = (settings.DATA / "keys").iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert b"ENCRYPTED" in file.read_bytes()


def test_without_network_the_same_is_said_until_the_list_grows_old():
    row, _pdf, text = issued()
    taken = offline.bundle(queries.offline_bundle(at=NOON))

    def answer(days, bundle=taken):
        at = NOON + timedelta(days=days)
        return offline.answer(text, bundle, at=at, on=at.date())

    assert answer(0).verdict == answer(7).verdict == Verdict.IN_FORCE
    assert answer(8).verdict == Verdict.STATUS_UNKNOWN
    behind = offline.answer(text, taken, at=NOON - timedelta(days=2), on=TODAY)
    assert behind.verdict == Verdict.STATUS_UNKNOWN
    assert answer(8).as_of == TODAY
    assert answer(4000).verdict == Verdict.NOT_IN_FORCE
    withdraw(row)
    fresh = offline.bundle(queries.offline_bundle(at=NOON))
    assert answer(0, fresh).verdict == answer(30, fresh).verdict == Verdict.NOT_IN_FORCE
    no_lists = replace(taken, lists={})
    assert answer(0, no_lists).verdict == Verdict.STATUS_UNKNOWN


def test_a_status_list_that_was_tampered_with_is_not_believed():
    row, _pdf, text = issued()
    withdraw(row)
    given = queries.offline_bundle(at=NOON)
    from xinheng.proving.credentials import encoded

    given["lists"]["revocation"]["credentialSubject"]["encodedList"] = encoded(bytes(16384))
    answer = offline.answer(text, offline.bundle(given), at=NOON, on=TODAY)
    assert answer.verdict == Verdict.STATUS_UNKNOWN


def test_none_of_many_forged_codes_is_believed():
    """A sample of what `bench/forgeries.py` does five thousand times."""
    row, _pdf, text = issued()
    message = code.from_text(text)
    dice = random.Random(20261120)
    for _ in range(600):
        forged = bytearray(message)
        forged[dice.randrange(len(forged))] ^= 1 << dice.randrange(8)
        assert verdict(code.base32(bytes(forged))) == Verdict.NOT_GENUINE
    assert verdict(text) == Verdict.IN_FORCE
    assert row.expires_on > date(2026, 1, 1)


def test_under_a_very_long_host_name_the_plain_address_is_printed(settings):
    settings.PUBLIC_URL = "https://" + "a" * 250 + ".example"
    row = certificate()
    pdf = certificates.sealed_document(certificate_id=row.pk, at=NOON)
    assert CODE not in attached(pdf)
    assert verdict(pdf) == verdict(f"{settings.PUBLIC_URL}/c/{row.number}") == Verdict.IN_FORCE

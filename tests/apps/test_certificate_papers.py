"""What a certificate leaves on paper: its sealed document, and the file a client takes along."""

import io
import json
import zipfile
from datetime import timedelta
from hashlib import sha256

import pytest

from tests.factories import NOON
from tests.factories_certificates import (
    S,
    codes,
    state_of,
    suspend,
)
from tests.factories_decisions import (
    certificate,
    officer,
)
from xinheng.apps.certificates import actions, queries
from xinheng.apps.documents.models import SealKey, StoredFile
from xinheng.apps.journal import queries as journal
from xinheng.core.shared.violation import Refused
from xinheng.printing.seal import check_seal

pytestmark = pytest.mark.django_db


def test_the_document_is_sealed_once_and_its_fingerprint_is_in_the_journal():
    row = certificate()

    first = actions.sealed_document(certificate_id=row.pk, at=NOON)
    again = actions.sealed_document(certificate_id=row.pk, at=NOON + timedelta(days=1))

    assert first == again
    assert StoredFile.objects.count() == 1
    line = journal.of_object(queries.TYPE, row.pk)[0]
    assert line.facts["sha256"] == sha256(first).hexdigest()
    key = SealKey.objects.get()
    assert check_seal(first, key.certificate_pem.encode()).genuine
    assert b"PRIVATE" not in bytes(key.encrypted_key)


def test_a_client_takes_its_whole_file_to_another_body():
    row = certificate()

    stored = actions.transfer_out(
        case_id=row.case_id, certificate=row.pk, receiver="示范接收认证公司", by=officer(), at=NOON
    )

    from xinheng.apps.documents.queries import place_of

    archive = zipfile.ZipFile(io.BytesIO(place_of(stored.sha256).read_bytes()))
    told = json.loads(archive.read("transfer.json"))
    assert told["certificate"]["number"] == row.number
    assert archive.read("certificate.pdf").startswith(b"%PDF")
    assert any(name.startswith("proofs/") for name in archive.namelist())
    assert state_of(row) == S.TRANSFERRED


def test_a_suspended_certificate_cannot_be_transferred():
    row = certificate()
    suspend(row)

    with pytest.raises(Refused) as refusal:
        actions.transfer_out(
            case_id=row.case_id, certificate=row.pk, receiver="x", by=officer(), at=NOON
        )

    assert codes(refusal) == ["move-not-open"]

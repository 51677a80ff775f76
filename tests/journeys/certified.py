"""What everybody can see and check once a certificate is there."""

import base64
from typing import Any

from django.test import Client

from tests.journeys.body import PASSWORD
from tests.journeys.checks import faults
from tests.journeys.story import Story
from xinheng.apps.certificates.models import Certificate
from xinheng.apps.documents.models import SealKey
from xinheng.core.journal.tree import is_included, leaf_hash
from xinheng.printing.seal import check_seal


def certificates(story: Story) -> list[Certificate]:
    """The certificates of the story's case."""
    return list(Certificate.objects.filter(case__number=story.number).order_by("pk"))


def check_everything(story: Story) -> None:
    """Ledger, public pages, seals, proofs: all of it."""
    assert faults() == []
    assert story.missing == ()
    rows = certificates(story)
    assert {row.scheme for row in rows} == set(story.applicant.schemes)
    officer = Client()
    assert officer.login(username="officer", password=PASSWORD)
    for row in rows:
        check_public(row.number, state="in-force")
        check_document(officer, row.number)
        check_proof(row.number, row.entry)


def check_public(number: str, *, state: str) -> None:
    """What a visitor is told, on the page behind the QR code and by the API."""
    visitor = Client()
    page = visitor.get(f"/c/{number}")
    assert page.status_code == 200
    assert f"status-{state}" in page.content.decode()
    told = visitor.get(f"/api/v1/public/certificates/{number}").json()
    assert (told["status"], told["is_valid"]) == (state, state == "in-force")


def check_document(officer: Client, number: str) -> None:
    """The sealed document is genuine."""
    pdf = officer.get(f"/certificates/{number}/document/").content
    trusted = SealKey.objects.get().certificate_pem.encode()
    found = check_seal(pdf, trusted)
    assert found.genuine, found.reasons


def check_proof(number: str, entry: int) -> None:
    """The issue stands in the journal, as anybody can reckon from the proof alone."""
    text = Client().get(f"/c/{number}/proof/{entry}/").content
    head, _, leaf = text.partition(b"\n\n")
    lines = [line.split(" ", 1) for line in head.decode().splitlines()[1:]]
    said: dict[str, Any] = {name: value for name, value in lines if name != "path"}
    path = [base64.b64decode(value) for name, value in lines if name == "path"]
    assert int(said["index"]) == entry
    assert is_included(
        leaf=leaf_hash(leaf.rstrip(b"\n")), index=entry, size=int(said["size"]), proof=path,
        root=base64.b64decode(said["root"]),
    )  # fmt: skip

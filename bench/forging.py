"""Six ways of forging a certificate, each tried often."""

import io
import logging
import random
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from bench.certified import one_certificate
from bench.figure import Measured
from xinheng import clock
from xinheng.apps.certificates import actions as certificates
from xinheng.apps.certificates.models import Certificate
from xinheng.apps.proofs import actions as proofs
from xinheng.apps.registry import queries
from xinheng.core.certificates.words import CertificateState
from xinheng.core.registry.points import Paper
from xinheng.core.registry.verdict import Verdict
from xinheng.proving import code
from xinheng.proving.keys import KeyRing, SoftKeys

OFTEN = 1000
"""How often each cheap way of forging is tried; the file ways fewer times."""
Given = tuple[bytes | str, date, Paper | None]


def measure() -> Iterator[Measured]:
    """Six ways to forge, and the true certificate before and after each."""
    logging.disable(logging.CRITICAL)  # every broken file is told of at length
    one_certificate()
    row = Certificate.objects.get()
    at = clock.now()
    today = row.effective_on + timedelta(days=30)
    proofs.sign_checkpoint(at=at)
    pdf = certificates.sealed_document(certificate_id=row.pk, at=at)
    text = PdfReader(io.BytesIO(pdf)).attachments["certificate-code.txt"][0].decode()
    dice = random.Random(20261120)
    believed, tried = 0, 0
    for forge in _ways(row, pdf, text, today, dice):
        assert queries.verify(text, on=today).verdict == Verdict.IN_FORCE
        for _ in range(OFTEN):
            given, on, paper = forge()
            believed += queries.verify(given, on=on, paper=paper).verdict == Verdict.IN_FORCE
            tried += 1
    row.state = CertificateState.WITHDRAWN
    row.save()
    for given in [pdf] * 100 + [text] * 400:
        believed += queries.verify(given, on=today).verdict == Verdict.IN_FORCE
        tried += 1
    yield Measured("forgeries", f"forged certificates accepted, of {tried:,}", "0", str(believed))


def _ways(
    row: Certificate, pdf: bytes, text: str, today: date, dice: random.Random
) -> Iterator[Callable[[], Given]]:
    message = code.from_text(text)
    claims = code.read(message, KeyRing()).claims
    strange = SoftKeys(Path(tempfile.mkdtemp()), b"x")
    hand = strange.signer(strange.create())
    kid = message[message.index(b"\x04\x44") + 2 :][:4]
    added = _with_page(pdf)
    signed_part = pdf.rindex(b"/Contents")

    def flipped(content: bytes, before: int) -> bytes:
        forged = bytearray(content)
        forged[dice.randrange(before)] ^= 1 << dice.randrange(8)
        return bytes(forged)

    yield lambda: (flipped(pdf, signed_part), today, None)
    yield lambda: (added + b"\n" * dice.randrange(9), today, None)
    yield lambda: (code.base32(flipped(message, len(message))), today, None)
    yield lambda: (code.base32(code.sign(claims, hand, kid=kid)), today, None)
    yield lambda: (text, today, Paper(name=f"{row.holder_zh[: dice.randrange(4)]}冒用公司"))
    yield lambda: (text, row.expires_on + timedelta(days=1 + dice.randrange(900)), None)


def _with_page(pdf: bytes) -> bytes:
    writer = PdfWriter(io.BytesIO(pdf), incremental=True)
    writer.add_blank_page(100, 100)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()

"""The verdict on a file, the text of a code, or a number, with the register at hand."""

import io
from dataclasses import replace
from datetime import date
from hashlib import sha256

from pypdf import PdfReader

from xinheng.apps.certificates import queries as certificates
from xinheng.apps.certificates.queries import PublicCertificate
from xinheng.apps.documents import queries as documents
from xinheng.apps.proofs import queries as proofs
from xinheng.core.certificates.words import CertificateState as S
from xinheng.core.proofs.words import Purpose
from xinheng.core.registry.lookup import plain_key
from xinheng.core.registry.points import Match, Paper, Point, Registered, compare
from xinheng.core.registry.verdict import (
    NOT_YET,
    UNEQUAL,
    UNREADABLE,
    UNREGISTERED,
    Answer,
    Verdict,
    not_genuine,
    reason,
)
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _
from xinheng.printing.seal import check_seal
from xinheng.proving import code
from xinheng.proving.checking import check
from xinheng.proving.offline import fault_of, said

LARGEST_FILE = 10 * 1024 * 1024
CODE, PROOF = "certificate-code.txt", "issue.tlog-proof"
ENDED = {
    S.SUSPENDED: _("It is suspended since %(day)s."),
    S.WITHDRAWN: _("It was withdrawn on %(day)s."),
    S.CANCELLED: _("It was cancelled on %(day)s."),
    S.EXPIRED: _("It was valid until %(last)s."),
    S.SUPERSEDED: _("It was replaced by a newer issue on %(day)s."),
    S.TRANSFERRED: _("It went to another body on %(day)s."),
}
DIFFERING = _("What the paper says differs from what was issued: %(point)s.")


def verify(given: bytes | str, *, on: date, paper: Paper | None = None) -> Answer:
    """The verdict on whatever somebody holds: a PDF, the text of a code, or a number.

    Args:
        on: today.
        paper: what the paper says, as far as it is known; compared on the four points.
    """
    if isinstance(given, bytes):
        if given[:1024].lstrip().startswith(b"%PDF"):
            return verify_pdf(given, on=on, paper=paper)
        try:
            given = given[:4096].decode("utf-8-sig")
        except UnicodeDecodeError:
            return not_genuine(UNREADABLE)
    text = given.strip()
    try:
        code.from_text(text)
    except code.NotACode:
        return verify_number(text, on=on, paper=paper)
    # A number may happen to consist of the letters of a code.
    if certificates.public_certificate(plain_key(text), on=on) is not None:
        return verify_number(text, on=on, paper=paper)
    return verify_text(text, on=on, paper=paper)


def verify_number(text: str, *, on: date, paper: Paper | None = None) -> Answer:
    """The verdict on a number: it says how the certificate stands, not whether a paper is it."""
    number = plain_key(text.rstrip("/").rpartition("/")[2] if "/c/" in text else text)
    found = certificates.public_certificate(number, on=on)
    if found is None:
        return not_genuine(UNREGISTERED)
    return _standing(found, on, paper)


def verify_text(text: str, *, on: date, paper: Paper | None = None) -> Answer:
    """The verdict on the text of a QR code."""
    try:
        read = code.read(code.from_text(text), proofs.ring(Purpose.CERTIFICATE))
    except code.NotACode:
        return not_genuine(UNREADABLE)
    if (fault := fault_of(read)) is not None:
        return not_genuine(fault)
    claims = read.claims
    found = certificates.public_certificate(claims.number, on=on)
    if found is None:
        # Signed by us and not in this register: a copy of the register that is behind.
        why = reason("behind", _("The code is genuine, but this register does not hold it yet."))
        return said(claims, Verdict.STATUS_UNKNOWN, (why,), None)
    same = (
        claims.credit_code == found.credit_code
        and claims.expires_on == found.expires_on
        and claims.effective_on == found.effective_on
        and claims.place == found.id
        and claims.scope == code.scope_print(found.scope_zh)
    )
    if not same:
        return not_genuine(UNEQUAL)
    return _standing(found, on, paper, index=claims.entry)


def verify_pdf(content: bytes, *, on: date, paper: Paper | None = None) -> Answer:
    """The verdict on a certificate as a file: sealed by us, whole, and one that was issued."""
    if len(content) > LARGEST_FILE:
        return not_genuine(reason("too-large", _("The file is larger than any certificate.")))
    seal = check_seal(content, documents.seal_certificates())
    if not seal.genuine:
        return not_genuine(*seal.reasons)
    number = certificates.number_of_document(sha256(content).hexdigest())
    if number is None:
        return not_genuine(
            reason("no-certificate", _("The seal is ours, but this file is no certificate."))
        )
    attached = _attached(content)
    found = certificates.public_certificate(number, on=on)
    if found is None:
        return not_genuine(UNREGISTERED)
    answer = _standing(found, on, paper)
    if CODE in attached:
        inner = verify_text(attached[CODE], on=on)
        if inner.verdict == Verdict.NOT_GENUINE or inner.number != number:
            return not_genuine(*inner.reasons, UNEQUAL)
        answer = replace(answer, index=inner.index)
    if PROOF in attached and not check(attached[PROOF], proofs.policy()).is_proven:
        return not_genuine(
            reason("no-proof", _("The attached proof does not show the issue in the log."))
        )
    return answer


def _attached(content: bytes) -> dict[str, str]:
    files = PdfReader(io.BytesIO(content)).attachments
    return {
        name: parts[0].decode() for name, parts in files.items() if name in (CODE, PROOF) and parts
    }


def _standing(
    found: PublicCertificate, on: date, paper: Paper | None, *, index: int | None = None
) -> Answer:
    """How a registered certificate stands, and whether the paper says the same."""
    points = compare(paper or Paper(), registered(found))
    answer = Answer(
        Verdict.IN_FORCE, (), on, points, found.number, found.holder_zh, found.credit_code,
        found.standard, found.scope_zh, found.effective_on, found.expires_on,
        certificates.issued_at_entry(found.id) if index is None else index, found.superseded_by,
    )  # fmt: skip
    differing = [
        reason("differs", DIFFERING, point=row.point)
        for row in points
        if row.match == Match.DIFFERS and (row.point != Point.DATES or found.is_valid)
    ]
    why = tuple(differing) or _ended(found, on)
    if differing:
        return replace(answer, verdict=Verdict.NOT_GENUINE, reasons=why)
    return replace(answer, verdict=Verdict.NOT_IN_FORCE, reasons=why) if why else answer


def _ended(found: PublicCertificate, on: date) -> tuple[Violation, ...]:
    if found.state in ENDED:
        message = ENDED[found.state]
        day = {"last": found.expires_on} if found.state == S.EXPIRED else {"day": found.state_since}
        return (reason(str(found.state), message, **day),)
    if found.effective_on > on:
        return (reason("not-yet", NOT_YET, day=found.effective_on),)
    return ()


def registered(found: PublicCertificate) -> Registered:
    """What the register says, for comparing."""
    return Registered(
        name=(found.holder_zh, found.holder_en),
        address=(
            found.address_zh,
            found.address_en,
            *(text for site in found.sites for text in (site["address_zh"], site["address_en"])),
        ),
        scope=(found.scope_zh, found.scope_en),
        standard=(found.standard,),
        effective_on=found.effective_on,
        expires_on=found.expires_on,
        is_valid=found.is_valid,
        last_surveillance_on=found.last_surveillance_on,
    )

"""The certificate as a sealed document: made once, kept under its fingerprint."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from xinheng.apps.certificates import queries
from xinheng.apps.certificates.models import Certificate
from xinheng.apps.documents import actions as documents
from xinheng.apps.documents.queries import place_of
from xinheng.apps.journal import actions as journal
from xinheng.apps.people import queries as people
from xinheng.apps.proofs import actions as proofs
from xinheng.apps.proofs import queries as proof_queries
from xinheng.core.certificates import acts
from xinheng.core.certificates.extras import EXTRA_LINES
from xinheng.core.proofs.words import Purpose
from xinheng.core.shared.actor import CLOCKWORK, Actor
from xinheng.printing import certificate as printing
from xinheng.printing.parties import Body, Client, Site, Standard
from xinheng.printing.seal import seal
from xinheng.proving.code import Claims, address_of, scope_print
from xinheng.proving.keys import key_id
from xinheng.rulebook.codes.standards import standards_of

KIND = "certificate"
CODE, PROOF = "certificate-code.txt", "issue.tlog-proof"


def ensure_seal_key(*, at: datetime) -> int:
    """Make the body's seal key if it has none. Gives the key of the row."""
    body = people.body()
    return int(documents.ensure_seal_key(body_name=body.name_en if body else "Body", at=at).pk)


@transaction.atomic
def sealed_document(*, certificate_id: int, at: datetime, by: Actor = CLOCKWORK) -> bytes:
    """The sealed PDF of a certificate; made at the first call, the same bytes ever after.

    The fingerprint of the file goes into the journal when it is made.
    """
    row = Certificate.objects.select_for_update().get(pk=certificate_id)
    if row.document is not None:
        return place_of(row.document.sha256).read_bytes()
    content = _made(row, at)
    stored = documents.keep(
        name=f"{row.number}.pdf", content=content, media_type="application/pdf", kind=KIND,
        by=by, at=at, case_id=row.case_id, organisation_id=row.organisation_id,
        client_may_see=True, dated_on=row.issued_on,
    )  # fmt: skip
    row.document = stored
    row.save(update_fields=["document"])
    journal.record(
        acts.SEAL, on=row, by=by, at=at, case_id=row.case_id,
        organisation_id=row.organisation_id, number=row.number, sha256=stored.sha256,
    )  # fmt: skip
    return content


def obsolete_copy(*, certificate_id: int, at: datetime) -> bytes:
    """A copy of an ended or superseded certificate that says so across each page; unsealed."""
    row = Certificate.objects.get(pk=certificate_id)
    return printing.print_certificate(_sheet(row, printing.OBSOLETE, at), made_at=at)


def _made(row: Certificate, at: datetime) -> bytes:
    body = people.body()
    name = body.name_en if body else "Body"
    key = documents.ensure_seal_key(body_name=name, at=at)
    pdf = printing.print_certificate(_sheet(row, None, at), made_at=at)
    return seal(pdf, documents.sealer(key), at=at, reason=row.number)


def _sheet(
    row: Certificate, overprint: tuple[str, str] | None, at: datetime
) -> printing.Certificate:
    body = people.body()
    address = f"{settings.PUBLIC_URL}/c/{row.number}"
    code = _code(row, body.approval_number if body else "", at) if not overprint else address
    return printing.Certificate(
        body=Body(
            name_zh=body.name_zh if body else "",
            name_en=body.name_en if body else "",
            address=body.address_zh if body else "",
            approval_number=body.approval_number if body else "",
            phone=body.phone if body else "",
        ),
        holder=Client(
            name_zh=row.holder_zh,
            credit_code=row.credit_code,
            registered_address=row.address_zh,
            name_en=row.holder_en,
            registered_address_en=row.address_en,
        ),
        standards=(_standard(row),),
        sites=tuple(
            Site(
                name_zh=site["name_zh"],
                address=site["address_zh"],
                name_en=site["name_en"],
                address_en=site["address_en"],
                scope_zh=site["activities"],
                is_central=bool(site["central"]),
            )
            for site in row.sites
        ),
        scope_zh=row.scope_zh,
        scope_en=row.scope_en,
        certificate_number=row.number,
        first_issued_on=row.first_issued_on,
        issued_on=row.issued_on,
        effective_on=row.effective_on,
        expires_on=row.expires_on,
        head_name=body.head_zh if body else "",
        qr_text=code,
        attached=_attached(row, code) if not overprint else (),
        public_address=address,
        revision=row.revision,
        revised_on=row.revised_on,
        last_surveillance_on=row.last_surveillance_on,
        extras=tuple(
            printing.Extra(line.zh, line.en, row.extras[line.key])
            for line in EXTRA_LINES
            if row.extras.get(line.key)
        ),
        overprint=overprint,
    )


def _code(row: Certificate, body: str, at: datetime) -> str:
    """The address in the QR code, signed by the body."""
    hand = proofs.signer(purpose=Purpose.CERTIFICATE, at=at)
    claims = Claims(
        body=body, number=row.number, holder=row.holder_zh, credit_code=row.credit_code,
        standard=row.standard, effective_on=row.effective_on, expires_on=row.expires_on,
        scope=scope_print(row.scope_zh), entry=queries.issued_at_entry(row.pk), place=row.pk,
    )  # fmt: skip
    try:
        return address_of(claims, hand, kid=key_id(hand.public_key), site=settings.PUBLIC_URL)
    except ValueError:
        # Under a very long host name no code fits: the plain address still leads to the page.
        return f"{settings.PUBLIC_URL}/c/{row.number}"


def _attached(row: Certificate, code: str) -> tuple[printing.Attached, ...]:
    """What goes along inside the file: the code, and the proof that the issue is in the log."""
    found = []
    if "/V/" in code:
        found.append(printing.Attached(CODE, "text/plain", "The text of the QR code", code))
    proof = proof_queries.log_proof(queries.issued_at_entry(row.pk))
    if proof is not None:
        found.append(printing.Attached(PROOF, "text/plain", "Proof in the log", proof))
    return tuple(found)


def _standard(row: Certificate) -> Standard:
    """The standard with its titles, where the register knows it."""
    known = next(
        (
            one
            for one in standards_of(row.scheme)
            if row.standard.startswith(one.number) or one.number.startswith(row.standard)
        ),
        None,
    )
    if known is None:
        return Standard(number=row.standard, title_zh="")
    return Standard(number=row.standard, title_zh=known.zh, title_en=known.en)

"""Bringing a complaint or an appeal."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from xinheng.apps.cases import actions as cases
from xinheng.apps.certificates import queries as certificates
from xinheng.apps.governance.actions.common import words_given, year_of
from xinheng.apps.governance.models import Matter
from xinheng.apps.governance.queries import matters as queries
from xinheng.apps.journal import actions as journal
from xinheng.apps.people import actions as people
from xinheng.apps.people import queries as people_queries
from xinheng.core.governance import acts
from xinheng.core.governance.matters import is_own_client, source_of
from xinheng.core.governance.sources import APPEALS, COMPLAINTS
from xinheng.core.governance.words import About, MatterKind
from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 10
PREFIX = {MatterKind.COMPLAINT: "TS", MatterKind.APPEAL: "SS"}
LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Receipt:
    """What somebody is given who brings a matter. `code` is not kept anywhere."""

    id: int
    number: str
    code: str


@transaction.atomic
def file(
    *,
    kind: MatterKind,
    about: About,
    subject: str,
    text: str,
    by: Actor,
    at: datetime,
    brought_by: str = "",
    contact: str = "",
    certificate: str = "",
    organisation_id: int | None = None,
) -> Receipt:
    """Bring a complaint, or an appeal against a decision. Anybody may complain; only the client
    a decision is about, or staff who write its appeal down, appeals.

    Nothing else changes: a suspension or withdrawal stays in force.

    Args:
        certificate: number of the certificate it is about, if it is about one.
        organisation_id: the client it is about, where no certificate names it.

    Raises:
        Refused: something is missing, the certificate is unknown, or an appeal is not
            the client's own; carries every reason.
    """
    found = _certificate(certificate)
    of_client = found.organisation_id if found else organisation_id
    if kind == MatterKind.APPEAL and of_client is None:
        of_client = by.organisation_id
    refuse_if(
        [
            *words_given(subject, "subject", source_of(kind)),
            *words_given(text, "text", source_of(kind)),
            *_filing_obstacles(kind, about, certificate, of_client, by),
        ]
    )
    code = "".join(secrets.choice(ALPHABET) for _turn in range(CODE_LENGTH))
    year = year_of(at)
    count = cases.next_number(f"governance-{kind.value}s-{year}")
    row = Matter.objects.create(
        number=f"{PREFIX[kind]}-{year}-{count:04d}",
        kind=kind,
        about=About.BODY if kind == MatterKind.APPEAL else about,
        state_since=localdate(at),
        code_digest=queries.digest(code),
        organisation_id=of_client,
        certificate_id=found.id if found else None,
        case_id=found.case_id if found else None,
        brought_by=brought_by.strip()[:200],
        contact=contact.strip()[:300],
        brought_by_client_id=by.organisation_id,
        subject=subject.strip()[:200],
        text=text.strip()[:LONGEST],
        received_at=at,
        received_by_id=by.person_id,
    )
    # The entry names neither the source nor the client: either may see the case's journal.
    journal.record(acts.FILE, on=row, by=by, at=at, number=row.number, kind=kind)
    people.tell(
        message=_("%(number)s was received: %(subject)s."),
        facts={"number": row.number, "subject": row.subject}, case_id=None, at=at,
        duty=Duty.OVERSEE,
    )  # fmt: skip
    return Receipt(row.pk, row.number, code)


def _certificate(number: str) -> certificates.CertificateView | None:
    try:
        return certificates.by_number(number.strip()) if number.strip() else None
    except certificates.NoCertificate:
        return None


def _filing_obstacles(
    kind: MatterKind, about: About, certificate: str, of_client: int | None, by: Actor
) -> Iterator[Violation]:
    if certificate.strip() and _certificate(certificate) is None:
        yield Violation(
            "governance.certificate-unknown", _("No certificate of this number is registered."),
            COMPLAINTS, field="certificate",
        )  # fmt: skip
    if of_client is not None and not people_queries.is_organisation(of_client):
        yield Violation(
            "governance.client-unknown", _("There is no such client."), COMPLAINTS,
            field="organisation_id",
        )  # fmt: skip
    if kind == MatterKind.APPEAL:
        if by.person_id is None or (by.organisation_id is None and not by.holds(Duty.OVERSEE)):
            yield Violation(
                "governance.appeals-signed-in",
                _("A client appeals after signing in, or in writing to the body."), APPEALS,
            )  # fmt: skip
        if of_client is None:
            yield Violation(
                "governance.appellant-missing", _("Say which client appeals."), APPEALS,
                field="organisation_id",
            )  # fmt: skip
        yield from is_own_client(own=by.organisation_id, about=of_client)

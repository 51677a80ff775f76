"""Transfer to another body: the client takes its whole certification file along."""

import io
import json
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from xinheng.apps.cases.queries import CaseView
from xinheng.apps.certificates import queries
from xinheng.apps.certificates.actions.common import (
    duty,
    locked,
    locked_certificate,
    record,
    set_state,
    tell_client,
)
from xinheng.apps.certificates.actions.documents import sealed_document
from xinheng.apps.certificates.actions.rounds import finish_round
from xinheng.apps.certificates.models import Certificate
from xinheng.apps.decisions import queries as decisions
from xinheng.apps.documents import actions as documents
from xinheng.apps.journal import queries as journal
from xinheng.core.certificates import acts
from xinheng.core.certificates.words import CertificateState, Change
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import refuse_if
from xinheng.core.shared.wording import mark as _

if TYPE_CHECKING:
    from xinheng.apps.documents.models import StoredFile

KIND = "transfer-package"
FORM = "xinheng-transfer/v1"


@transaction.atomic
def transfer_out(
    *,
    case_id: int,
    certificate: int,
    receiver: str,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> "StoredFile":
    """End a certificate because another body takes it over; make the client's package.

    A suspended certificate cannot be transferred (IAF MD 2).

    Returns:
        The package: certificate, history, decisions, journal entries with proofs.

    Raises:
        Refused: carries every reason.
    """
    case, found = locked(case_id, seen)
    row = locked_certificate(case, certificate)
    on = timezone.localdate(at)
    facts = queries.facts_of(row, on, by)
    state = CertificateState(row.state)
    refuse_if(
        [
            *duty(acts.TRANSFER_OUT, by, row, found),
            *queries.life_obstacles("transfer-out", state, by, facts),
        ]
    )
    pdf = sealed_document(certificate_id=row.pk, at=at, by=by)
    row.refresh_from_db()
    stored = documents.keep(
        name=f"{row.number}.zip", content=_package(row, found, pdf, at),
        media_type="application/zip", kind=KIND, by=by, at=at, case_id=case.pk,
        organisation_id=case.organisation_id,
        client_may_see=True, dated_on=on,
    )  # fmt: skip
    set_state(row, CertificateState.TRANSFERRED, on=on)
    entry = record(
        acts.TRANSFER_OUT, row, Change.TRANSFERRED, by=by, at=at, note=receiver,
        receiver=receiver, sha256=stored.sha256,
    )  # fmt: skip
    message = _("Certificate %(number)s was transferred to %(receiver)s; your package is ready.")
    tell_client(case, message, {"number": row.number, "receiver": receiver}, at)
    finish_round(case, found, by=by, at=at, entry=entry)
    return stored


def _package(row: Certificate, found: CaseView, pdf: bytes, at: datetime) -> bytes:
    """The package as an archive with the same bytes for the same file."""
    given = queries.view(row)
    lines = journal.of_object(queries.TYPE, row.pk)
    told = {
        "form": FORM,
        "made_at": at,
        "certificate": {
            name: getattr(given, name)
            for name in given.__dataclass_fields__
            if name not in ("id", "case_id", "organisation_id", "document_id", "version")
        },
        "history": [
            {"change": one.change, "on": one.on, "reason": one.reason, "entry": one.entry}
            for one in queries.happenings(row.pk)
        ],
        "decisions": [
            {"scheme": one.scheme, "outcome": one.outcome, "on": one.decided_on,
             "scope": one.scope_zh}
            for one in decisions.decisions_of_case(row.case_id)
            if one.scheme == row.scheme
        ],
        "nonconformities": [
            {"name": one.name, "clause": one.clause, "grade": one.grade, "state": one.state,
             "statement": one.statement, "due_on": one.due_on}
            for one in decisions.open_findings(found)
            if one.scheme == row.scheme
        ],
        "journal": [
            {"index": line.idx, "act": line.act, "logged_at": line.logged_at, "facts": line.facts}
            for line in lines
        ],
    }  # fmt: skip
    files = {
        "certificate.pdf": pdf,
        "transfer.json": json.dumps(
            told, ensure_ascii=False, indent=1, sort_keys=True, default=_said
        ).encode(),
    }
    files |= {
        f"proofs/{line.idx}.txt": journal.proof(line.idx).as_text().encode() for line in lines
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return target.getvalue()


def _said(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)

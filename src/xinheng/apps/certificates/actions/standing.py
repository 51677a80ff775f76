"""Suspension, restoration, cancellation and expiry."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from xinheng.apps.certificates import queries
from xinheng.apps.certificates.actions.common import (
    decided_outcome,
    duty,
    locked,
    locked_certificate,
    reason_given,
    record,
    set_state,
    tell_client,
)
from xinheng.apps.certificates.actions.rounds import finish_round, surveyed_in
from xinheng.apps.certificates.models import Certificate
from xinheng.apps.documents import queries as documents
from xinheng.core.certificates import acts
from xinheng.core.certificates.words import ALIVE, CertificateState, Change
from xinheng.core.decisions.words import Outcome
from xinheng.core.shared.actor import CLOCKWORK, Actor
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.lists.reasons import CertificateAct


@transaction.atomic
def suspend(
    *,
    case_id: int,
    certificate: int,
    reason: str,
    by: Actor,
    at: datetime,
    note: str = "",
    seen: int | None = None,
) -> Certificate:
    """Suspend a certificate: for the time it is invalid, and its clock runs.

    Raises:
        Refused: carries every reason.
    """
    case, found = locked(case_id, seen)
    row = locked_certificate(case, certificate)
    on = timezone.localdate(at)
    refuse_if(
        [
            *duty(acts.SUSPEND, by, row, found),
            *_life("suspend", row, by, on),
            *queries.independence_obstacles(case_id, by),
            *reason_given(CertificateAct.SUSPEND, reason),
        ]
    )
    decision = decided_outcome(found, row.scheme, Outcome.SUSPEND)
    set_state(row, CertificateState.SUSPENDED, on=on, reason=reason)
    row.last_surveillance_on = surveyed_in(found, row.scheme) or row.last_surveillance_on
    row.suspended_until = queries.due_of("suspension-end", row.scheme, on, {"suspended_on": on}).day
    entry = record(
        acts.SUSPEND, row, Change.SUSPENDED, by=by, at=at, decision=decision, reason=reason,
        note=note, until=row.suspended_until,
    )  # fmt: skip
    message = _("Certificate %(number)s is suspended. The cause must be solved by %(until)s.")
    tell_client(case, message, {"number": row.number, "until": row.suspended_until}, at)
    finish_round(case, found, by=by, at=at, entry=entry)
    return row


@transaction.atomic
def restore(
    *,
    case_id: int,
    certificate: int,
    reason: str,
    by: Actor,
    at: datetime,
    note: str,
    evidence: int | None = None,
    seen: int | None = None,
) -> Certificate:
    """Put a suspended certificate back in force, on grounds and evidence.

    Args:
        note: the grounds.
        evidence: key of the stored file that shows that the cause is solved.

    Raises:
        Refused: carries every reason.
    """
    case, found = locked(case_id, seen)
    row = locked_certificate(case, certificate)
    on = timezone.localdate(at)
    decision = decided_outcome(found, row.scheme, Outcome.RESTORE)
    reasons = [
        *duty(acts.RESTORE, by, row, found),
        *_life("restore", row, by, on),
        *queries.independence_obstacles(case_id, by),
        *reason_given(CertificateAct.RESTORE, reason),
    ]
    if evidence is None and decision is None:
        reasons.append(_no_evidence())
    reasons += documents.file_obstacles(
        evidence, by=by, case_id=case_id, organisation_id=case.organisation_id, field="evidence"
    )
    refuse_if(reasons)
    set_state(row, CertificateState.IN_FORCE, on=on)
    row.last_surveillance_on = surveyed_in(found, row.scheme) or row.last_surveillance_on
    entry = record(
        acts.RESTORE, row, Change.RESTORED, by=by, at=at, decision=decision, reason=reason,
        note=note, evidence_id=evidence, grounds=note,
    )  # fmt: skip
    tell_client(case, _("Certificate %(number)s is in force again."), {"number": row.number}, at)
    finish_round(case, found, by=by, at=at, entry=entry)
    return row


@transaction.atomic
def cancel(
    *,
    case_id: int,
    certificate: int,
    reason: str,
    by: Actor,
    at: datetime,
    note: str = "",
    evidence: int | None = None,
    seen: int | None = None,
) -> Certificate:
    """End a certificate because the client asked for it.

    Raises:
        Refused: carries every reason.
    """
    case, found = locked(case_id, seen)
    row = locked_certificate(case, certificate)
    on = timezone.localdate(at)
    refuse_if(
        [
            *duty(acts.CANCEL, by, row, found),
            *_life("cancel", row, by, on),
            *reason_given(CertificateAct.CANCEL, reason),
            *documents.file_obstacles(
                evidence,
                by=by,
                case_id=case_id,
                organisation_id=case.organisation_id,
                field="evidence",
            ),
        ]
    )
    set_state(row, CertificateState.CANCELLED, on=on, reason=reason)
    entry = record(
        acts.CANCEL, row, Change.CANCELLED, by=by, at=at, reason=reason, note=note,
        evidence_id=evidence,
    )  # fmt: skip
    message = _("Certificate %(number)s was cancelled as you asked.")
    tell_client(case, message, {"number": row.number}, at)
    finish_round(case, found, by=by, at=at, entry=entry)
    return row


def expire_due(*, on: date, at: datetime) -> int:
    """Let every certificate expire whose last day has passed. For the clockwork.

    Each expires in a transaction of its own; a second run finds nothing to do.

    Returns:
        How many expired.
    """
    due = Certificate.objects.filter(state__in=ALIVE, expires_on__lt=on).order_by("pk")
    return sum(_expire(pk, case_id, on, at) for pk, case_id in due.values_list("pk", "case_id"))


@transaction.atomic
def _expire(certificate_id: int, case_id: int, on: date, at: datetime) -> bool:
    case, _found = locked(case_id, None)
    row = locked_certificate(case, certificate_id)
    if CertificateState(row.state) not in ALIVE:
        return False  # somebody else ended it since the list was made
    refuse_if(_life("expire", row, CLOCKWORK, on))
    set_state(row, CertificateState.EXPIRED, on=on)
    record(acts.EXPIRE, row, Change.EXPIRED, by=CLOCKWORK, at=at)
    tell_client(case, _("Certificate %(number)s has expired."), {"number": row.number}, at)
    return True


def _life(move: str, row: Certificate, by: Actor, on: date) -> tuple[Violation, ...]:
    facts = queries.facts_of(row, on, by)
    return queries.life_obstacles(move, CertificateState(row.state), by, facts)


def _no_evidence() -> Violation:
    return Violation(
        code="certificates.no-evidence",
        message=_("Add the evidence that the cause of the suspension is solved."),
        source=acts.STANDING,
        field="evidence",
    )

"""What every act on a certificate shares: the lock, the reasons, the record, the notice."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from xinheng.apps.cases import actions as cases
from xinheng.apps.cases import queries as case_queries
from xinheng.apps.cases.queries import CaseView
from xinheng.apps.certificates import queries
from xinheng.apps.certificates.models import Certificate, Happening
from xinheng.apps.clients import actions as clients
from xinheng.apps.decisions.queries import DecisionView
from xinheng.apps.journal import actions as journal
from xinheng.apps.people import actions as people
from xinheng.apps.programmes import actions as programmes
from xinheng.core.cases.words import CaseState
from xinheng.core.certificates import acts
from xinheng.core.certificates.words import ALIVE, CertificateState, Change
from xinheng.core.decisions.words import Outcome
from xinheng.core.intake.words import BarCause
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor, Where
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.lists.reasons import CertificateAct, reasons, reasons_to

if TYPE_CHECKING:
    from xinheng.apps.cases.models import Case


BARS = {
    CertificateState.SUSPENDED: BarCause.SUSPENDED,
    CertificateState.WITHDRAWN: BarCause.WITHDRAWN,
}


def locked(case_id: int, seen: int | None) -> "tuple[Case, CaseView]":
    """The case, locked for the running act, and what is known of it."""
    case = cases.lock(case_id, seen=seen)
    return case, case_queries.view(case)


def locked_certificate(case: "Case", certificate_id: int) -> Certificate:
    """A certificate of a locked case. Raises Certificate.DoesNotExist."""
    return Certificate.objects.select_for_update().get(pk=certificate_id, case=case)


def duty(act: ActKind, by: Actor, row: Certificate, found: CaseView) -> list[Violation]:
    """Whether `by` may do this to a certificate of this scheme and branch."""
    return list(act.duty_obstacles(by, Where((row.scheme,), found.branch_id)))


def reason_given(act: CertificateAct, key: str) -> list[Violation]:
    """The reason is one of the list for the act."""
    if any(reason.key == key for reason in reasons_to(act)):
        return []
    return [
        Violation(
            code="certificates.unknown-reason",
            message=_("Choose a reason from the list."),
            source=acts.STANDING,
            facts={"reason": key},
            field="reason",
        )
    ]


def reason_text(key: str) -> str:
    """A reason of the list in Chinese, the language of the body's records."""
    return next((reason.zh for reason in reasons() if reason.key == key), key)


def decided_outcome(found: CaseView, scheme: str, *outcomes: Outcome) -> DecisionView | None:
    """The decision on a scheme that waits to be carried out in this round, if there is one."""
    if found.state != CaseState.ATTESTATION:
        return None
    return next(
        (row for row in queries.pending(found) if row.scheme == scheme and row.outcome in outcomes),
        None,
    )


def record(
    act: ActKind,
    row: Certificate,
    change: Change,
    *,
    by: Actor,
    at: datetime,
    decision: DecisionView | None = None,
    reason: str = "",
    note: str = "",
    evidence_id: int | None = None,
    **facts: Any,
) -> int:
    """Write a change into the journal and the history of the certificate; save the row."""
    given: dict[str, Any] = {"reason": reason_text(reason), "reason_key": reason}
    entry = journal.record(
        act,
        on=row,
        by=by,
        at=at,
        case_id=row.case_id,
        organisation_id=row.organisation_id,
        number=row.number,
        state=CertificateState(row.state),
        **(given if reason else {}),
        **facts,
    )
    Happening.objects.create(
        certificate=row,
        round_id=decision.round_id if decision else None,
        decision_id=decision.id if decision else None,
        change=change,
        on=timezone.localdate(at),
        at=at,
        reason=reason,
        note=note,
        evidence_id=evidence_id,
        entry=entry,
    )
    row.version += 1
    row.entry = entry
    row.save()
    _tell_the_record(row, on=timezone.localdate(at))
    return entry


def _tell_the_record(row: Certificate, *, on: date) -> None:
    """Keep the room `clients` informed of what bars a new application (CN-08).

    A bar ends when the suspension is solved. That a suspended certificate was cancelled,
    ran out or went to another body solves nothing.
    """
    state = CertificateState(row.state)
    if cause := BARS.get(state):
        clients.bar(
            organisation_id=row.organisation_id, scheme=row.scheme, certificate=row.number,
            cause=cause, since=on,
        )  # fmt: skip
    elif state in (CertificateState.IN_FORCE, CertificateState.SUPERSEDED):
        clients.lift_bar(certificate=row.number, on=on)


def set_state(row: Certificate, state: CertificateState, *, on: date, reason: str = "") -> None:
    """Write where a certificate stands now. The caller saves.

    With the last living certificate of a case its cycle ends: nothing falls due in it any more.
    """
    row.state, row.state_since, row.reason = state, on, reason
    if state != CertificateState.SUSPENDED:
        row.suspended_until = None
    if state in (*ALIVE, CertificateState.SUPERSEDED):
        return
    living = Certificate.objects.filter(case_id=row.case_id, state__in=ALIVE)
    if not living.exclude(pk=row.pk).exists():
        programmes.end_cycle(case_id=row.case_id, on=on)


def tell_client(case: "Case", message: str, facts: dict[str, object], at: datetime) -> None:
    """Let everybody of the client know what happened to its certificate."""
    people.tell(
        message=message,
        facts=facts,
        case_id=case.pk,
        at=at,
        organisation_id=case.organisation_id,
    )

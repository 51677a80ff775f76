"""The end of a round: its last step, and what falls due after the audit that was held."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Min
from django.utils import timezone

from xinheng.apps.cases import actions as cases
from xinheng.apps.cases import queries as case_queries
from xinheng.apps.cases.queries import CaseView
from xinheng.apps.certificates import queries
from xinheng.apps.certificates.models import Certificate
from xinheng.apps.programmes import actions as programmes
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import CaseState, RoundKind
from xinheng.core.certificates.words import ALIVE
from xinheng.core.shared.actor import Actor

if TYPE_CHECKING:
    from xinheng.apps.cases.models import Case

CERTIFIES = (RoundKind.INITIAL, RoundKind.TRANSFER, RoundKind.RECERTIFICATION)
AUDITED = (RoundKind.SURVEILLANCE, RoundKind.RECERTIFICATION)


def finish_round(
    case: "Case",
    found: CaseView,
    *,
    by: Actor,
    at: datetime,
    entry: int,
    audited_on: date | None = None,
) -> bool:
    """Take the last step of the round once every decision has been carried out.

    Whichever act carries out the last decision ends the round, so what falls due next is
    set here and not by the acts: a surveillance that was held counts, whether it ended in
    continuation, suspension, reduction or anything else, because the clock runs from the
    audit before and not from its outcome.

    Args:
        audited_on: the last day of the audit where the ledger does not tell it.

    Returns:
        Whether the round came to its end.

    Source: ISO/IEC 17021-1:2015, 9.1.3.3; CNCA-QMS-01:2025, 5.4.1.4 (CN-18, CN-19).
    """
    if found.state != CaseState.ATTESTATION or queries.pending(found):
        cases.touch(case)
        return False
    cases.take_step(case, Step.ISSUED, by=by, at=at, entry=entry)
    if found.round.kind in CERTIFIES and _starts_a_cycle(found, by=by, at=at):
        return True
    last = audited_on or audited_in(found)
    if last is not None:
        programmes.audit_done(
            case_id=found.id, last_audit_on=last, by=by, at=at,
            stands_for=found.round.kind == RoundKind.SURVEILLANCE,
        )  # fmt: skip
    return True


def audited_in(found: CaseView) -> date | None:
    """The last day of the audit of the open round, as its ledger tells it."""
    if found.round.kind not in AUDITED:
        return None
    closed = next(
        (line.done_at for line in case_queries.ledger(found) if line.step == Step.VISIT_CLOSED),
        None,
    )
    return timezone.localdate(closed) if closed else None


def surveyed_in(found: CaseView, scheme: str) -> date | None:
    """The last day of the surveillance in which this scheme was decided on, if it is one.

    For acts that carry out a decision: the certificate remembers the audit it was held
    against, also where the outcome is a suspension.
    """
    decided = any(row.scheme == scheme for row in queries.pending(found))
    if found.round.kind != RoundKind.SURVEILLANCE or not decided:
        return None
    return audited_in(found)


def _starts_a_cycle(found: CaseView, *, by: Actor, at: datetime) -> bool:
    """Have the programme of the new cycle set from the earliest days of its certificates."""
    issued = Certificate.objects.filter(
        case_id=found.id, round_id=found.round.id, state__in=ALIVE
    ).aggregate(Min("decided_on"), Min("issued_on"), Min("expires_on"))
    if issued["issued_on__min"] is None:
        return False
    programmes.start_cycle(
        case_id=found.id,
        decided_on=issued["decided_on__min"],
        issued_on=issued["issued_on__min"],
        expires_on=issued["expires_on__min"],
        by=by,
        at=at,
    )
    return True

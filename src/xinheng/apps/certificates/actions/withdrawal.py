"""Withdrawal: proposed by one person, confirmed or dropped by another, published, final."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from xinheng.apps.cases import actions as cases
from xinheng.apps.certificates import queries
from xinheng.apps.certificates.actions.common import (
    duty,
    locked,
    locked_certificate,
    reason_given,
    reason_text,
    record,
    set_state,
    tell_client,
)
from xinheng.apps.certificates.actions.rounds import finish_round
from xinheng.apps.certificates.models import Certificate, WithdrawalProposal
from xinheng.apps.journal import actions as journal
from xinheng.core.certificates import acts
from xinheng.core.certificates.lifecycle import WITHDRAWAL
from xinheng.core.certificates.words import ALIVE, CertificateState, Change, ProposalState
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.lists.reasons import CertificateAct


@transaction.atomic
def propose_withdrawal(
    *,
    case_id: int,
    certificate: int,
    reason: str,
    by: Actor,
    at: datetime,
    note: str = "",
    seen: int | None = None,
) -> WithdrawalProposal:
    """Propose to withdraw a certificate.

    Raises:
        Refused: carries every reason.
    """
    case, found = locked(case_id, seen)
    row = locked_certificate(case, certificate)
    reasons = [
        *duty(acts.PROPOSE_WITHDRAWAL, by, row, found),
        *queries.independence_obstacles(case_id, by),
        *reason_given(CertificateAct.WITHDRAW, reason),
    ]
    if CertificateState(row.state) not in ALIVE:
        reasons.append(_not_alive(row))
    if row.proposals.filter(state=ProposalState.OPEN).exists():
        reasons.append(_already())
    refuse_if(reasons)
    proposal = WithdrawalProposal.objects.create(
        certificate=row, reason=reason, note=note, proposed_at=at, proposed_by_id=by.person_id
    )
    journal.record(
        acts.PROPOSE_WITHDRAWAL, on=row, by=by, at=at, case_id=case.pk,
        organisation_id=case.organisation_id, number=row.number, reason=reason_text(reason),
        reason_key=reason, note=note,
    )  # fmt: skip
    cases.touch(case)
    return proposal


@transaction.atomic
def withdraw(
    *, case_id: int, certificate: int, by: Actor, at: datetime, seen: int | None = None
) -> Certificate:
    """Withdraw a certificate that another person proposed to withdraw. It cannot be undone.

    Raises:
        Refused: carries every reason.
    """
    case, found = locked(case_id, seen)
    row = locked_certificate(case, certificate)
    on = timezone.localdate(at)
    state = CertificateState(row.state)
    facts = queries.facts_of(row, on, by)
    refuse_if(
        [
            *duty(acts.WITHDRAW, by, row, found),
            *queries.life_obstacles("withdraw", state, by, facts),
            *queries.independence_obstacles(case_id, by),
        ]
    )
    proposal = row.proposals.get(state=ProposalState.OPEN)
    _close(proposal, "carry out", by, at)
    set_state(row, CertificateState.WITHDRAWN, on=on, reason=proposal.reason)
    entry = record(
        acts.WITHDRAW, row, Change.WITHDRAWN, by=by, at=at, reason=proposal.reason,
        note=proposal.note, proposed_by=proposal.proposed_by_id,
    )  # fmt: skip
    message = _("Certificate %(number)s was withdrawn. You may appeal.")
    tell_client(case, message, {"number": row.number}, at)
    finish_round(case, found, by=by, at=at, entry=entry)
    return row


@transaction.atomic
def drop_withdrawal(
    *,
    case_id: int,
    certificate: int,
    because: str,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> Certificate:
    """Drop a proposal to withdraw.

    Raises:
        Refused: `by` may not, or nothing is proposed.
    """
    case, found = locked(case_id, seen)
    row = locked_certificate(case, certificate)
    proposal = row.proposals.filter(state=ProposalState.OPEN).first()
    reasons = duty(acts.DROP_WITHDRAWAL, by, row, found)
    if proposal is None:
        reasons.append(_nothing_proposed())
    refuse_if(reasons)
    assert proposal is not None  # noqa: S101 - refused above when there is none
    _close(proposal, "drop", by, at)
    journal.record(
        acts.DROP_WITHDRAWAL, on=row, by=by, at=at, case_id=case.pk,
        organisation_id=case.organisation_id, number=row.number, because=because,
    )  # fmt: skip
    cases.touch(case)
    return row


def _close(proposal: WithdrawalProposal, move: str, by: Actor, at: datetime) -> None:
    made = WITHDRAWAL.step(move, origin=ProposalState(proposal.state), by=by, facts=None)
    proposal.state, proposal.closed_at, proposal.closed_by_id = made.target, at, by.person_id
    proposal.save()


def _not_alive(row: Certificate) -> Violation:
    return Violation(
        code="certificates.not-alive",
        message=_("The certificate is “%(state)s”."),
        source=acts.STANDING,
        facts={"state": CertificateState(row.state)},
    )


def _already() -> Violation:
    return Violation(
        code="certificates.withdrawal-already-proposed",
        message=_("Its withdrawal is already proposed."),
        source=acts.STANDING,
    )


def _nothing_proposed() -> Violation:
    return Violation(
        code="certificates.withdrawal-not-proposed",
        message=_("Nobody has proposed to withdraw this certificate."),
        source=acts.STANDING,
    )

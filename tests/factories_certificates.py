"""Certificates and the rounds after them, for tests."""

from tests.factories import NOON
from tests.factories_decisions import (
    decider,
    officer,
    pass_review,
)
from xinheng.apps.cases import actions as case_actions
from xinheng.apps.cases.models import StepRecord
from xinheng.apps.certificates import actions
from xinheng.apps.certificates.models import Certificate
from xinheng.apps.documents.models import StoredFile
from xinheng.apps.programmes import actions as programmes
from xinheng.core.cases.steps import Step, steps_of
from xinheng.core.certificates.words import CertificateState
from xinheng.core.shared.actor import CLOCKWORK, Actor, Duty

S = CertificateState
OVERDUE = "suspend.surveillance-overdue"
UNSOLVED = "withdraw.suspension-not-solved"


def codes(refusal) -> list[str]:
    return [violation.code for violation in refusal.value.violations]


def state_of(row: Certificate) -> CertificateState:
    row.refresh_from_db()
    return CertificateState(row.state)


def issue(case, scheme="QMS", by=None, at=NOON, **more):
    return actions.issue(case_id=case.pk, scheme=scheme, by=by or officer(), at=at, **more)


def suspend(row, by=None, at=NOON, reason=OVERDUE):
    return actions.suspend(
        case_id=row.case_id, certificate=row.pk, reason=reason, by=by or decider(), at=at
    )


def withdraw(row, at=NOON):
    actions.propose_withdrawal(
        case_id=row.case_id, certificate=row.pk, reason=UNSOLVED, by=officer(), at=at
    )
    return actions.withdraw(case_id=row.case_id, certificate=row.pk, by=decider(), at=at)


def next_round(case, kind, at=NOON):
    """The next round of a case, its ledger written up to the review, and reviewed."""
    case_actions.open_round(
        case_id=case.pk, kind=kind, due_on=None,
        by=Actor(None, "planner", frozenset({Duty.PLAN_AUDITS})), at=at,
    )  # fmt: skip
    return written_up_to_review(case, at)


def due_round(case, at):
    """The round the clockwork opens for what falls due, its ledger written up to the review."""
    assert case.pk in programmes.open_due_rounds(on=at.date(), by=CLOCKWORK, at=at)
    return written_up_to_review(case, at)


def written_up_to_review(case, at):
    """The open round of a case, its ledger written up to the review, and reviewed."""
    current = case.rounds.get(ended_at=None)
    for rule in steps_of(current.kind):
        if rule.step == Step.REVIEWED:
            break
        StepRecord.objects.create(round=current, step=rule.step, done_at=at, entry=0)
    case.refresh_from_db()
    case_actions.settle(case, current)
    return pass_review(case)


def shown(case):
    """A file that was stored for the case."""
    return StoredFile.objects.create(
        sha256="0" * 64, name="x", media_type="x", size_bytes=0, kind="x", stored_at=NOON,
        case_id=case.pk,
    )  # fmt: skip

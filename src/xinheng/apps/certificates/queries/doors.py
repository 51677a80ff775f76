"""What may be done to the certificates of a case."""

from collections.abc import Iterator, Mapping
from datetime import date

from xinheng.apps.cases import queries as cases
from xinheng.apps.cases.queries import CaseView
from xinheng.apps.certificates.models import Certificate
from xinheng.apps.certificates.queries.basic import (
    ProposalView,
    independence_obstacles,
    open_proposals,
    pending,
)
from xinheng.core.cases.acts import CLOSE
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import CaseState
from xinheng.core.certificates import acts
from xinheng.core.certificates.lifecycle import CERTIFICATE, CertificateFacts
from xinheng.core.certificates.words import ALIVE, CertificateState
from xinheng.core.decisions.words import Outcome
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor, Where
from xinheng.core.shared.door import Door
from xinheng.core.shared.violation import Violation

EARLY = (
    CaseState.SELECTION,
    CaseState.DETERMINATION,
    CaseState.REVIEW,
    CaseState.DECISION,
    CaseState.REFUSED,
)
CARRIES: Mapping[Outcome, ActKind] = {
    Outcome.GRANT: acts.ISSUE,
    Outcome.RENEW: acts.ISSUE,
    Outcome.MAINTAIN: acts.KEEP,
    Outcome.REFUSE: acts.KEEP,
    Outcome.REDUCE: acts.REDUCE,
    Outcome.EXTEND: acts.EXTEND,
    Outcome.SUSPEND: acts.SUSPEND,
    Outcome.RESTORE: acts.RESTORE,
}
FREE_ACTS = (
    ("suspend", acts.SUSPEND),
    ("restore", acts.RESTORE),
    ("cancel", acts.CANCEL),
    ("transfer-out", acts.TRANSFER_OUT),
)


def may_have_certificates(found: CaseView) -> bool:
    """Whether a case has come far enough to have a certificate, in this round or an earlier one."""
    return found.round.number > 1 or found.state not in EARLY


def how_many_alive(case_id: int) -> int:
    """How many certificates of a case are in force or suspended."""
    return Certificate.objects.filter(case_id=case_id, state__in=ALIVE).count()


def doors(found: CaseView, viewer: Actor, on: date) -> tuple[Door, ...]:
    """What may be done to the certificates of a case, open or closed with every reason."""
    return tuple(_doors(found, viewer, on))


def _doors(found: CaseView, viewer: Actor, on: date) -> Iterator[Door]:
    if not may_have_certificates(found):
        return
    rows = list(Certificate.objects.filter(case_id=found.id, state__in=ALIVE).order_by("pk"))
    by_scheme = {row.scheme: row for row in rows}
    if found.state == CaseState.ATTESTATION:
        for decision in pending(found):
            act = CARRIES[decision.outcome]
            target = by_scheme.get(decision.scheme)
            where = Where((decision.scheme,), found.branch_id)
            yield Door(
                act,
                tuple(act.duty_obstacles(viewer, where)),
                target=decision.id if act == acts.ISSUE else target.pk if target else None,
                about=decision.scheme,
            )
        return
    if found.state in (CaseState.SURVEILLANCE, CaseState.STOPPED) and not rows:
        yield Door(CLOSE, tuple(CLOSE.duty_obstacles(viewer, found.where)))
    if found.state != CaseState.SURVEILLANCE and not rows:
        return
    proposals = open_proposals(found.id)
    shared = tuple(independence_obstacles(found.id, viewer))
    for row in rows:
        yield from _life_doors(row, found, viewer, on, proposals.get(row.pk), shared)


def _life_doors(
    row: Certificate,
    found: CaseView,
    viewer: Actor,
    on: date,
    proposal: ProposalView | None,
    shared: tuple[Violation, ...],
) -> Iterator[Door]:
    where = Where((row.scheme,), found.branch_id)
    facts = CertificateFacts(
        on,
        row.expires_on,
        row.suspended_until,
        proposal.proposed_by_id if proposal else None,
        viewer.person_id,
    )
    state = CertificateState(row.state)
    for move, act in FREE_ACTS:
        if any(m.name == move for m in CERTIFICATE.moves_from(state)):
            own = _own(move, state, viewer, facts)
            independent = shared if act in (acts.SUSPEND, acts.RESTORE) else ()
            reasons = (*act.duty_obstacles(viewer, where), *own, *independent)
            yield Door(act, reasons, target=row.pk, about=row.number)
    act = acts.WITHDRAW if proposal else acts.PROPOSE_WITHDRAWAL
    own = _own("withdraw", state, viewer, facts) if proposal else ()
    reasons = (*act.duty_obstacles(viewer, where), *own, *shared)
    yield Door(act, reasons, target=row.pk, about=row.number)
    if proposal:
        dropping = tuple(acts.DROP_WITHDRAWAL.duty_obstacles(viewer, where))
        yield Door(acts.DROP_WITHDRAWAL, dropping, target=row.pk, about=row.number)


def _own(
    move: str, state: CertificateState, by: Actor, facts: CertificateFacts
) -> tuple[Violation, ...]:
    """What the life itself says; who may act is said by the act."""
    found = CERTIFICATE.obstacles(move, origin=state, by=by, facts=facts)
    return tuple(violation for violation in found if violation.code != "duty-missing")


life_obstacles = _own


def issue_obstacles(found: CaseView) -> tuple[Violation, ...]:
    """Every step of the ledger that is missing before a certificate."""
    return cases.obstacles_to(found, Step.ISSUED)

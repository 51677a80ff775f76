"""The life of a visit, and of a proposal to withdraw the team."""

from collections.abc import Collection

from xinheng.core.audits import sources as src
from xinheng.core.audits.words import ProposalState, Stage, VisitState
from xinheng.core.cases.steps import Step
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.lifecycle import Lifecycle, Move

S, P, D = VisitState, ProposalState, Duty

VISIT: Lifecycle[VisitState, None] = Lifecycle(
    "visit",
    #    move             from          to            by                    source
    Move("send",          S.DRAFT,      S.SENT,       D.PLAN_AUDITS,        src.PLAN),
    Move("send as leader", S.DRAFT,     S.SENT,       D.LEAD,               src.PLAN),
    Move("confirm",       S.SENT,       S.CONFIRMED,  D.APPLY,              src.PLAN),
    Move("decline",       S.SENT,       S.DRAFT,      D.APPLY,              src.PLAN),
    Move("revise",        S.SENT,       S.DRAFT,      D.PLAN_AUDITS,        src.PLAN),
    Move("revise",        S.CONFIRMED,  S.DRAFT,      D.PLAN_AUDITS,        src.PLAN),
    Move("revise as leader", S.SENT,    S.DRAFT,      D.LEAD,               src.PLAN),
    Move("revise as leader", S.CONFIRMED, S.DRAFT,    D.LEAD,               src.PLAN),
    Move("open",          S.CONFIRMED,  S.OPENED,     D.LEAD,               src.OPENING),
    Move("close",         S.OPENED,     S.CLOSED,     D.LEAD,               src.CLOSING),
    Move("conclude",      S.CLOSED,     S.CONCLUDED,  D.LEAD,               src.STAGE1),
    Move("withdraw",      S.CONFIRMED,  S.WITHDRAWN,  D.APPROVE_WITHDRAWAL, src.WITHDRAWAL),
    Move("withdraw",      S.OPENED,     S.WITHDRAWN,  D.APPROVE_WITHDRAWAL, src.WITHDRAWAL),
    Move("withdraw",      S.CLOSED,     S.WITHDRAWN,  D.APPROVE_WITHDRAWAL, src.WITHDRAWAL),
)  # fmt: skip

PROPOSAL: Lifecycle[ProposalState, None] = Lifecycle(
    "withdrawal of the team",
    Move("approve", P.PROPOSED, P.APPROVED, D.APPROVE_WITHDRAWAL, src.WITHDRAWAL),
    Move("reject",  P.PROPOSED, P.REJECTED, D.APPROVE_WITHDRAWAL, src.WITHDRAWAL),
)  # fmt: skip

# Which step of the case shows that a visit has come this far, and where it stands without it.
REACHED: dict[Stage, tuple[tuple[Step, VisitState], ...]] = {
    Stage.STAGE1: (
        (Step.STAGE1_PLANNED, S.DRAFT),
        (Step.STAGE1_CONFIRMED, S.SENT),
        (Step.STAGE1_HELD, S.OPENED),
        (Step.STAGE1_CONCLUDED, S.CLOSED),
    ),
    Stage.VISIT: (
        (Step.VISIT_PLANNED, S.DRAFT),
        (Step.VISIT_CONFIRMED, S.SENT),
        (Step.VISIT_OPENED, S.CONFIRMED),
        (Step.VISIT_CLOSED, S.OPENED),
    ),
}
PLANNED = {Stage.STAGE1: Step.STAGE1_PLANNED, Stage.VISIT: Step.VISIT_PLANNED}
CONFIRMED = {Stage.STAGE1: Step.STAGE1_CONFIRMED, Stage.VISIT: Step.VISIT_CONFIRMED}
HELD = {Stage.STAGE1: Step.STAGE1_HELD, Stage.VISIT: Step.VISIT_CLOSED}
ORDER = tuple(VisitState)


def standing(stage: Stage, state: VisitState, done: Collection[Step]) -> VisitState:
    """Where a visit stands once steps that were returned are taken into account.

    A step of the ledger that was sent back takes the visit back with it.
    """
    if state == VisitState.WITHDRAWN:
        return state
    for step, without_it in REACHED[stage]:
        if step not in done:
            return min(state, without_it, key=ORDER.index)
    return state

"""The life of a plan of many audits."""

from xinheng.core.scheduling.acts import TEAM
from xinheng.core.scheduling.words import DraftState
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.lifecycle import Lifecycle, Move

S, D = DraftState, Duty

DRAFT: Lifecycle[DraftState, None] = Lifecycle(
    "draft of a plan",
    #    move       from          to            by             source
    Move("search",  S.WAITING,    S.SEARCHING,  D.CLOCKWORK,   TEAM),
    Move("find",    S.SEARCHING,  S.READY,      D.CLOCKWORK,   TEAM),
    Move("fail",    S.SEARCHING,  S.FAILED,     D.CLOCKWORK,   TEAM),
    Move("improve", S.READY,      S.WAITING,    D.PLAN_AUDITS, TEAM),
    Move("accept",  S.READY,      S.ACCEPTED,   D.PLAN_AUDITS, TEAM),
    Move("discard", S.WAITING,    S.DISCARDED,  D.PLAN_AUDITS, TEAM),
    Move("discard", S.READY,      S.DISCARDED,  D.PLAN_AUDITS, TEAM),
    Move("discard", S.FAILED,     S.DISCARDED,  D.PLAN_AUDITS, TEAM),
)  # fmt: skip

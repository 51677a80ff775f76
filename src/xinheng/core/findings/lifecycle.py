"""The life of a nonconformity."""

from xinheng.core.findings import sources as src
from xinheng.core.findings.words import FindingState
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.lifecycle import Lifecycle, Move

S, D = FindingState, Duty

FINDING: Lifecycle[FindingState, None] = Lifecycle(
    "nonconformity",
    #    move           from          to            by       source
    Move("answer",      S.RAISED,     S.ANSWERED,   D.APPLY, src.CAUSES),
    Move("answer",      S.RETURNED,   S.ANSWERED,   D.APPLY, src.CAUSES),
    Move("accept",      S.ANSWERED,   S.ACCEPTED,   D.AUDIT, src.BEFORE_DECISION),
    Move("return",      S.ANSWERED,   S.RETURNED,   D.AUDIT, src.CAUSES),
    Move("return",      S.ACCEPTED,   S.RETURNED,   D.AUDIT, src.EFFECT),
    Move("verify",      S.ACCEPTED,   S.VERIFIED,   D.AUDIT, src.EFFECT),
    Move("take back",   S.RAISED,     S.TAKEN_BACK, D.LEAD,  src.STANDARD_PREVAILS),
    Move("take back",   S.ANSWERED,   S.TAKEN_BACK, D.LEAD,  src.STANDARD_PREVAILS),
    Move("take back",   S.RETURNED,   S.TAKEN_BACK, D.LEAD,  src.STANDARD_PREVAILS),
    Move("take back",   S.ACCEPTED,   S.TAKEN_BACK, D.LEAD,  src.STANDARD_PREVAILS),
)  # fmt: skip

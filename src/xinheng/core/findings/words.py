"""The words used of findings and the report."""

from xinheng.core.cases.words import RoundKind
from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _


class Grade(Named):
    """How grave a nonconformity is."""

    MAJOR = "major", _("Major nonconformity")
    MINOR = "minor", _("Minor nonconformity")


class FindingState(Named):
    """How far a nonconformity has come."""

    RAISED = "raised", _("Waits for the client")
    ANSWERED = "answered", _("Waits for the team")
    RETURNED = "returned", _("Returned to the client")
    ACCEPTED = "accepted", _("Plan accepted")
    VERIFIED = "verified", _("Verified and closed")
    TAKEN_BACK = "taken-back", _("Taken back")


class Recommendation(Named):
    """What the team recommends for one scheme."""

    GRANT = "grant", _("Grant certification")
    MAINTAIN = "maintain", _("Maintain certification")
    RENEW = "renew", _("Renew certification")
    REDUCE = "reduce", _("Reduce the scope of certification")
    EXTEND = "extend", _("Extend the scope of certification")
    SUSPEND = "suspend", _("Suspend certification")
    WITHDRAW = "withdraw", _("Withdraw certification")
    REFUSE = "refuse", _("Refuse certification")


R, K = Recommendation, RoundKind
LATER = (R.MAINTAIN, R.REDUCE, R.EXTEND, R.SUSPEND, R.WITHDRAW)
RECOMMENDED: dict[RoundKind, tuple[Recommendation, ...]] = {
    K.INITIAL: (R.GRANT, R.REFUSE),
    K.SURVEILLANCE: LATER,
    K.SPECIAL: LATER,
    K.RECERTIFICATION: (R.RENEW, R.REDUCE, R.REFUSE),
    K.TRANSFER: (R.GRANT, R.REFUSE),
}

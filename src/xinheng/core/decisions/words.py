"""The words used of the review and the decision."""

from xinheng.core.cases.words import RoundKind
from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _


class Recommendation(Named):
    """What the technical reviewer recommends to the decision makers."""

    FOR = "for", _("Recommended")
    FOR_LESS = "for-less", _("Recommended with a narrower scope")
    AGAINST = "against", _("Not recommended")


class Verdict(Named):
    """What the reviewer found of one item of the file."""

    GOOD = "good", _("In order")
    RETURNED = "returned", _("Returned")


class ReviewState(Named):
    """Whether a review still stands."""

    STANDING = "standing", _("Standing")
    UNDONE = "undone", _("Undone")


class Outcome(Named):
    """What may be decided of one scheme."""

    GRANT = "grant", _("Grant certification")
    RENEW = "renew", _("Renew certification")
    MAINTAIN = "maintain", _("Maintain certification")
    EXTEND = "extend", _("Extend the scope")
    REDUCE = "reduce", _("Reduce the scope")
    SUSPEND = "suspend", _("Suspend certification")
    RESTORE = "restore", _("Restore certification")
    REFUSE = "refuse", _("Refuse certification")


class DecisionState(Named):
    """How far a decision on one scheme has come."""

    PROPOSED = "proposed", _("Waiting for the second person")
    DECIDED = "decided", _("Decided")
    RETURNED = "returned", _("Returned undecided")


O = Outcome  # noqa: E741 - read as a column of the table below

OUTCOMES_OF: dict[RoundKind, tuple[Outcome, ...]] = {
    RoundKind.INITIAL: (O.GRANT, O.REFUSE),
    RoundKind.TRANSFER: (O.GRANT, O.REFUSE),
    RoundKind.SURVEILLANCE: (O.MAINTAIN, O.REDUCE, O.SUSPEND, O.RESTORE),
    RoundKind.RECERTIFICATION: (O.RENEW, O.REFUSE),
    RoundKind.SPECIAL: (O.MAINTAIN, O.EXTEND, O.REDUCE, O.SUSPEND, O.RESTORE),
}
TWO_PERSONS = frozenset({O.GRANT, O.RENEW, O.EXTEND})
"""Outcomes that a second person confirms. Source: Regulations, art. 22 (CN-45)."""
CERTIFYING = frozenset({O.GRANT, O.RENEW})
"""Outcomes after which a certificate is issued for the scheme."""

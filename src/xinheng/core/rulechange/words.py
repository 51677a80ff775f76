"""The words used of what a change of rules moves."""

from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _


class EffectKind(Named):
    """What of a case a change of rules moves."""

    DUE = "due", _("Day an audit falls due")
    TIME = "time", _("Time of the next audit")
    ROUND = "round", _("Audit time of the open round")
    QUOTATION = "quotation", _("Quotation sent")
    WINDOW = "window", _("Window of the programme")


MOVABLE = frozenset({EffectKind.DUE, EffectKind.ROUND, EffectKind.WINDOW})
"""What is kept and can be moved. The next audit is reckoned when its round opens, and a
quotation that was sent is not changed behind the client's back: it is made anew."""


class EffectState(Named):
    """Whether an effect was moved."""

    TO_MOVE = "to-move", _("Not moved yet")
    MOVED = "moved", _("Moved to the new rules")
    FOLLOWED = "followed", _("Followed by itself when the rules began")
    REFUSED = "refused", _("Could not be moved")
    LATER = "later", _("Follows by itself or is made anew")

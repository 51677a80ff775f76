"""The words of planning many audits at once."""

from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _


class DraftState(Named):
    """Where a plan stands. Until it is accepted nobody is told anything of it."""

    WAITING = "waiting", _("Waits for its search")
    SEARCHING = "searching", _("Is being searched for")
    READY = "ready", _("Draft")
    ACCEPTED = "accepted", _("Accepted")
    FAILED = "failed", _("Search failed")
    DISCARDED = "dropped", _("Discarded")

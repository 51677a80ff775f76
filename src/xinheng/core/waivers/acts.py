"""What is done about waivers."""

from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import mark as _

D = Duty
WAIVERS = Source("House settings", "waivers", "1", "cb-practice")
# Whoever meets a closed door in the work may ask; nobody approves what they asked for.
ASKERS = (
    D.RECEIVE, D.CHECK_CLAIMS, D.REVIEW_APPLICATIONS, D.QUOTE, D.PLAN_AUDITS, D.LEAD, D.REVIEW,
    D.DECIDE, D.ISSUE, D.OVERSEE,
)  # fmt: skip

ASK = ActKind(
    "waivers.ask", _("Ask for a waiver"),
    _("asked for waiver no. %(number)s from the rule “%(rule)s”: %(because)s"), ASKERS, WAIVERS,
)  # fmt: skip
APPROVE = ActKind(
    "waivers.approve", _("Approve waiver"),
    _("approved waiver no. %(number)s from the rule “%(rule)s” until %(until)s: %(because)s"),
    (D.WAIVE,), WAIVERS,
)  # fmt: skip
REFUSE = ActKind(
    "waivers.refuse", _("Refuse waiver"),
    _("refused waiver no. %(number)s from the rule “%(rule)s”: %(because)s"), (D.WAIVE,), WAIVERS,
)  # fmt: skip
REVOKE = ActKind(
    "waivers.revoke", _("Revoke waiver"),
    _("revoked waiver no. %(number)s from the rule “%(rule)s”: %(because)s"), (D.WAIVE,), WAIVERS,
)  # fmt: skip

ACTS = (ASK, APPROVE, REFUSE, REVOKE)

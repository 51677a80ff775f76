"""What is done about a change of rules."""

from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import mark as _

D = Duty
CHANGES = Source("ISO/IEC 17021-1", "9.1.3", "2015", "from memory, unverified")

ASK = ActKind(
    "rulechange.ask",
    _("Find out what a change of rules moves"),
    _("asked what changes between the rules of %(before)s and of %(after)s"),
    (D.PLAN_AUDITS, D.KEEP_RULES, D.OVERSEE),
    CHANGES,
)
MOVE = ActKind(
    "rulechange.move",
    _("Move what was chosen to the new rules"),
    _("chose %(count)s effects of a change of rules to be moved"),
    (D.PLAN_AUDITS,),
    CHANGES,
)
MOVED = ActKind(
    "rulechange.moved",
    _("Move a case to the new rules"),
    _("moved the case to the rules of %(rules_on)s: %(what)s"),
    (D.PLAN_AUDITS,),
    CHANGES,
)

ACTS = (ASK, MOVE, MOVED)

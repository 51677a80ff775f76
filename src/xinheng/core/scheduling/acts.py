"""What is done about plans of many audits."""

from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import mark as _

D = Duty
TEAM = Source("ISO/IEC 17021-1", "9.2.2", "2015", "from memory, unverified")

PLAN = ActKind(
    "scheduling.plan", _("Plan the open audits"),
    _("had teams and days searched for the open audits from %(first)s to %(last)s"),
    (D.PLAN_AUDITS,), TEAM,
)  # fmt: skip
STOP = ActKind(
    "scheduling.stop", _("Stop and keep the best"),
    _("stopped the search and kept the best plan so far"), (D.PLAN_AUDITS,), TEAM,
)  # fmt: skip
IMPROVE = ActKind(
    "scheduling.improve", _("Search on"),
    _("had the search go on around %(locked)s locked lines"), (D.PLAN_AUDITS,), TEAM,
)  # fmt: skip
CHANGE = ActKind(
    "scheduling.change", _("Change a line"), _("changed %(line)s in the draft"),
    (D.PLAN_AUDITS,), TEAM,
)  # fmt: skip
LOCK = ActKind(
    "scheduling.lock", _("Lock a line"), _("locked or unlocked %(line)s in the draft"),
    (D.PLAN_AUDITS,), TEAM,
)  # fmt: skip
UNDO = ActKind(
    "scheduling.undo", _("Undo"), _("took the last change of the draft back"),
    (D.PLAN_AUDITS,), TEAM,
)  # fmt: skip
ACCEPT = ActKind(
    "scheduling.accept", _("Accept the plan"),
    _("accepted %(count)s lines of the plan: %(cases)s"), (D.PLAN_AUDITS,), TEAM,
)  # fmt: skip
DISCARD = ActKind(
    "scheduling.discard", _("Discard the draft"), _("discarded the draft"), (D.PLAN_AUDITS,), TEAM,
)  # fmt: skip
REPAIR = ActKind(
    "scheduling.repair", _("Plan again after an illness"),
    _("had the plan repaired: %(person)s is ill from %(first)s to %(last)s"),
    (D.PLAN_AUDITS,), TEAM,
)  # fmt: skip

ACTS = (PLAN, STOP, IMPROVE, CHANGE, LOCK, UNDO, ACCEPT, DISCARD, REPAIR)

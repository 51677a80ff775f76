"""What people do to a case as a whole."""

from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import mark as _

D = Duty
RECORDS = Source("ISO/IEC 17021-1", "9.9", "2015")
PROGRAMME = Source("ISO/IEC 17021-1", "9.1.3.1", "2015")
DECISION = Source("ISO/IEC 17021-1", "9.5.1", "2015")
WITHDRAWAL = Source("检验认证", "哪些情况会导致审查组撤组")
NO_SKIP = Source("认证认可条例", "第二十一条", "2023-07-20", "verified-1")

OPEN = ActKind("cases.open", _("Open case"), _("opened the case"), (D.APPLY, D.RECEIVE), RECORDS)
CHOOSE_BRANCH = ActKind(
    "cases.choose-branch",
    _("Choose the branch"),
    _("gave the case to “%(branch)s”"),
    (D.RECEIVE, D.REVIEW_APPLICATIONS, D.PLAN_AUDITS, D.OVERSEE),
    RECORDS,
)
OPEN_ROUND = ActKind(
    "cases.open-round",
    _("Open next round"),
    _("opened the round “%(kind)s”"),
    (D.PLAN_AUDITS, D.CLOCKWORK, D.ISSUE),
    PROGRAMME,
)
REOPEN_STEP = ActKind(
    "cases.reopen-step",
    _("Return a step"),
    _("returned the step “%(step)s”: %(because)s"),
    (D.REVIEW, D.DECIDE, D.PLAN_AUDITS, D.LEAD, D.REVIEW_APPLICATIONS, D.APPROVE_WITHDRAWAL),
    NO_SKIP,
)
REFUSE = ActKind(
    "cases.refuse",
    _("Refuse"),
    _("refused the case: %(because)s"),
    (D.REVIEW_APPLICATIONS, D.DECIDE),
    DECISION,
)
STOP = ActKind(
    "cases.stop",
    _("Stop the case"),
    _("stopped the case: %(because)s"),
    (D.APPROVE_WITHDRAWAL,),
    WITHDRAWAL,
)
RESUME = ActKind(
    "cases.resume", _("Plan again"), _("took the case up again"), (D.PLAN_AUDITS,), WITHDRAWAL
)
CLOSE = ActKind(
    "cases.close", _("Close case"), _("closed the case: %(because)s"), (D.ISSUE,), RECORDS
)

ACTS = (OPEN, CHOOSE_BRANCH, OPEN_ROUND, REOPEN_STEP, REFUSE, STOP, RESUME, CLOSE)

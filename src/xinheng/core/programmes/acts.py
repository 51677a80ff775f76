"""What is done about audit time, the programme and the cycle."""

from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import mark as _

D = Duty
TIME = Source("ISO/IEC 17021-1", "9.1.4", "2015", "verified-1")
PROGRAMME = Source("ISO/IEC 17021-1", "9.1.3.1", "2015", "from memory, unverified")
CYCLE = Source("ISO/IEC 17021-1", "9.1.3.2", "2015", "from memory, unverified")
ACTUALS = Source("检验认证", "哪些情况会导致审查组撤组")

RECKON_TIME = ActKind(
    "programmes.reckon-time",
    _("Reckon audit time"),
    _("reckoned the audit time: %(days)s auditor-days"),
    (D.PLAN_AUDITS, D.REVIEW_APPLICATIONS, D.QUOTE),
    TIME,
)
OVERRIDE = ActKind(
    "programmes.override-time",
    _("Set audit time by hand"),
    _("set or asked to set the audit time to %(days)s auditor-days: %(because)s"),
    (D.PLAN_AUDITS, D.REVIEW_APPLICATIONS, D.QUOTE),
    TIME,
)
ANSWER_WAIVER = ActKind(
    "programmes.answer-waiver",
    _("Answer the request for less audit time"),
    _("answered the request for %(days)s auditor-days: %(answer)s"),
    (D.WAIVE,),
    TIME,
)
RECOMPUTE = ActKind(
    "programmes.recompute-for-actuals",
    _("Reckon audit time again for the people found"),
    _("reckoned the audit time again: %(before)s became %(days)s auditor-days"),
    (D.LEAD, D.AUDIT, D.PLAN_AUDITS),
    ACTUALS,
)
SET_PROGRAMME = ActKind(
    "programmes.set-programme",
    _("Set audit programme"),
    _("set the audit programme, version %(version)s"),
    (D.PLAN_AUDITS,),
    PROGRAMME,
)
START_CYCLE = ActKind(
    "programmes.start-cycle",
    _("Start the certification cycle"),
    _("started the cycle; the first surveillance is due on %(due)s"),
    (D.ISSUE, D.CLOCKWORK),
    CYCLE,
)
AUDIT_DONE = ActKind(
    "programmes.audit-done",
    _("Note the audit done"),
    _("noted the surveillance of %(last)s; the next audit is due on %(due)s"),
    (D.ISSUE, D.DECIDE, D.CLOCKWORK),
    CYCLE,
)
RECKON_AGAIN = ActKind(
    "programmes.reckon-again",
    _("Reckon due days again"),
    _(
        "reckoned the due days again by the rules now in force: %(what)s; the next audit is due on "
        "%(due)s"
    ),
    (D.CLOCKWORK, D.PLAN_AUDITS),
    CYCLE,
)

ACTS = (
    RECKON_TIME, OVERRIDE, ANSWER_WAIVER, RECOMPUTE, SET_PROGRAMME, START_CYCLE, AUDIT_DONE,
    RECKON_AGAIN,
)  # fmt: skip

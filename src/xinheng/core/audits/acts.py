"""What is done about visits: their plan, their meetings, and the withdrawal of a team."""

from xinheng.core.audits import sources as s
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.wording import mark as _

D = Duty
PLANS = (D.PLAN_AUDITS, D.LEAD)

SAVE_PLAN = ActKind(
    "audits.save-plan", _("Write audit plan"), _("wrote the plan of “%(stage)s”"), PLANS, s.PLAN
)
SEND_PLAN = ActKind(
    "audits.send-plan",
    _("Send audit plan"),
    _("sent the plan of “%(stage)s” to the client: %(first_on)s to %(last_on)s"),
    PLANS,
    s.PLAN,
)
REVISE_PLAN = ActKind(
    "audits.revise-plan",
    _("Take plan back"),
    _("took the plan of “%(stage)s” back: %(because)s"),
    PLANS,
    s.PLAN,
)
CONFIRM_PLAN = ActKind(
    "audits.confirm-plan",
    _("Confirm audit plan"),
    _("confirmed the plan of “%(stage)s”; %(top_manager)s will attend"),
    (D.APPLY,),
    s.PLAN,
)
DECLINE_PLAN = ActKind(
    "audits.decline-plan",
    _("Decline audit plan"),
    _("declined the plan of “%(stage)s”: %(because)s"),
    (D.APPLY,),
    s.PLAN,
)
TELL_BODY = ActKind(
    "audits.tell-body",
    _("Report to the body"),
    _("reported to the body: %(event)s. %(note)s"),
    (D.LEAD,),
    s.EVENTS,
)
OPEN_STAGE1 = ActKind(
    "audits.open-stage1",
    _("Record opening of stage 1"),
    _("opened stage 1"),
    (D.LEAD,),
    s.OPENING,
)
CLOSE_STAGE1 = ActKind(
    "audits.close-stage1", _("Record end of stage 1"), _("held stage 1"), (D.LEAD,), s.STAGE1
)
CONCLUDE_STAGE1 = ActKind(
    "audits.conclude-stage1",
    _("Conclude stage 1"),
    _("concluded stage 1; ready for stage 2: %(ready)s"),
    (D.LEAD,),
    s.STAGE1,
)
OPEN_VISIT = ActKind(
    "audits.open-visit",
    _("Record opening meeting"),
    _("held the opening meeting; top manager present: %(top_manager_present)s"),
    (D.LEAD,),
    s.OPENING,
)
SIGN_IN = ActKind(
    "audits.sign-in",
    _("Sign in"),
    _("signed %(person)s in for %(day)s (%(half)s)"),
    (D.AUDIT, D.LEAD),
    s.AUDIT_TIME,
)
ADD_EVIDENCE = ActKind(
    "audits.add-evidence",
    _("Add evidence"),
    _("added evidence dated %(dated_on)s"),
    (D.AUDIT, D.LEAD),
    s.EVIDENCE,
)
EXTEND_PLAN = ActKind(
    "audits.extend-plan",
    _("Plan additional time"),
    _("planned additional audit time"),
    PLANS,
    s.HEADCOUNT,
)
COMPARE_ACTUALS = ActKind(
    "audits.compare-actuals",
    _("Compare people and sites"),
    _("compared people and sites with the application: %(days_before)s to %(days_after)s days"),
    (D.LEAD,),
    s.HEADCOUNT,
)
CONSENT_TO_DAYS = ActKind(
    "audits.consent-to-days",
    _("Answer on additional audit time"),
    _("answered on additional audit time: %(agreed)s"),
    (D.APPLY,),
    s.HEADCOUNT,
)
ANSWER_ITEMS = ActKind(
    "audits.answer-items",
    _("Answer surveillance items"),
    _("answered what every surveillance must look at"),
    (D.AUDIT, D.LEAD),
    s.SURVEILLANCE,
)
CLOSE_VISIT = ActKind(
    "audits.close-visit",
    _("Record closing meeting"),
    _("held the closing meeting after %(days)s auditor-days on site"),
    (D.LEAD,),
    s.CLOSING,
)
PROPOSE_WITHDRAWAL = ActKind(
    "audits.propose-withdrawal",
    _("Propose withdrawal of the team"),
    _("proposed to withdraw the team"),
    (D.LEAD,),
    s.WITHDRAWAL,
)
APPROVE_WITHDRAWAL = ActKind(
    "audits.approve-withdrawal",
    _("Approve withdrawal of the team"),
    _("approved the withdrawal of the team"),
    (D.APPROVE_WITHDRAWAL,),
    s.WITHDRAWAL,
)
REJECT_WITHDRAWAL = ActKind(
    "audits.reject-withdrawal",
    _("Reject withdrawal of the team"),
    _("rejected the withdrawal of the team: %(because)s"),
    (D.APPROVE_WITHDRAWAL,),
    s.WITHDRAWAL,
)
RESUME = ActKind(
    "audits.resume",
    _("Plan the audit again"),
    _("took the audit up again: %(because)s"),
    (D.PLAN_AUDITS,),
    s.WITHDRAWAL,
)

ACTS = (
    SAVE_PLAN, SEND_PLAN, REVISE_PLAN, CONFIRM_PLAN, DECLINE_PLAN, OPEN_STAGE1, CLOSE_STAGE1,
    CONCLUDE_STAGE1, OPEN_VISIT, SIGN_IN, ADD_EVIDENCE, TELL_BODY, EXTEND_PLAN,
    COMPARE_ACTUALS, CONSENT_TO_DAYS, ANSWER_ITEMS, CLOSE_VISIT, PROPOSE_WITHDRAWAL,
    APPROVE_WITHDRAWAL, REJECT_WITHDRAWAL, RESUME,
)  # fmt: skip

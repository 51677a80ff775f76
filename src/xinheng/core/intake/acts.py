"""What is done from the first draft of an application to the agreement, and about changes."""

from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import mark as _

D = Duty
APPLYING = Source("ISO/IEC 17021-1", "9.1.1", "2015")
REVIEWING = Source("ISO/IEC 17021-1", "9.1.2", "2015")
PLATFORMS = Source("检验认证", "管理体系数字化与“两张皮”", "2019-2024", "verified-1")
FEES = Source("认证认可条例", "第二十条", "2023-07-20", "verified-1")
AGREEMENT = Source("ISO/IEC 17021-1", "5.1.2", "2015", "verified-2+")
NOTICE = Source("ISO/IEC 17021-1", "8.5.3", "2015")
TRANSFER = Source("IAF MD 2", "2.2", "2023", "verified-2+")

START = ActKind(
    "intake.start", _("Start application"), _("started an application"), (D.APPLY, D.RECEIVE),
    APPLYING,
)  # fmt: skip
SAVE_DRAFT = ActKind(
    "intake.save-draft", _("Save draft"), _("saved the draft"), (D.APPLY, D.RECEIVE), APPLYING
)
APPLY = ActKind(
    "intake.apply",
    _("Apply"),
    _("applied with one document"),
    (D.APPLY, D.RECEIVE),
    APPLYING,
)
SUBMIT = ActKind(
    "intake.submit",
    _("Submit application"),
    _("submitted the application for %(schemes)s"),
    (D.APPLY, D.RECEIVE),
    APPLYING,
)
WITHDRAW = ActKind(
    "intake.withdraw",
    _("Withdraw application"),
    _("withdrew the application: %(because)s"),
    (D.APPLY,),
    APPLYING,
)
RECORD_CLAIM = ActKind(
    "intake.record-claim",
    _("Record check of a claim"),
    _("checked “%(claim)s” on “%(platform)s”: %(state)s"),
    (D.CHECK_CLAIMS, D.CLOCKWORK),
    PLATFORMS,
)
FINISH_CLAIMS = ActKind(
    "intake.finish-claims",
    _("Finish checks of claims"),
    _("finished the checks of %(count)s claims"),
    (D.CHECK_CLAIMS,),
    PLATFORMS,
)
ACCEPT = ActKind(
    "intake.accept",
    _("Accept application"),
    _("accepted the application"),
    (D.REVIEW_APPLICATIONS,),
    REVIEWING,
)
RETURN = ActKind(
    "intake.return",
    _("Return with questions"),
    _("returned the application: %(questions)s"),
    (D.REVIEW_APPLICATIONS,),
    REVIEWING,
)
REFUSE = ActKind(
    "intake.refuse",
    _("Refuse application"),
    _("refused the application (%(reason)s): %(because)s"),
    (D.REVIEW_APPLICATIONS,),
    REVIEWING,
)
REVIEW_TRANSFER = ActKind(
    "intake.review-transfer",
    _("Review transfer"),
    _("reviewed the transfer of the certificate %(certificate)s from %(body)s"),
    (D.REVIEW_APPLICATIONS,),
    TRANSFER,
)
SET_PRICE = ActKind(
    "intake.set-price",
    _("Set price"),
    _("set the price “%(kind)s” to %(amount)s from %(valid_from)s"),
    (D.QUOTE, D.OVERSEE, D.ADMINISTER),
    FEES,
)
QUOTE = ActKind(
    "intake.quote", _("Send quotation"), _("sent the quotation %(number)s: %(total)s"), (D.QUOTE,),
    FEES,
)  # fmt: skip
ACCEPT_QUOTATION = ActKind(
    "intake.accept-quotation",
    _("Accept quotation"),
    _("accepted the quotation %(number)s"),
    (D.APPLY,),
    FEES,
)
DECLINE_QUOTATION = ActKind(
    "intake.decline-quotation",
    _("Decline quotation"),
    _("declined the quotation %(number)s: %(because)s"),
    (D.APPLY,),
    FEES,
)
DRAFT_AGREEMENT = ActKind(
    "intake.draft-agreement",
    _("Draft agreement"),
    _("drafted the agreement %(number)s"),
    (D.QUOTE,),
    AGREEMENT,
)
UPLOAD_AGREEMENT = ActKind(
    "intake.upload-agreement",
    _("Hand in signed agreement"),
    _("handed in the signed agreement %(number)s"),
    (D.APPLY, D.QUOTE),
    AGREEMENT,
)
SIGN_AGREEMENT = ActKind(
    "intake.sign-agreement",
    _("Confirm agreement"),
    _("confirmed the agreement %(number)s, signed on %(signed_on)s"),
    (D.QUOTE,),
    AGREEMENT,
)
FILE_CHANGE = ActKind(
    "intake.file-change",
    _("Tell a change"),
    _("told of a change (%(kind)s): %(description)s"),
    (D.APPLY, D.RECEIVE),
    NOTICE,
)
TRIAGE_CHANGE = ActKind(
    "intake.triage-change",
    _("Settle change"),
    _("settled the change “%(kind)s”: %(outcome)s"),
    (D.REVIEW_APPLICATIONS, D.PLAN_AUDITS),
    NOTICE,
)
ASK_CHANGES = ActKind(
    "intake.ask-changes",
    _("Ask for changes"),
    _("asked the client for changes"),
    (D.PLAN_AUDITS, D.RECEIVE, D.CLOCKWORK),
    NOTICE,
)
ANSWER_CHANGES = ActKind(
    "intake.answer-changes",
    _("Answer about changes"),
    _("answered about changes: %(count)s changes"),
    (D.APPLY, D.RECEIVE),
    NOTICE,
)

ACTS = (
    START, SAVE_DRAFT, APPLY, SUBMIT, WITHDRAW, RECORD_CLAIM, FINISH_CLAIMS, ACCEPT, RETURN, REFUSE,
    REVIEW_TRANSFER, SET_PRICE, QUOTE, ACCEPT_QUOTATION, DECLINE_QUOTATION, DRAFT_AGREEMENT,
    UPLOAD_AGREEMENT, SIGN_AGREEMENT, FILE_CHANGE, TRIAGE_CHANGE, ASK_CHANGES, ANSWER_CHANGES,
)  # fmt: skip

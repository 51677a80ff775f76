"""What is done in the body's own management."""

from xinheng.core.governance import sources as s
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.wording import mark as _

D = Duty
# Each kind of record names which one of these keeps it.
KEEPERS = (D.OVERSEE, D.ISSUE, D.KEEP_PEOPLE, D.QUOTE, D.PLAN_AUDITS)
# Whoever is asked to look into a complaint may be anybody of the body.
STAFF = (
    D.OVERSEE, D.RECEIVE, D.CHECK_CLAIMS, D.REVIEW_APPLICATIONS, D.QUOTE, D.PLAN_AUDITS, D.AUDIT,
    D.LEAD, D.APPROVE_WITHDRAWAL, D.REVIEW, D.DECIDE, D.ISSUE, D.KEEP_PEOPLE, D.WAIVE,
    D.ADMINISTER,
)  # fmt: skip
SYSTEM = s.clause("10.2")

OPEN = ActKind(
    "governance.open", _("Open record"), _("opened %(number)s: %(record_kind)s, %(title)s"),
    (*KEEPERS, D.CLOCKWORK), SYSTEM,
)  # fmt: skip
APPROVE = ActKind(
    "governance.approve",
    _("Approve record"),
    _("approved %(number)s: %(record_kind)s"),
    KEEPERS,
    SYSTEM,
)
REFUSE = ActKind(
    "governance.refuse", _("Refuse record"), _("refused %(number)s: %(record_kind)s. %(because)s"),
    KEEPERS, SYSTEM,
)  # fmt: skip
COMPLETE = ActKind(
    "governance.complete", _("Record as done"), _("recorded %(number)s as done: %(record_kind)s"),
    STAFF, s.CORRECTION,
)  # fmt: skip
VERIFY = ActKind(
    "governance.verify", _("Verify effect"),
    _("verified the effect of %(number)s: %(record_kind)s. %(effect)s"), KEEPERS, s.CORRECTION,
)  # fmt: skip
SEND_BACK = ActKind(
    "governance.send-back", _("Send back as without effect"),
    _("sent %(number)s back as without effect: %(because)s"), KEEPERS, s.CORRECTION,
)  # fmt: skip
REVIEW = ActKind(
    "governance.review", _("Review record"), _("reviewed %(number)s: %(record_kind)s. %(note)s"),
    KEEPERS, s.RISKS,
)  # fmt: skip
END = ActKind(
    "governance.end", _("End record"), _("ended %(number)s: %(record_kind)s. %(because)s"),
    (*KEEPERS, D.CLOCKWORK), SYSTEM,
)  # fmt: skip
HAND_OVER = ActKind(
    "governance.hand-over", _("Give to another owner"),
    _("gave %(number)s to %(owner)s, due %(due)s: %(because)s"), KEEPERS, SYSTEM,
)  # fmt: skip
COMPLIED = ActKind(
    "governance.note-compliance", _("Verify that the client complies"),
    _("verified that %(client)s complies with %(number)s: %(evidence)s"),
    (D.OVERSEE, D.ISSUE, D.PLAN_AUDITS), s.CHANGES,
)  # fmt: skip
FILE = ActKind(
    "governance.file", _("File complaint or appeal"), _("filed %(number)s: %(kind)s"), (),
    s.COMPLAINTS,
)  # fmt: skip
ACKNOWLEDGE = ActKind(
    "governance.acknowledge", _("Acknowledge receipt"), _("acknowledged %(number)s"),
    (D.OVERSEE,), s.COMPLAINTS,
)  # fmt: skip
VALIDATE = ActKind(
    "governance.validate", _("Confirm that it concerns us"),
    _("found that %(number)s concerns the body: %(because)s"), (D.OVERSEE,), s.COMPLAINTS,
)  # fmt: skip
DISMISS = ActKind(
    "governance.dismiss", _("Find that it does not concern us"),
    _("found that %(number)s does not concern the body: %(because)s"), (D.OVERSEE,),
    s.COMPLAINTS,
)  # fmt: skip
ASSIGN = ActKind(
    "governance.assign", _("Assign the investigation"), _("assigned %(number)s to %(people)s"),
    (D.OVERSEE,), s.COMPLAINTS,
)  # fmt: skip
FORWARD = ActKind(
    "governance.forward", _("Pass complaint on to the client"),
    _("passed %(number)s on to the client"), (D.OVERSEE,), s.COMPLAINTS,
)  # fmt: skip
REPORT = ActKind(
    "governance.report", _("Report what was found"), _("reported on %(number)s: %(result)s"),
    STAFF, s.COMPLAINTS,
)  # fmt: skip
RESOLVE = ActKind(
    "governance.resolve", _("Resolve"), _("resolved %(number)s: %(result)s"), (D.OVERSEE,),
    s.COMPLAINTS,
)  # fmt: skip
TELL = ActKind(
    "governance.tell", _("Tell the outcome"), _("told the outcome of %(number)s"),
    (D.OVERSEE,), s.COMPLAINTS,
)  # fmt: skip
CLOSE = ActKind("governance.close", _("Close"), _("closed %(number)s"), (D.OVERSEE,), s.COMPLAINTS)
CONSIDER = ActKind(
    "governance.consider", _("Consider complaint in the review"),
    _("considered %(number)s in the review of the round: %(note)s"), (D.REVIEW, D.DECIDE),
    s.SURVEILLANCE,
)  # fmt: skip

ACTS = (
    OPEN, APPROVE, REFUSE, COMPLETE, VERIFY, SEND_BACK, REVIEW, END, HAND_OVER, COMPLIED,
    FILE, ACKNOWLEDGE, VALIDATE, DISMISS, ASSIGN, FORWARD, REPORT, RESOLVE, TELL, CLOSE, CONSIDER,
)  # fmt: skip

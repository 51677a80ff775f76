"""What is done about findings and the audit report."""

from xinheng.core.findings import sources as s
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.wording import mark as _

D = Duty
TEAM = (D.AUDIT, D.LEAD)

RAISE = ActKind(
    "findings.raise",
    _("Raise nonconformity"),
    _("raised %(name)s against %(scheme)s %(clause)s: %(statement)s"),
    TEAM,
    s.FINDINGS,
)
SUGGEST = ActKind(
    "findings.suggest", _("Note improvement"), _("noted a chance to improve"), TEAM, s.FINDINGS
)
ANSWER = ActKind(
    "findings.answer",
    _("Answer nonconformity"),
    _("answered %(name)s with correction, cause and corrective action"),
    (D.APPLY,),
    s.CAUSES,
)
OBJECT = ActKind(
    "findings.object",
    _("Object to nonconformity"),
    _("objected to %(name)s: %(because)s"),
    (D.APPLY,),
    s.STANDARD_PREVAILS,
)
RESOLVE = ActKind(
    "findings.resolve",
    _("Resolve objection"),
    _("resolved the objection to %(name)s by clause %(clause)s; it stands: %(stands)s"),
    (D.LEAD,),
    s.STANDARD_PREVAILS,
)
ACCEPT_PLAN = ActKind(
    "findings.accept-plan",
    _("Accept answer"),
    _("accepted the answer to %(name)s"),
    TEAM,
    s.BEFORE_DECISION,
)
RETURN_ANSWER = ActKind(
    "findings.return-answer",
    _("Return answer"),
    _("returned the answer to %(name)s: %(because)s"),
    TEAM,
    s.CAUSES,
)
VERIFY = ActKind(
    "findings.verify",
    _("Verify effect"),
    _("verified %(name)s (%(method)s); effective: %(effective)s"),
    TEAM,
    s.EFFECT,
)
CLEAR = ActKind(
    "findings.clear",
    _("Declare nonconformities dealt with"),
    _("declared the nonconformities dealt with"),
    (D.LEAD,),
    s.BEFORE_DECISION,
)
DRAFT_REPORT = ActKind(
    "findings.draft-report",
    _("Write audit report"),
    _("wrote on the audit report"),
    (D.LEAD,),
    s.REPORT,
)
ISSUE_REPORT = ActKind(
    "findings.issue-report",
    _("Issue audit report"),
    _("issued version %(version)s of the audit report"),
    (D.LEAD,),
    s.REPORT,
)
USE_TEMPLATE = ActKind(
    "findings.use-template",
    _("Use report template"),
    _("put the report template “%(file)s” into use"),
    (D.ADMINISTER,),
    s.REPORT,
)

ACTS = (
    RAISE, SUGGEST, ANSWER, OBJECT, RESOLVE, ACCEPT_PLAN, RETURN_ANSWER, VERIFY, CLEAR,
    DRAFT_REPORT, ISSUE_REPORT, USE_TEMPLATE,
)  # fmt: skip

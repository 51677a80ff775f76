"""The terms that are one clock from one day: whose clock, from which day, and what follows.

Every row of `TERMS` is a rule that `due` can be asked for by name. Its clock stands in
the rulebook (`clocks`) or is a setting of the body; a body's own term that is set to
nought is not asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from xinheng.core.programmes.deadline import Due, Question, Sense, after, clocks, earliest, latest
from xinheng.core.shared.wording import mark as _

SUSPENSION_OVER = _("The suspension ends without the audit: the certificate is revoked.")
STAGE_1_STALE = _("The body writes down why stage 1 still holds, or repeats it.")
BEFORE_EXPIRY = _("The certificate cannot be renewed in time and ends.")
NOT_REPORTED = _("The report to the regulator is late and counts in the body's punctuality.")
NOT_EXPLAINED = _("The sign-in stays an unexplained anomaly on the regulator's platform.")
NOT_ACKNOWLEDGED = _("The receipt is not confirmed in the body's own time.")
NOT_ANSWERED = _("The matter is overdue and goes to the management of the body.")
NO_TRANSFER = _("The easier way for clients of a body that lost its standing is closed.")
NOT_YET = _("No application is accepted before that day.")
NO_ONE_MAY = _("Nobody bound by it may audit, review or decide for this client before that day.")
NOT_BY_BODY = _("The body may not certify this client before that day.")
NOT_ASSIGNABLE = _("Nobody without a declaration in force may be assigned.")
NOT_WITNESSED = _("The monitoring of the auditor is overdue: a warning, then no assignments.")
NOT_REGISTERED = _("The registration ends; no certification work without it.")
NO_REGISTRATION = _("No new registration before that day.")
OWN_AUDIT_LATE = _("The internal audit of the body is overdue.")
OWN_REVIEW_LATE = _("The management review of the body is overdue.")
KEEP_RECORDS = _("Records are kept until that day, and longer where another rule asks for it.")
DRAFT_LATE = _("The amendment is late.")
APPROVAL_LATE = _("The decision on the approval is late.")
CLIENT_AUDIT_LATE = _("The client's internal audit is later than the client itself has set.")


@dataclass(frozen=True, slots=True)
class Term:
    """One term: the key of its clock, the day it runs from, its sense and what follows."""

    key: str
    start: str
    consequence: str
    sense: Sense = Sense.AT_LATEST

    def reckon(self, question: Question) -> Due:
        """The day this term gives."""
        start, calendar = question.days[self.start], question.rules.calendar
        steps = [after(c, start, self.start, calendar) for c in clocks(question, self.key)]
        bound = earliest if self.sense == Sense.AT_LATEST else latest
        return bound(question, steps, self.consequence)


BEFORE = Sense.NOT_BEFORE
TERMS: Mapping[str, Term] = {
    "stage-2": Term("stage_gap", "stage1_ended_on", STAGE_1_STALE),
    "surveillance-after-suspension": Term("suspension", "suspended_on", SUSPENSION_OVER),
    "monthly-report": Term("monthly_report", "happened_on", NOT_REPORTED),
    "information-report": Term("information_report", "happened_on", NOT_REPORTED),
    "plan-report": Term("plan_report", "begins_on", NOT_REPORTED),
    "foreign-accreditation-report": Term("foreign_accreditation", "happened_on", NOT_REPORTED),
    "sign-in-explanation": Term("sign_in_explanation", "ended_on", NOT_EXPLAINED),
    "complaint-acknowledgement": Term("complaint_acknowledgement", "received_on", NOT_ACKNOWLEDGED),
    "complaint-answer": Term("complaint_answer", "received_on", NOT_ANSWERED),
    "appeal-acknowledgement": Term("appeal_acknowledgement", "received_on", NOT_ACKNOWLEDGED),
    "appeal-answer": Term("appeal_answer", "received_on", NOT_ANSWERED),
    "former-body-window": Term("former_body_window", "lost_status_on", NO_TRANSFER),
    "former-body-bar": Term("former_body_bar", "lost_status_on", NOT_YET, BEFORE),
    "related-consultancy-block": Term("related_consultancy_block", "ended_on", NOT_BY_BODY, BEFORE),
    "internal-audit-block": Term("internal_audit_block", "ended_on", NOT_BY_BODY, BEFORE),
    "declaration": Term("declaration", "declared_on", NOT_ASSIGNABLE),
    "witness": Term("witness", "last_witnessed_on", NOT_WITNESSED),
    "registration-expiry": Term("registration", "registered_on", NOT_REGISTERED),
    "registration-bar": Term("registration_bar", "disqualified_on", NO_REGISTRATION, BEFORE),
    "body-internal-audit": Term("body_internal_audit", "last_audit_on", OWN_AUDIT_LATE),
    "management-review": Term("management_review", "last_review_on", OWN_REVIEW_LATE),
    "records-kept": Term("records_kept", "expires_on", KEEP_RECORDS, BEFORE),
    "amendment-draft": Term("amendment", "promulgated_on", DRAFT_LATE),
    "approval-decision": Term("approval", "accepted_on", APPROVAL_LATE),
}

"""The words used of applications, quotations, agreements and changes."""

from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _


class ApplicationState(Named):
    """Where an application stands in its own life."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned with questions")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn by the client")


LIVE = (ApplicationState.SUBMITTED, ApplicationState.RETURNED, ApplicationState.ACCEPTED)


class RefusalReason(Named):
    """Why an application may be refused. That nothing else was bought is no reason."""

    NOT_ELIGIBLE = "not-eligible", _("The prerequisites are not met")
    CLAIMS_CONTRADICTED = "claims-contradicted", _("Claims are contradicted by public records")
    NO_COMPETENCE = "no-competence", _("The body lacks competence for this scope")
    IMPARTIALITY = "impartiality", _("The body's impartiality would be threatened")
    OUT_OF_SCOPE = "out-of-scope", _("The scope lies outside what the body is approved for")
    DIFFERENCES = "differences", _("Differences could not be resolved")


class QuotationState(Named):
    """Where a quotation stands."""

    SENT = "sent", _("Sent")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    SUPERSEDED = "superseded", _("Superseded")


class PriceKind(Named):
    """What a price is for."""

    APPLICATION = "application", _("Application fee")
    AUDIT_DAY = "audit-day", _("Audit fee")
    CERTIFICATE = "certificate", _("Certificate fee")
    TAX = "tax", _("Tax")


class AgreementState(Named):
    """Where an agreement stands."""

    DRAFTED = "drafted", _("Drafted")
    UPLOADED = "uploaded", _("Signed copy received")
    SIGNED = "signed", _("In force")
    SUPERSEDED = "superseded", _("Superseded")


class ChangeKind(Named):
    """What a client tells the body about. Source: ISO/IEC 17021-1:2015, 8.5.3; M-34."""

    ADDRESS = "address", _("Address or sites")
    STAFF = "staff", _("Number of people")
    SCOPE = "scope", _("Scope of certification")
    PRODUCTS = "products", _("Products or services")
    LEGAL_STATUS = "legal-status", _("Legal status, ownership or name")
    PROCESS = "process", _("Processes or management system")
    MANAGEMENT = "management", _("Top management")
    INCIDENT = "incident", _("Accident, penalty or complaint")


class Triage(Named):
    """What the body does about a change."""

    NO_ACTION = "no-action", _("No action")
    NEXT_AUDIT = "next-audit", _("Look at it in the next audit")
    SPECIAL_AUDIT = "special-audit", _("Special audit")
    NEW_CERTIFICATE = "new-certificate", _("New certificate")


class CycleStage(Named):
    """Where a certificate to be taken over stands in its cycle."""

    BEFORE_FIRST = "before-first", _("Before the first surveillance")
    BEFORE_SECOND = "before-second", _("Before the second surveillance")
    BEFORE_RECERTIFICATION = "before-recertification", _("Before recertification")


class BarCause(Named):
    """Why a client stays away from a scheme for a time."""

    SUSPENDED = "suspended", _("Certification was suspended")
    WITHDRAWN = "withdrawn", _("Certification was withdrawn")

"""The words used of a case: its functions, rounds and standing."""

from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _


class CaseState(Named):
    """Where a case stands in the functional approach, or how it ended.

    Source: ISO/IEC 17000:2020, Annex A.
    """

    SELECTION = "selection", _("Selection")
    DETERMINATION = "determination", _("Determination")
    REVIEW = "review", _("Review")
    DECISION = "decision", _("Decision")
    ATTESTATION = "attestation", _("Attestation")
    SURVEILLANCE = "surveillance", _("Surveillance")
    STOPPED = "stopped", _("Stopped")
    REFUSED = "refused", _("Refused")
    CLOSED = "closed", _("Closed")


FUNCTIONS = (
    CaseState.SELECTION,
    CaseState.DETERMINATION,
    CaseState.REVIEW,
    CaseState.DECISION,
    CaseState.ATTESTATION,
    CaseState.SURVEILLANCE,
)


class RoundKind(Named):
    """Why the functions are gone through this time."""

    INITIAL = "initial", _("Initial certification")
    SURVEILLANCE = "surveillance", _("Surveillance audit")
    RECERTIFICATION = "recertification", _("Recertification")
    SPECIAL = "special", _("Special audit")
    TRANSFER = "transfer", _("Transfer of certification")


class Part(Named):
    """What somebody did in a case, for the separation of duties."""

    RECEIVED = "received", _("Received the application")
    SOLD = "sold", _("Quoted")
    REVIEWED_APPLICATION = "reviewed-application", _("Reviewed the application")
    PLANNED = "planned", _("Planned")
    AUDITED = "audited", _("Audited")
    OBSERVED = "observed", _("Observed or advised the team")
    REVIEWED = "reviewed", _("Reviewed the file")
    DECIDED = "decided", _("Decided")

"""The words used of visits, meetings and the withdrawal of a team."""

from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _


class Event(Named):
    """What the leader of a team reports to the body while an audit runs."""

    RISK = "risk", _("An immediate and significant risk")
    SCOPE = "scope", _("The scope needs to change")
    OUT_OF_REACH = "out-of-reach", _("The aims of the audit are out of reach")
    TOOL_FAILED = "tool-failed", _("A tool failed; the audit went on on site")


class Stage(Named):
    """Which visit of a round: the first stage, or the audit proper."""

    STAGE1 = "stage1", _("Stage 1")
    VISIT = "visit", _("Audit visit")


class VisitState(Named):
    """How far a visit has come."""

    DRAFT = "draft", _("Plan being written")
    SENT = "sent", _("Plan sent")
    CONFIRMED = "confirmed", _("Plan confirmed")
    OPENED = "opened", _("Under way")
    CLOSED = "closed", _("Held")
    CONCLUDED = "concluded", _("Concluded")
    WITHDRAWN = "withdrawn", _("Team withdrawn")


class Half(Named):
    """Half a day."""

    AM = "am", _("Morning")
    PM = "pm", _("Afternoon")


class MeetingKind(Named):
    """The two meetings every visit has."""

    OPENING = "opening", _("Opening meeting")
    CLOSING = "closing", _("Closing meeting")


class Consent(Named):
    """What the client says to more audit time."""

    NOT_NEEDED = "not-needed", _("Not needed")
    ASKED = "asked", _("Asked of the client")
    GIVEN = "given", _("Given")
    REFUSED = "refused", _("Refused")


class ProposalState(Named):
    """What became of a proposal to withdraw the team."""

    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")


class SiteFound(Named):
    """What the team found of a site that was applied for."""

    AS_APPLIED = "as-applied", _("As applied for")
    MOVED = "moved", _("Moved")
    MISSING = "missing", _("Not there")

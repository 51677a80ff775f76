"""The words used of the body's own management."""

from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _


class Life(Named):
    """How records of a kind live."""

    STANDING = "standing", _("Approved by a second person, then in force")
    TASK = "task", _("Done by its owner by a day")
    NOTE = "note", _("Written down once")


class RecordState(Named):
    """Where a record of the body's own management stands."""

    OPEN = "open", _("Open")
    IN_FORCE = "in-force", _("In force")
    DONE = "done", _("Done, effect not verified")
    RECORDED = "recorded", _("Recorded")
    CLOSED = "closed", _("Closed")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Ended")


class FieldForm(Named):
    """What a field of a record holds."""

    TEXT = "text", _("A line of text")
    LONG = "long", _("A text")
    DATE = "date", _("A day")
    NUMBER = "number", _("A number")
    CHOICE = "choice", _("One of a list")
    CHOICES = "choices", _("Some of a list")
    CHECKLIST = "checklist", _("An answer to each of a list")
    CLIENT = "client", _("A client")
    PERSON = "person", _("A person of the body")
    BRANCH = "branch", _("A branch office")
    CERTIFICATE = "certificate", _("The number of a certificate")
    RECORD = "record", _("Another record")
    RECORDS = "records", _("Other records")
    FILE = "file", _("A file")


class Moment(Named):
    """When a field of a record is filled."""

    OPEN = "open", _("When it is opened")
    DONE = "done", _("When it is done")
    REVIEW = "review", _("When it is reviewed")


class Group(Named):
    """What a record of the body's own management is about."""

    IMPARTIALITY = "impartiality", _("Impartiality")
    ORGANISATION = "organisation", _("Organisation and units")
    FINANCE = "finance", _("Liability and finance")
    SUPPLIERS = "suppliers", _("Outsourcing")
    PUBLIC = "public", _("Public information")
    MARKS = "marks", _("Marks and references")
    CONFIDENTIALITY = "confidentiality", _("Confidentiality")
    SYSTEM = "system", _("The body's own management system")
    MATTERS = "matters", _("Complaints and appeals")


class Standing(Named):
    """How a duty of the body stands on a day."""

    MISSING = "missing", _("Never done")
    OVERDUE = "overdue", _("Overdue")
    SOON = "soon", _("Due soon")
    FINE = "fine", _("In good order")


class MatterKind(Named):
    """What somebody brings before the body."""

    COMPLAINT = "complaint", _("Complaint")
    APPEAL = "appeal", _("Appeal")


class About(Named):
    """Whom a complaint is about."""

    CLIENT = "client", _("A certified client")
    BODY = "body", _("The certification body")


class MatterState(Named):
    """Where a complaint or an appeal stands."""

    RECEIVED = "received", _("Received")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    VALIDATED = "validated", _("Found to concern us")
    INVESTIGATING = "investigating", _("Under investigation")
    RESOLVED = "resolved", _("Resolved, outcome not told yet")
    TOLD = "told", _("Outcome told")
    CLOSED = "closed", _("Closed")


class Result(Named):
    """What came of a complaint or an appeal."""

    UPHELD = "upheld", _("Upheld")
    PARTLY = "partly-upheld", _("Upheld in part")
    NOT_UPHELD = "not-upheld", _("Not upheld")
    NOT_OURS = "not-ours", _("Does not concern what we are responsible for")


OPEN_MATTERS = tuple(state for state in MatterState if state != MatterState.CLOSED)

"""The words used of people."""

from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _


class Employment(Named):
    """How somebody works for the body."""

    FULL_TIME = "full-time", _("Full-time")
    PART_TIME = "part-time", _("Part-time")
    EXTERNAL = "external", _("External")
    CLIENT = "client", _("Person of a client")


class Function(Named):
    """What somebody may be found competent to do."""

    APPLICATION_REVIEW = "application-review", _("Application review")
    AUDIT = "audit", _("Audit")
    LEAD = "lead", _("Lead an audit team")
    EXPERTISE = "expertise", _("Give technical expertise")
    REVIEW = "review", _("Technical review")
    DECISION = "decision", _("Certification decision")


class TieKind(Named):
    """How somebody is tied to a client."""

    CONSULTANCY = "consultancy", _("Consultancy")
    INTERNAL_AUDIT = "internal-audit", _("Internal audits")
    EMPLOYMENT = "employment", _("Employment")
    MANAGEMENT = "management", _("Management or ownership")
    FAMILY = "family", _("Family")


class SeatPart(Named):
    """What somebody does in an audit team."""

    LEADER = "leader", _("Team leader")
    AUDITOR = "auditor", _("Team member")
    TRAINEE = "trainee", _("Trainee auditor")
    EXPERT = "expert", _("Technical expert")
    OBSERVER = "observer", _("Observer")

    @property
    def counts_as_audit_time(self) -> bool:
        """Only qualified auditors do. Source: ISO/IEC 17021-1:2015, 9.1.4."""
        return self in (SeatPart.LEADER, SeatPart.AUDITOR)


class PracticeKind(Named):
    """How somebody practises at another body."""

    REGISTERED = "registered-elsewhere", _("Registered with another body")
    WORKS = "works-elsewhere", _("Works for another body")

"""Who acts, and what they are trusted with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _


class Duty(Named):
    """One thing a person may be trusted with. Roles are named sets of duties."""

    APPLY = "apply", _("Act for a client")
    RECEIVE = "receive", _("Receive applications for clients")
    CHECK_CLAIMS = "check-claims", _("Check what applicants claim")
    REVIEW_APPLICATIONS = "review-applications", _("Review applications")
    QUOTE = "quote", _("Quote and sign agreements")
    PLAN_AUDITS = "plan-audits", _("Plan audits and appoint teams")
    AUDIT = "audit", _("Audit")
    LEAD = "lead", _("Lead audits")
    APPROVE_WITHDRAWAL = "approve-withdrawal", _("Decide on the withdrawal of an audit team")
    REVIEW = "review", _("Review audit files")
    DECIDE = "decide", _("Decide on certification")
    ISSUE = "issue", _("Issue and keep certificates")
    KEEP_PEOPLE = "keep-people", _("Keep persons and their competence")
    WAIVE = "waive", _("Approve waivers")
    KEEP_RULES = "keep-rules", _("Keep the rulebook")
    OVERSEE = "oversee", _("See everything of the body")
    ADMINISTER = "administer", _("Administer the system")
    CLOCKWORK = "clockwork", _("Run timed work")


class Role(Named):
    """What a person is in the body, or towards it."""

    CLIENT = "client", _("Client")
    APPLICATION_REVIEWER = "application-reviewer", _("Application reviewer")
    PLANNER = "planner", _("Planner")
    AUDITOR = "auditor", _("Auditor")
    LEADER = "leader", _("Audit team leader")
    EXPERT = "expert", _("Technical expert")
    TECHNICAL_REVIEWER = "technical-reviewer", _("Technical reviewer")
    DECISION_MAKER = "decision-maker", _("Decision maker")
    CERTIFICATE_OFFICER = "certificate-officer", _("Certificate officer")
    MANAGER = "manager", _("Manager")
    RULE_OWNER = "rule-owner", _("Rule owner")
    ADMINISTRATOR = "administrator", _("Administrator")


D = Duty

DUTIES_OF: dict[Role, frozenset[Duty]] = {
    Role.CLIENT: frozenset({D.APPLY}),
    Role.APPLICATION_REVIEWER: frozenset(
        {D.RECEIVE, D.CHECK_CLAIMS, D.REVIEW_APPLICATIONS, D.QUOTE}
    ),
    Role.PLANNER: frozenset({D.PLAN_AUDITS}),
    Role.AUDITOR: frozenset({D.AUDIT}),
    Role.LEADER: frozenset({D.AUDIT, D.LEAD}),
    Role.EXPERT: frozenset(),
    Role.TECHNICAL_REVIEWER: frozenset({D.REVIEW}),
    Role.DECISION_MAKER: frozenset({D.DECIDE}),
    Role.CERTIFICATE_OFFICER: frozenset({D.ISSUE}),
    Role.MANAGER: frozenset({D.OVERSEE, D.APPROVE_WITHDRAWAL, D.WAIVE}),
    Role.RULE_OWNER: frozenset({D.KEEP_RULES}),
    Role.ADMINISTRATOR: frozenset({D.ADMINISTER, D.KEEP_PEOPLE}),
}


@dataclass(frozen=True, slots=True)
class Where:
    """Where a duty is asked for: the schemes and the branch of a case."""

    schemes: tuple[str, ...] = ()
    branch_id: int | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """Where a duty holds: only for these schemes, only in this branch; empty means everywhere."""

    schemes: frozenset[str] = frozenset()
    branch_id: int | None = None

    def covers(self, scheme: str | None, branch_id: int | None) -> bool:
        """Whether the duty holds for this scheme in this branch."""
        in_scheme = not self.schemes or scheme is None or scheme in self.schemes
        in_branch = self.branch_id is None or branch_id is None or branch_id == self.branch_id
        return in_scheme and in_branch


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, or a clockwork job, at the moment of acting.

    `limits` says where a duty holds; a duty without limits holds everywhere.
    `organisation_id` is the client a portal user acts for.
    """

    person_id: int | None
    name: str
    duties: frozenset[Duty] = frozenset()
    limits: Mapping[Duty, tuple[Limit, ...]] = field(default_factory=dict, hash=False)
    organisation_id: int | None = None

    def holds(self, duty: Duty, where: Where | None = None) -> bool:
        """Whether the actor is trusted with `duty`, for every scheme of `where` if given."""
        if duty not in self.duties:
            return False
        limits = self.limits.get(duty, ())
        if where is None or not limits:
            return True
        schemes: tuple[str | None, ...] = where.schemes or (None,)
        return all(
            any(limit.covers(scheme, where.branch_id) for limit in limits) for scheme in schemes
        )

    def holds_any(self, duties: Iterable[Duty], where: Where | None = None) -> bool:
        """Whether the actor is trusted with at least one of `duties`."""
        return any(self.holds(duty, where) for duty in duties)

    @property
    def is_staff(self) -> bool:
        """Whether the actor works for the body rather than for a client."""
        return bool(self.duties - {Duty.APPLY})


CLOCKWORK = Actor(None, "clockwork", frozenset({Duty.CLOCKWORK}))
VISITOR = Actor(None, "visitor")

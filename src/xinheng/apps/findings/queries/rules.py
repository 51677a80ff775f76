"""Why an act on a finding or report may not happen: the same for the door and for the act."""

from collections.abc import Iterator
from datetime import date

from xinheng.apps.audits import queries as audits
from xinheng.apps.findings.models import Finding
from xinheng.apps.findings.queries.file import FindingsFile, limits_of, name_of
from xinheng.core.cases.steps import NO_STEP_SKIPPED, RULE_OF, Step, step_obstacles
from xinheng.core.cases.words import FUNCTIONS
from xinheng.core.findings import acts, sources
from xinheng.core.findings.clearing import clearing_obstacles
from xinheng.core.findings.lifecycle import FINDING
from xinheng.core.findings.words import FindingState
from xinheng.core.people.words import SeatPart
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

BY_CLIENT = frozenset({acts.ANSWER, acts.OBJECT})
BY_LEADER = frozenset({acts.RESOLVE, acts.CLEAR, acts.DRAFT_REPORT, acts.ISSUE_REPORT})
BY_AUDITOR = frozenset(
    {acts.RAISE, acts.SUGGEST, acts.ACCEPT_PLAN, acts.RETURN_ANSWER, acts.VERIFY}
)
EVIDENCE = frozenset(
    {acts.RAISE, acts.SUGGEST, acts.ANSWER, acts.ACCEPT_PLAN, acts.RETURN_ANSWER, acts.VERIFY}
)
"""Acts that add to what a decision rests on. Once it is carried out, effects are followed up."""
MOVES = {
    acts.ANSWER: "answer",
    acts.ACCEPT_PLAN: "accept",
    acts.RETURN_ANSWER: "return",
    acts.VERIFY: "verify",
}
STEPS = {acts.CLEAR: Step.FINDINGS_CLEARED, acts.ISSUE_REPORT: Step.REPORTED}


def reasons_for(
    act: ActKind, file: FindingsFile, by: Actor, *, finding: Finding | None = None
) -> tuple[Violation, ...]:
    """Everything in the way of an act, but for what it is given to write down."""
    return tuple(_reasons(act, file, by, finding))


def _reasons(
    act: ActKind, file: FindingsFile, by: Actor, finding: Finding | None
) -> Iterator[Violation]:
    yield from act.duty_obstacles(by, None if act in BY_CLIENT else file.case.where)
    yield from _person_reasons(act, file, by)
    if file.case.state not in FUNCTIONS:
        yield Violation(
            code="case.not-under-way",
            message=_("The case is “%(state)s”; no step can be taken."),
            source=NO_STEP_SKIPPED,
            facts={"state": file.case.state},
        )
    if act in (acts.RAISE, acts.SUGGEST) and not audits.is_under_way(file.case):
        yield _no(
            act,
            "findings.not-under-way",
            _("Findings are raised between the opening and the closing meeting."),
        )
    if act in EVIDENCE and _is_decided(file):
        yield _no(
            act,
            "findings.after-decision",
            _("The decision was made on the file as it was; carry it out first, then add."),
        )
    if finding is not None:
        yield from _life_reasons(act, finding)
    if step := STEPS.get(act):
        yield from _ledger_reasons(step, file)
    if act == acts.DRAFT_REPORT and Step.REPORTED in file.case.done:
        yield _no(act, "findings.report-locked", _("The report was issued and is locked."))


def _is_decided(file: FindingsFile) -> bool:
    """Whether the decision stands and is not carried out yet."""
    return Step.DECIDED in file.case.done and Step.ISSUED not in file.case.done


def _no(act: ActKind, code: str, message: str, **facts: object) -> Violation:
    return Violation(code=code, message=message, source=act.source, facts=facts)


def _person_reasons(act: ActKind, file: FindingsFile, by: Actor) -> Iterator[Violation]:
    if act in BY_CLIENT and by.organisation_id != file.case.organisation_id:
        yield _no(act, "findings.not-the-client", _("Only the client itself may do this."))
    seat = next((s for s in file.team if s.person_id == by.person_id), None)
    if act in BY_LEADER and (seat is None or seat.part != SeatPart.LEADER):
        yield _no(act, "findings.not-the-leader", _("Only the leader of this team may do this."))
    if act in BY_AUDITOR:
        if seat is None:
            yield _no(act, "findings.not-a-member", _("Only members of this team may do this."))
        elif not seat.part.counts_as_audit_time:
            yield Violation(
                code="findings.not-an-auditor",
                message=_("“%(part)s” does not audit: only leader and auditors may do this."),
                source=sources.OBSERVERS,
                facts={"part": seat.part},
            )
    if act == acts.RAISE and seat is not None and not audits.was_present(file.case, by.person_id):
        yield _no(act, "findings.not-present", _("You have not signed in at this audit."))


def _life_reasons(act: ActKind, finding: Finding) -> Iterator[Violation]:
    state = FindingState(finding.state)
    trusted = Actor(None, "", frozenset(Duty))
    if move := MOVES.get(act):
        yield from FINDING.obstacles(move, origin=state, by=trusted, facts=None)
    if act == acts.OBJECT:
        if finding.objected_at is not None:
            yield _no(
                act,
                "findings.already-objected",
                _("An objection to %(name)s is on record."),
                name=name_of(finding),
            )
        if state in (FindingState.VERIFIED, FindingState.TAKEN_BACK):
            yield _no(act, "findings.finding-closed", _("The nonconformity is closed."))
    is_open = finding.objected_at is not None and finding.resolved_at is None
    if act == acts.RESOLVE and not is_open:
        yield _no(act, "findings.no-objection", _("No objection waits to be resolved."))


def _ledger_reasons(step: Step, file: FindingsFile) -> Iterator[Violation]:
    if step in file.case.done:
        yield Violation(
            code="step.already-taken",
            message=_("The step “%(step)s” was already taken."),
            source=RULE_OF[step].source,
            facts={"step": step},
        )
    yield from step_obstacles(step, kind=file.case.round.kind, done=file.case.done)


def clearing_reasons(file: FindingsFile, *, on: date) -> tuple[Violation, ...]:
    """Each nonconformity that is not dealt with, and each major that came too late."""
    if not file.findings:
        return ()
    return tuple(clearing_obstacles(file.items, limits_of(file.case, on=on), on=on))

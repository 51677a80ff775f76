"""Why an act on a visit may not happen: the same answer for the door and for the act."""

from collections.abc import Iterator
from datetime import date

from xinheng.apps.audits.queries.file import (
    AuditFile,
    days_needed,
    days_present,
    members,
    open_proposal,
    sites_for,
    stopped_by,
)
from xinheng.core.audits import acts, sources
from xinheng.core.audits.lifecycle import CONFIRMED, HELD, PLANNED, VISIT
from xinheng.core.audits.meetings import CloseFacts, closing_obstacles
from xinheng.core.audits.plan import PlanFacts, plan_obstacles, planned_days
from xinheng.core.audits.words import Consent, Stage
from xinheng.core.audits.words import VisitState as S
from xinheng.core.cases.steps import NO_STEP_SKIPPED, RULE_OF, Step, step_obstacles
from xinheng.core.cases.words import FUNCTIONS, CaseState
from xinheng.core.people.words import SeatPart
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.lists.meetings import surveillance_items

UNDER_WAY = frozenset(
    {acts.TELL_BODY, acts.SIGN_IN, acts.COMPARE_ACTUALS, acts.ANSWER_ITEMS, acts.EXTEND_PLAN}
)
BY_CLIENT = frozenset({acts.CONFIRM_PLAN, acts.DECLINE_PLAN, acts.CONSENT_TO_DAYS})
BY_LEADER = frozenset(
    {
        acts.OPEN_STAGE1, acts.CLOSE_STAGE1, acts.CONCLUDE_STAGE1, acts.OPEN_VISIT,
        acts.COMPARE_ACTUALS, acts.CLOSE_VISIT, acts.PROPOSE_WITHDRAWAL, acts.TELL_BODY,
    }
)  # fmt: skip
BY_MEMBER = frozenset({acts.SIGN_IN, acts.ADD_EVIDENCE, acts.ANSWER_ITEMS})
BY_PLANNER_OR_LEADER = frozenset(
    {acts.SAVE_PLAN, acts.SEND_PLAN, acts.REVISE_PLAN, acts.EXTEND_PLAN}
)
MOVES = {
    acts.SEND_PLAN: "send",
    acts.REVISE_PLAN: "revise",
    acts.CONFIRM_PLAN: "confirm",
    acts.DECLINE_PLAN: "decline",
    acts.OPEN_STAGE1: "open",
    acts.OPEN_VISIT: "open",
    acts.CLOSE_STAGE1: "close",
    acts.CLOSE_VISIT: "close",
    acts.CONCLUDE_STAGE1: "conclude",
}


def reasons_for(act: ActKind, file: AuditFile, by: Actor) -> tuple[Violation, ...]:
    """Everything in the way of an act, but for what it is given to write down."""
    return tuple(_reasons(act, file, by))


def _reasons(act: ActKind, file: AuditFile, by: Actor) -> Iterator[Violation]:
    yield from act.duty_obstacles(by, None if act in BY_CLIENT else file.case.where)
    yield from _person_reasons(act, file, by)
    if act == acts.RESUME:
        if stopped_by(file) is None:
            yield _no(act, "audits.not-withdrawn", _("No withdrawal stopped this case."))
        return
    if act in (acts.APPROVE_WITHDRAWAL, acts.REJECT_WITHDRAWAL):
        if open_proposal(file) is None:
            yield _no(act, "audits.no-proposal", _("Nobody has proposed to withdraw the team."))
        return
    if file.case.state not in FUNCTIONS:
        yield Violation(
            code="case.not-under-way",
            message=_("The case is “%(state)s”; no step can be taken."),
            source=NO_STEP_SKIPPED,
            facts={"state": file.case.state},
        )
    yield from _state_reasons(act, file)
    if step := step_of(act, file.stage):
        yield from _ledger_reasons(step, file)


def step_of(act: ActKind, stage: Stage) -> Step | None:
    """The step of the ledger that an act takes at this stage."""
    return {
        acts.SEND_PLAN: PLANNED[stage],
        acts.CONFIRM_PLAN: CONFIRMED[stage],
        acts.OPEN_VISIT: Step.VISIT_OPENED,
        acts.COMPARE_ACTUALS: Step.ACTUALS_COMPARED,
        acts.CLOSE_STAGE1: HELD[Stage.STAGE1],
        acts.CLOSE_VISIT: HELD[Stage.VISIT],
        acts.CONCLUDE_STAGE1: Step.STAGE1_CONCLUDED,
    }.get(act)


def _ledger_reasons(step: Step, file: AuditFile) -> Iterator[Violation]:
    if step in file.case.done:
        yield Violation(
            code="step.already-taken",
            message=_("The step “%(step)s” was already taken."),
            source=RULE_OF[step].source,
            facts={"step": step},
        )
    yield from step_obstacles(step, kind=file.case.round.kind, done=file.case.done)


def _no(act: ActKind, code: str, message: str, **facts: object) -> Violation:
    return Violation(code=code, message=message, source=act.source, facts=facts)


def is_leader(file: AuditFile, by: Actor) -> bool:
    """Whether somebody leads the team of this round."""
    return any(s.person_id == by.person_id and s.part == SeatPart.LEADER for s in file.team)


def _person_reasons(act: ActKind, file: AuditFile, by: Actor) -> Iterator[Violation]:
    if act in BY_CLIENT and by.organisation_id != file.case.organisation_id:
        yield _no(act, "audits.not-the-client", _("Only the client itself may do this."))
    if act in BY_LEADER and not is_leader(file, by):
        yield _no(act, "audits.not-the-leader", _("Only the leader of this team may do this."))
    if act in BY_PLANNER_OR_LEADER and not (by.holds(Duty.PLAN_AUDITS) or is_leader(file, by)):
        yield _no(act, "audits.not-the-leader", _("Only the leader of this team may do this."))
    seated = {seat.person_id for seat in file.team}
    if act in BY_MEMBER and by.person_id not in seated:
        yield _no(act, "audits.not-a-member", _("Only members of this team may do this."))
    if act in (acts.APPROVE_WITHDRAWAL, acts.REJECT_WITHDRAWAL) and by.person_id in seated:
        yield _no(
            act,
            "audits.decides-own-withdrawal",
            _("A member of the team does not decide on its withdrawal."),
        )


def _state_reasons(act: ActKind, file: AuditFile) -> Iterator[Violation]:
    state = file.state
    if act in (acts.OPEN_STAGE1, acts.CLOSE_STAGE1) and file.stage != Stage.STAGE1:
        yield _no(act, "audits.stage1-over", _("Stage 1 is concluded, or this round has none."))
    elif act == acts.OPEN_VISIT and file.stage != Stage.VISIT:
        yield _no(act, "audits.stage1-first", _("Stage 1 comes first."))
    elif move := MOVES.get(act):
        # The duty was asked for by the act, which knows whose turn it is by its schemes too.
        trusted = Actor(None, "", frozenset(Duty))
        yield from VISIT.obstacles(move, origin=state, by=trusted, facts=None)
    elif act == acts.SAVE_PLAN and state != S.DRAFT:
        yield _no(act, "audits.plan-is-out", _("The plan was sent; take it back to change it."))
    elif act in UNDER_WAY and state != S.OPENED:
        yield _no(act, "audits.not-under-way", _("No visit is under way."))
    elif act == acts.ADD_EVIDENCE:
        if state not in (S.OPENED, S.CLOSED) or file.case.state != CaseState.DETERMINATION:
            yield _no(act, "audits.evidence-too-late", _("Evidence belongs to a running audit."))
    elif act == acts.PROPOSE_WITHDRAWAL:
        if state not in (S.CONFIRMED, S.OPENED, S.CLOSED):
            yield _no(act, "audits.nothing-to-withdraw", _("The team has not gone out yet."))
        if open_proposal(file):
            yield _no(act, "audits.already-proposed", _("A proposal waits for its decision."))
    if act == acts.CONSENT_TO_DAYS and not _waits_for_consent(file):
        yield _no(act, "audits.nothing-asked", _("No additional audit time was asked for."))
    if act == acts.EXTEND_PLAN and Step.VISIT_OPENED not in file.case.done:
        yield _no(act, "audits.not-under-way", _("No visit is under way."))


def _waits_for_consent(file: AuditFile) -> bool:
    return file.comparison is not None and file.comparison.consent == Consent.ASKED


def plan_reasons(file: AuditFile, *, on: date) -> tuple[Violation, ...]:
    """Everything that the plan of the present visit lacks."""
    case, visit = file.case, file.visit
    held = file.held_on(Stage.STAGE1) if file.stage == Stage.VISIT else None
    facts = PlanFacts(
        stage=file.stage,
        lines=file.plan,
        team=members(file.team),
        sites=tuple((site.id, site.name_zh) for site in sites_for(case)),
        agreed_sites=frozenset(site.id for site in case.sites if site.in_agreement),
        agreement_signed_on=case.agreement_signed_on,
        days_needed=days_needed(case, file.stage),
        on=on,
        not_before=held,
        objectives=visit.objectives if visit else "",
        criteria=visit.criteria if visit else "",
    )
    return tuple(plan_obstacles(facts))


def closing_reasons(file: AuditFile) -> tuple[Violation, ...]:
    """Everything that the present visit lacks before it is closed."""
    visit = file.visit
    if visit is None:
        return ()
    named = {seat.person_id: seat.name for seat in file.team}
    scheduled = {person for line in file.plan for person in line.member_ids if person in named}
    facts = CloseFacts(
        stage=file.stage,
        kind=file.case.round.kind,
        days_needed=days_needed(file.case, file.stage),
        days_present=days_present(file, visit),
        scheduled={person: named[person] for person in sorted(scheduled)},
        signed_in={s.person_id for s in file.sign_ins if s.visit_id == visit.pk},
        items_wanted=tuple((item.key, item.zh) for item in surveillance_items()),
        items_answered=frozenset(key for key, text in visit.items.items() if text.strip()),
    )
    return tuple(closing_obstacles(facts))


def plan_is_long_enough(file: AuditFile) -> bool:
    """Whether the plan of the present visit holds the audit time needed now."""
    needed = days_needed(file.case, file.stage)
    return needed is not None and planned_days(file.plan, members(file.team)) >= needed


def more_time_reasons(file: AuditFile) -> Iterator[Violation]:
    """Say why the comparison of people and sites is not finished.

    Source: catalogue M-33.
    """
    found = file.comparison
    if found is None or found.consent == Consent.NOT_NEEDED:
        return
    if found.consent == Consent.ASKED:
        message = _("The client has not answered on the additional audit time.")
        yield Violation("audits.consent-awaited", message, sources.HEADCOUNT)
    elif found.consent == Consent.REFUSED:
        message = _("The client refused the additional audit time: the team may withdraw.")
        yield Violation("audits.consent-refused", message, sources.HEADCOUNT)
    elif not plan_is_long_enough(file):
        message = _("The additional audit time is not planned yet.")
        yield Violation("audits.more-time-unplanned", message, sources.HEADCOUNT)

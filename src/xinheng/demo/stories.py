"""The stories that are told of clients, by the names that the list of clients gives them.

`before:<step>` goes as far as that step; `later:<step>` the same in the surveillance
round; the others have a function here.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from xinheng.apps.audits import actions as audits
from xinheng.apps.decisions import actions as decisions
from xinheng.apps.findings import actions as findings
from xinheng.apps.intake import actions as intake
from xinheng.apps.intake import queries as intake_queries
from xinheng.core.audits.words import Stage
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import RoundKind
from xinheng.core.decisions.words import Outcome, Recommendation
from xinheng.core.intake.verification import ClaimState
from xinheng.core.intake.words import ChangeKind, RefusalReason, Triage
from xinheng.core.shared.actor import Role
from xinheng.demo import after, closing, selection, staffing, visits
from xinheng.demo.engine import Story
from xinheng.demo.reading import ClientRow
from xinheng.demo.tale import Going, Halted, Tale
from xinheng.demo.world import World

PREFERRED = ("leader", "auditor")


def of(world: World, row: ClientRow) -> Story:
    """The story of a client."""
    name, _, step = row.story.partition(":")
    tale = Tale(world, row, now=world.times.moment(world.times.ago(row.days), 9, row.number % 60))
    tale.schemes = row.schemes
    if step:
        tale.halt, tale.prefer = Step(step), PREFERRED
        tale.halt_in = KIND_OF.get(name, RoundKind.INITIAL)
    return _told(tale, TOLD[name])


def _told(tale: Tale, story: Callable[[Tale], Going]) -> Iterator[datetime]:
    try:
        yield from story(tale)
    except Halted:
        return


KIND_OF = {
    "later": RoundKind.SURVEILLANCE,
    "transfer": RoundKind.TRANSFER,
    "renewal": RoundKind.RECERTIFICATION,
}


def known(tale: Tale) -> Going:
    """The client is known and has not applied for anything yet."""
    yield from selection.meet(tale)


def draft(tale: Tale) -> Going:
    """The client has begun its application."""
    yield from selection.meet(tale)
    yield from tale.later(1)
    started = intake.start(by=tale.client, at=tale.now)
    selection.fill(tale, started.pk, complete=False)


def initial(tale: Tale) -> Going:
    """From the application to the certificates."""
    yield from selection.select(tale)
    yield from staffing.team(tale)
    yield from visits.stage_one(tale)
    yield from after.visit(tale, found=tale.row.number % 3)
    yield from closing.finish(tale)


def certified(tale: Tale) -> Going:
    """Certified, and kept through surveillance and renewal."""
    yield from initial(tale)
    yield from after.live_on(tale)


def taken_over(tale: Tale) -> Going:
    """Certified by taking over the certificates of another body."""
    yield from selection.meet(tale)
    yield from selection.apply(tale, kind=RoundKind.TRANSFER)
    yield from selection.check_claims(tale)
    yield from selection.review(tale)
    yield from selection.take_over(tale, valid_days=700)
    yield from selection.reckon(tale)
    yield from selection.offer(tale)
    yield from selection.agree(tale)
    yield from selection.programme(tale)
    yield from closing.finish(tale, found=False)


def transferred(tale: Tale) -> Going:
    """Taken over, and kept through surveillance."""
    yield from taken_over(tale)
    yield from after.live_on(tale)


def visited(tale: Tale) -> Going:
    """Taken over; the nonconformities of its surveillance wait for it. For visitors."""
    yield from taken_over(tale)
    yield from after.next_round(tale)
    yield from after.to_visit(tale, prefer=PREFERRED)
    yield from after.visit(tale, found=2, major=True)


def lapsed(tale: Tale) -> Going:
    """Taken over, not renewed: the clockwork lets the certificates expire."""
    yield from taken_over(tale)


def transferred_quietly(tale: Tale) -> Going:
    """Taken over; its surveillance has not begun."""
    yield from taken_over(tale)


def returned(tale: Tale) -> Going:
    """The application came back with questions."""
    yield from selection.meet(tale)
    yield from selection.apply(tale)
    yield from selection.check_claims(tale)
    yield from tale.later(1)
    intake.return_application(
        case_id=tale.case_id,
        questions="请补充外包过程说明，并更新社保人员名单（演示）。",
        by=tale.staff(Role.APPLICATION_REVIEWER),
        at=tale.now,
    )


def contradicted(tale: Tale) -> Going:
    """A public record contradicts a claim."""
    yield from selection.meet(tale)
    yield from selection.apply(tale)
    yield from tale.later(2)
    check = intake_queries.checks_of(tale.case_id)[0]
    intake.record_claim(
        case_id=tale.case_id,
        claim_id=check.pk,
        state=ClaimState.CONTRADICTED,
        checked_on=tale.today,
        note="平台登记信息与申请不一致（演示）。",
        by=tale.staff(Role.APPLICATION_REVIEWER),
        at=tale.now,
    )


def refused(tale: Tale) -> Going:
    """The application was refused with reasons."""
    yield from selection.meet(tale)
    yield from selection.apply(tale)
    yield from selection.check_claims(tale)
    yield from tale.later(2)
    intake.refuse(
        case_id=tale.case_id,
        reason=RefusalReason.DIFFERENCES,
        because="申请范围与实际经营范围的差异未能解决（演示）。",
        nothing_else_was_asked=True,
        by=tale.staff(Role.APPLICATION_REVIEWER),
        at=tale.now,
    )


def withdrawn_application(tale: Tale) -> Going:
    """The client took its application back."""
    yield from selection.meet(tale)
    yield from selection.apply(tale)
    yield from tale.later(3)
    row = intake_queries.application_of(tale.case_id)
    if row is not None:
        intake.withdraw(
            application_id=row.pk, because="项目推迟（演示）。", by=tale.client, at=tale.now
        )


def quoted(tale: Tale) -> Going:
    """A quotation waits for the client."""
    yield from _reckoned(tale)
    yield from tale.later(1)
    _quote(tale)


def declined(tale: Tale) -> Going:
    """The client declined the quotation."""
    yield from _reckoned(tale)
    yield from tale.later(1)
    quotation = _quote(tale)
    yield from tale.later(2)
    intake.decline_quotation(
        case_id=tale.case_id, quotation_id=quotation, because="预算不足（演示）。",
        by=tale.client, at=tale.now,
    )  # fmt: skip


def _reckoned(tale: Tale) -> Going:
    yield from selection.meet(tale)
    yield from selection.apply(tale)
    yield from selection.check_claims(tale)
    yield from selection.review(tale)
    yield from selection.reckon(tale)


def _quote(tale: Tale) -> int:
    made = intake.quote(
        case_id=tale.case_id,
        valid_until=tale.today + timedelta(days=60),
        by=tale.staff(Role.APPLICATION_REVIEWER),
        at=tale.now,
    )
    return int(made.pk)


def _to_visit(tale: Tale) -> Going:
    yield from selection.select(tale)
    yield from staffing.team(tale)
    yield from visits.stage_one(tale)
    yield from visits.plan(tale, tale.today + timedelta(days=10), stage=Stage.VISIT)


def under_way(tale: Tale) -> Going:
    """The team is on site and has raised nonconformities."""
    yield from _to_visit(tale)
    yield from visits.open_meeting(tale, stage=Stage.VISIT)
    closing.find(tale, 2)


def more_people(tale: Tale) -> Going:
    """More people were found than applied for; the client is asked for its consent."""
    yield from _to_visit(tale)
    yield from visits.open_meeting(tale, stage=Stage.VISIT)
    yield from visits.audit(tale, stage=Stage.VISIT, people_found=tale.row.people * 3)


def waiting_for_client(tale: Tale) -> Going:
    """Nonconformities, one of them major, wait for the client."""
    yield from _held(tale)


def _held(tale: Tale) -> Going:
    tale.prefer = PREFERRED
    yield from _to_visit(tale)
    yield from visits.open_meeting(tale, stage=Stage.VISIT)
    closing.find(tale, 3, major=True)
    yield from visits.audit(tale, stage=Stage.VISIT)
    yield from visits.close_meeting(tale, stage=Stage.VISIT)


def waiting_for_team(tale: Tale) -> Going:
    """The client has answered; the team has to look at it."""
    yield from _held(tale)
    yield from tale.later(6)
    closing.answer(tale)


def objected(tale: Tale) -> Going:
    """The client objects to a nonconformity."""
    yield from _held(tale)
    yield from tale.later(2)
    findings.object_to(
        case_id=tale.case_id, finding_id=closing.first_finding(tale),
        because="现场已提供记录，请复核（演示）。", by=tale.client, at=tale.now,
    )  # fmt: skip


def withdrawal_proposed(tale: Tale) -> Going:
    """The leader proposes to withdraw the team: top management did not come."""
    tale.prefer = PREFERRED
    yield from _to_visit(tale)
    yield from visits.open_meeting(tale, stage=Stage.VISIT, attended=False)
    yield from tale.soon()
    audits.propose_withdrawal(
        case_id=tale.case_id,
        conditions=["leadership-passive"],
        evidence="首次会议最高管理者未到场且未授权代表（演示）。",
        by=tale.leader,
        at=tale.now,
    )


def stopped(tale: Tale) -> Going:
    """The team was withdrawn; the case has stopped."""
    yield from withdrawal_proposed(tale)
    yield from tale.later(1)
    audits.approve_withdrawal(
        case_id=tale.case_id, because="撤组条件成立（演示）。", by=tale.staff(Role.MANAGER),
        at=tale.now,
    )  # fmt: skip


def resumed(tale: Tale) -> Going:
    """The audit is taken up again after the team was withdrawn."""
    yield from stopped(tale)
    yield from tale.later(10)
    audits.resume(
        case_id=tale.case_id, because="组织已确认最高管理者参会（演示）。",
        by=tale.staff(Role.PLANNER), at=tale.now,
    )  # fmt: skip


def _reported(tale: Tale, outcome: Outcome) -> Going:
    yield from selection.select(tale)
    yield from staffing.team(tale)
    yield from visits.stage_one(tale)
    yield from after.visit(tale, found=1)
    yield from closing.settle(tale)
    yield from closing.report(tale, dict.fromkeys(tale.schemes, outcome))


def item_returned(tale: Tale) -> Going:
    """The technical reviewer sent one record back."""
    yield from _reported(tale, Outcome.GRANT)
    yield from tale.later(2)
    decisions.return_item(
        case_id=tale.case_id,
        record="audit-report",
        note="报告未说明抽样依据（演示）。",
        by=tale.staff(Role.TECHNICAL_REVIEWER),
        at=tale.now,
    )


def proposed(tale: Tale) -> Going:
    """A decision waits for the second person."""
    yield from _reported(tale, Outcome.GRANT)
    yield from closing.review(tale)
    yield from closing.decide(tale, dict.fromkeys(tale.schemes, Outcome.GRANT), proposed_only=True)


def not_certified(tale: Tale) -> Going:
    """Certification was refused."""
    yield from _reported(tale, Outcome.REFUSE)
    yield from closing.review(tale, recommendation=Recommendation.AGAINST)
    yield from closing.decide(tale, dict.fromkeys(tale.schemes, Outcome.REFUSE))


def suspended(tale: Tale) -> Going:
    """Suspended because the surveillance was not accepted in time."""
    yield from taken_over(tale)
    yield from tale.later(330)
    after.suspend(tale, "suspend.surveillance-overdue")


def suspended_at_request(tale: Tale) -> Going:
    """Suspended because the client asked for it."""
    yield from taken_over(tale)
    yield from tale.later(120)
    after.suspend(tale, "suspend.own-request")


def restored(tale: Tale) -> Going:
    """Suspended, and restored when the cause was solved."""
    yield from suspended_at_request(tale)
    yield from tale.later(60)
    after.restore(tale)


def withdrawn(tale: Tale) -> Going:
    """Suspended, not solved, withdrawn by two persons."""
    yield from suspended_at_request(tale)
    yield from tale.later(150)
    yield from after.withdraw(tale, "withdraw.suspension-not-solved")


def withdrawal_of_certificate_proposed(tale: Tale) -> Going:
    """Suspended; one person has proposed the withdrawal."""
    yield from suspended_at_request(tale)
    yield from tale.later(150)
    yield from after.withdraw(tale, "withdraw.suspension-not-solved", proposed_only=True)


def cancelled(tale: Tale) -> Going:
    """The client gave its certificates up."""
    yield from taken_over(tale)
    yield from tale.later(200)
    after.cancel(tale)


def closed(tale: Tale) -> Going:
    """The client gave its certificates up, and the case was closed."""
    yield from cancelled(tale)


def left(tale: Tale) -> Going:
    """Another body took the certificates over."""
    yield from taken_over(tale)
    yield from tale.later(150)
    after.transfer_out(tale)


def reduced(tale: Tale) -> Going:
    """The scope became narrower at the client's wish."""
    yield from taken_over(tale)
    yield from tale.later(140)
    after.reduce(tale)


def changing(tale: Tale) -> Going:
    """The client has told of a change that waits to be looked at."""
    yield from taken_over(tale)
    yield from tale.on(tale.world.times.ago(3 + tale.row.number % 4))
    _tell(tale, ChangeKind.ADDRESS, "仓库迁至同市新址，面积扩大（演示）。")


def changed(tale: Tale) -> Going:
    """The client told of a change, to be looked at in the next audit."""
    yield from taken_over(tale)
    yield from tale.later(60)
    notice = _tell(tale, ChangeKind.MANAGEMENT, "管理者代表变更（演示）。")
    yield from tale.later(4)
    intake.triage_change(
        case_id=tale.case_id, notice_id=notice, outcome=Triage.NEXT_AUDIT,
        by=tale.staff(Role.APPLICATION_REVIEWER), at=tale.now, note="下次监督审核时核查。",
    )  # fmt: skip


def _tell(tale: Tale, kind: ChangeKind, words: str) -> int:
    made = intake.file_change(
        case_id=tale.case_id,
        told=intake.Told(kind, words, tale.today),
        by=tale.client,
        at=tale.now,
    )
    return int(made.pk)


def surveilled(tale: Tale) -> Going:
    """Taken over, then a surveillance round as far as the halt says."""
    yield from taken_over(tale)
    yield from after.next_round(tale)
    yield from after.later_round(tale, prefer=PREFERRED)


TOLD: dict[str, Callable[[Tale], Going]] = {
    "before": initial,
    "transfer": taken_over,
    "later": surveilled,
    "renewal": certified,
    **{
        story.__name__.replace("_", "-"): story
        for story in (
            known, draft, initial, certified, transferred, transferred_quietly, visited,
            lapsed, returned, contradicted, refused, withdrawn_application, quoted, declined,
            under_way,
            more_people, waiting_for_client, waiting_for_team, objected, withdrawal_proposed,
            stopped, resumed, item_returned, proposed, not_certified, suspended,
            suspended_at_request, restored, withdrawn, withdrawal_of_certificate_proposed,
            cancelled, closed, left, reduced, changing, changed,
        )
    },
}  # fmt: skip

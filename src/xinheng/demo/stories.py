"""The stories that are told of clients, by the names that the list of clients gives them.

`before:<step>` goes as far as that step; `later:<step>` the same in the surveillance
round; the others have a function here.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from xinheng.apps.audits import actions as audits
from xinheng.apps.decisions import actions as decisions
from xinheng.apps.findings import actions as findings
from xinheng.core.audits.words import Stage
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import RoundKind
from xinheng.core.decisions.words import Outcome, Recommendation
from xinheng.core.shared.actor import Role
from xinheng.demo import after, beginnings, closing, endings, selection, staffing, visits
from xinheng.demo.endings import PREFERRED
from xinheng.demo.engine import Story
from xinheng.demo.reading import ClientRow
from xinheng.demo.tale import Going, Halted, Tale
from xinheng.demo.world import World


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


TOLD: dict[str, Callable[[Tale], Going]] = {
    "before": initial,
    "transfer": endings.taken_over,
    "later": endings.surveilled,
    "renewal": certified,
    **{
        story.__name__.replace("_", "-"): story
        for story in (
            beginnings.known, beginnings.draft, beginnings.returned, beginnings.contradicted,
            beginnings.refused, beginnings.withdrawn_application, beginnings.quoted,
            beginnings.declined, endings.transferred, endings.transferred_quietly,
            endings.visited, endings.lapsed, endings.suspended, endings.suspended_at_request,
            endings.restored, endings.withdrawn, endings.withdrawal_of_certificate_proposed,
            endings.cancelled, endings.left, endings.reduced, endings.changing, endings.changed,
            initial, certified, under_way, more_people, waiting_for_client, waiting_for_team,
            objected, withdrawal_proposed, stopped, resumed, item_returned, proposed,
            not_certified,
        )
    },
}  # fmt: skip

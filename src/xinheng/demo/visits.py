"""On site: the plan, the meetings, who was there, and what was compared."""

from datetime import date, time, timedelta
from decimal import Decimal
from itertools import cycle
from math import ceil

from xinheng.apps.audits import actions as audits
from xinheng.apps.audits import queries as audit_queries
from xinheng.apps.audits.actions.meetings import MeetingNote
from xinheng.apps.audits.actions.on_site import EvidenceNote
from xinheng.apps.audits.actions.plans import PlanText
from xinheng.apps.audits.actions.stage1 import Stage1Note
from xinheng.core.audits.actuals import SiteNote
from xinheng.core.audits.plan import Line
from xinheng.core.audits.words import Half, SiteFound, Stage
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import RoundKind
from xinheng.demo.tale import Going, Tale
from xinheng.rulebook.lists.meetings import closing_agenda, opening_agenda, surveillance_items

MORNING, NOON = time(9, 0), time(12, 0)
AFTERNOON, EVENING = time(13, 0), time(18, 0)
CLAUSES = (("4.1", "4.2", "5.1", "6.1"), ("7.1", "7.2", "8.1"), ("8.2", "8.4"), ("9.1", "9.2"))
ACTIVITIES = ("最高管理层与策划", "资源与支持过程", "运行现场", "绩效评价与改进")
CRITERIA = "认证标准、组织的体系文件、适用的法律法规"


def length(tale: Tale, stage: Stage) -> int:
    """How many days the team of this size needs on site."""
    needed = audit_queries.days_needed(tale.case(), stage) or Decimal(1)
    return max(ceil(needed / len(tale.team)), 1)


def plan(tale: Tale, first: date, *, stage: Stage) -> Going:
    """The leader writes the plan and sends it; the client confirms it."""
    is_first = stage == Stage.STAGE1
    tale.before(Step.STAGE1_PLANNED if is_first else Step.VISIT_PLANNED)
    yield from tale.later(1)
    first = max(first, tale.today + timedelta(days=4))
    days = tale.team_days = tale.world.book(tale.team, first, length(tale, stage))
    words = (
        "评价体系文件与现场准备情况，确认二阶段条件。" if is_first else "评价体系的符合性与有效性。"
    )
    audits.save_plan(
        case_id=tale.case_id,
        text=PlanText(objectives=words, criteria=CRITERIA, scope=tale.row.trade.scope_zh),
        lines=_lines(tale, days, stage),
        by=tale.leader,
        at=tale.now,
    )
    audits.send_plan(case_id=tale.case_id, by=tale.leader, at=tale.now)
    tale.before(Step.STAGE1_CONFIRMED if is_first else Step.VISIT_CONFIRMED)
    yield from tale.later(2)
    audits.confirm_plan(
        case_id=tale.case_id, top_manager=tale.row.manager, attends=True, by=tale.client,
        at=tale.now,
    )  # fmt: skip


def _lines(tale: Tale, days: tuple[date, ...], stage: Stage) -> list[Line]:
    """Every member works both halves of every day; the sites share the lines among them."""
    case = tale.case()
    sites = audit_queries.sites_for(case)
    if stage == Stage.STAGE1:
        sites = tuple(site for site in sites if site.is_central) or sites
    whole = [
        (day, begins, ends, tale.world.person_ids[row.username])
        for day in days
        for row in tale.team
        for begins, ends in ((MORNING, NOON), (AFTERNOON, EVENING))
    ]
    pieces = _enough(whole, len(sites))
    return [
        Line(day, begins, ends, site.id, activity, (person,), clauses)
        for (day, begins, ends, person), site, (activity, clauses) in zip(
            pieces, cycle(sites), cycle(zip(ACTIVITIES, CLAUSES, strict=True)), strict=False
        )
    ]


Piece = tuple[date, time, time, int]


def _enough(pieces: list[Piece], number: int) -> list[Piece]:
    """Cut pieces of a timetable until there are as many as sites."""
    while len(pieces) < number:
        cut = []
        for day, begins, ends, person in pieces:
            middle = time((begins.hour + ends.hour) // 2, (begins.hour + ends.hour) % 2 * 30)
            cut += [(day, begins, middle, person), (day, middle, ends, person)]
        pieces = cut
    return pieces


def open_meeting(tale: Tale, *, stage: Stage, attended: bool = True) -> Going:
    """The opening meeting on the first planned day."""
    if stage == Stage.VISIT:
        tale.before(Step.VISIT_OPENED)
    else:
        tale.before(Step.STAGE1_HELD)
    yield from tale.on(tale.team_days[0], 10)
    audits.open_visit(
        case_id=tale.case_id,
        note=_note(tale, [item.key for item in opening_agenda()], attended=attended),
        by=tale.leader,
        at=tale.now,
        gap_judgement="一阶段结论仍然适用（演示）。",
    )


def _note(tale: Tale, agenda: list[str], *, attended: bool = True) -> MeetingNote:
    return MeetingNote(
        held_at=tale.now - timedelta(minutes=20),
        place=f"{tale.row.city_zh}，组织会议室",
        attendees=[tale.row.manager, tale.row.contact],
        top_manager=tale.row.manager,
        top_manager_present=attended,
        agenda=agenda,
        member_ids=[tale.world.person_ids[row.username] for row in tale.team],
        why_absent="" if attended else "出差在外，未能到场（演示）。",
    )


def audit(tale: Tale, *, stage: Stage, people_found: int | None = None) -> Going:
    """The days on site: presence, evidence, and people and sites as they were found."""
    last = tale.team_days[-1]
    yield from tale.on(last, 15)
    for day in tale.team_days:
        for half in Half:
            if (day, half) == (tale.team_days[0], Half.AM):
                continue  # signed in by the opening meeting
            for row in tale.team:
                audits.sign_in(
                    case_id=tale.case_id, on=day, half=half,
                    person_id=tale.world.person_ids[row.username], by=tale.leader, at=tale.now,
                )  # fmt: skip
    if stage == Stage.STAGE1:
        return
    audits.add_evidence(
        case_id=tale.case_id,
        given=EvidenceNote(
            note="查阅内审与管理评审记录，抽样现场作业文件（演示）。",
            dated_on=last,
            scheme=tale.schemes[0],
            clause="9.2",
        ),
        by=tale.leader,
        at=tale.now,
    )
    if tale.kind != RoundKind.INITIAL:
        audits.answer_items(
            case_id=tale.case_id,
            answers={item.key: "已核查，未见异常（演示）。" for item in surveillance_items()},
            by=tale.leader,
            at=tale.now,
        )
    tale.before(Step.ACTUALS_COMPARED)
    _compare(tale, people_found)


def _compare(tale: Tale, people_found: int | None) -> None:
    case = tale.case()
    audits.compare_actuals(
        case_id=tale.case_id,
        people_found={scheme.scheme: people_found or scheme.people for scheme in case.schemes},
        sites=[SiteNote(site.id, SiteFound.AS_APPLIED) for site in audit_queries.sites_for(case)],
        by=tale.leader,
        at=tale.now,
    )


def close_meeting(tale: Tale, *, stage: Stage) -> Going:
    """The closing meeting on the last day."""
    if stage == Stage.VISIT:
        tale.before(Step.VISIT_CLOSED)
    yield from tale.on(tale.team_days[-1], 17)
    audits.close_visit(
        case_id=tale.case_id,
        note=_note(tale, [item.key for item in closing_agenda()]),
        by=tale.leader,
        at=tale.now,
    )


def stage_one(tale: Tale) -> Going:
    """The first stage, from its plan to its conclusion."""
    yield from plan(tale, tale.today + timedelta(days=8), stage=Stage.STAGE1)
    yield from open_meeting(tale, stage=Stage.STAGE1)
    yield from audit(tale, stage=Stage.STAGE1)
    yield from close_meeting(tale, stage=Stage.STAGE1)
    tale.before(Step.STAGE1_CONCLUDED)
    yield from tale.later(2)
    audits.conclude_stage1(
        case_id=tale.case_id,
        note=Stage1Note(
            objectives_met=True,
            concerns="关注外包过程的控制（演示）。",
            ready=True,
            permits_verified=True,
        ),
        by=tale.leader,
        at=tale.now,
    )

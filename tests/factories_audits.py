"""A team on its way: cases whose audits can be planned, held and closed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal

from tests.factories import actor, case_before, person, view
from xinheng.apps.audits import actions
from xinheng.apps.audits.actions.meetings import MeetingNote
from xinheng.apps.audits.actions.plans import PlanText
from xinheng.apps.cases import actions as cases
from xinheng.apps.cases.models import Case
from xinheng.core.audits.actuals import SiteNote
from xinheng.core.audits.plan import Line
from xinheng.core.audits.words import Half, SiteFound
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import RoundKind
from xinheng.core.people.words import SeatPart
from xinheng.core.shared.actor import Actor, Role
from xinheng.rulebook.lists.meetings import closing_agenda, opening_agenda

SENT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
FIRST = date(2026, 3, 16)
SECOND = date(2026, 3, 17)
OPENED = datetime(2026, 3, 16, 1, 0, tzinfo=UTC)
CLOSED = datetime(2026, 3, 17, 9, 0, tzinfo=UTC)


@dataclass
class OnTheWay:
    """A case with its people."""

    case: Case
    leader: Actor
    auditor: Actor
    expert: Actor
    planner: Actor
    customer: Actor
    manager: Actor

    @property
    def site(self) -> int:
        return view(self.case).sites[0].id

    @property
    def team(self) -> tuple[int, ...]:
        return tuple(int(who.person_id or 0) for who in (self.leader, self.auditor, self.expert))


def on_the_way(
    step: Step = Step.VISIT_PLANNED, *schemes: str, kind: RoundKind = RoundKind.SURVEILLANCE
) -> OnTheWay:
    """A case just before `step`, with two auditors, an expert and two days of audit time."""
    case = case_before(step, *schemes, kind=kind)
    cases.sign_agreement(case, on=date(2026, 1, 5), site_ids=[site.id for site in view(case).sites])
    stage1 = Decimal("0.5") if kind == RoundKind.INITIAL else None
    cases.set_days(
        case.pk,
        days=Decimal("3"),
        stage1=stage1,  # type: ignore[arg-type]
        stage2=Decimal("2.5") if stage1 else None,  # type: ignore[arg-type]
        on_site_min=Decimal("2.4"),
    )
    people = {
        "leader": person("赵组长", Role.LEADER),
        "auditor": person("钱审核", Role.AUDITOR),
        "expert": person("孙专家", Role.EXPERT),
    }
    for name, who in people.items():
        cases.seat(
            case,
            person_id=who.pk,
            part=SeatPart(name),
            schemes=view(case).scheme_keys,
            codes=("03.07.01",),
        )
    return OnTheWay(
        case=case,
        planner=actor(person("李计划", Role.PLANNER)),
        customer=actor(person("周客户", Role.CLIENT, organisation=case.organisation)),
        manager=actor(person("吴经理", Role.MANAGER)),
        **{name: actor(who) for name, who in people.items()},
    )


def full_days(way: OnTheWay, *days: date) -> list[Line]:
    """Everybody on site from half past eight to half past five, with a break at noon."""
    hours = ((time(8, 30), time(12, 0)), (time(13, 0), time(17, 30)))
    return [
        Line(day, begins, ends, way.site, "过程审核", way.team, ("8.5",))
        for day in days
        for begins, ends in hours
    ]


def saved(way: OnTheWay, lines: list[Line] | None = None, *, at: datetime = SENT) -> OnTheWay:
    """The plan is written."""
    actions.save_plan(
        case_id=way.case.pk,
        text=PlanText("确认体系持续有效", "ISO 9001:2015"),
        lines=full_days(way, FIRST, SECOND) if lines is None else lines,
        by=way.planner,
        at=at,
    )
    return way


def confirmed(way: OnTheWay, lines: list[Line] | None = None, *, at: datetime = SENT) -> OnTheWay:
    """The plan is sent and confirmed."""
    saved(way, lines, at=at)
    actions.send_plan(case_id=way.case.pk, by=way.planner, at=at)
    actions.confirm_plan(
        case_id=way.case.pk, top_manager="陈山", attends=True, by=way.customer, at=at
    )
    return way


def opening(way: OnTheWay, *, held_at: datetime = OPENED, **changed: object) -> MeetingNote:
    """A complete record of an opening meeting."""
    values: dict[str, object] = {
        "held_at": held_at,
        "place": "会议室",
        "attendees": ["陈山", "林静"],
        "top_manager": "陈山",
        "top_manager_present": True,
        "agenda": [item.key for item in opening_agenda()],
        "member_ids": way.team,
    }
    return MeetingNote(**(values | changed))  # type: ignore[arg-type]


def closing(*, held_at: datetime = CLOSED, **changed: object) -> MeetingNote:
    """A complete record of a closing meeting."""
    values: dict[str, object] = {
        "held_at": held_at,
        "place": "会议室",
        "attendees": ["陈山"],
        "top_manager": "陈山",
        "top_manager_present": True,
        "agenda": [item.key for item in closing_agenda()],
    }
    return MeetingNote(**(values | changed))  # type: ignore[arg-type]


def opened(way: OnTheWay) -> OnTheWay:
    """The opening meeting was held."""
    confirmed(way)
    actions.open_visit(case_id=way.case.pk, note=opening(way), by=way.leader, at=OPENED)
    return way


def compared(way: OnTheWay, *, people: int = 60) -> OnTheWay:
    """People and sites were compared."""
    opened(way)
    compare(way, people=people)
    return way


def compare(way: OnTheWay, *, people: int = 60, at: datetime = OPENED) -> None:
    """Compare, with every site as applied for."""
    actions.compare_actuals(
        case_id=way.case.pk,
        people_found=dict.fromkeys(view(way.case).scheme_keys, people),
        sites=[SiteNote(way.site, SiteFound.AS_APPLIED)],
        by=way.leader,
        at=at,
    )


def sign_everybody(way: OnTheWay, *, at: datetime = CLOSED) -> None:
    """Leader and auditor sign for the rest of the two days."""
    places = ((FIRST, Half.PM), (SECOND, Half.AM), (SECOND, Half.PM))
    for who in (way.leader, way.auditor):
        for on, half in places:
            actions.sign_in(case_id=way.case.pk, on=on, half=half, by=who, at=at)


def answered_items(way: OnTheWay) -> None:
    """Everything a surveillance looks at is answered."""
    from xinheng.rulebook.lists.meetings import surveillance_items

    actions.answer_items(
        case_id=way.case.pk,
        answers={item.key: "已查，符合" for item in surveillance_items()},
        by=way.auditor,
        at=CLOSED,
    )


def ready_to_close(way: OnTheWay) -> OnTheWay:
    """Only the closing meeting is missing."""
    compared(way)
    sign_everybody(way)
    answered_items(way)
    return way


def closed(way: OnTheWay) -> OnTheWay:
    """The closing meeting was held."""
    ready_to_close(way)
    actions.close_visit(case_id=way.case.pk, note=closing(), by=way.leader, at=CLOSED)
    return way

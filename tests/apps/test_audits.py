"""Visits: no plan too short, no meeting unrecorded, nobody in two places, no quiet shortening."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from tests.factories import actor, person, view
from tests.factories_audits import (
    CLOSED,
    FIRST,
    OPENED,
    SECOND,
    SENT,
    closed,
    closing,
    compared,
    confirmed,
    full_days,
    on_the_way,
    opened,
    opening,
    ready_to_close,
    saved,
)
from xinheng.apps.audits import actions, queries
from xinheng.apps.audits.actions.on_site import EvidenceNote
from xinheng.apps.cases import queries as cases
from xinheng.apps.documents import queries as documents
from xinheng.apps.journal import queries as journal
from xinheng.apps.people.models import HalfDay
from xinheng.core.audits.actuals import SiteNote
from xinheng.core.audits.words import Half, SiteFound, VisitState
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import Part
from xinheng.core.shared.actor import Role
from xinheng.core.shared.violation import Refused

pytestmark = pytest.mark.django_db


def codes(refusal: "pytest.ExceptionInfo[Refused]") -> list[str]:
    return [violation.code for violation in refusal.value.violations]


def state(way) -> VisitState:
    return queries.visits_of(view(way.case))[-1].state


def test_a_sent_plan_takes_the_half_days_and_lies_in_the_portal():
    way = saved(on_the_way())

    actions.send_plan(case_id=way.case.pk, by=way.planner, at=SENT)

    assert Step.VISIT_PLANNED in view(way.case).done
    assert HalfDay.objects.filter(presence="planned", case_id=way.case.pk).count() == 12
    (paper,) = documents.files_of_case(way.case.pk, kind="audit-plan")
    assert paper.client_may_see
    assert paper.media_type == "application/pdf"


def test_a_plan_is_refused_with_everything_it_lacks():
    way = on_the_way()
    lines = [replace(line, member_ids=(way.team[0],)) for line in full_days(way, date(2026, 3, 9))]
    saved(way, lines)

    with pytest.raises(Refused) as refusal:
        actions.send_plan(case_id=way.case.pk, by=way.planner, at=SENT)

    assert codes(refusal) == [
        "audits.date-past",
        "audits.member-not-scheduled",
        "audits.member-not-scheduled",
        "audits.too-little-time",
    ]
    assert Step.VISIT_PLANNED not in view(way.case).done
    assert not HalfDay.objects.exists()


def test_a_plan_that_is_too_short_is_refused_and_one_at_the_minimum_is_not():
    way = on_the_way()
    short = full_days(way, FIRST)
    two, ten, eight = time(13, 0), time(14, 35), time(14, 36)
    saved(way, [*short, replace(short[1], on=SECOND, begins=two, ends=ten, member_ids=way.team)])
    with pytest.raises(Refused) as refusal:
        actions.send_plan(case_id=way.case.pk, by=way.planner, at=SENT)
    assert codes(refusal) == ["audits.too-little-time"]

    extra = replace(short[1], on=SECOND, begins=two, ends=eight, member_ids=way.team)
    saved(way, [*short, extra])
    actions.send_plan(case_id=way.case.pk, by=way.planner, at=SENT)

    assert queries.visits_of(view(way.case))[0].days_planned == Decimal("2.40")


def test_the_time_of_an_expert_is_no_audit_time():
    way = on_the_way()
    lines = [replace(line, member_ids=way.team[2:]) for line in full_days(way, FIRST, SECOND)]
    lines[0] = replace(lines[0], member_ids=way.team)
    saved(way, lines)

    with pytest.raises(Refused) as refusal:
        actions.send_plan(case_id=way.case.pk, by=way.planner, at=SENT)

    assert codes(refusal) == ["audits.too-little-time"]
    assert refusal.value.violations[0].facts["have"] == Decimal("0.87")


def test_nobody_is_planned_twice_at_the_same_time():
    one, other = on_the_way(), on_the_way()
    confirmed(one)
    from xinheng.apps.cases import actions as case_actions
    from xinheng.core.people.words import SeatPart

    case_actions.seat(
        other.case, person_id=one.team[0], part=SeatPart.OBSERVER, schemes=(), codes=()
    )
    lines = full_days(other, FIRST, SECOND)
    saved(other, [replace(line, member_ids=(*other.team, one.team[0])) for line in lines])

    with pytest.raises(Refused) as refusal:
        actions.send_plan(case_id=other.case.pk, by=other.planner, at=SENT)

    assert set(codes(refusal)) == {"people.double-booking"}
    assert Step.VISIT_PLANNED not in view(other.case).done


def test_the_client_names_who_attends_or_declines():
    way = saved(on_the_way())
    actions.send_plan(case_id=way.case.pk, by=way.planner, at=SENT)

    with pytest.raises(Refused) as refusal:
        actions.confirm_plan(
            case_id=way.case.pk, top_manager=" ", attends=False, by=way.customer, at=SENT
        )
    assert codes(refusal) == ["audits.top-manager-unnamed", "audits.attendance-unconfirmed"]

    actions.decline_plan(case_id=way.case.pk, because="停产检修", by=way.customer, at=SENT)
    assert state(way) == VisitState.DRAFT
    assert Step.VISIT_PLANNED not in view(way.case).done
    assert not HalfDay.objects.exists()


def test_another_client_cannot_confirm():
    way = saved(on_the_way())
    actions.send_plan(case_id=way.case.pk, by=way.planner, at=SENT)
    stranger = actor(person("陌生人", Role.CLIENT, organisation=on_the_way().case.organisation))

    with pytest.raises(Refused) as refusal:
        actions.confirm_plan(
            case_id=way.case.pk, top_manager="陈山", attends=True, by=stranger, at=SENT
        )

    assert codes(refusal) == ["audits.not-the-client"]


def test_an_opening_meeting_without_its_record_is_refused():
    way = confirmed(on_the_way())
    note = opening(
        way, attendees=[], top_manager_present=False, agenda=opening(way).agenda[1:],
        held_at=OPENED - timedelta(days=1), member_ids=(),
    )  # fmt: skip

    with pytest.raises(Refused) as refusal:
        actions.open_visit(case_id=way.case.pk, note=note, by=way.leader, at=OPENED)

    assert codes(refusal) == [
        "audits.meeting-no-attendance",
        "audits.top-manager-absent-unexplained",
        "audits.agenda-item-missing",
        "audits.nobody-of-the-team",
        "audits.opened-before-plan",
    ]


def test_only_the_leader_of_this_team_opens():
    way = confirmed(on_the_way())
    other = actor(person("别组长", Role.LEADER))

    with pytest.raises(Refused) as refusal:
        actions.open_visit(case_id=way.case.pk, note=opening(way), by=other, at=OPENED)

    assert codes(refusal) == ["audits.not-the-leader"]


def test_a_meeting_written_down_late_says_so():
    way = confirmed(on_the_way())

    actions.open_visit(
        case_id=way.case.pk, note=opening(way), by=way.leader, at=OPENED + timedelta(days=3)
    )

    (meeting,) = queries.visits_of(view(way.case))[0].meetings
    assert meeting.late == timedelta(days=3)
    assert journal.of_case(way.case.pk)[0].late is not None


def test_a_member_signs_for_themselves_and_never_ahead_or_twice():
    way = opened(on_the_way())
    give = {"case_id": way.case.pk, "at": OPENED}

    with pytest.raises(Refused) as ahead:
        actions.sign_in(on=SECOND, half=Half.AM, by=way.auditor, **give)
    with pytest.raises(Refused) as twice:
        actions.sign_in(on=FIRST, half=Half.AM, by=way.auditor, **give)
    with pytest.raises(Refused) as others:
        actions.sign_in(on=FIRST, half=Half.PM, by=way.auditor, person_id=way.team[2], **give)
    actions.sign_in(on=FIRST, half=Half.PM, by=way.leader, person_id=way.team[2], **give)

    assert codes(ahead) == ["audits.sign-in-ahead"]
    assert codes(twice) == ["audits.already-signed-in"]
    assert codes(others) == ["audits.signs-for-others"]


def test_nobody_is_on_site_in_two_places():
    way = opened(on_the_way())
    HalfDay.objects.create(
        person_id=way.team[1], on=FIRST, half="pm", presence="actual", case_id=0, visit_key="x"
    )

    with pytest.raises(Refused) as refusal:
        actions.sign_in(case_id=way.case.pk, on=FIRST, half=Half.PM, by=way.auditor, at=OPENED)

    assert codes(refusal) == ["people.double-booking"]


def test_evidence_keeps_its_own_date_beside_that_of_its_arrival():
    way = opened(on_the_way())
    late = EvidenceNote("温度记录", FIRST, "QMS", "8.5.1")
    at = datetime(2026, 3, 20, 4, 0, tzinfo=UTC)

    actions.add_evidence(case_id=way.case.pk, given=late, by=way.auditor, at=at)
    today = EvidenceNote("现场照片", date(2026, 3, 20))
    actions.add_evidence(case_id=way.case.pk, given=today, by=way.auditor, at=at)
    with pytest.raises(Refused) as ahead:
        actions.add_evidence(
            case_id=way.case.pk, given=replace(today, dated_on=date(2026, 3, 21)),
            by=way.auditor, at=at,
        )  # fmt: skip

    newest, oldest = queries.evidence_of(view(way.case))
    assert newest.late is None
    assert oldest.late is not None
    assert codes(ahead) == ["audits.evidence-ahead"]


def test_more_people_ask_for_more_time_and_for_consent():
    way = compared(on_the_way(), people=200)

    assert Step.ACTUALS_COMPARED not in view(way.case).done
    actions.consent_to_days(case_id=way.case.pk, agreed=True, by=way.customer, at=OPENED)
    grown = view(way.case).round
    assert grown.days is not None
    assert grown.days > 3
    assert Step.ACTUALS_COMPARED not in view(way.case).done

    lines = full_days(way, date(2026, 3, 18), date(2026, 3, 19), date(2026, 3, 20))
    actions.extend_plan(case_id=way.case.pk, lines=lines, by=way.leader, at=OPENED)

    assert Step.ACTUALS_COMPARED in view(way.case).done


def test_as_many_or_fewer_people_change_nothing():
    way = compared(on_the_way(), people=40)

    assert Step.ACTUALS_COMPARED in view(way.case).done
    assert view(way.case).round.days == Decimal("3")


def test_a_moved_site_is_written_down():
    way = opened(on_the_way())

    with pytest.raises(Refused) as refusal:
        actions.compare_actuals(
            case_id=way.case.pk,
            people_found={},
            sites=[SiteNote(way.site, SiteFound.MOVED)],
            by=way.leader,
            at=OPENED,
        )

    assert codes(refusal) == ["audits.people-missing", "audits.site-change-unexplained"]


def test_a_visit_too_short_cannot_be_closed():
    way = compared(on_the_way())

    with pytest.raises(Refused) as refusal:
        actions.close_visit(case_id=way.case.pk, note=closing(agenda=[]), by=way.leader, at=CLOSED)

    found = codes(refusal)
    assert found[0] == "audits.presence-short"
    assert refusal.value.violations[0].facts["short"] == Decimal("1.4")
    assert found.count("audits.surveillance-item-unanswered") == 8
    assert "audits.agenda-item-missing" in found
    missed = {v.facts.get("key") for v in refusal.value.violations}
    assert "standard-prevails" in missed
    assert state(way) == VisitState.OPENED


def test_a_closed_visit_remembers_who_audited():
    way = closed(on_the_way())

    assert Step.VISIT_CLOSED in view(way.case).done
    assert cases.took_part(way.case.pk, Part.AUDITED) == set(way.team[:2])
    assert cases.took_part(way.case.pk, Part.OBSERVED) == {way.team[2]}


def test_a_returned_closing_is_held_again():
    way = closed(on_the_way())
    from xinheng.apps.cases import actions as case_actions

    case_actions.reopen_step(
        case_id=way.case.pk, step=Step.VISIT_CLOSED, because="签到表缺页", by=way.leader, at=CLOSED
    )
    assert state(way) == VisitState.OPENED

    actions.close_visit(case_id=way.case.pk, note=closing(), by=way.leader, at=CLOSED)

    assert state(way) == VisitState.CLOSED
    assert len(queries.visits_of(view(way.case))[0].meetings) == 2


def test_a_visit_is_reminded_of_within_the_days_of_notice():
    way = confirmed(on_the_way())

    assert queries.visits_to_remind(FIRST - timedelta(days=4)) == ()
    (reminder,) = queries.visits_to_remind(FIRST - timedelta(days=3))
    assert (reminder.number, reminder.first_on) == (way.case.number, FIRST)


def test_the_doors_say_what_is_missing():
    way = ready_to_close(on_the_way())
    doors = {door.act.name: door for door in queries.doors(view(way.case), way.leader, SECOND)}

    assert doors["audits.close-visit"].is_open
    assert doors["audits.propose-withdrawal"].is_open
    assert "audits.send-plan" not in doors

"""Waivers: asked for by one, answered by another, acting where they may and nowhere else."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.factories import NOON, TODAY, anyone, case_before, person, view
from tests.factories_intake import applied, staff
from tests.factories_staffing import auditor
from xinheng import clock
from xinheng.apps.cases.models import Round, Seat, StepRecord
from xinheng.apps.impartiality import actions as impartiality
from xinheng.apps.intake import actions as intake
from xinheng.apps.journal import queries as journal
from xinheng.apps.people.models import Notice, Tie
from xinheng.apps.staffing import actions as staffing
from xinheng.apps.waivers import actions, queries
from xinheng.apps.waivers.models import Waiver
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import RoundKind
from xinheng.core.impartiality.words import LimitKey
from xinheng.core.intake import acts
from xinheng.core.people.words import SeatPart, TieKind
from xinheng.core.shared.actor import CLOCKWORK, Duty, Role
from xinheng.core.shared.violation import Refused
from xinheng.core.staffing.team import SeatWanted
from xinheng.core.waivers.rules import Scope
from xinheng.core.waivers.words import WaiverState
from xinheng.front.casefile import door_to

pytestmark = pytest.mark.django_db
ROTATION = "staffing.rotation"
UNTIL = TODAY + timedelta(days=30)


def refused(do, **given):
    with pytest.raises(Refused) as refusal:
        do(**given)
    return [v.code for v in refusal.value.violations]


def ask(case, by=None, code=ROTATION, **more):
    given = {
        "scope": Scope(case_id=case.pk), "because": "人手短缺", "evidence": "排程表",
        "starts_on": TODAY, "ends_on": UNTIL,
    } | more  # fmt: skip
    return actions.ask(code=code, by=by or anyone(Duty.PLAN_AUDITS), at=NOON, **given)


def approve(waiver, by=None):
    return actions.approve(
        waiver=waiver.number, because="同意", by=by or anyone(Duty.WAIVE), at=NOON
    )


def rotated_case():
    """A surveillance whose team leader led the client's audit before, with a limit of one."""
    case = case_before(Step.TEAM_APPOINTED, kind=RoundKind.SURVEILLANCE)
    current = case.rounds.get()
    current.number = 2
    current.save()
    earlier = Round.objects.create(
        case=case, number=1, kind=RoundKind.INITIAL, opened_at=NOON - timedelta(days=400),
        ended_at=NOON - timedelta(days=300),
    )  # fmt: skip
    mei = auditor("梅", leads=True)
    Seat.objects.create(round=earlier, person=mei, part=SeatPart.LEADER)
    StepRecord.objects.create(
        round=earlier, step=Step.VISIT_CLOSED, done_at=NOON - timedelta(days=350), entry=0
    )
    impartiality.set_limit(
        key=LimitKey.ROTATION_AUDITS, value=1, since=date(2026, 1, 1), because="试行",
        by=anyone(Duty.OVERSEE), at=NOON,
    )  # fmt: skip
    return case, mei


def appoint(case, who):
    return staffing.appoint_team(
        case_id=case.pk, seats=[SeatWanted(who.pk, SeatPart.LEADER)],
        by=anyone(Duty.PLAN_AUDITS), at=NOON,
    )  # fmt: skip


def appointed(case):
    return Step.TEAM_APPOINTED in view(case).done


def test_a_waiver_opens_the_gate_and_the_entry_names_it():
    case, mei = rotated_case()

    with pytest.raises(Refused) as refusal:
        appoint(case, mei)
    assert [v.code for v in refusal.value.violations] == [ROTATION]
    assert not appointed(case)

    waiver = approve(ask(case))
    appoint(case, mei)

    assert appointed(case)
    entry = next(e for e in journal.of_case(case.pk) if e.act == "staffing.appoint-team")
    assert entry.facts["waivers"] == [waiver.number]


def test_a_gate_that_needs_no_waiver_names_none():
    case = case_before(Step.TEAM_APPOINTED)
    approve(ask(case))

    appoint(case, auditor("梅", leads=True))

    entry = next(e for e in journal.of_case(case.pk) if e.act == "staffing.appoint-team")
    assert "waivers" not in entry.facts


@pytest.mark.parametrize("answer", ["none", "refuse", "revoke", "expired", "to come", "elsewhere"])
def test_a_waiver_that_does_not_act_opens_nothing(answer):
    case, mei = rotated_case()
    if answer == "elsewhere":
        approve(ask(case, scope=Scope(case_id=case.pk + 999)))
    elif answer == "to come":
        approve(ask(case, starts_on=TODAY + timedelta(days=1)))
    else:
        waiver = ask(case)
        if answer == "refuse":
            actions.refuse(waiver=waiver.number, because="否", by=anyone(Duty.WAIVE), at=NOON)
        if answer in ("revoke", "expired"):
            approve(waiver)
        if answer == "revoke":
            actions.revoke(waiver=waiver.number, because="误", by=anyone(Duty.WAIVE), at=NOON)
        if answer == "expired":
            Waiver.objects.update(
                starts_on=TODAY - timedelta(days=9), ends_on=TODAY - timedelta(days=1)
            )

    with pytest.raises(Refused) as refusal:
        appoint(case, mei)

    assert [v.code for v in refusal.value.violations] == [ROTATION]
    assert not appointed(case)


def test_a_waiver_for_a_person_opens_for_nobody_else():
    case, mei = rotated_case()
    approve(ask(case, scope=Scope(case_id=case.pk, person_id=person("别人").pk)))
    with pytest.raises(Refused):
        appoint(case, mei)

    approve(ask(case, scope=Scope(case_id=case.pk, person_id=mei.pk)))
    appoint(case, mei)
    assert appointed(case)


def test_no_waiver_opens_a_two_year_block_even_if_it_stands_in_the_table():
    case = case_before(Step.TEAM_APPOINTED)
    mei = auditor("梅", leads=True)
    Tie.objects.create(
        person=mei, organisation_id=case.organisation_id, kind=TieKind.CONSULTANCY,
        ended_on=TODAY - timedelta(days=1), recorded_at=NOON,
    )  # fmt: skip
    asker, approver = person("问"), person("批")
    Waiver.objects.create(
        number="W-1", code="people.tie-too-recent", case_id=case.pk, because="x", evidence="x",
        starts_on=TODAY, ends_on=UNTIL, state=WaiverState.APPROVED, asked_at=NOON, asked_by=asker,
        answered_at=NOON, answered_by=approver,
    )  # fmt: skip

    with pytest.raises(Refused) as refusal:
        appoint(case, mei)

    assert [v.code for v in refusal.value.violations] == ["people.tie-too-recent"]


@pytest.mark.parametrize(
    "code", ["people.tie-lasts", "decisions.audited-the-case", "duty-missing", "step.missing"]
)
def test_such_a_waiver_cannot_even_be_asked_for(code):
    case = case_before(Step.TEAM_APPOINTED)

    codes = refused(ask, case=case, code=code)

    assert codes == ["waivers.not-waivable"]
    assert not Waiver.objects.exists()


def test_asking_is_refused_with_every_reason_and_keeps_nothing():
    case = case_before(Step.TEAM_APPOINTED)

    codes = refused(
        ask, case=case, by=CLOCKWORK, code="x.y", scope=Scope(organisation_id=-1, person_id=-1),
        because="", evidence="", ends_on=TODAY - timedelta(days=1),
    )  # fmt: skip

    assert codes == [
        "duty-missing", "people.not-signed-in", "waivers.evidence-missing",
        "waivers.not-waivable", "waivers.reason-missing", "waivers.ends-before-start",
        "waivers.ended-already", "waivers.organisation-id", "waivers.person-id",
    ]  # fmt: skip
    assert not Waiver.objects.exists()


def test_nobody_answers_what_they_asked_for_or_what_is_about_them():
    case = case_before(Step.TEAM_APPOINTED)
    manager = anyone(Duty.WAIVE, Duty.OVERSEE)
    own = ask(case, by=manager)
    about = ask(case, scope=Scope(person_id=manager.person_id))

    assert refused(approve, waiver=own, by=manager) == ["waivers.own"]
    assert refused(approve, waiver=about, by=manager) == ["waivers.about-oneself"]
    assert refused(approve, waiver=own, by=anyone(Duty.PLAN_AUDITS)) == ["duty-missing"]
    assert set(Waiver.objects.values_list("state", flat=True)) == {WaiverState.ASKED}


def test_the_database_itself_keeps_asker_and_approver_apart():
    waiver = ask(case_before(Step.TEAM_APPOINTED))

    with pytest.raises(IntegrityError), transaction.atomic():
        Waiver.objects.filter(pk=waiver.pk).update(
            answered_by_id=waiver.asked_by_id, answered_at=NOON
        )


def test_a_waiver_is_answered_once_and_revoked_only_when_approved():
    waiver = ask(case_before(Step.TEAM_APPOINTED))
    by = anyone(Duty.WAIVE)

    assert refused(actions.revoke, waiver=waiver.number, because="x", by=by, at=NOON) == [
        "move-not-open"
    ]
    assert refused(actions.approve, waiver=waiver.number, because=" ", by=by, at=NOON) == [
        "waivers.reason-missing"
    ]
    approve(waiver)
    assert refused(approve, waiver=waiver) == ["move-not-open"]


def test_those_who_approve_are_told_and_the_asker_hears_the_answer():
    manager, planner = person("吴总", Role.MANAGER), anyone(Duty.PLAN_AUDITS)
    waiver = ask(case_before(Step.TEAM_APPOINTED), by=planner)
    assert Notice.objects.get(person=manager).facts["number"] == waiver.number

    approve(waiver)
    assert Notice.objects.get(person_id=planner.person_id).facts["number"] == waiver.number


def test_claims_of_a_register_that_is_down_may_wait_by_a_waiver():
    who = staff()
    row = applied(by=who)
    by = {"case_id": row.case_id, "by": who, "at": NOON}
    assert set(refused(intake.finish_claims, **by)) == {"intake.claim-unchecked"}

    waiver = approve(
        ask(row.case, by=who, code="intake.claim-unchecked", ends_on=TODAY + timedelta(days=5))
    )
    intake.finish_claims(**by)

    assert Step.CLAIMS_CHECKED in view(row.case).done
    entry = next(e for e in journal.of_case(row.case_id) if e.act == "intake.finish-claims")
    assert entry.facts["waivers"] == [waiver.number]


def test_the_door_shows_what_was_set_aside_and_by_which_waiver():
    who = staff()
    row = applied(by=who)
    found = view(row.case)
    # Doors are asked for today, so the waiver runs on the day the tests run.
    today = clock.today()
    closed = door_to(acts.FINISH_CLAIMS, found, who, target=None)
    waiver = approve(ask(row.case, by=who, code="intake.claim-unchecked", ends_on=TODAY))
    Waiver.objects.filter(pk=waiver.pk).update(starts_on=today, ends_on=today)
    opened = door_to(acts.FINISH_CLAIMS, found, who, target=None)

    assert closed is not None
    assert opened is not None
    assert {v.code for v in closed.obstacles} == {"intake.claim-unchecked"}
    assert opened.is_open
    assert {number for _reason, number in opened.set_aside} == {waiver.number}


def test_the_list_is_for_staff_and_narrows_by_standing():
    case = case_before(Step.TEAM_APPOINTED)
    first, second = ask(case), approve(ask(case))
    staff_member = anyone(Duty.AUDIT)

    def numbers(viewer, **narrowed):
        return {w.number for w in queries.listing(viewer, on=TODAY, **narrowed)}

    assert numbers(staff_member) == {first.number, second.number}
    assert numbers(staff_member, standing="asked") == {first.number}
    assert numbers(staff_member, standing="in-force") == {second.number}
    assert numbers(staff_member, code="document.missing") == set()
    assert numbers(anyone(Duty.APPLY)) == set()

"""The body's relations, services, income and threats; bars; conflicts after the assignment."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.factories import NOON, TODAY, actor, anyone, case_before, client, person, view
from tests.factories_decisions import body, decider, reviewed_case, reviewer
from tests.factories_intake import LATER, applied, confirm_claims, staff
from tests.factories_staffing import auditor
from xinheng.apps.cases import queries as case_queries
from xinheng.apps.cases.models import StepRecord
from xinheng.apps.decisions import actions as decisions
from xinheng.apps.impartiality import actions, queries
from xinheng.apps.impartiality.models import Income, Service, Threat
from xinheng.apps.intake import actions as intake
from xinheng.apps.journal import queries as journal
from xinheng.apps.people import actions as people
from xinheng.apps.people import queries as people_queries
from xinheng.apps.people.models import Bar, Notice, Person, Practice, Tie
from xinheng.apps.staffing import actions as staffing
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import CaseState
from xinheng.core.decisions.words import Outcome
from xinheng.core.impartiality.words import (
    LimitKey,
    RelationKind,
    ServiceKind,
    ThreatKind,
    ThreatState,
)
from xinheng.core.people.words import PracticeKind, SeatPart, TieKind
from xinheng.core.shared.actor import Duty, Role
from xinheng.core.shared.period import add_months
from xinheng.core.shared.violation import Refused
from xinheng.core.staffing.team import SeatWanted

pytestmark = pytest.mark.django_db
S = ServiceKind


def refused(do, **given):
    with pytest.raises(Refused) as refusal:
        do(**given)
    return [v.code for v in refusal.value.violations]


def keeper():
    return anyone(Duty.OVERSEE, Duty.KEEP_PEOPLE, name="吴总")


def certifying(case, on=TODAY):
    found = queries.certifying_obstacles(case.organisation_id, on, case_id=case.pk)
    return [v.code for v in found]


def serve(organisation_id, kind=S.CONSULTANCY, **more):
    return actions.record_service(
        organisation_id=organisation_id, kind=kind, by=keeper(), at=NOON, **more
    )


def grant(case, by=None, outcome=Outcome.GRANT):
    return decisions.propose(
        case_id=case.pk, scheme="QMS", outcome=outcome, statement="同意", by=by or decider(),
        at=NOON,
    )  # fmt: skip


# Relations and services


def test_an_application_of_a_related_entity_is_not_accepted():
    who = staff()
    row = applied(by=who)
    confirm_claims(row.case_id, who)
    intake.finish_claims(case_id=row.case_id, by=who, at=NOON)
    entity = actions.record_related(
        name="松涛", kind=RelationKind.SUBSIDIARY, credit_code=row.organisation.credit_code,
        by=keeper(), at=NOON,
    )  # fmt: skip

    given = {"case_id": row.case_id, "by": who, "at": LATER}
    assert "impartiality.client-is-related" in refused(intake.accept, **given)

    actions.end_related(entity_id=entity.pk, on=TODAY, by=keeper(), at=NOON)
    intake.accept(**given)
    assert Step.APPLICATION_REVIEWED in view(row.case).done


@pytest.mark.parametrize("kind", [S.CONSULTANCY, S.INTERNAL_AUDIT])
def test_a_service_keeps_the_client_from_acceptance_for_two_years(kind):
    who = staff()
    row = applied(by=who)
    confirm_claims(row.case_id, who)
    intake.finish_claims(case_id=row.case_id, by=who, at=NOON)
    # The review is held on the day after NOON.
    free_on = TODAY + timedelta(days=1)
    service = serve(row.organisation_id, kind, ended_on=add_months(free_on, -24))
    given = {"case_id": row.case_id, "by": who, "at": LATER}

    Service.objects.update(ended_on=add_months(free_on, -24) + timedelta(days=1))
    assert "impartiality.service-too-recent" in refused(intake.accept, **given)
    assert Step.APPLICATION_REVIEWED not in view(row.case).done

    Service.objects.filter(pk=service.pk).update(ended_on=add_months(free_on, -24))
    intake.accept(**given)
    assert Step.APPLICATION_REVIEWED in view(row.case).done


def test_a_service_found_late_keeps_the_decision_from_being_for_the_client():
    case = reviewed_case()
    serve(case.organisation_id)

    assert refused(grant, case=case) == ["impartiality.service-lasts"]
    grant(case, outcome=Outcome.REFUSE)


def test_the_body_itself_is_known_by_its_name():
    made = client(body().name_zh)

    assert certifying(case_before(Step.APPLIED, of=made)) == ["impartiality.client-is-the-body"]
    assert certifying(case_before(Step.APPLIED)) == []


def test_whoever_did_the_service_is_tied_as_a_person():
    mei = auditor("梅")
    of = client()

    serve(of.pk, S.INTERNAL_AUDIT, person_ids=[mei.pk], ended_on=TODAY)
    serve(of.pk, S.TESTING, person_ids=[mei.pk])

    assert [(t.kind, t.ended_on) for t in Tie.objects.filter(person=mei)] == [
        (TieKind.INTERNAL_AUDIT, TODAY)
    ]


def test_a_service_is_refused_with_every_reason_and_nothing_is_kept():
    codes = refused(
        actions.record_service, organisation_id=-1, kind=S.CONSULTANCY, by=anyone(Duty.AUDIT),
        at=NOON, entity_id=99, person_ids=[-5], started_on=TODAY + timedelta(days=3),
        ended_on=TODAY + timedelta(days=2),
    )  # fmt: skip

    assert codes == [
        "duty-missing", "impartiality.organisation-id", "impartiality.ends-before-start",
        "impartiality.end-in-future", "impartiality.entity-id", "impartiality.person-ids",
    ]  # fmt: skip
    assert not Service.objects.exists()


# Threats


def test_a_value_added_service_waits_for_its_assessment():
    case = reviewed_case()
    serve(case.organisation_id, S.VALUE_ADDED, offering="质量提升")
    assert refused(grant, case=case) == ["impartiality.threat-not-assessed"]

    threat = Threat.objects.get()
    manager = keeper()
    actions.assess_threat(
        threat_id=threat.pk, is_acceptable=False, because="同一人员", by=manager, at=NOON
    )
    assert refused(grant, case=case) == ["impartiality.threat-unacceptable"]
    actions.assess_threat(
        threat_id=threat.pk, is_acceptable=True, because="人员已分开", treatment="另派",
        by=manager, at=NOON,
    )  # fmt: skip
    grant(case)


def test_nobody_assesses_a_threat_about_themself_or_without_a_reason_or_twice():
    case = case_before(Step.REVIEWED)
    manager = keeper()
    threat = actions.raise_threat(
        organisation_id=case.organisation_id, case_id=case.pk, what="亲属", by=manager, at=NOON,
        person_id=manager.person_id,
    )  # fmt: skip
    given = {"threat_id": threat.pk, "is_acceptable": True, "at": NOON}

    assert refused(actions.assess_threat, **given, because=" ", by=manager) == [
        "impartiality.own-threat", "impartiality.because-missing",
    ]  # fmt: skip
    actions.assess_threat(**given, because="无碍", by=keeper())
    assert refused(actions.assess_threat, **given, because="再", by=keeper()) == ["move-not-open"]


# Income


def test_income_is_imported_whole_or_not_at_all():
    by = keeper()
    wrong = "party,amount\n甲,100\n甲,5\n,1\n乙,-3\n丙,1.234\n"

    codes = refused(
        actions.import_income, year=2025, name="i.csv", content=wrong.encode(), by=by, at=NOON
    )
    assert codes == [
        "impartiality.row-party", "impartiality.row-party", "impartiality.row-amount",
        "impartiality.row-amount",
    ]  # fmt: skip
    assert not Income.objects.exists()

    right = '客户,金额\n甲,"1,000.50"\n乙,999.50\n'
    assert (
        actions.import_income(year=2025, name="i.csv", content=right.encode(), by=by, at=NOON) == 2
    )
    assert queries.incomes(2025, 0).total == Decimal("2000.00")


def test_a_share_above_the_limit_opens_one_threat_and_stops_nothing():
    by = keeper()
    actions.set_limit(
        key=LimitKey.INCOME_PERCENT, value=50, since=date(2026, 1, 1), because="章程", by=by,
        at=NOON,
    )  # fmt: skip
    for amount in ("60", "61"):
        actions.record_income(year=2025, party="甲", amount=Decimal(amount), by=by, at=NOON)
        actions.record_income(year=2025, party="乙", amount=Decimal(40), by=by, at=NOON)

    # Alone in the year 甲 had all of it; the threat is raised once.
    assert list(Threat.objects.values_list("kind", "what")) == [(ThreatKind.INCOME, "2025: 甲")]
    assert certifying(case_before(Step.REVIEWED)) == []


@pytest.mark.parametrize(("value", "ok"), [(-1, False), (0, True), (100, True), (101, False)])
def test_a_limit_stays_inside_its_fence(value, ok):
    given = {"key": LimitKey.INCOME_PERCENT, "value": value, "since": TODAY, "because": "x",
             "by": keeper(), "at": NOON}  # fmt: skip
    if ok:
        actions.set_limit(**given)
        assert queries.limit(LimitKey.INCOME_PERCENT, TODAY) == value
        assert queries.limit(LimitKey.INCOME_PERCENT, TODAY - timedelta(days=1)) == 0
    else:
        assert refused(actions.set_limit, **given) == ["impartiality.limit-value"]


# Bars and practice elsewhere


def bar(who, by=None, **more):
    given = {"ground": "fabricated-records", "from_on": TODAY, "evidence": "处罚决定书"} | more
    return staffing.record_bar(person_id=who.pk, by=by or keeper(), at=NOON, **given)


def test_a_barred_person_is_not_assigned_does_not_review_and_does_not_decide():
    case = case_before(Step.TEAM_APPOINTED)
    mei = auditor("梅", leads=True)
    bar(mei)
    codes = refused(
        staffing.appoint_team, case_id=case.pk, seats=[SeatWanted(mei.pk, SeatPart.LEADER)],
        by=anyone(Duty.PLAN_AUDITS), at=NOON,
    )  # fmt: skip
    assert codes == ["people.barred-for-life"]

    reviewing, deciding = reviewer(), decider()
    file = case_before(Step.REVIEWED)
    for who in (reviewing, deciding):
        Bar.objects.create(
            person_id=who.person_id, ground="forged-education", from_on=TODAY, evidence="x",
            document="检验认证", recorded_at=NOON,
        )  # fmt: skip
    assert refused(decisions.mark_all, case_id=file.pk, by=reviewing, at=NOON) == [
        "people.barred-for-life"
    ]
    ready = reviewed_case()
    assert refused(grant, case=ready, by=deciding) == ["people.barred-for-life"]


def test_a_barred_person_does_not_review_applications():
    who = staff()
    row = applied(by=who)
    confirm_claims(row.case_id, who)
    intake.finish_claims(case_id=row.case_id, by=who, at=NOON)
    bar(Person.objects.get(pk=who.person_id))

    assert refused(intake.accept, case_id=row.case_id, by=who, at=LATER) == [
        "people.barred-for-life"
    ]


def test_a_barred_person_is_given_no_role_and_not_taken_back():
    mei = person("梅", is_active=False)
    bar(mei)
    by = anyone(Duty.KEEP_PEOPLE, Duty.ADMINISTER)

    assert refused(people.reactivate, person_id=mei.pk, by=by, at=NOON) == [
        "people.barred-for-life"
    ]
    assert "people.barred-for-life" in refused(
        people.appoint, person_id=mei.pk, role=Role.AUDITOR, by=by, at=NOON
    )


def test_a_lifted_bar_bars_no_more_and_stays_on_record():
    mei = auditor("梅")
    first = keeper()
    row = bar(mei, by=first)

    assert refused(people.lift_bar, bar_id=row.pk, because=" ", by=first, at=NOON) == [
        "people.lifts-own-bar", "people.reason-missing",
    ]  # fmt: skip
    people.lift_bar(bar_id=row.pk, because="复议撤销", by=keeper(), at=NOON)
    assert people_queries.exclusions(mei.pk, TODAY) == ()
    assert Bar.objects.get().lifted_because == "复议撤销"
    assert refused(people.lift_bar, bar_id=row.pk, because="x", by=keeper(), at=NOON) == [
        "people.bar-lifted"
    ]


def test_bars_are_seen_by_those_who_staff_and_by_nobody_else():
    mei = auditor("梅")
    bar(mei)

    page = people_queries.person_page(mei.pk, viewer=anyone(Duty.PLAN_AUDITS), on=TODAY)
    other = people_queries.person_page(mei.pk, viewer=anyone(Duty.ADMINISTER), on=TODAY)

    assert [(b.name_en, b.is_red_line, b.holds) for b in page.bars] == [
        ("Audit records made up where no audit took place", True, True)
    ]
    assert other.bars is None


def practise(who, **more):
    given = {"body": "他处认证", "kind": PracticeKind.REGISTERED, "started_on": TODAY} | more
    return staffing.record_practice(person_id=who.pk, by=keeper(), at=NOON, **given)


def test_an_auditor_of_another_body_is_blocked_until_it_ended():
    case = case_before(Step.TEAM_APPOINTED)
    mei = auditor("梅", leads=True)
    row = practise(mei)
    given = {"case_id": case.pk, "seats": [SeatWanted(mei.pk, SeatPart.LEADER)],
             "by": anyone(Duty.PLAN_AUDITS), "at": NOON}  # fmt: skip

    assert refused(staffing.appoint_team, **given) == ["people.practises-at-another-body"]
    assert refused(people.end_practice, practice_id=row.pk, on=TODAY, by=actor(mei), at=NOON) == [
        "duty-missing",
        "people.ends-own-practice",
    ]
    people.end_practice(practice_id=row.pk, on=TODAY, by=keeper(), at=NOON)
    staffing.appoint_team(**given)
    assert Practice.objects.get().ended_on == TODAY


# Conflicts after the assignment


def assigned(before=Step.STAGE1_PLANNED):
    """A case as it stands before a step, with a declared leader."""
    case = case_before(before)
    mei = auditor("梅", leads=True)
    case.rounds.get().seats.create(
        person=mei, part=SeatPart.LEADER, schemes=["QMS"], codes=["03.07.01"], declared_at=NOON
    )
    return case, mei


def tie(case, who, by=None, **more):
    return staffing.record_tie(
        person_id=who.pk, organisation_id=case.organisation_id, kind=TieKind.CONSULTANCY,
        by=by or keeper(), at=NOON, **more,
    )  # fmt: skip


def test_a_conflict_reopens_the_team_and_tells_planner_and_manager():
    case, mei = assigned()
    planner, manager = person("赵", Role.PLANNER), person("吴", Role.MANAGER)
    assert view(case).state == CaseState.DETERMINATION

    tie(case, mei)

    found = view(case)
    assert not {Step.TEAM_APPOINTED, Step.TEAM_DECLARED} & found.done
    assert found.state == CaseState.SELECTION
    undone = StepRecord.objects.get(step=Step.TEAM_DECLARED)
    assert undone.undone_because
    assert journal.of_case(case.pk)[0].act == "staffing.reopen-team"
    assert {n.person_id for n in Notice.objects.all()} >= {planner.pk, manager.pk}
    assert not Threat.objects.exists()


def test_the_team_closes_again_with_somebody_else():
    case, mei = assigned()
    tie(case, mei)
    li = auditor("李", leads=True)
    seat = case_queries.team(case.rounds.get().pk)[0]

    staffing.replace_member(
        case_id=case.pk, seat_id=seat.id, into=SeatWanted(li.pk, SeatPart.LEADER),
        by=anyone(Duty.PLAN_AUDITS), at=NOON,
    )  # fmt: skip
    own = case_queries.team(case.rounds.get().pk)[0]
    staffing.declare(case_id=case.pk, seat_id=own.id, by=actor(li), at=NOON)

    assert view(case).state == CaseState.DETERMINATION


def test_an_ended_tie_that_blocks_no_more_reopens_nothing():
    case, mei = assigned()

    tie(case, mei, ended_on=add_months(TODAY, -24))

    assert Step.TEAM_DECLARED in view(case).done


def test_a_tie_to_another_client_reopens_nothing():
    case, mei = assigned()
    other = client("别处")

    staffing.record_tie(
        person_id=mei.pk, organisation_id=other.pk, kind=TieKind.CONSULTANCY, by=keeper(), at=NOON
    )

    assert Step.TEAM_DECLARED in view(case).done


def test_after_stage_1_the_team_opens_and_its_work_is_assessed():
    case, mei = assigned(Step.VISIT_PLANNED)

    tie(case, mei)

    threat = Threat.objects.get()
    assert Step.TEAM_APPOINTED not in view(case).done
    assert (threat.kind, threat.state) == (ThreatKind.CONFLICT, ThreatState.OPEN)
    assert Step.STAGE1_HELD in threat.work


def test_after_the_audit_the_decision_waits_for_the_assessment():
    case = reviewed_case()
    mei = auditor("梅", leads=True)
    case.rounds.get().seats.create(
        person=mei, part=SeatPart.LEADER, schemes=["QMS"], codes=[], declared_at=NOON
    )

    tie(case, mei)

    found = view(case)
    assert found.state == CaseState.DECISION
    assert Step.TEAM_APPOINTED in found.done
    assert refused(grant, case=case) == ["impartiality.threat-not-assessed"]
    actions.assess_threat(
        threat_id=Threat.objects.get().pk, is_acceptable=True, because="复核无影响",
        by=keeper(), at=NOON,
    )  # fmt: skip
    grant(case)


def test_a_bar_and_practice_elsewhere_reopen_teams_too():
    for conflict in (bar, practise):
        case, mei = assigned()
        conflict(mei)
        assert Step.TEAM_DECLARED not in view(case).done


def test_a_refused_tie_reopens_nothing():
    case, mei = assigned()

    assert refused(tie, case=case, who=mei, by=anyone(Duty.AUDIT)) == ["duty-missing"]
    assert Step.TEAM_DECLARED in view(case).done
    assert not Tie.objects.exists()


def test_the_consultancy_of_a_member_reopens_the_team():
    case, mei = assigned()

    staffing.record_service(
        organisation_id=case.organisation_id, kind=S.CONSULTANCY, person_ids=[mei.pk],
        by=keeper(), at=NOON,
    )  # fmt: skip

    assert Step.TEAM_DECLARED not in view(case).done

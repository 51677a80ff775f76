"""Teams: every rule on both sides, all reasons at once, declarations, objections, conflicts."""

from datetime import date

import pytest

from tests.factories import NOON, TODAY, actor, anyone, case_before, person, view
from tests.factories_staffing import CODE, auditor, competent, declare, expert
from xinheng.apps.cases import queries as cases
from xinheng.apps.people import queries as people
from xinheng.apps.people.models import Declaration, Registration, Tie
from xinheng.apps.staffing import actions, queries
from xinheng.core.cases.steps import Step
from xinheng.core.people.words import Employment, Function, SeatPart, TieKind
from xinheng.core.shared.actor import Duty, Role
from xinheng.core.shared.violation import Refused
from xinheng.core.staffing.team import SeatWanted
from xinheng.rulebook.known import one_rule_set

pytestmark = pytest.mark.django_db
P = SeatPart


def codes_of(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [violation.code for violation in refusal.value.violations]


def appoint(case, *seats: SeatWanted, by=None):
    return actions.appoint_team(
        case_id=case.pk, seats=seats, by=by or anyone(Duty.PLAN_AUDITS), at=NOON
    )


def refused(case, *seats: SeatWanted, by=None) -> list[str]:
    with pytest.raises(Refused) as refusal:
        appoint(case, *seats, by=by)
    return codes_of(refusal)


def test_a_sound_team_sits_is_told_and_declares_before_anything_goes_on():
    case = case_before(Step.TEAM_APPOINTED)
    mei, li = auditor("梅", leads=True), auditor("李")

    team = appoint(case, SeatWanted(mei.pk, P.LEADER), SeatWanted(li.pk, P.AUDITOR))

    assert [(seat.name, seat.schemes, seat.codes) for seat in team] == [
        ("梅", ("QMS",), (CODE,)),
        ("李", ("QMS",), (CODE,)),
    ]
    assert len(people.notices(actor(li))) == 1
    for seat, who in zip(team, (mei, li), strict=True):
        assert Step.TEAM_DECLARED not in view(case).done
        actions.declare(case_id=case.pk, seat_id=seat.id, by=actor(who), at=NOON)
    assert {Step.TEAM_APPOINTED, Step.TEAM_DECLARED} <= view(case).done


def test_every_reason_about_every_member_is_said_at_once_and_nobody_sits():
    case = case_before(Step.TEAM_APPOINTED)
    bare = person("白")

    assert refused(case, SeatWanted(bare.pk, P.AUDITOR), by=anyone(Duty.AUDIT)) == [
        "duty-missing",
        "staffing.one-leader",
        "people.not-declared",
        "staffing.not-an-auditor",
        "staffing.seat-without-scheme",
        "staffing.scheme-not-covered",
    ]
    assert cases.team(view(case).round.id) == ()
    assert Step.TEAM_APPOINTED not in view(case).done


def test_a_leader_needs_the_role_and_the_competence():
    case = case_before(Step.TEAM_APPOINTED)

    assert refused(case, SeatWanted(auditor("李").pk, P.LEADER)) == [
        "staffing.leader-without-duty",
        "staffing.not-competent-to-lead",
    ]


def test_a_team_has_one_leader_and_nobody_twice():
    case = case_before(Step.TEAM_APPOINTED)
    mei, li = auditor("梅", leads=True), auditor("李", leads=True)

    assert refused(case, SeatWanted(mei.pk, P.LEADER), SeatWanted(li.pk, P.LEADER)) == [
        "staffing.one-leader"
    ]
    assert refused(case, SeatWanted(mei.pk, P.LEADER), SeatWanted(mei.pk, P.AUDITOR)) == [
        "staffing.sits-twice"
    ]


def test_every_scheme_needs_a_registered_auditor():
    case = case_before(Step.TEAM_APPOINTED, "QMS", "EMS")
    mei = auditor("梅", "QMS", leads=True)

    assert refused(case, SeatWanted(mei.pk, P.LEADER)) == ["staffing.scheme-not-covered"]
    appoint(case, SeatWanted(mei.pk, P.LEADER), SeatWanted(auditor("李", "EMS").pk, P.AUDITOR))


def test_a_registration_ended_yesterday_does_not_count():
    case = case_before(Step.TEAM_APPOINTED)
    mei = auditor("梅", leads=True)
    Registration.objects.filter(person=mei).update(valid_until=date(2026, 3, 9))

    assert refused(case, SeatWanted(mei.pk, P.LEADER, ("QMS",))) == [
        "people.not-registered",
        "staffing.scheme-not-covered",
    ]
    Registration.objects.filter(person=mei).update(valid_until=TODAY)
    appoint(case, SeatWanted(mei.pk, P.LEADER, ("QMS",)))


def test_a_code_nobody_has_needs_an_expert_and_the_expert_an_auditor():
    case = case_before(Step.TEAM_APPOINTED)
    mei, sun = auditor("梅", codes=("29",), leads=True), expert("孙")

    assert refused(case, SeatWanted(mei.pk, P.LEADER)) == ["staffing.code-not-covered"]
    assert "staffing.scheme-not-covered" in refused(case, SeatWanted(sun.pk, P.EXPERT))
    appoint(case, SeatWanted(mei.pk, P.LEADER), SeatWanted(sun.pk, P.EXPERT))


def test_a_trainee_sits_under_an_auditor_of_the_same_team():
    case = case_before(Step.TEAM_APPOINTED)
    mei, tian = auditor("梅", leads=True), person("田")
    declare(tian)
    lead = SeatWanted(mei.pk, P.LEADER)

    assert refused(case, lead, SeatWanted(tian.pk, P.TRAINEE)) == ["staffing.trainee-unsupervised"]
    assert refused(case, lead, SeatWanted(tian.pk, P.TRAINEE, supervisor_id=tian.pk)) == [
        "staffing.trainee-unsupervised"
    ]
    appoint(case, lead, SeatWanted(tian.pk, P.TRAINEE, supervisor_id=mei.pk))


@pytest.mark.parametrize(
    ("ended", "reasons"),
    [
        (date(2024, 3, 11), ["people.tie-too-recent"]),
        (date(2024, 3, 10), []),
        (None, ["people.tie-lasts"]),
    ],
)
def test_who_consulted_for_the_client_stays_away_for_two_years(ended, reasons):
    case = case_before(Step.TEAM_APPOINTED)
    mei = auditor("梅", leads=True)
    Tie.objects.create(
        person=mei, organisation=case.organisation, kind=TieKind.CONSULTANCY, ended_on=ended,
        recorded_at=NOON,
    )  # fmt: skip

    if reasons:
        assert refused(case, SeatWanted(mei.pk, P.LEADER)) == reasons
    else:
        appoint(case, SeatWanted(mei.pk, P.LEADER))


def test_external_people_need_a_contract_and_everybody_a_declaration():
    case = case_before(Step.TEAM_APPOINTED)
    mei = auditor("梅", leads=True, employment=Employment.EXTERNAL)
    Declaration.objects.all().delete()

    assert refused(case, SeatWanted(mei.pk, P.LEADER)) == [
        "people.no-contract",
        "people.not-declared",
    ]


def test_a_planner_of_another_scheme_or_branch_appoints_nobody():
    case = case_before(Step.TEAM_APPOINTED, "EMS")
    planner = person("赵计划", Role.PLANNER)
    planner.appointments.update(schemes=["QMS"])
    mei = auditor("梅", "EMS", leads=True)

    assert refused(case, SeatWanted(mei.pk, P.LEADER), by=actor(planner)) == ["duty-missing"]


def test_appointing_again_replaces_the_team_and_asks_for_new_declarations():
    case = case_before(Step.TEAM_APPOINTED)
    mei, wei = auditor("梅", leads=True), auditor("魏", leads=True)
    seat = appoint(case, SeatWanted(mei.pk, P.LEADER))[0]
    actions.declare(case_id=case.pk, seat_id=seat.id, by=actor(mei), at=NOON)

    appoint(case, SeatWanted(wei.pk, P.LEADER))

    assert [seat.name for seat in cases.team(view(case).round.id)] == ["魏"]
    assert Step.TEAM_APPOINTED in view(case).done
    assert Step.TEAM_DECLARED not in view(case).done


def test_nobody_declares_for_another():
    case = case_before(Step.TEAM_APPOINTED)
    mei, li = auditor("梅", leads=True), auditor("李")
    seat = appoint(case, SeatWanted(mei.pk, P.LEADER), SeatWanted(li.pk, P.AUDITOR))[0]

    with pytest.raises(Refused) as refusal:
        actions.declare(case_id=case.pk, seat_id=seat.id, by=actor(li), at=NOON)

    assert codes_of(refusal) == ["staffing.not-own-seat"]


def test_who_declines_with_a_conflict_leaves_is_tied_and_the_team_opens_again():
    case = case_before(Step.TEAM_APPOINTED)
    mei, li, wu = auditor("梅", leads=True), auditor("李"), auditor("吴")
    team = appoint(case, SeatWanted(mei.pk, P.LEADER), SeatWanted(li.pk, P.AUDITOR))
    actions.declare(case_id=case.pk, seat_id=team[0].id, by=actor(mei), at=NOON)

    actions.decline(
        case_id=case.pk, seat_id=team[1].id, conflict=TieKind.FAMILY, by=actor(li), at=NOON
    )
    assert Step.TEAM_APPOINTED not in view(case).done
    assert people.ties(li.pk, case.organisation_id)[0].kind == TieKind.FAMILY

    new = actions.replace_member(
        case_id=case.pk, seat_id=None, into=SeatWanted(wu.pk, P.AUDITOR),
        by=anyone(Duty.PLAN_AUDITS), at=NOON,
    )  # fmt: skip
    actions.declare(case_id=case.pk, seat_id=new[1].id, by=actor(wu), at=NOON)
    assert Step.TEAM_DECLARED in view(case).done


def test_a_tie_recorded_later_shows_up_as_a_conflict_and_bars_the_declaration():
    case = case_before(Step.TEAM_APPOINTED)
    mei = auditor("梅", leads=True)
    seat = appoint(case, SeatWanted(mei.pk, P.LEADER))[0]
    assert queries.conflicts(TODAY) == ()
    Tie.objects.create(
        person=mei, organisation=case.organisation, kind=TieKind.FAMILY, recorded_at=NOON
    )

    found = queries.conflicts(TODAY)

    assert [[v.code for v in conflict.obstacles] for conflict in found] == [["people.tie-lasts"]]
    with pytest.raises(Refused) as refusal:
        actions.declare(case_id=case.pk, seat_id=seat.id, by=actor(mei), at=NOON)
    assert codes_of(refusal) == ["people.tie-lasts"]


def test_the_client_objects_and_the_planner_overrules_with_a_reason():
    case = case_before(Step.TEAM_APPOINTED)
    chen = actor(person("陈客户", Role.CLIENT, organisation=case.organisation))
    mei = auditor("梅", leads=True)
    seat = appoint(case, SeatWanted(mei.pk, P.LEADER))[0]

    row = actions.object_to(
        case_id=case.pk, seat_id=seat.id, because="曾任职于竞争对手", by=chen, at=NOON
    )
    assert [v.code for v in queries.objection_obstacles(case.pk)] == ["staffing.objection-open"]
    with pytest.raises(Refused) as refusal:
        actions.overrule_objection(
            case_id=case.pk, objection_id=row.pk, because=" ", by=chen, at=NOON
        )
    assert codes_of(refusal) == ["duty-missing", "staffing.reason-missing"]

    actions.overrule_objection(
        case_id=case.pk, objection_id=row.pk, because="已超过两年", by=anyone(Duty.PLAN_AUDITS),
        at=NOON,
    )  # fmt: skip
    assert list(queries.objection_obstacles(case.pk)) == []
    assert "已超过两年" in str([notice.facts for notice in people.notices(chen)])


def test_an_objection_is_followed_by_replacing_the_member():
    case = case_before(Step.TEAM_APPOINTED)
    chen = actor(person("陈客户", Role.CLIENT, organisation=case.organisation))
    mei, wei = auditor("梅", leads=True), auditor("魏", leads=True)
    seat = appoint(case, SeatWanted(mei.pk, P.LEADER))[0]
    actions.object_to(case_id=case.pk, seat_id=seat.id, because="利益冲突", by=chen, at=NOON)

    actions.replace_member(
        case_id=case.pk, seat_id=seat.id, into=SeatWanted(wei.pk, P.LEADER),
        by=anyone(Duty.PLAN_AUDITS), at=NOON,
    )  # fmt: skip

    assert [found.is_upheld for found in queries.objections(case.pk)] == [True]


def test_another_client_does_not_object():
    case = case_before(Step.TEAM_APPOINTED)
    other = case_before(Step.TEAM_APPOINTED)
    stranger = actor(person("外人", Role.CLIENT, organisation=other.organisation))
    seat = appoint(case, SeatWanted(auditor("梅", leads=True).pk, P.LEADER))[0]

    with pytest.raises(Refused) as refusal:
        actions.object_to(case_id=case.pk, seat_id=seat.id, because="x", by=stranger, at=NOON)

    assert codes_of(refusal) == ["staffing.not-the-client"]


@pytest.mark.parametrize("many", [1, 40])
def test_candidates_cost_the_same_however_many(django_assert_max_num_queries, many):
    case = case_before(Step.TEAM_APPOINTED)
    for number in range(many):
        auditor(f"审核员{number}")
    unfit = auditor("无码", codes=())
    competent(unfit, "EMS", Function.AUDIT, CODE)
    found_case = view(case)

    with django_assert_max_num_queries(17), one_rule_set():
        found = queries.candidates(found_case, on=TODAY)

    assert len(found) == many + 1
    assert found[0].is_fit
    assert len(found[0].free) == 28

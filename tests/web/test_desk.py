"""The desk: what waits for whom."""

from datetime import timedelta

import pytest

from tests.factories import NOON, actor, case_before, person
from tests.factories import client as client_of
from xinheng import clock
from xinheng.apps.cases import actions, queries
from xinheng.core.cases.steps import STEPS, Step
from xinheng.core.cases.waiting import DUTIES_FOR, OF_THE_CLIENT
from xinheng.core.cases.words import Part, RoundKind
from xinheng.core.people.words import SeatPart
from xinheng.core.shared.actor import Role

pytestmark = pytest.mark.django_db

STAFF = [
    (Step.CLAIMS_CHECKED, Role.APPLICATION_REVIEWER),
    (Step.APPLICATION_REVIEWED, Role.APPLICATION_REVIEWER),
    (Step.TIME_RECKONED, Role.PLANNER),
    (Step.TEAM_APPOINTED, Role.PLANNER),
    (Step.REVIEWED, Role.TECHNICAL_REVIEWER),
    (Step.DECIDED, Role.DECISION_MAKER),
    (Step.ISSUED, Role.CERTIFICATE_OFFICER),
]


def waiting(who) -> list[str]:
    return [row.number for row in queries.waiting_for(actor(who))]


def test_every_step_waits_for_somebody():
    for rule in STEPS:
        waits = DUTIES_FOR[rule.step] or rule.step in OF_THE_CLIENT
        assert waits or rule.step == Step.TEAM_DECLARED, rule.step


@pytest.mark.parametrize(("step", "role"), STAFF)
def test_a_case_waits_for_those_whose_duty_the_next_step_is(step, role):
    case = case_before(step)

    assert waiting(person("甲", role)) == [case.number]
    others = {r for s, r in STAFF} - {role}
    assert all(waiting(person("乙", other)) == [] for other in others)


@pytest.mark.parametrize("step", [Step.QUOTED, Step.VISIT_CONFIRMED, Step.FINDINGS_CLEARED])
def test_the_client_is_shown_what_waits_for_them(step):
    case = case_before(step)
    ours = person("王客户", Role.CLIENT, organisation=case.organisation)
    theirs = person("别家", Role.CLIENT, organisation=client_of("别家有限公司"))

    assert waiting(ours) == [case.number]
    assert waiting(theirs) == []


def test_the_client_is_not_shown_the_work_of_the_body():
    case = case_before(Step.REVIEWED)

    assert waiting(person("王客户", Role.CLIENT, organisation=case.organisation)) == []


def test_the_leader_is_shown_only_cases_they_lead():
    mine, other = case_before(Step.VISIT_OPENED), case_before(Step.VISIT_OPENED)
    leader, member = person("吴组", Role.LEADER), person("周审", Role.AUDITOR)
    actions.seat(mine, person_id=leader.pk, part=SeatPart.LEADER, schemes=["QMS"], codes=[])
    actions.seat(mine, person_id=member.pk, part=SeatPart.AUDITOR, schemes=["QMS"], codes=[])

    assert waiting(leader) == [mine.number]
    assert waiting(member) == []
    assert other.number not in waiting(leader)


def test_a_seat_waits_for_its_declaration():
    case = case_before(Step.TEAM_DECLARED)
    member = person("周审", Role.AUDITOR)
    seat = actions.seat(case, person_id=member.pk, part=SeatPart.AUDITOR, schemes=[], codes=[])
    assert waiting(member) == [case.number]

    actions.declare_seat(seat.pk, at=NOON)

    assert waiting(member) == []


def test_who_audited_a_case_is_told_why_they_may_not_review_it():
    case = case_before(Step.REVIEWED)
    both = person("两职", Role.TECHNICAL_REVIEWER)
    actions.involve(case, person_id=both.pk, part=Part.AUDITED, at=NOON)

    (row,) = queries.waiting_for(actor(both))

    assert [reason.code for reason in row.closed] == ["waiting.audited-it"]
    assert "9.5.2" in str(row.closed[0].source)


def test_the_most_urgent_comes_first():
    late, soon, open_ended = (case_before(Step.REVIEWED) for _ in range(3))
    for case, days in ((late, -3), (soon, 12)):
        case.due_on = clock.today() + timedelta(days=days)
        case.save()

    reviewer = person("郑复", Role.TECHNICAL_REVIEWER)

    assert waiting(reviewer) == [late.number, soon.number, open_ended.number]


def test_the_desk_says_the_time_left_in_words(client):
    case = case_before(Step.REVIEWED)
    case.due_on = clock.today() - timedelta(days=3)
    case.save()
    client.force_login(person("郑复", Role.TECHNICAL_REVIEWER))
    client.cookies["django_language"] = "en"

    shown = client.get("/").content.decode()

    assert "3 days overdue" in shown
    assert case.due_on.isoformat() in shown


def _queries_of(client, address, django_assert_max_num_queries) -> int:
    with django_assert_max_num_queries(25) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


@pytest.mark.parametrize("address", ["/", "/cases/", "/cases/?mine=1", "/journal/", "/search?q=云"])
def test_many_cases_ask_no_more_than_one(client, address, django_assert_max_num_queries):
    client.force_login(person("郑复", Role.TECHNICAL_REVIEWER))
    case_before(Step.REVIEWED)
    client.get(address)
    one = _queries_of(client, address, django_assert_max_num_queries)
    for _ in range(29):
        case_before(Step.REVIEWED, "QMS", "EMS", kind=RoundKind.SURVEILLANCE)

    many = _queries_of(client, address, django_assert_max_num_queries)

    assert many == one


def test_the_case_page_asks_no_more_for_many_sites(client, django_assert_max_num_queries):
    case = case_before(Step.REVIEWED)
    for number in range(25):
        site = case.organisation.sites.create(
            name_zh=f"第{number}分厂", address_zh="x", region_code="350100"
        )
        case.sites.create(site=site)
    client.force_login(person("郑复", Role.TECHNICAL_REVIEWER))

    _queries_of(client, f"/cases/{case.number}/", django_assert_max_num_queries)

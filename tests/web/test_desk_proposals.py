"""What one person proposed stands on the desk of whoever answers it, with the way there."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import NOON, actor, anyone, case_before, person
from tests.factories_audits import OPENED, compared, on_the_way
from tests.factories_certificates import UNSOLVED
from tests.factories_decisions import certificate, competent, officer, reviewed_case
from xinheng.apps.audits import actions as audits
from xinheng.apps.certificates import actions as certificates
from xinheng.apps.decisions import actions as decisions
from xinheng.apps.programmes import actions as programmes
from xinheng.core.cases.steps import Step
from xinheng.core.decisions.words import Outcome
from xinheng.core.people.words import Function
from xinheng.core.shared.actor import Duty, Role
from xinheng.front.proposals import proposals_for
from xinheng.rulebook.lists.withdrawal import withdrawal_conditions

pytestmark = pytest.mark.django_db


def desk(client, who) -> str:
    client.force_login(who)
    return client.get(reverse("desk:today")).content.decode()


def proposed_withdrawal():
    way = compared(on_the_way(), people=200)
    audits.propose_withdrawal(
        case_id=way.case.pk, conditions=["other"], evidence="突发停电", by=way.leader, at=OPENED
    )
    return way, next(item for item in withdrawal_conditions() if item.key == "other")


def decision_maker(name):
    return competent(name, Role.DECISION_MAKER, Function.DECISION)


def test_a_proposed_withdrawal_of_a_team_is_a_row_of_the_managers_queue(client):
    way, condition = proposed_withdrawal()
    manager = person("张书田", Role.MANAGER)

    page = desk(client, manager)

    assert reverse("audits:approve-withdrawal", args=[way.case.number]) in page
    assert condition.zh in page
    assert f"{way.case.number}" in desk_list(client)
    audits.reject_withdrawal(case_id=way.case.pk, because="补充取证", by=actor(manager), at=OPENED)
    assert reverse("audits:approve-withdrawal", args=[way.case.number]) not in desk(client, manager)


def desk_list(client) -> str:
    return client.get(reverse("cases:list") + "?mine=1").content.decode()


def test_it_is_on_nobody_elses_desk(client):
    way, _condition = proposed_withdrawal()
    address = reverse("audits:approve-withdrawal", args=[way.case.number])

    for role in (Role.PLANNER, Role.TECHNICAL_REVIEWER, Role.CERTIFICATE_OFFICER):
        assert address not in desk(client, person("别人", role))
    theirs = person("王客户", Role.CLIENT, organisation=way.case.organisation)
    assert address not in desk(client, theirs)


def test_a_withdrawal_of_a_certificate_waits_for_the_second_decider_and_the_first_is_told(client):
    row = certificate()
    first, second = decision_maker("高原"), decision_maker("石磊")
    certificates.propose_withdrawal(
        case_id=row.case_id, certificate=row.pk, reason=UNSOLVED, by=actor(first), at=NOON
    )
    address = f"{reverse('certificates:withdraw', args=[row.case.number])}?target={row.pk}"

    assert address in desk(client, second)
    own = desk(client, first)
    assert address not in own
    assert row.number in own
    manager = desk(client, person("张书田", Role.MANAGER))
    assert row.number in manager
    assert address not in manager


def test_a_decision_and_a_request_for_less_time_are_rows_too(client):
    case = reviewed_case()
    proposal = decisions.propose(
        case_id=case.pk, scheme="QMS", outcome=Outcome.GRANT, statement="同意",
        by=actor(decision_maker("高原")), at=NOON,
    )  # fmt: skip
    confirm = f"{reverse('decisions:confirm', args=[case.number])}?target={proposal.pk}"
    assert confirm in desk(client, decision_maker("石磊"))

    waived = case_before(Step.TIME_RECKONED)
    planner = anyone(Duty.PLAN_AUDITS)
    made = programmes.reckon_time(case_id=waived.pk, by=planner, at=NOON)
    waiver = programmes.override_time(
        case_id=waived.pk, days=made.days - Decimal("0.5"), because="去年刚审过", by=planner,
        at=NOON,
    )  # fmt: skip
    answer = reverse("programmes:answer-waiver", args=[waived.number])
    assert waiver is not None
    assert answer in desk(client, person("张书田", Role.MANAGER))


def test_the_desk_asks_as_often_for_many_proposals_as_for_one(client):
    second = decision_maker("石磊")

    def propose():
        row = certificate()
        certificates.propose_withdrawal(
            case_id=row.case_id, certificate=row.pk, reason=UNSOLVED, by=officer(), at=NOON
        )

    propose()
    desk(client, second)
    with CaptureQueriesContext(connection) as few:
        desk(client, second)
    for _ in range(3):
        propose()
    with CaptureQueriesContext(connection) as many:
        desk(client, second)

    assert len(proposals_for(actor(second))) == 4
    assert len(many) == len(few) <= 35

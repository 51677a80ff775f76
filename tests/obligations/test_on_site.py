"""What the leader of a team reports to the body while an audit runs."""

import pytest

from tests.factories import person
from tests.factories_audits import OPENED, on_the_way, opened
from xinheng.apps.audits import actions
from xinheng.apps.journal import queries as journal
from xinheng.apps.people.models import Notice
from xinheng.core.audits.words import Event
from xinheng.core.shared.actor import Role
from xinheng.core.shared.violation import Refused

pytestmark = pytest.mark.django_db


def tell(way, by, note="锅炉压力超限，已请企业停机"):
    return actions.tell_body(case_id=way.case.pk, event=Event.RISK, note=note, by=by, at=OPENED)


def codes(refusal):
    return [violation.code for violation in refusal.value.violations]


def test_only_the_leader_reports_and_says_what_happened():
    way = opened(on_the_way())

    with pytest.raises(Refused) as refusal:
        tell(way, way.auditor, note=" ")

    assert codes(refusal) == ["duty-missing", "audits.not-the-leader", "audits.event-empty"]
    assert not any(line.act == "audits.tell-body" for line in journal.of_case(way.case.pk))


def test_what_the_leader_reports_is_told_to_the_body_and_kept():
    planner = person("计划员", Role.PLANNER)
    way = opened(on_the_way())

    tell(way, way.leader)

    assert journal.of_case(way.case.pk)[0].act == "audits.tell-body"
    assert Notice.objects.filter(person=planner, facts__event="An immediate and significant risk")


def test_nothing_is_reported_of_a_visit_that_is_not_under_way():
    way = on_the_way()

    with pytest.raises(Refused) as refusal:
        tell(way, way.leader)

    assert "audits.not-under-way" in codes(refusal)

"""The care taken in choosing a team where the client can hardly object."""

import pytest

from tests.factories import NOON, anyone, case_before
from tests.factories_staffing import auditor
from xinheng.apps.journal import queries as journal
from xinheng.apps.staffing import actions
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import RoundKind
from xinheng.core.people.words import SeatPart
from xinheng.core.shared.actor import Duty
from xinheng.core.staffing.team import SeatWanted

pytestmark = pytest.mark.django_db


def test_the_care_taken_in_choosing_a_team_stands_in_the_journal():
    case = case_before(Step.TEAM_APPOINTED, kind=RoundKind.SPECIAL)
    leader = auditor("梅", leads=True)

    actions.appoint_team(
        case_id=case.pk, seats=[SeatWanted(leader.pk, SeatPart.LEADER)],
        care="与该客户从未有往来", by=anyone(Duty.PLAN_AUDITS), at=NOON,
    )  # fmt: skip

    line = next(x for x in journal.of_case(case.pk) if x.act == "staffing.appoint-team")
    assert line.facts["care"] == "与该客户从未有往来"

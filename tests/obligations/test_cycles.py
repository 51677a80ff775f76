"""The certification cycle."""

from datetime import date

import pytest

from tests.factories import NOON, anyone, case_before
from xinheng.apps.programmes import actions
from xinheng.apps.programmes.models import Cycle
from xinheng.core.cases.steps import Step
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.violation import Refused

pytestmark = pytest.mark.django_db


def test_a_cycle_that_ends_before_it_starts_is_refused():
    case = case_before(Step.ISSUED)

    with pytest.raises(Refused) as refusal:
        actions.start_cycle(
            case_id=case.pk, decided_on=date(2026, 3, 7), issued_on=date(2026, 3, 10),
            expires_on=date(2026, 3, 6), by=anyone(Duty.ISSUE), at=NOON,
        )  # fmt: skip

    assert [v.code for v in refusal.value.violations] == ["programmes.cycle-backwards"]
    assert not Cycle.objects.exists()

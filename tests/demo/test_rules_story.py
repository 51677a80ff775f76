"""The demo's rulebook story by itself, without the rest of the body's history."""

from datetime import UTC, datetime

import pytest

from tests.factories import case_before
from xinheng.apps.rulechange.models import Report
from xinheng.apps.rules.models import Amendment, Confirmation
from xinheng.apps.waivers.models import Waiver
from xinheng.core.cases.steps import Step
from xinheng.demo import people, rules
from xinheng.demo.engine import Times, tell
from xinheng.demo.world import World

pytestmark = pytest.mark.django_db


def test_it_ends_with_a_report_on_a_made_up_edition_to_come():
    world = World(Times(datetime(2026, 11, 20, 6, 0, tzinfo=UTC)))
    at = world.times.moment(world.times.ago(30), 8)
    people.set_up(world, at=at)
    rules.appoint(world, at=at)
    case_before(Step.TIME_RECKONED)

    tell([rules.story(world)], until=world.times.last)

    entry = Amendment.objects.get()
    assert entry.known_id is not None
    assert entry.valid_from > world.times.today
    assert Confirmation.objects.count() == 2
    assert Report.objects.get().is_made
    assert sorted(Waiver.objects.values_list("state", flat=True)) == ["approved", "asked"]

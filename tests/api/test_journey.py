"""From the application to the certificate and beyond, through the API."""

from datetime import datetime, timedelta

import pytest
import time_machine

from tests.journeys import body
from tests.journeys.certified import certificates, check_everything, check_public
from tests.journeys.client import Applicant
from tests.journeys.clocks import HOME, MovedClock, working_day_after
from tests.journeys.story import Story, is_at_rest
from tests.journeys.transports import ApiTransport
from xinheng.jobs import tasks

pytestmark = pytest.mark.django_db(transaction=True)
START = datetime(2026, 3, 10, 9, 0, tzinfo=HOME)
STORIES = {
    "one standard": Applicant(),
    "three integrated": Applicant(schemes=("QMS", "EMS", "OHSMS")),
    "26 sites": Applicant(sites=26, people=260),
}


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=True) as traveller:
        yield MovedClock(traveller)


def told(clock, applicant: Applicant) -> Story:
    made = body.set_up()
    return Story(ApiTransport(made), made, clock, applicant)


@pytest.mark.parametrize("name", ["three integrated", "26 sites"])
def test_a_client_is_certified(name, clock):
    story = told(clock, STORIES[name])

    story.certify()

    check_everything(story)
    visited = [site for site in story.look()["sites"] if site["to_visit"]]
    assert len(visited) == (6 if name == "26 sites" else 1)


def test_a_certificate_lives_on_is_kept_suspended_restored_and_withdrawn(clock):
    story = told(clock, STORIES["one standard"])
    story.certify()
    check_everything(story)
    (row,) = certificates(story)

    surveil(story)
    check_everything(story)
    row.refresh_from_db()
    assert row.last_surveillance_on is not None

    def change(verb: str, who: str, **given: object) -> None:
        story.act(f"certificates.{verb}", {"certificate": row.pk, **given}, who=who)

    change("suspend", "decider1", reason="suspend.own-request")
    check_public(row.number, state="suspended")
    clock.to(working_day_after(clock.now, 20))
    evidence = story.transport.file("evidence", who="officer", case=story.number)
    change("restore", "decider1", reason="restore.cause-solved", note="已消除", evidence=evidence)
    check_public(row.number, state="in-force")
    change("propose-withdrawal", "decider1", reason="withdraw.misuse", note="误用标志")
    change("withdraw", "decider2")
    check_public(row.number, state="withdrawn")


def surveil(story: Story) -> None:
    """The clockwork opens the round in time; the robot goes through it."""
    story.clock.to(working_day_after(story.clock.now, 300))
    story.seen.clear()
    while is_at_rest(story):
        story.clock.to(story.clock.now + timedelta(days=7))
        tasks.open_due_rounds.func()
        story.seen.clear()
    assert story.look()["round"]["kind"] == "surveillance"
    story.run(is_at_rest)

"""From the application to the certificate and beyond, through the API."""

from datetime import datetime

import pytest
import time_machine

from tests.journeys import body
from tests.journeys.client import Applicant
from tests.journeys.clocks import HOME, MovedClock
from tests.journeys.story import Story
from tests.journeys.transports import ApiTransport

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


@pytest.mark.parametrize("name", STORIES)
def test_a_client_is_certified(name, clock):
    made = body.set_up()
    story = Story(ApiTransport(made), made, clock, STORIES[name])
    story.certify()
    print(story.acts)

"""A client certified through the API by the robot of the journeys."""

from datetime import datetime

import time_machine
from tests.journeys import body
from tests.journeys.clocks import HOME, MovedClock
from tests.journeys.story import Story
from tests.journeys.transports import ApiTransport


def one_certificate() -> Story:
    """From an application to the certificate, with the clock of the story."""
    with time_machine.travel(datetime(2026, 3, 10, 9, 0, tzinfo=HOME), tick=True) as traveller:
        made = body.set_up()
        story = Story(ApiTransport(made), made, MovedClock(traveller))
        story.certify()
    return story

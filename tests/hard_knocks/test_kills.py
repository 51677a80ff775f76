"""The server is killed in mid-act, again and again: nothing said is lost or done twice."""

import random

import pytest

from tests.hard_knocks import ground
from tests.hard_knocks.robot import HttpTransport, Killer
from tests.journeys.clocks import FileClock
from tests.journeys.story import Story

pytestmark = pytest.mark.hard_knock


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    place = tmp_path_factory.mktemp("knocks") / "template"
    _server, body = ground.make(place)
    return place, body


def tell(server, body, killer) -> tuple[Story, HttpTransport, list[str]]:
    """The whole story under fire, and what is wrong afterwards."""
    before = ground.counts(server)
    server.start()
    try:
        transport = HttpTransport(server, body, killer)
        story = Story(transport, body, FileClock(server.data / "clock"))
        story.certify()
        killer.finish()
        return story, transport, ground.wrong(server, before, transport.acknowledged)
    finally:
        server.kill()


def test_twenty_kills_lose_nothing(template, tmp_path):
    server, body = ground.copied(template[0], tmp_path / "ground", template[1])
    killer = Killer(20, random.Random(7))

    _story, transport, wrong = tell(server, body, killer)

    assert wrong == []
    assert killer.done == 20
    assert transport.repeated >= 20
    assert "certificates.issue" in transport.acknowledged


def test_five_kills_lose_nothing_on_postgresql(tmp_path):
    database = ground.fresh_postgres()
    if not database:
        pytest.skip("DATABASE_URL names no PostgreSQL")
    server, body = ground.make(tmp_path / "ground", database=database)
    killer = Killer(5, random.Random(11))

    _story, transport, wrong = tell(server, body, killer)

    assert (wrong, killer.done) == ([], 5)
    assert "certificates.issue" in transport.acknowledged


@pytest.mark.parametrize("is_careless", [False, True])
def test_the_checker_notices_a_server_that_answers_before_it_acts(template, tmp_path, is_careless):
    application = "tests.hard_knocks.careless:application" if is_careless else ground.MOVED
    server, body = ground.copied(
        template[0], tmp_path / "ground", template[1], application=application
    )
    before = ground.counts(server)
    server.start()
    transport = HttpTransport(server, body, Killer(0, random.Random(0)))
    try:
        transport.act("intake.start", {}, who="client")
    finally:
        server.kill()

    wrong = ground.wrong(server, before, transport.acknowledged)

    assert wrong == (["intake.start: acknowledged 1, stands 0"] if is_careless else [])

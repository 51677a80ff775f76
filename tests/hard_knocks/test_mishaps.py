"""A full disk, and two people at the same case at once."""

import random
import resource
from functools import partial

import pytest

from tests.hard_knocks import ground
from tests.hard_knocks.robot import HttpTransport, Killer
from tests.journeys.clocks import FileClock
from tests.journeys.story import Story

pytestmark = pytest.mark.hard_knock
MEGABYTE = 1024 * 1024


def no_larger_than(size: int) -> None:
    """No file of this process may grow beyond `size` bytes, as on a disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    place = tmp_path_factory.mktemp("mishaps") / "template"
    _server, body = ground.make(place)
    return place, body


def test_a_full_disk_is_said_clearly_and_leaves_nothing_half_done(template, tmp_path):
    place = tmp_path / "ground"
    server, body = ground.copied(template[0], place, template[1])
    database = (place / "xinheng.sqlite3").stat().st_size
    server.before = partial(no_larger_than, database + MEGABYTE)
    before = ground.counts(server)
    server.start()
    try:
        transport = HttpTransport(server, body, Killer(0, random.Random(0)))
        text = b"many words\n" * ((database + 3 * MEGABYTE) // 11)
        status, answer = transport.send("large.txt", text, kind="other", who="client")
        assert (status, answer["reasons"]) == (507, [])
        assert "磁盘空间不足" in answer["title"]
        transport.act("intake.start", {}, who="client")
    finally:
        server.kill()

    kept = [path for path in (place / "files").rglob("*") if path.is_file()]
    assert all(path.stat().st_size <= MEGABYTE for path in kept)
    assert ground.wrong(server, before, transport.acknowledged) == []


def test_the_second_of_two_people_is_told_what_changed(template, tmp_path):
    server, body = ground.copied(template[0], tmp_path / "ground", template[1])
    server.start()
    try:
        transport = HttpTransport(server, body, Killer(0, random.Random(0)))
        story = Story(transport, body, FileClock(server.data / "clock"))
        story.apply()
        seen = story.look("reviewer")["version"]
        claims = [d["target"] for d in story.look("reviewer")["doors"] if "claim" in d["act"]]
        story.step()
        late = {"claim": claims[1], "state": "confirmed", "seen": seen,
                "checked_on": story.clock.now.date().isoformat()}  # fmt: skip
        status, answer = transport.ask(
            f"/cases/{story.number}/acts/intake.record-claim", who="reviewer",
            data=ground.json.dumps(late).encode(),
        )  # fmt: skip
    finally:
        server.kill()

    assert status == 409
    (reason,) = answer["reasons"]
    assert reason["code"] == "case.changed-since"
    assert reason["facts"]

"""No order of calls yields a certificate with a missing step."""

import logging
import random
from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from tests.journeys import body
from tests.journeys.attempts import ACTS, ROLES, plausible
from tests.journeys.certified import certificates
from tests.journeys.checks import faults
from tests.journeys.clocks import HOME, MovedClock
from tests.journeys.story import Story, Stuck, is_at_rest
from tests.journeys.transports import ApiTransport, Json, Refusal
from xinheng.front.operation import Operation

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("_quietly")]
START = datetime(2026, 3, 10, 9, 0, tzinfo=HOME)
NO = (404, 409, 422)
ATTEMPTS_A_POINT = 6
WALK = 90
ENDS_IT = (
    "intake.refuse", "intake.return", "intake.decline-quotation", "audits.propose-withdrawal",
)  # fmt: skip
# Not shown as doors so early, and harmless: a draft that only its writer reads, and news
# of the client that the body looks at when its turn comes.
WITHOUT_DOOR = {"findings.draft-report", "intake.file-change"}


@pytest.fixture
def _quietly():
    """Hundreds of refusals are what is wanted here; nobody reads their log."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def story() -> Iterator[Story]:
    with time_machine.travel(START, tick=True) as traveller:
        made = body.set_up()
        yield Story(ApiTransport(made), made, MovedClock(traveller))


def doors(story: Story, who: str, *, is_open: bool = True) -> list[Json]:
    """The doors that stand open to somebody."""
    try:
        return [door for door in story.look(who)["doors"] if door["open"] is is_open]
    except Refusal:
        return []


def attempt(story: Story, operation: Operation, who: str, target: int | None = None) -> int:
    """Try an act through its address, whatever its door says."""
    assert isinstance(story.transport, ApiTransport)
    given = plausible(operation, story, target)
    status, _answer = story.transport.post(operation.act.name, given, who=who, case=story.number)
    story.seen.clear()
    return status


def stands(story: Story) -> tuple[object, ...]:
    """Where the case is."""
    return story.state, story.missing, story.look()["round"]["number"]


def test_what_has_no_open_door_leads_nowhere_at_every_point(story):
    order = random.Random(20260310)
    tried: list[int] = []
    slipped: set[str] = set()

    def knock(there: Story) -> None:
        if not there.number:
            return
        before = stands(there)
        for operation in order.sample(ACTS, ATTEMPTS_A_POINT):
            who = order.choice(ROLES)
            if operation.act.name in {door["act"] for door in doors(there, who)}:
                continue
            status = attempt(there, operation, who)
            assert status == 200 or status in NO, f"{operation.act.name} by {who}: {status}"
            assert stands(there) == before, f"{operation.act.name} by {who}"
            tried.append(status)
            if status == 200:
                slipped.add(operation.act.name)
        if not is_at_rest(there) and there.state != "attestation":
            assert certificates(there) == []

    story.after_each = knock
    story.certify()

    assert len(tried) > 250
    assert slipped <= WITHOUT_DOOR
    assert faults() == []


@pytest.mark.parametrize("seed", range(2))
def test_a_random_walk_never_makes_a_certificate_with_a_missing_step(story, seed):
    chance = random.Random(seed)
    acts = {one.act.name: one for one in ACTS if seed == 0 or one.act.name not in ENDS_IT}
    story.apply()
    done = 0
    for _ in range(WALK):
        dice = chance.random()
        who = chance.choice(ROLES)
        if dice < 0.6:
            if not advance(story):
                break
        elif dice < 0.8 and (found := [d for d in doors(story, who) if d["act"] in acts]):
            door = chance.choice(found)
            status = attempt(story, acts[door["act"]], who, door["target"])
            assert status == 200 or status in NO
            done += status == 200
        else:
            status = attempt(story, chance.choice(list(acts.values())), who)
            assert status == 200 or status in NO
        assert faults() == []
    assert done
    assert seed == 0 or len(story.acts) > 30, story.why()


def advance(story: Story) -> bool:
    """One step of the robot, which may have to do again what others undid."""
    for _ in range(2):
        try:
            story.step()
        except Stuck:
            story.did.clear()
        except Refusal as refusal:
            assert refusal.status in NO  # noqa: PT017 - one of several ways to go on
            story.seen.clear()
            return True
        else:
            return True
    return False

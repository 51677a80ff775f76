"""The robot: it looks at the doors of a case and goes through the open one that leads on.

It knows nothing of the order of the steps. `MOVES` says who may want which act and
what to fill in; what is possible when is what the house says.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.journeys import moves
from tests.journeys.body import Body
from tests.journeys.client import Applicant
from tests.journeys.clocks import Clock
from tests.journeys.transports import Json, Transport

WATCHER = "manager"
MOST_MOVES = 400


class Stuck(AssertionError):  # noqa: N818 - the house names exceptions as facts
    """No door is open that leads on."""


@dataclass(slots=True)
class Story:
    """A client's case on its way. `did` counts the acts, by round, stage and name."""

    transport: Transport
    body: Body
    clock: Clock
    applicant: Applicant = field(default_factory=Applicant)
    number: str = ""
    after_each: Callable[["Story"], None] | None = None
    did: dict[tuple[int, bool, str], int] = field(default_factory=dict)
    acts: list[str] = field(default_factory=list)
    visit_days: list[datetime] = field(default_factory=list)
    seen: dict[str, Json] = field(default_factory=dict)
    memory: dict[str, Any] = field(default_factory=dict)

    def apply(self) -> None:
        """The client fills the form and hands it in."""
        started = self.act("intake.start", {}, who="client")
        files = {kind: self.transport.file(kind, who="client") for kind in self.applicant.papers}
        draft = self.applicant.draft(self.body.credit_code, files, on=self.clock.now.date())
        application = {"application": started["application"]}
        self.act("intake.save-draft", {**application, "draft": draft}, who="client")
        self.number = self.act("intake.submit", application, who="client")["case"]

    def act(self, name: str, given: Json, *, who: str) -> Json:
        """Do an act, and let a few minutes pass."""
        self.clock.to(self.clock.now + timedelta(minutes=2))
        answer = self.transport.act(name, given, who=who, case=self.number)
        self.seen.clear()
        self.acts.append(name)
        if self.after_each is not None:
            self.after_each(self)
        return answer

    def look(self, who: str = WATCHER) -> Json:
        """The case as somebody sees it now."""
        if who not in self.seen:
            self.seen[who] = self.transport.case(self.number, who=who)
        return self.seen[who]

    @property
    def state(self) -> str:
        return str(self.look()["state"])

    @property
    def missing(self) -> tuple[str, ...]:
        """The steps of the open round that have no record."""
        return tuple(line["step"] for line in self.look()["missing"])

    @property
    def is_stage1(self) -> bool:
        return "stage1-concluded" in self.missing

    def times(self, act: str) -> int:
        """How often an act was done in this stage of this round."""
        return self.did.get(self._key(act), 0)

    def _key(self, act: str) -> tuple[int, bool, str]:
        return self.look()["round"]["number"], self.is_stage1, act

    def step(self) -> str:
        """Go through one door. Gives the act's name.

        Raises:
            Stuck: nothing that is wanted is open.
        """
        there = {door["act"] for door in self.look()["doors"]}
        for move in moves.MOVES:
            is_there = move.is_private or move.act in there
            if is_there and (found := self._open(move)) is not None:
                who, door = found
                given = move.fill(self, door, who)
                given.setdefault("seen", self.look()["version"])
                key = self._key(move.act)
                self.act(move.act, given, who=who)
                self.did[key] = self.did.get(key, 0) + 1
                return move.act
        raise Stuck(self.why())

    def _open(self, move: "moves.Move") -> tuple[str, Json] | None:
        if move.most is not None and self.times(move.act) >= move.most(self):
            return None
        for who in move.who(self):
            for door in self.look(who)["doors"]:
                if door["act"] == move.act and door["open"] and move.suits(self, door, who):
                    return who, door
        return None

    def why(self) -> str:
        lines = [f"{self.number} stands at {self.state}; missing: {', '.join(self.missing)}"]
        for door in self.look()["doors"]:
            lines.append(f"  {door['act']} {door['target']} {door['about']}: {door['reasons']}")
        return "\n".join(lines)

    def run(self, until: Callable[["Story"], bool]) -> None:
        """Go on until something is so."""
        for _ in range(MOST_MOVES):
            if until(self):
                return
            self.step()
        raise Stuck(f"still not there after {MOST_MOVES} moves\n{self.why()}")

    def certify(self) -> None:
        """From the application to the certificates."""
        self.apply()
        self.run(is_at_rest)

    def username(self, person_id: int) -> str:
        """Who has this key."""
        return next(name for name, pk in self.body.ids.items() if pk == person_id)


def is_at_rest(story: Story) -> bool:
    """The round is over and the certificates live on."""
    return story.state == "surveillance"

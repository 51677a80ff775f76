"""One client's tale: where it stands, and the moments at which it goes on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from xinheng.apps.cases import queries as cases
from xinheng.apps.cases.queries import CaseView
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import RoundKind
from xinheng.core.shared.actor import Actor, Role
from xinheng.demo import papers
from xinheng.demo.engine import working_day
from xinheng.demo.reading import ClientRow, StaffRow
from xinheng.demo.world import World

FIRST_HOUR, LAST_HOUR = 9, 17
MINUTES = 60


class Halted(Exception):  # noqa: N818 - the tale is told as far as it goes; nothing went wrong
    """The tale was to be told up to here."""


@dataclass(slots=True)
class Tale:
    """A client with its case while its story is told.

    `halt` is the step before which the story stops, in the round whose kind is
    `halt_in`; `prefer` are members wanted in its teams; `expires_on` is the last day of
    certificates that were taken over.
    """

    world: World
    row: ClientRow
    now: datetime
    schemes: tuple[str, ...] = ()
    case_id: int = 0
    organisation_id: int = 0
    halt: Step | None = None
    halt_in: RoundKind = RoundKind.INITIAL
    prefer: tuple[str, ...] = ()
    kind: RoundKind = RoundKind.INITIAL
    team: tuple[StaffRow, ...] = ()
    team_days: tuple[date, ...] = ()
    expires_on: date | None = None

    @property
    def client(self) -> Actor:
        """The client's own person."""
        return self.world.actor(self.row.username)

    @property
    def today(self) -> date:
        """The day on which the tale stands."""
        return self.now.date()

    @property
    def leader(self) -> Actor:
        """Who leads the team."""
        return self.world.actor(self.team[0].username)

    def case(self) -> CaseView:
        """The case as it stands."""
        return cases.case(self.case_id)

    def staff(self, role: Role) -> Actor:
        """Somebody who holds a role."""
        return self.world.next_of(role)

    def later(self, days: int) -> Iterator[datetime]:
        """Go on after so many days, at this client's own time of day."""
        yield from self.on(self.today + timedelta(days=days))

    def soon(self, minutes: int = 25) -> Iterator[datetime]:
        """Go on the same day, or the next one when the day is over."""
        then = self.now + timedelta(minutes=minutes)
        if then.hour >= LAST_HOUR:
            yield from self.later(1)
            return
        self.now = then
        yield then

    def on(self, day: date, hour: int = 0) -> Iterator[datetime]:
        """Go on at a working day, not before now."""
        number = self.row.number
        wanted = hour or FIRST_HOUR + number * 3 % 5
        then = self.world.times.moment(working_day(day), wanted, number * 7 % MINUTES)
        self.now = max(then, self.now + timedelta(minutes=1))
        yield self.now

    def before(self, step: Step) -> None:
        """Stop here if the story was to be told only up to this step."""
        if step == self.halt and self.kind == self.halt_in:
            raise Halted

    def paper(self, kind: str, *, by: Actor | None = None) -> int:
        """Keep a paper of the client, and give its key."""
        return papers.store(
            self.world.files,
            kind,
            by=by or self.client,
            at=self.now,
            organisation_id=self.organisation_id,
            case_id=self.case_id or None,
        )


Going = Iterator[datetime]

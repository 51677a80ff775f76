"""What the stories share: who everybody is, what time it is, and who is free."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from xinheng.apps.people import queries as people
from xinheng.core.shared.actor import Actor, Role
from xinheng.demo.engine import Times, working_day
from xinheng.demo.reading import StaffRow, Trade, staff


@dataclass(slots=True)
class World:
    """The state of the telling. `files` are stored papers by what they are."""

    times: Times
    person_ids: dict[str, int] = field(default_factory=dict)
    branch_ids: dict[str, int] = field(default_factory=dict)
    password_hash: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    _actors: dict[str, Actor] = field(default_factory=dict)
    _turns: dict[Role, "count[int]"] = field(default_factory=dict)
    _busy: dict[str, set[date]] = field(default_factory=dict)

    def know(self, username: str, person_id: int) -> None:
        """Remember somebody's key."""
        self.person_ids[username] = person_id

    def know_branches(self, ids: Mapping[str, int]) -> None:
        """Remember the branches' keys."""
        self.branch_ids.update(ids)

    def actor(self, username: str) -> Actor:
        """Somebody as an actor. Roles of the demo's people do not change once given."""
        if username not in self._actors:
            person_id = self.person_ids[username]
            self._actors[username] = people.actor_of(person_id, on=self.times.today)
        return self._actors[username]

    def next_of(self, role: Role) -> Actor:
        """Whose turn it is among those who hold a role."""
        names = [row.username for row in staff() if row.role == role]
        turn = self._turns.setdefault(role, count())
        return self.actor(names[next(turn) % len(names)])

    def team(self, wanted: "TeamWanted") -> tuple[StaffRow, ...]:
        """A leader and members who are competent, those asked for first, then the least busy.

        Raises:
            LookupError: nobody may lead.
        """
        able = [row for row in staff() if _can(row, wanted)]
        able.sort(key=lambda row: (row.username not in wanted.prefer, self._load(row, wanted)))
        leader = next((row for row in able if row.role == Role.LEADER), None)
        if leader is None:
            raise LookupError(f"nobody may lead {wanted}")
        others = [row for row in able if row is not leader]
        others.sort(key=lambda row: row.role == Role.LEADER and row.username not in wanted.prefer)
        return (leader, *others[: wanted.size - 1])

    def _load(self, row: StaffRow, wanted: "TeamWanted") -> tuple[int, int]:
        near = {wanted.on + timedelta(days=n) for n in range(-20, 40)}
        return len(self._busy.get(row.username, set()) & near), staff().index(row)

    def book(self, team: tuple[StaffRow, ...], first: date, number: int) -> tuple[date, ...]:
        """The first working days in a row, from `first` on, on which all of a team are free."""
        taken = set[date]().union(*(self._busy.get(row.username, set()) for row in team))
        days = days_from(first, number)
        while taken.intersection(days):
            days = days_from(days[0] + timedelta(days=1), number)
        for row in team:
            self._busy.setdefault(row.username, set()).update(days)
        return days


@dataclass(frozen=True, slots=True)
class TeamWanted:
    """A team that is looked for, of so many people, to work about a day."""

    schemes: tuple[str, ...]
    trade: Trade
    on: date
    size: int
    prefer: tuple[str, ...] = ()


def _can(row: StaffRow, wanted: TeamWanted) -> bool:
    if row.role not in (Role.LEADER, Role.AUDITOR) or not set(wanted.schemes) <= set(row.schemes):
        return False
    code = wanted.trade.code
    return any(code == own or code.startswith(f"{own}.") for own in row.codes)


def days_from(first: date, number: int) -> tuple[date, ...]:
    """So many working days in a row, from the first one on or after `first`."""
    found = [working_day(first)]
    while len(found) < number:
        found.append(working_day(found[-1] + timedelta(days=1)))
    return tuple(found)

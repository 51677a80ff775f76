"""What the stories share: who everybody is, what time it is, and who is free."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count

from xinheng.apps.people import queries as people
from xinheng.core.people.words import Function
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

    def share_password_of(self, username: str) -> None:
        """Let everybody sign in with the password of one person; hashing it once is enough."""
        self.password_hash = people.password_hash_of(self.person_ids[username])

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

    def team(self, wanted: "TeamWanted") -> "tuple[StaffRow, ...]":
        """A leader and members who are competent and free on every day, least busy first.

        Raises:
            LookupError: nobody is left.
        """
        able = [row for row in staff() if _can(row, wanted.schemes, wanted.trade)]
        free = [row for row in able if not self._busy.get(row.username, set()) & set(wanted.days)]
        free.sort(key=lambda row: (row.username not in wanted.prefer, self._load(row, wanted)))
        leaders = [row for row in free if row.role == Role.LEADER]
        if not leaders:
            raise LookupError(f"no leader is free for {wanted}")
        chosen = [leaders[0]]
        chosen += [row for row in free if row is not leaders[0]][: wanted.size - 1]
        for row in chosen:
            self._busy.setdefault(row.username, set()).update(wanted.days)
        return tuple(chosen)

    def _load(self, row: StaffRow, wanted: "TeamWanted") -> tuple[int, int]:
        near = {day + timedelta(days=n) for day in wanted.days for n in range(-30, 31)}
        return len(self._busy.get(row.username, set()) & near), staff().index(row)

    def let_go(self, team: "tuple[StaffRow, ...]", days: tuple[date, ...]) -> None:
        """Free somebody's days again."""
        for row in team:
            self._busy.get(row.username, set()).difference_update(days)


@dataclass(frozen=True, slots=True)
class TeamWanted:
    """A team that is looked for: `size` people on all of `days`."""

    schemes: tuple[str, ...]
    trade: Trade
    days: tuple[date, ...]
    size: int
    prefer: tuple[str, ...] = ()


def _can(row: StaffRow, schemes: tuple[str, ...], trade: Trade) -> bool:
    if row.role not in (Role.LEADER, Role.AUDITOR) or not set(schemes) <= set(row.schemes):
        return False
    return any(trade.code == code or trade.code.startswith(f"{code}.") for code in row.codes)


def days_from(first: date, number: int) -> tuple[date, ...]:
    """So many working days in a row, from the first one on or after `first`."""
    found = [working_day(first)]
    while len(found) < number:
        found.append(working_day(found[-1] + timedelta(days=1)))
    return tuple(found)


__all__ = ["Function", "TeamWanted", "World", "datetime", "days_from"]

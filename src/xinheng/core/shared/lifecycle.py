"""The engine behind every life: states, legal moves, who may make them, and on which terms."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Refused, Violation
from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _

State = TypeVar("State", bound=Named)
Facts = TypeVar("Facts")


@dataclass(frozen=True, slots=True)
class Move(Generic[State, Facts]):
    """One legal move: from where, to where, by whose duty, on whose authority, on which terms."""

    name: str
    origin: State
    target: State
    duty: Duty
    source: Source
    checks: tuple[Callable[[Facts], Iterable[Violation]], ...] = ()


class Lifecycle(Generic[State, Facts]):
    """The legal moves of one kind of thing."""

    def __init__(self, name: str, *moves: Move[State, Facts]) -> None:
        self.name = name
        self.moves = moves

    def obstacles(
        self, name: str, *, origin: State, by: Actor, facts: Facts
    ) -> Iterator[Violation]:
        """Say everything that stands in the way of a move; nothing, if it may happen.

        Raises:
            LookupError: this life has no move of that name.
        """
        move = self._find(name, origin)
        if move.origin != origin:
            yield Violation(
                code="move-not-open",
                message=_("This step starts from “%(start)s”; this now stands at “%(now)s”."),
                source=move.source,
                facts={"start": move.origin, "now": origin},
            )
            return
        yield from duty_missing(by, move.duty, move.source)
        for check in move.checks:
            yield from check(facts)

    def step(self, name: str, *, origin: State, by: Actor, facts: Facts) -> Move[State, Facts]:
        """Return the move to apply.

        Raises:
            Refused: something stands in the way; carries every violation.
            LookupError: this life has no move of that name.
        """
        if obstacles := tuple(self.obstacles(name, origin=origin, by=by, facts=facts)):
            raise Refused(obstacles)
        return self._find(name, origin)

    def moves_from(self, state: State) -> tuple[Move[State, Facts], ...]:
        """Every move that starts at `state`."""
        return tuple(move for move in self.moves if move.origin == state)

    def _find(self, name: str, origin: State) -> Move[State, Facts]:
        named = [move for move in self.moves if move.name == name]
        if not named:
            raise LookupError(f"no move is called {name!r}")
        return next((move for move in named if move.origin == origin), named[0])


def duty_missing(by: Actor, duty: Duty, source: Source) -> Iterator[Violation]:
    """Say so when the actor is not trusted with `duty`.

    Source: the move's own, given as `source`.
    """
    if not by.holds(duty):
        yield Violation(
            code="duty-missing",
            message=_("This needs the duty “%(duty)s”."),
            source=source,
            facts={"duty": duty},
        )

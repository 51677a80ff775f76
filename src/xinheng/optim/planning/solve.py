"""The search as a whole: greedy start, annealing in short turns, the best plan at any time."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.optim.planning.board import Board
from xinheng.optim.planning.bound import quick_bound
from xinheng.optim.planning.checker import cost_of, faults
from xinheng.optim.planning.greedy import sequence
from xinheng.optim.planning.kernel import layout as at
from xinheng.optim.planning.plan import Plan
from xinheng.optim.planning.problem import Assignment, Problem

TURN_SECONDS = 0.2  # how long the kernel works before it is asked whether to stop
TURN_MOVES = 500  # moves of the first turn, and of every turn where moves are the budget
SIZE = 12  # most audits a move takes out on purpose
HOT, COLD = 0.25, 0.003  # temperatures, as shares of what a candidate costs on the average


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a search stands. `seconds` since it began."""

    seconds: float
    cost: float
    bound: Decimal | None
    unstaffed: int
    moves: int


@dataclass(frozen=True, slots=True)
class Budget:
    """How long to search: seconds of the wall clock, or so many moves, if those are given.

    With moves, the same problem and the same seed give the same plan.
    """

    seconds: float = 60.0
    moves: int | None = None


def solve(
    problem: Problem,
    *,
    budget: Budget,
    seed: int = 1,
    begin_with: Sequence[Assignment] = (),
    stop: Callable[[], bool] = lambda: False,
    tell: Callable[[Progress], None] = lambda _: None,
) -> Plan:
    """The best plan found within the budget, with its bound.

    Args:
        begin_with: a sound plan to improve on; it holds what is promised.
        stop: asked several times a second; when it says yes, the best plan so far is given.
        tell: told as often where the search stands.

    Raises:
        Refused: what was promised cannot hold together.
    """
    refuse_if(promised_faults(problem))
    began = time.monotonic()
    board = Board(problem, seed=seed)
    board.place(begin_with or problem.promised)
    board.greedy(sequence(problem))
    bound = quick_bound(board)
    clock = Clock(budget, began)

    def now() -> Progress:
        return Progress(time.monotonic() - began, board.cost, bound, board.unstaffed, board.moves)

    tell(now())
    while not stop() and (moves := clock.next_turn(board.moves)):
        heat = temperature(board, clock.share(board.moves))
        board.anneal(moves, SIZE, heat, heat)
        tell(now())
    plan = board.plan()
    seconds = Decimal(repr(round(time.monotonic() - began, 3)))
    return Plan(plan, cost_of(problem, plan).total, bound, seconds, seed)


class Clock:
    """Cuts a budget into turns."""

    def __init__(self, budget: Budget, began: float) -> None:
        self.budget, self.began = budget, began
        self._moves, self._last, self._done = TURN_MOVES, time.monotonic(), 0

    def share(self, done: int) -> float:
        """How much of the budget is spent, from 0 to 1."""
        if self.budget.moves is not None:
            return done / max(1, self.budget.moves)
        return min(1.0, (time.monotonic() - self.began) / max(1e-9, self.budget.seconds))

    def next_turn(self, done: int) -> int:
        """Moves of the next turn; 0 when the budget is spent."""
        if self.budget.moves is not None:
            return min(TURN_MOVES, self.budget.moves - done)
        now = time.monotonic()
        if now - self.began >= self.budget.seconds:
            return 0
        if done > self._done:
            speed = (done - self._done) / max(1e-4, now - self._last)
            left = self.budget.seconds - (now - self.began)
            self._moves = max(1, min(4 * self._moves, int(speed * min(TURN_SECONDS, left))))
        self._last, self._done = now, done
        return self._moves


def temperature(board: Board, share: float) -> float:
    """How much worse a plan may become, in units of cost, when `share` of the time is gone."""
    first = int(board.n[at.CAND_COST])
    count = int(board.n[int(board.n[at.CAND_AT]) + len(board.problem.audits)])
    scale = float(np.abs(board.x[first : first + count]).mean()) if count else 1.0
    return max(1e-6, scale * HOT * (COLD / HOT) ** share)


def promised_faults(problem: Problem) -> Iterator[Violation]:
    """What is wrong with the promised assignments among themselves.

    Source: docs/explain/planning.md, What must hold.
    """
    yield from faults(problem, problem.promised)

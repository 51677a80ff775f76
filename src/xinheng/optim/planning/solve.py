"""The search as a whole: greedy start, annealing in short turns, the best plan at any time."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.optim.planning.board import Board
from xinheng.optim.planning.bound import Relaxation
from xinheng.optim.planning.checker import cost_of, faults
from xinheng.optim.planning.greedy import sequence
from xinheng.optim.planning.kernel import layout as at
from xinheng.optim.planning.kernel.compiled import Reals
from xinheng.optim.planning.plan import Plan
from xinheng.optim.planning.problem import Assignment, Problem

TURN_SECONDS = 0.2  # how long the kernel works before it is asked whether to stop
TURN_MOVES = 500  # moves of the first turn, and of every turn where moves are the budget
SIZE = 12  # most audits a move takes out on purpose
HOT, COLD = 0.4, 0.01  # temperatures, as shares of what a candidate costs on the average
QUICK_PASSES, MORE_PASSES, TURN_PASSES = 120, 200, 5  # of pricing for the bound
BOUNDING = 0.08  # of the time is for the bound, beside the search
PREPARING = 0.1  # most of the time that may pass before the search begins
LIKELY_ROAD = 0.4  # of the road out and back, where trips chain


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
    warm: bool = False,
) -> Plan:
    """The best plan found within the budget, with its bound.

    Args:
        begin_with: a sound plan to improve on; it holds what is promised.
        stop: asked several times a second; when it says yes, the best plan so far is given.
        tell: told as often where the search stands.
        warm: the plan to begin with is good already: search around it, not anew.

    Raises:
        Refused: what was promised, or the plan to begin with, cannot hold together.
    """
    clock = Clock(budget)
    refuse_if(plan_faults(problem, begin_with))
    board = Board(problem, seed=seed)
    board.place(begin_with or problem.promised)
    bounding = Bounding(problem, clock)
    board.guide(bounding.guide())
    board.greedy(sequence(problem))

    def now() -> Progress:
        return Progress(clock.seconds(), board.cost, bounding.bound, board.unstaffed, board.moves)

    tell(now())
    while problem.audits and not stop() and (moves := clock.next_turn(board.moves)):
        share = clock.share(board.moves)
        heat = temperature(board, (1 + share) / 2 if warm else share)
        board.anneal(moves, SIZE, heat, heat)
        bounding.go_on(share)
        tell(now())
    plan = board.plan()
    seconds = Decimal(repr(round(clock.seconds(), 3)))
    return Plan(plan, cost_of(problem, plan).total, bounding.bound, seconds, seed)


class Bounding:
    """The bound of a search: a first one before it begins, a better one beside it."""

    def __init__(self, problem: Problem, clock: "Clock") -> None:
        self.problem, self.clock = problem, clock
        self.relaxation = Relaxation(problem, road_ratio=0.0 if problem.chain_trips else 1.0)
        began = clock.seconds()
        self.relaxation.improve(passes=QUICK_PASSES, stop=clock.hurry)
        self._spent = clock.seconds() - began

    @property
    def bound(self) -> Decimal:
        """The best bound so far."""
        return self.relaxation.bound

    def guide(self) -> Reals:
        """What days of people are worth: [auditor, month].

        Where trips chain, a part of the road out and back stands for the road there will be.
        """
        if not self.problem.chain_trips:
            return self.relaxation.scarcity()
        likely = Relaxation(self.problem, road_ratio=LIKELY_ROAD)
        likely.improve(passes=QUICK_PASSES // 2, stop=self.clock.hurry)
        return likely.scarcity()

    def go_on(self, share: float) -> None:
        """Spend a little more on the bound while it moves; `share` of the budget is gone.

        What it finds does not guide the search, so time may decide about it.
        """
        clock = self.clock
        if clock.budget.moves is None:
            due = self._spent < BOUNDING * clock.seconds()
        else:
            due = self.relaxation.passes < QUICK_PASSES + share * MORE_PASSES
        if due and self.relaxation.moving:
            began = clock.seconds()
            self.relaxation.improve(passes=TURN_PASSES)
            self._spent += clock.seconds() - began


class Clock:
    """Cuts a budget into turns."""

    def __init__(self, budget: Budget) -> None:
        self.budget, self.began = budget, time.monotonic()
        self._moves, self._last, self._done = TURN_MOVES, time.monotonic(), 0

    def seconds(self) -> float:
        """How long the search has run."""
        return time.monotonic() - self.began

    def hurry(self) -> bool:
        """Is so much of the time gone that the search must begin? Never where moves count."""
        return self.budget.moves is None and self.seconds() > PREPARING * self.budget.seconds

    def share(self, done: int) -> float:
        """How much of the budget is spent, from 0 to 1."""
        if self.budget.moves is not None:
            return done / max(1, self.budget.moves)
        return min(1.0, self.seconds() / max(1e-9, self.budget.seconds))

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
    return float(max(1e-6, scale * HOT * (COLD / HOT) ** share))


def plan_faults(problem: Problem, begin_with: Sequence[Assignment]) -> Iterator[Violation]:
    """What is wrong with the plan to begin with, or else with what was promised.

    Source: docs/explain/planning.md, What must hold.
    """
    yield from faults(problem, begin_with or problem.promised)

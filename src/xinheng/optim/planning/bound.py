"""What no plan can cost less than: Lagrangian relaxation of calendars, limits and targets.

Every day of every auditor gets a toll; so has every month, and the whole. Then each audit chooses
its cheapest day and team by itself, exactly, and the sum less the tolls is a bound, whatever the
tolls. A deflected subgradient looks for good ones. What people's days are worth also guides the
search.

Where trips chain, the road depends on neighbours. The bound then counts no road at all: it is
true and weak, and reports say so.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

import numpy as np

from xinheng.optim.planning.board import Board
from xinheng.optim.planning.kernel.compiled import Reals
from xinheng.optim.planning.kernel.relaxed import relaxed
from xinheng.optim.planning.problem import Problem

ROUNDING = 1e-9  # relative: what sums of floating-point numbers may be wrong by
PATIENCE = 12  # passes without a better bound before steps become smaller
MEMORY, SHRINK, SMALLEST = 0.7, 0.6, 1e-3  # of the deflected subgradient
FEWEST = 15  # passes before anybody may stop
HOPE = 1.25  # the first bound times this is what steps aim at


@dataclass
class Tolls:
    """Prices of a day: of each auditor, of each in a month, and of each single day."""

    whole: Reals
    by_month: Reals
    by_day: Reals

    def copy(self) -> "Tolls":
        """The same prices, to keep."""
        return Tolls(self.whole.copy(), self.by_month.copy(), self.by_day.copy())


class Relaxation:
    """The relaxed problem: priced again and again, it remembers the best bound and its tolls."""

    def __init__(self, problem: Problem, *, road_ratio: float) -> None:
        """`road_ratio`: how much of the road out and back each team member is charged."""
        board = self.board = Board(problem, seed=0)
        self.cost = board.candidate_cost(road_ratio=road_ratio)
        people, self.weight = len(problem.auditors), float(problem.weights.balance_day)
        self.target = np.array([float(one.target_days) for one in problem.auditors])
        months = problem.months
        self.most = np.array([one.most_days_by_month[:months] for one in problem.auditors], float)
        self.free = np.ones((people, problem.days))
        for k, one in enumerate(problem.auditors):
            self.free[k, sorted(one.away)] = 0.0
        self.total = np.minimum(self.most.sum(axis=1), self.free.sum(axis=1))
        self.used, self.started = np.zeros_like(self.free), np.zeros_like(self.most)
        self.best = -1e30
        self.tolls = Tolls(np.zeros(people), np.zeros_like(self.most), np.zeros_like(self.free))
        self.passes = 0
        self._at = self.tolls.copy()
        self._way: Tolls | None = None
        self._share, self._since = 1.0, 0
        self._aim: float | None = None

    def price(self, tolls: Tolls) -> tuple[float, Tolls]:
        """The bound at these tolls, and in which direction each would raise it."""
        board = self.board
        before = np.concatenate(
            [np.zeros((len(self.target), 1)), np.cumsum(tolls.by_day, axis=1)], axis=1
        )
        month = np.ascontiguousarray(tolls.whole[:, None] + tolls.by_month)
        audits = relaxed(
            board.n, board.x, board.b, self.cost, month, before, self.used, self.started
        )
        days, people = self._own_days(tolls.whole)
        given = float((tolls.by_month * self.most).sum() + (tolls.by_day * self.free).sum())
        slope = Tolls(
            self.started.sum(axis=1) - days, self.started - self.most, self.used - self.free
        )
        return audits + people - given, slope

    def _own_days(self, toll: Reals) -> tuple[Reals, float]:
        """The days each auditor would choose alone at this toll, and what that costs."""
        choices = np.stack(
            [np.zeros_like(self.total), np.minimum(self.target, self.total), self.total]
        )
        values = self.weight * np.abs(choices - self.target) - toll * choices
        chosen = np.argmin(values, axis=0)
        every = np.arange(len(toll))
        return choices[chosen, every], float(values[chosen, every].sum())

    def improve(self, *, passes: int, stop: Callable[[], bool] = lambda: False) -> None:
        """Look for tolls with a higher bound; a few passes are made however short time is."""
        for _ in range(passes):
            if not self.moving or (self.passes >= FEWEST and stop()):
                return
            self.passes += 1
            value, slope = self.price(self._at)
            if self._aim is None:
                self._aim = value + (HOPE - 1) * abs(value)
            if value > self.best + 1e-7 * abs(self.best):
                self.best, self.tolls, self._since = value, self._at.copy(), 0
            else:
                self._since += 1
            if self._since == PATIENCE:
                self._share, self._since = self._share * SHRINK, 0
                self._at, self._way = self.tolls.copy(), None
                continue
            self._way = _deflected(self._at, slope, self._way)
            length = sum(float((part**2).sum()) for part in _parts(self._way))
            if length == 0.0:
                self._share = 0.0
                return
            gain = max(self._aim - value, 1e-3 * abs(self._aim))
            _step(self._at, self._way, self._share * gain / length)

    @property
    def moving(self) -> bool:
        """Can the bound still be expected to rise?"""
        return self._share >= SMALLEST

    def scarcity(self) -> Reals:
        """[auditor, month] what a day is worth beyond the balance that the search counts itself."""
        return np.maximum(0.0, self.tolls.whole - self.weight)[:, None] + self.tolls.by_month

    @property
    def bound(self) -> Decimal:
        """What no plan can cost less than, rounded down."""
        sure = max(0.0, self.best - ROUNDING * abs(self.best))  # every cost is at least nothing
        return Decimal(repr(float(sure))).quantize(Decimal("0.001"), ROUND_FLOOR)


def _parts(tolls: Tolls) -> tuple[Reals, Reals, Reals]:
    return tolls.whole, tolls.by_month, tolls.by_day


def _deflected(tolls: Tolls, slope: Tolls, way: Tolls | None) -> Tolls:
    """The direction to step in: the slope with some of the last direction."""
    # A toll that is 0 cannot fall.
    slope.by_month[(tolls.by_month <= 0) & (slope.by_month < 0)] = 0.0
    slope.by_day[(tolls.by_day <= 0) & (slope.by_day < 0)] = 0.0
    if way is None:
        return slope
    mixed = [new + MEMORY * old for new, old in zip(_parts(slope), _parts(way), strict=True)]
    return Tolls(*mixed)


def _step(tolls: Tolls, way: Tolls, length: float) -> None:
    tolls.whole += length * way.whole
    tolls.by_month = np.maximum(0.0, tolls.by_month + length * way.by_month)
    tolls.by_day = np.maximum(0.0, tolls.by_day + length * way.by_day)


def bound_of(problem: Problem, *, seconds: float = 10.0) -> Decimal:
    """A bound by itself, looked for during at most so many seconds."""
    until = time.monotonic() + seconds
    relaxation = Relaxation(problem, road_ratio=0.0 if problem.chain_trips else 1.0)
    relaxation.improve(passes=1000, stop=lambda: time.monotonic() >= until)
    return relaxation.bound

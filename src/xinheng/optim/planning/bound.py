"""What no plan can cost less than: Lagrangian relaxation of each auditor's days.

Calendars are forgotten; what stays is that each auditor has so many days in all, and a target.
One multiplier per auditor prices a day; then every audit chooses its cheapest team by itself,
exactly, and the sum is a bound for any multipliers. A deflected subgradient finds good ones.

Where trips chain, roads depend on neighbours; the bound then counts no road at all. It is true
and weak, and reports say so.
"""

from decimal import ROUND_FLOOR, Decimal

import numpy as np

from xinheng.optim.planning.board import Board
from xinheng.optim.planning.kernel import layout as at
from xinheng.optim.planning.kernel.compiled import Reals
from xinheng.optim.planning.kernel.relaxed import relaxed
from xinheng.optim.planning.problem import Problem

ROUNDING = 1e-9  # relative: what sums of floating-point numbers may be wrong by


def quick_bound(board: Board, *, passes: int = 300, aim: float | None = None) -> Decimal:
    """The bound by days per auditor.

    Args:
        passes: how often every audit is priced.
        aim: the cost of a known plan; steers the size of steps.
    """
    problem = board.problem
    cost = _road_free(board) if problem.chain_trips else _candidate_cost(board)
    target = np.array([float(auditor.target_days) for auditor in problem.auditors])
    most = capacity(problem)
    weight = float(problem.weights.balance_day)
    toll, used = np.zeros(len(target)), np.zeros(len(target))
    best, way, share = -1e30, np.zeros(len(target)), 1.0
    aim = board.cost if aim is None else aim
    since = 0
    best_toll = toll
    for _ in range(passes):
        staffed = relaxed(board.n, board.x, cost, toll, used)
        ideal, own = _own_days(toll, target, most, weight)
        value = staffed + own
        if value > best + 1e-6 * abs(best):
            best, best_toll, since = value, toll.copy(), 0
        else:
            since += 1
        if since == 15:
            share, since, toll, way = share / 2, 0, best_toll.copy(), np.zeros(len(target))
            if share < 1e-3:
                break
            continue
        slope = used - ideal
        way = slope + 0.7 * way
        length = float(way @ way)
        if length == 0.0:
            break
        toll = toll + share * max(aim - value, 1e-3 * abs(aim)) / length * way
    return Decimal(repr(float(best - ROUNDING * abs(best)))).quantize(
        Decimal("0.001"), ROUND_FLOOR
    )


def capacity(problem: Problem) -> Reals:
    """Days every auditor can give at most, over the months' limits and days away."""
    days = [0] * len(problem.auditors)
    longest = max((audit.days for audit in problem.audits), default=1)
    for k, auditor in enumerate(problem.auditors):
        free = [0] * problem.months
        for day, month in enumerate(problem.month_of_day):
            free[month] += day not in auditor.away
        # An audit counts in the month it starts in, and may run into the next.
        whole = sum(
            min(most, here + longest - 1)
            for most, here in zip(auditor.most_days_by_month, free, strict=False)
        )
        days[k] = min(whole, sum(free))
    return np.array(days, float)


def _own_days(toll: Reals, target: Reals, most: Reals, weight: float) -> tuple[Reals, float]:
    """For each auditor the days that are best for them at this toll, and what that costs."""
    choices = np.stack([np.zeros_like(most), np.minimum(target, most), most])
    values = weight * np.abs(choices - target) - toll * choices
    chosen = np.argmin(values, axis=0)
    every = np.arange(len(most))
    return choices[chosen, every], float(values[chosen, every].sum())


def _candidate_cost(board: Board) -> Reals:
    count = int(board.n[int(board.n[at.CAND_AT]) + len(board.problem.audits)])
    first = int(board.n[at.CAND_COST])
    return board.x[first : first + count].copy()


def _road_free(board: Board) -> Reals:
    """Candidates' costs without any road."""
    cost = _candidate_cost(board)
    n, problem = board.n, board.problem
    audits = len(problem.audits)
    offsets = board.table(at.CAND_AT, audits + 1)
    city = np.repeat(board.table(at.CITY, audits), np.diff(offsets))
    who = board.table(at.CAND_WHO, len(cost))
    home = board.table(at.HOME, len(problem.auditors))[who]
    first, wide = int(n[at.ROAD]), len(problem.cities_km)
    road = board.x[first : first + wide * wide].reshape(wide, wide)
    return cost - 2 * road[city, home]

"""Ruin and recreate under simulated annealing, and the greedy start."""

import numpy as np

from xinheng.optim.planning.kernel import layout as at
from xinheng.optim.planning.kernel.chance import roll, share
from xinheng.optim.planning.kernel.cheapest import cheapest
from xinheng.optim.planning.kernel.compiled import Bits, Ints, Reals, compiled
from xinheng.optim.planning.kernel.free import NEVER
from xinheng.optim.planning.kernel.place import put, take
from xinheng.optim.planning.kernel.ruin import ruin
from xinheng.optim.planning.kernel.team import team_cost

IDLE_TRIED = 8  # unstaffed audits tried again in one move


@compiled
def try_place(n: Ints, x: Reals, b: Bits, a: int, blink: float) -> bool:
    """Staff audit `a` at its cheapest place, if that is cheaper than leaving it."""
    cost = cheapest(n, x, b, a, blink)
    if cost >= NEVER or cost >= x[at.UNSTAFFED]:
        return False
    put(n, x, b, a, n[at.FOUND_DAY], n[at.FOUND_WHO], x[at.FOUND_FIXED])
    return True


@compiled
def gather(n: Ints, b: Bits) -> None:
    """Fill the pool with what was removed and some of what was idle before."""
    size = n[at.REMOVED_NOW]
    for k in range(size):
        n[n[at.POOL] + k] = n[n[at.REMOVED] + k]
        n[n[at.MARK] + n[n[at.REMOVED] + k]] = 1
    idle = n[at.IDLE_NOW]
    tried = min(idle - size, IDLE_TRIED)
    first = roll(b, idle) if idle > 0 else 0
    for k in range(idle):
        if tried <= 0:
            break
        a = n[n[at.IDLE] + (first + k) % idle]
        if n[n[at.MARK] + a] == 0:
            n[n[at.POOL] + size] = a
            size += 1
            tried -= 1
    for k in range(n[at.REMOVED_NOW]):
        n[n[at.MARK] + n[n[at.REMOVED] + k]] = 0
    n[at.POOL_NOW] = size


@compiled
def order(n: Ints, x: Reals, b: Bits) -> None:
    """Put the pool into one of several orders."""
    kind = roll(b, 8)
    for k in range(n[at.POOL_NOW]):
        a = n[n[at.POOL] + k]
        key = share(b)
        people = n[n[at.CAND_AT] + a + 1] - n[n[at.CAND_AT] + a]
        starts = n[n[at.START_AT] + a + 1] - n[n[at.START_AT] + a]
        if 2 <= kind < 4:
            key += people * starts / n[n[at.TEAM] + a]
        elif 4 <= kind < 6:
            key -= n[n[at.TEAM] + a] * n[n[at.DAYS] + a]
        elif kind == 6 and people > 0:
            key -= x[n[at.CAND_COST] + n[n[at.CAND_AT] + a]]
        elif kind == 7:
            key += n[n[at.START] + n[n[at.START_AT] + a + 1] - 1]
        x[n[at.KEY] + k] = key
    sort_pool(n, x)


@compiled
def sort_pool(n: Ints, x: Reals) -> None:
    """By key, rising; the pool is short."""
    pool, keys = n[at.POOL], n[at.KEY]
    for k in range(1, n[at.POOL_NOW]):
        key, a, j = x[keys + k], n[pool + k], k - 1
        while j >= 0 and x[keys + j] > key:
            x[keys + j + 1] = x[keys + j]
            n[pool + j + 1] = n[pool + j]
            j -= 1
        x[keys + j + 1] = key
        n[pool + j + 1] = a


@compiled
def recreate(n: Ints, x: Reals, b: Bits, blink: float) -> bool:
    """Place the pool; False when an audit is left out that a staffed one must follow."""
    left = n[at.POOL_NOW]
    for again in range(2):  # again for audits whose earlier one came later in the pool
        if left == 0:
            break
        left = 0
        for k in range(n[at.POOL_NOW]):
            a = n[n[at.POOL] + k]
            if n[n[at.AT] + a] >= 0 or (again == 1 and n[n[at.BEFORE] + a] < 0):
                continue
            if not try_place(n, x, b, a, blink):
                left += 1
    for k in range(n[at.REMOVED_NOW]):
        a = n[n[at.REMOVED] + k]
        if n[n[at.AT] + a] < 0:
            for j in range(n[n[at.LATER_AT] + a], n[n[at.LATER_AT] + a + 1]):
                if n[n[at.AT] + n[n[at.LATER] + j]] >= 0:
                    return False
    return True


@compiled
def undo(n: Ints, x: Reals, b: Bits) -> None:
    """Put everything back where it was before the move."""
    for k in range(n[at.POOL_NOW]):
        if n[n[at.AT] + n[n[at.POOL] + k]] >= 0:
            take(n, x, b, n[n[at.POOL] + k])
    for k in range(n[at.REMOVED_NOW]):
        people = n[at.OLD_WHO] + k * n[at.SEATS]
        put(n, x, b, n[n[at.REMOVED] + k], n[n[at.OLD_AT] + k], people, x[n[at.OLD_FIXED] + k])
    x[at.COST] = x[at.COST_BEFORE]


@compiled
def keep_best(n: Ints, x: Reals) -> None:
    """The plan is the best so far: copy what may differ."""
    seats = n[at.SEATS]
    for k in range(n[at.TOUCHED_NOW]):
        a = n[n[at.TOUCHED] + k]
        n[n[at.IS_TOUCHED] + a] = 0
        n[n[at.BEST_AT] + a] = n[n[at.AT] + a]
        for seat in range(n[n[at.TEAM] + a]):
            n[n[at.BEST_WHO] + a * seats + seat] = n[n[at.WHO] + a * seats + seat]
    n[at.TOUCHED_NOW] = 0
    n[at.IDLE_BEST] = n[at.IDLE_NOW]
    x[at.COST_BEST] = x[at.COST]


@compiled
def greedy(n: Ints, x: Reals, b: Bits, sequence: Ints) -> None:
    """Staff audits in the order given, each at its cheapest place."""
    x[at.GUIDED] = 1.0
    for a in sequence:
        if n[n[at.AT] + a] < 0:
            try_place(n, x, b, a, 0.0)
    if x[at.COST] < x[at.COST_BEST]:
        keep_best(n, x)


@compiled
def settle(n: Ints, x: Reals, b: Bits, a: int, day: int) -> None:
    """Staff audit `a` on a given day with the team on trial."""
    put(n, x, b, a, day, n[at.TRIAL], team_cost(n, x, b, a))


@compiled
def anneal(n: Ints, x: Reals, b: Bits, moves: int, size: int, hot: float, cold: float) -> None:
    """So many moves, the temperature falling from `hot` to `cold` (units of cost)."""
    cooling = (cold / hot) ** (1.0 / moves)
    heat = hot
    for _ in range(moves):
        heat *= cooling
        x[at.COST_BEFORE] = x[at.COST]
        n[at.MOVES] += 1
        ruin(n, x, b, 1 + roll(b, size))
        gather(n, b)
        if n[at.POOL_NOW] == 0:
            continue
        order(n, x, b)
        x[at.GUIDED] = 0.5 * roll(b, 3)
        sound = recreate(n, x, b, x[at.BLINK])
        worst = x[at.COST_BEFORE] - heat * np.log(share(b) + 1e-300)
        if not sound or x[at.COST] > worst:
            undo(n, x, b)
        elif x[at.COST] < x[at.COST_BEST] - 1e-7:
            keep_best(n, x)
            n[at.BETTER] += 1

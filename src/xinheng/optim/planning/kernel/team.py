"""The cheapest team for one audit on one day, from the prices of classes of candidates."""

import numpy as np

from xinheng.optim.planning.kernel.compiled import Bits, Ints, Reals, compiled
from xinheng.optim.planning.kernel.layout import (
    BEST1,
    BEST2,
    BEST3,
    CAND_AT,
    CAND_CLASS,
    CAND_CODES,
    CAND_COST,
    CAND_WHO,
    CODES,
    COMBO,
    COMBO_AT,
    COMBO_COST,
    CORE,
    FOUND,
    FOUND_DAY,
    FOUND_FIXED,
    FOUND_WHO,
    MISSING_CODE,
    TEAM,
    TRIAL,
    WHO1,
    WHO2,
    WHO3,
)
from xinheng.optim.planning.kernel.free import NEVER, ZERO, price
from xinheng.optim.planning.kernel.place import ONE



@compiled
def combine(n: Ints, x: Reals, b: Bits, a: int, seg: int, day: int, r: int) -> None:
    """Look at every combination of classes on one day; `r` is the day within the segment."""
    lowest, best = NEVER / 2, -1
    whole = n[n[TEAM] + a] == n[n[CORE] + a]
    if whole:
        lowest = min(lowest, x[FOUND])
    for row in range(n[n[COMBO_AT] + a], n[n[COMBO_AT] + a + 1]):
        place = n[COMBO] + 3 * row
        one, two, three = 64 * n[place] + r, 64 * n[place + 1] + r, n[place + 2]
        cost = x[n[COMBO_COST] + row] + x[n[BEST1] + one]
        cost += x[n[BEST2] + two] if two == one else x[n[BEST1] + two]
        if three >= 0:
            cost += third(n, x, one, two, 64 * three + r)
        if cost < lowest:
            lowest, best = cost, row
    if best < 0:
        return
    place = n[COMBO] + 3 * best
    name_core(n, 64 * n[place] + r, 64 * n[place + 1] + r, n[place + 2], r)
    if not whole:
        lowest = fill_rest(n, x, b, a, seg, day, lowest)
    keep_team(n, x, b, a, day, lowest)


@compiled
def third(n: Ints, x: Reals, one: int, two: int, three: int) -> float:
    """The price of the third person of a combination."""
    if three == one and three == two:
        return x[n[BEST3] + three]
    if three in (one, two):
        return x[n[BEST2] + three]
    return x[n[BEST1] + three]


@compiled
def name_core(n: Ints, one: int, two: int, three_class: int, r: int) -> None:
    """Write the people of a combination into the team on trial."""
    into, three = n[TRIAL], 64 * three_class + r
    n[into] = n[n[WHO1] + one]
    n[into + 1] = n[n[WHO2] + two] if two == one else n[n[WHO1] + two]
    if three_class >= 0:
        if three == one and three == two:
            n[into + 2] = n[n[WHO3] + three]
        elif three in (one, two):
            n[into + 2] = n[n[WHO2] + three]
        else:
            n[into + 2] = n[n[WHO1] + three]


@compiled
def fill_rest(
    n: Ints, x: Reals, b: Bits, a: int, seg: int, day: int, cost: float
) -> float:
    """Fill a team of more than three with the cheapest left. The cost, with codes as if they held none."""
    for seat in range(3, n[n[TEAM] + a]):
        lowest, chosen = NEVER, -1
        for c in range(n[n[CAND_AT] + a], n[n[CAND_AT] + a + 1]):
            if not is_named(n, n[n[CAND_WHO] + c], seat):
                here = price(n, x, b, a, seg, c, day)
                if here < lowest:
                    lowest, chosen = here, n[n[CAND_WHO] + c]
        if chosen < 0:
            return NEVER
        n[n[TRIAL] + seat] = chosen
        cost += lowest
    return cost


@compiled
def is_named(n: Ints, i: int, seats: int) -> bool:
    """Is auditor `i` in one of the first seats of the team on trial?"""
    for k in range(seats):  # noqa: SIM110 - generators are not compiled well
        if n[n[TRIAL] + k] == i:
            return True
    return False


@compiled
def team_cost(n: Ints, x: Reals, b: Bits, a: int) -> float:
    """The fixed cost of the team on trial, with the codes nobody of it holds."""
    total, held = 0.0, ZERO
    for k in range(n[n[TEAM] + a]):
        for c in range(n[n[CAND_AT] + a], n[n[CAND_AT] + a + 1]):
            if n[n[CAND_WHO] + c] == n[n[TRIAL] + k]:
                total += x[n[CAND_COST] + c]
                held |= b[n[CAND_CODES] + c]
    if n[n[TEAM] + a] > 1:  # the price of one person holds it already
        for bit in range(n[n[CODES] + a]):
            if (held >> np.uint64(bit)) & ONE == ZERO:
                total += x[MISSING_CODE]
    return total


@compiled
def keep_team(n: Ints, x: Reals, b: Bits, a: int, day: int, cost: float) -> None:
    """Keep the team on trial if it is the cheapest so far."""
    if cost >= x[FOUND]:
        return
    x[FOUND] = cost
    x[FOUND_FIXED] = team_cost(n, x, b, a)
    n[FOUND_DAY] = day
    for k in range(n[n[TEAM] + a]):
        n[n[FOUND_WHO] + k] = n[n[TRIAL] + k]

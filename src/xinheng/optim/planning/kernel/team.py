"""The cheapest team for one audit on one day, from the prices of classes of candidates."""

import numpy as np

from xinheng.optim.planning.kernel import layout as at
from xinheng.optim.planning.kernel.compiled import Bits, Ints, Reals, compiled
from xinheng.optim.planning.kernel.free import NEVER, ZERO, price
from xinheng.optim.planning.kernel.place import ONE


@compiled
def combine(n: Ints, x: Reals, b: Bits, a: int, seg: int, day: int, r: int) -> None:
    """Look at every combination of classes on one day; `r` is the day within the segment."""
    lowest, best = NEVER / 2, -1
    whole = n[n[at.TEAM] + a] == n[n[at.CORE] + a]
    if whole:
        lowest = min(lowest, x[at.FOUND])
    for row in range(n[n[at.COMBO_AT] + a], n[n[at.COMBO_AT] + a + 1]):
        place = n[at.COMBO] + 3 * row
        one, two, three = 64 * n[place] + r, 64 * n[place + 1] + r, n[place + 2]
        cost = x[n[at.COMBO_COST] + row] + x[n[at.BEST1] + one]
        cost += x[n[at.BEST2] + two] if two == one else x[n[at.BEST1] + two]
        if three >= 0:
            cost += third(n, x, one, two, 64 * three + r)
        if cost < lowest:
            lowest, best = cost, row
    if best < 0:
        return
    place = n[at.COMBO] + 3 * best
    name_core(n, 64 * n[place] + r, 64 * n[place + 1] + r, n[place + 2], r)
    if not whole:
        lowest = fill_rest(n, x, b, a, seg, day, lowest)
    keep_team(n, x, b, a, day, lowest)


@compiled
def third(n: Ints, x: Reals, one: int, two: int, three: int) -> float:
    """The price of the third person of a combination."""
    if three == one and three == two:
        return x[n[at.BEST3] + three]
    if three in (one, two):
        return x[n[at.BEST2] + three]
    return x[n[at.BEST1] + three]


@compiled
def name_core(n: Ints, one: int, two: int, three_class: int, r: int) -> None:
    """Write the people of a combination into the team on trial."""
    into, three = n[at.TRIAL], 64 * three_class + r
    n[into] = n[n[at.WHO1] + one]
    n[into + 1] = n[n[at.WHO2] + two] if two == one else n[n[at.WHO1] + two]
    if three_class >= 0:
        if three == one and three == two:
            n[into + 2] = n[n[at.WHO3] + three]
        elif three in (one, two):
            n[into + 2] = n[n[at.WHO2] + three]
        else:
            n[into + 2] = n[n[at.WHO1] + three]


@compiled
def fill_rest(n: Ints, x: Reals, b: Bits, a: int, seg: int, day: int, cost: float) -> float:
    """Fill a team of more than three with the cheapest left; the cost, less the codes they hold."""
    for seat in range(3, n[n[at.TEAM] + a]):
        lowest, chosen = NEVER, -1
        for c in range(n[n[at.CAND_AT] + a], n[n[at.CAND_AT] + a + 1]):
            if not is_named(n, n[n[at.CAND_WHO] + c], seat):
                here = price(n, x, b, a, seg, c, day)
                if here < lowest:
                    lowest, chosen = here, n[n[at.CAND_WHO] + c]
        if chosen < 0:
            return NEVER
        n[n[at.TRIAL] + seat] = chosen
        cost += lowest
    return cost


@compiled
def is_named(n: Ints, i: int, seats: int) -> bool:
    """Is auditor `i` in one of the first seats of the team on trial?"""
    for k in range(seats):  # noqa: SIM110 - generators are not compiled well
        if n[n[at.TRIAL] + k] == i:
            return True
    return False


@compiled
def team_cost(n: Ints, x: Reals, b: Bits, a: int) -> float:
    """The fixed cost of the team on trial, with the codes nobody of it holds."""
    total, held = 0.0, ZERO
    for k in range(n[n[at.TEAM] + a]):
        for c in range(n[n[at.CAND_AT] + a], n[n[at.CAND_AT] + a + 1]):
            if n[n[at.CAND_WHO] + c] == n[n[at.TRIAL] + k]:
                total += x[n[at.CAND_COST] + c]
                held |= b[n[at.CAND_CODES] + c]
    if n[n[at.TEAM] + a] > 1:  # the price of one person holds it already
        for bit in range(n[n[at.CODES] + a]):
            if (held >> np.uint64(bit)) & ONE == ZERO:
                total += x[at.MISSING_CODE]
    return total


@compiled
def keep_team(n: Ints, x: Reals, b: Bits, a: int, day: int, cost: float) -> None:
    """Keep the team on trial if it is the cheapest so far."""
    if cost >= x[at.FOUND]:
        return
    x[at.FOUND] = cost
    x[at.FOUND_FIXED] = team_cost(n, x, b, a)
    n[at.FOUND_DAY] = day
    for k in range(n[n[at.TEAM] + a]):
        n[n[at.FOUND_WHO] + k] = n[n[at.TRIAL] + k]

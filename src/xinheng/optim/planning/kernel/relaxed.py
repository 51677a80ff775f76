"""The cheapest team of every audit when people are priced and calendars are forgotten."""

import numpy as np

from xinheng.optim.planning.kernel.compiled import Ints, Reals, compiled
from xinheng.optim.planning.kernel.layout import *
from xinheng.optim.planning.kernel.cheapest import keep_cheapest
from xinheng.optim.planning.kernel.free import NEVER
from xinheng.optim.planning.kernel.team import name_core, third


@compiled
def relaxed(n: Ints, x: Reals, cost: Reals, toll: Reals, used: Reals) -> float:
    """The least that all audits cost together.

    Args:
        cost: fixed cost of every candidate of every audit.
        toll: price of a day of every auditor, added to the cost; may be negative.
        used: is filled with the days given to every auditor.
    """
    used[:] = 0.0
    total = 0.0
    for a in range(n[AUDITS]):
        team, days = n[n[TEAM] + a], n[n[DAYS] + a]
        if team == 1:
            here = cheapest_one(n, cost, toll, a)
        elif team == n[n[CORE] + a]:
            here = cheapest_team(n, x, cost, toll, a)
        else:
            here = cheapest_many(n, cost, toll, a)
        if here < x[UNSTAFFED]:
            total += here
            for k in range(team):
                used[n[n[TRIAL] + k]] += days
        else:
            total += x[UNSTAFFED]
    return total


@compiled
def cheapest_one(n: Ints, cost: Reals, toll: Reals, a: int) -> float:
    """One person alone."""
    lowest, days = NEVER, n[n[DAYS] + a]
    for c in range(n[n[CAND_AT] + a], n[n[CAND_AT] + a + 1]):
        here = cost[c] + days * toll[n[n[CAND_WHO] + c]]
        if here < lowest:
            lowest = here
            n[n[TRIAL]] = n[n[CAND_WHO] + c]
    return lowest


@compiled
def cheapest_team(n: Ints, x: Reals, cost: Reals, toll: Reals, a: int) -> float:
    """Two or three people, by classes."""
    days = n[n[DAYS] + a]
    for k in range(n[n[CLASSES] + a]):
        x[n[BEST1] + 64 * k] = x[n[BEST2] + 64 * k] = x[n[BEST3] + 64 * k] = NEVER
    for c in range(n[n[CAND_AT] + a], n[n[CAND_AT] + a + 1]):
        i = n[n[CAND_WHO] + c]
        keep_cheapest(n, x, 64 * n[n[CAND_CLASS] + c], cost[c] + days * toll[i], i)
    lowest, best = NEVER, -1
    for row in range(n[n[COMBO_AT] + a], n[n[COMBO_AT] + a + 1]):
        place = n[COMBO] + 3 * row
        one, two, three = 64 * n[place], 64 * n[place + 1], n[place + 2]
        here = x[n[COMBO_COST] + row] + x[n[BEST1] + one]
        here += x[n[BEST2] + two] if two == one else x[n[BEST1] + two]
        if three >= 0:
            here += third(n, x, one, two, 64 * three)
        if here < lowest:
            lowest, best = here, row
    if lowest < NEVER / 2:
        place = n[COMBO] + 3 * best
        name_core(n, 64 * n[place], 64 * n[place + 1], n[place + 2], 0)
    return lowest


@compiled
def cheapest_many(n: Ints, cost: Reals, toll: Reals, a: int) -> float:
    """More people: the cheapest of all, whatever they bring; never more than the truth."""
    total, days = 0.0, n[n[DAYS] + a]
    for seat in range(n[n[TEAM] + a]):
        lowest, chosen = NEVER, -1
        for c in range(n[n[CAND_AT] + a], n[n[CAND_AT] + a + 1]):
            i = n[n[CAND_WHO] + c]
            named = False
            for k in range(seat):
                named = named or n[n[TRIAL] + k] == i
            if not named and cost[c] + days * toll[i] < lowest:
                lowest, chosen = cost[c] + days * toll[i], i
        if chosen < 0:
            return NEVER
        n[n[TRIAL] + seat] = chosen
        total += lowest
    return total

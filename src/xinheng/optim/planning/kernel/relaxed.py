"""The cheapest team and day of every audit by itself, when days of people have a price.

Calendars are forgotten but for days away; a day of somebody costs a toll instead. What audits
cost together then bounds what any plan costs (`bound`).
"""

import numpy as np

from xinheng.optim.planning.kernel import layout as at
from xinheng.optim.planning.kernel.cheapest import keep_cheapest
from xinheng.optim.planning.kernel.compiled import Bits, Ints, Reals, compiled
from xinheng.optim.planning.kernel.free import NEVER, ZERO, free_starts, glance
from xinheng.optim.planning.kernel.place import ONE
from xinheng.optim.planning.kernel.team import is_named, name_core, third


@compiled
def relaxed(
    n: Ints, x: Reals, b: Bits, cost: Reals, by_month: Reals, by_day: Reals, used: Reals,
    started: Reals,
) -> float:  # fmt: skip
    """The least that all audits cost together, on a board with the empty plan.

    Args:
        cost: fixed cost of every candidate of every audit.
        by_month: [auditor, month] toll of a day of an audit that starts in the month.
        by_day: [auditor, day] sum of the tolls of the days before; one column more than days.
        used: [auditor, day] is filled with the work given.
        started: [auditor, month] is filled with the days of audits that start in the month.
    """
    used[:] = 0.0
    started[:] = 0.0
    total = 0.0
    for a in range(n[at.AUDITS]):
        x[at.FOUND] = x[at.UNSTAFFED]
        for seg in range(n[n[at.SEG_AT] + a], n[n[at.SEG_AT] + a + 1]):
            if n[n[at.TEAM] + a] == 1:
                toll_one(n, x, b, a, seg, cost, by_month, by_day)
            elif n[n[at.TEAM] + a] == n[n[at.CORE] + a]:
                toll_classes(n, x, b, a, seg, cost, by_month, by_day)
                toll_team(n, x, a, seg)
            else:
                toll_many(n, x, b, a, seg, cost, by_month, by_day)
        total += x[at.FOUND]
        if x[at.FOUND] < x[at.UNSTAFFED]:
            note_use(n, a, used, started)
    return total


@compiled
def note_use(n: Ints, a: int, used: Reals, started: Reals) -> None:
    """Count the work of the team found."""
    day, days = n[at.FOUND_DAY], n[n[at.DAYS] + a]
    for k in range(n[n[at.TEAM] + a]):
        i = n[n[at.FOUND_WHO] + k]
        started[i, n[n[at.MONTH] + day]] += days
        for d in range(day, day + days):
            used[i, d] += 1.0


@compiled
def tolled(n: Ints, a: int, c: int, day: int, cost: Reals, by_month: Reals, by_day: Reals) -> float:
    """What candidate `c` costs on a day with the tolls."""
    i, days = n[n[at.CAND_WHO] + c], n[n[at.DAYS] + a]
    toll = by_day[i, day + days] - by_day[i, day]
    return cost[c] + toll + days * by_month[i, n[n[at.MONTH] + day]]


@compiled
def toll_one(
    n: Ints, x: Reals, b: Bits, a: int, seg: int, cost: Reals, by_month: Reals, by_day: Reals
) -> None:
    """One person alone."""
    off = n[n[at.SEG_OFF] + seg]
    for c in range(n[n[at.CAND_AT] + a], n[n[at.CAND_AT] + a + 1]):
        i = n[n[at.CAND_WHO] + c]
        fits = free_starts(n, b, i, a, seg, b[n[at.SEG_MASK] + seg], glance(n, b, i, off))
        for k in range(n[n[at.START_AT] + a], n[n[at.START_AT] + a + 1]):
            day = n[n[at.START] + k]
            r = day - off
            if r < 0 or r > 63 or (fits >> np.uint64(r)) & ONE == ZERO:
                continue
            here = tolled(n, a, c, day, cost, by_month, by_day)
            if here < x[at.FOUND]:
                x[at.FOUND] = here
                n[at.FOUND_DAY] = day
                n[n[at.FOUND_WHO]] = i


@compiled
def toll_classes(
    n: Ints, x: Reals, b: Bits, a: int, seg: int, cost: Reals, by_month: Reals, by_day: Reals
) -> None:
    """For every start and class the three cheapest, with the tolls."""
    off = n[n[at.SEG_OFF] + seg]
    for place in range(64 * n[n[at.CLASSES] + a]):
        x[n[at.BEST1] + place] = NEVER
        x[n[at.BEST2] + place] = NEVER
        x[n[at.BEST3] + place] = NEVER
    for c in range(n[n[at.CAND_AT] + a], n[n[at.CAND_AT] + a + 1]):
        i = n[n[at.CAND_WHO] + c]
        fits = free_starts(n, b, i, a, seg, b[n[at.SEG_MASK] + seg], glance(n, b, i, off))
        row = 64 * n[n[at.CAND_CLASS] + c]
        for k in range(n[n[at.START_AT] + a], n[n[at.START_AT] + a + 1]):
            day = n[n[at.START] + k]
            r = day - off
            if r < 0 or r > 63 or (fits >> np.uint64(r)) & ONE == ZERO:
                continue
            keep_cheapest(n, x, row + r, tolled(n, a, c, day, cost, by_month, by_day), i)


@compiled
def toll_team(n: Ints, x: Reals, a: int, seg: int) -> None:
    """Two or three people, by classes, on the best day."""
    off, lowest, best, best_r = n[n[at.SEG_OFF] + seg], x[at.FOUND], -1, 0
    for k in range(n[n[at.START_AT] + a], n[n[at.START_AT] + a + 1]):
        r = n[n[at.START] + k] - off
        if r < 0 or r > 63:
            continue
        for row in range(n[n[at.COMBO_AT] + a], n[n[at.COMBO_AT] + a + 1]):
            place = n[at.COMBO] + 3 * row
            one, two, three = 64 * n[place] + r, 64 * n[place + 1] + r, n[place + 2]
            here = x[n[at.COMBO_COST] + row] + x[n[at.BEST1] + one]
            here += x[n[at.BEST2] + two] if two == one else x[n[at.BEST1] + two]
            if three >= 0:
                here += third(n, x, one, two, 64 * three + r)
            if here < lowest:
                lowest, best, best_r = here, row, r
    if best < 0:
        return
    place = n[at.COMBO] + 3 * best
    name_core(n, 64 * n[place] + best_r, 64 * n[place + 1] + best_r, n[place + 2], best_r)
    x[at.FOUND] = lowest
    n[at.FOUND_DAY] = off + best_r
    for k in range(n[n[at.TEAM] + a]):
        n[n[at.FOUND_WHO] + k] = n[n[at.TRIAL] + k]


@compiled
def toll_many(
    n: Ints, x: Reals, b: Bits, a: int, seg: int, cost: Reals, by_month: Reals, by_day: Reals
) -> None:
    """Teams of more than three: the cheapest of all, whatever they bring.

    Never more than the truth, as nothing is asked of the team and no code counts as missing.
    """
    off = n[n[at.SEG_OFF] + seg]
    for k in range(n[n[at.START_AT] + a], n[n[at.START_AT] + a + 1]):
        day = n[n[at.START] + k]
        if not 0 <= day - off <= 63:
            continue
        bit, total = ONE << np.uint64(day - off), 0.0
        for seat in range(n[n[at.TEAM] + a]):
            lowest, chosen = NEVER, -1
            for c in range(n[n[at.CAND_AT] + a], n[n[at.CAND_AT] + a + 1]):
                i = n[n[at.CAND_WHO] + c]
                here = tolled(n, a, c, day, cost, by_month, by_day)
                if here >= lowest or is_named(n, i, seat):
                    continue
                if free_starts(n, b, i, a, seg, bit, glance(n, b, i, off)) != ZERO:
                    lowest, chosen = here, i
            n[n[at.TRIAL] + seat] = chosen
            total += lowest
        if total < x[at.FOUND]:
            x[at.FOUND] = total
            n[at.FOUND_DAY] = day
            for seat in range(n[n[at.TEAM] + a]):
                n[n[at.FOUND_WHO] + seat] = n[n[at.TRIAL] + seat]

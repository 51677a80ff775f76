"""Putting one audit into the plan, taking it out, and what that changes in the cost."""

import numpy as np

from xinheng.optim.planning.kernel.compiled import Bits, Ints, Reals, compiled
from xinheng.optim.planning.kernel.layout import (
    AT,
    BALANCE_DAY,
    BUSY,
    CHAINS,
    CITIES,
    CITY,
    COST,
    DAYS,
    FIXED,
    HOME,
    HORIZON,
    IDLE,
    IDLE_NOW,
    IDLE_PLACE,
    IS_TOUCHED,
    LOAD,
    MONTH,
    MONTHS,
    OCCUPANT,
    PAD,
    ROAD,
    SEATS,
    TARGET,
    TEAM,
    TOUCHED,
    TOUCHED_NOW,
    UNSTAFFED,
    USED,
    WHO,
    WORDS,
)

ONE = np.uint64(1)


@compiled
def saving(n: Ints, x: Reals, i: int, one: int, two: int) -> float:
    """What going straight from one audit to the next saves auditor `i`."""
    wide, road = n[CITIES], n[ROAD]
    home, p, q = n[n[HOME] + i], n[n[CITY] + one], n[n[CITY] + two]
    saved = x[road + p * wide + home] + x[road + home * wide + q] - x[road + p * wide + q]
    return max(saved, 0.0)


@compiled
def saved_here(n: Ints, x: Reals, i: int, a: int, day: int) -> float:
    """What auditor `i` saves on the road by audit `a` standing near others on `day`.

    Two audits chain when at most one free day lies between them.
    """
    row, days = n[OCCUPANT] + i * n[HORIZON], n[HORIZON]
    end = day + n[n[DAYS] + a]
    p = q = -1
    if day > 0:
        p = n[row + day - 1]
        if p < 0 and day > 1:
            p = n[row + day - 2]
    if end < days:
        q = n[row + end]
        if q < 0 and end + 1 < days:
            q = n[row + end + 1]
    total = 0.0
    if p >= 0:
        total += saving(n, x, i, p, a)
    if q >= 0:
        total += saving(n, x, i, a, q)
        if p >= 0 and end == day + 1 and n[row + day - 1] == p and n[row + end] == q:
            total -= saving(n, x, i, p, q)  # the two were neighbours over this one day
    return total


@compiled
def balance(n: Ints, x: Reals, i: int, more: int) -> float:
    """What `more` days change in the price of auditor `i` being off target."""
    off = n[n[LOAD] + i] - x[n[TARGET] + i]
    return x[BALANCE_DAY] * (abs(off + more) - abs(off))


@compiled
def mark_days(n: Ints, b: Bits, i: int, day: int, days: int, value: int) -> None:
    """Write an audit (or FREE) into the calendar of auditor `i`."""
    row, words = n[OCCUPANT] + i * n[HORIZON], n[BUSY] + i * n[WORDS]
    for d in range(day, day + days):
        n[row + d] = value
        b[words + ((d + PAD) >> 6)] ^= ONE << np.uint64((d + PAD) & 63)


@compiled
def touch(n: Ints, a: int) -> None:
    """Remember that audit `a` may differ from the best plan."""
    if n[n[IS_TOUCHED] + a] == 0:
        n[n[IS_TOUCHED] + a] = 1
        n[n[TOUCHED] + n[TOUCHED_NOW]] = a
        n[TOUCHED_NOW] += 1


@compiled
def put(n: Ints, x: Reals, b: Bits, a: int, day: int, people: int, fixed: float) -> None:
    """Staff audit `a` with those who stand in `n` from place `people` on.

    `fixed` is the cost of the team without balance and savings.
    """
    x[COST] += fixed - x[UNSTAFFED]
    days = n[n[DAYS] + a]
    for k in range(n[n[TEAM] + a]):
        i = n[people + k]
        n[n[WHO] + a * n[SEATS] + k] = i
        x[COST] += balance(n, x, i, days)
        if n[CHAINS] == 1:
            x[COST] -= saved_here(n, x, i, a, day)
        mark_days(n, b, i, day, days, a)
        n[n[LOAD] + i] += days
        n[n[USED] + i * n[MONTHS] + n[n[MONTH] + day]] += days
    n[n[AT] + a] = day
    x[n[FIXED] + a] = fixed
    n[IDLE_NOW] -= 1
    place, moved = n[n[IDLE_PLACE] + a], n[n[IDLE] + n[IDLE_NOW]]
    n[n[IDLE] + place] = moved
    n[n[IDLE_PLACE] + moved] = place
    touch(n, a)


@compiled
def take(n: Ints, x: Reals, b: Bits, a: int) -> None:
    """Leave audit `a` unstaffed again."""
    day, days = n[n[AT] + a], n[n[DAYS] + a]
    x[COST] += x[UNSTAFFED] - x[n[FIXED] + a]
    for k in range(n[n[TEAM] + a]):
        i = n[n[WHO] + a * n[SEATS] + k]
        x[COST] += balance(n, x, i, -days)
        mark_days(n, b, i, day, days, -1)
        if n[CHAINS] == 1:
            x[COST] += saved_here(n, x, i, a, day)
        n[n[LOAD] + i] -= days
        n[n[USED] + i * n[MONTHS] + n[n[MONTH] + day]] -= days
    n[n[AT] + a] = -1
    n[n[IDLE] + n[IDLE_NOW]] = a
    n[n[IDLE_PLACE] + a] = n[IDLE_NOW]
    n[IDLE_NOW] += 1
    touch(n, a)

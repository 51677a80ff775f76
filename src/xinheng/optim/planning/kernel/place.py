"""Putting one audit into the plan, taking it out, and what that changes in the cost."""

import numpy as np

from xinheng.optim.planning.kernel import layout as at
from xinheng.optim.planning.kernel.compiled import Bits, Ints, Reals, compiled

ONE = np.uint64(1)


@compiled
def saving(n: Ints, x: Reals, i: int, one: int, two: int) -> float:
    """What going straight from one audit to the next saves auditor `i`."""
    wide, road = n[at.CITIES], n[at.ROAD]
    home, p, q = n[n[at.HOME] + i], n[n[at.CITY] + one], n[n[at.CITY] + two]
    saved = x[road + p * wide + home] + x[road + home * wide + q] - x[road + p * wide + q]
    return max(saved, 0.0)


@compiled
def saved_here(n: Ints, x: Reals, i: int, a: int, day: int) -> float:
    """What auditor `i` saves on the road by audit `a` standing near others on `day`.

    Two audits chain on consecutive days, or with one free day between where CHAINS is 2.
    """
    row, days = n[at.OCCUPANT] + i * n[at.HORIZON], n[at.HORIZON]
    end = day + n[n[at.DAYS] + a]
    p = q = -1
    if day > 0:
        p = n[row + day - 1]
        if p < 0 and day > 1 and n[at.CHAINS] > 1:
            p = n[row + day - 2]
    if end < days:
        q = n[row + end]
        if q < 0 and end + 1 < days and n[at.CHAINS] > 1:
            q = n[row + end + 1]
    total = 0.0
    if p >= 0:
        total += saving(n, x, i, p, a)
    if q >= 0:
        total += saving(n, x, i, a, q)
        if (
            p >= 0
            and n[at.CHAINS] > 1
            and end == day + 1
            and n[row + day - 1] == p
            and n[row + end] == q
        ):
            total -= saving(n, x, i, p, q)  # the two were neighbours over this one day
    return total


@compiled
def balance(n: Ints, x: Reals, i: int, more: int) -> float:
    """What `more` days change in the price of auditor `i` being off target."""
    off = n[n[at.LOAD] + i] - x[n[at.TARGET] + i]
    return x[at.BALANCE_DAY] * (abs(off + more) - abs(off))


@compiled
def guided(n: Ints, x: Reals, i: int, a: int, day: int) -> float:
    """What guides the choice beside the cost: the worth of days elsewhere, and changes."""
    worth = x[at.GUIDED] * x[n[at.TOLL] + i * n[at.MONTHS] + n[n[at.MONTH] + day]]
    return worth * n[n[at.DAYS] + a] + changes(n, x, i, a, day)


@compiled
def changes(n: Ints, x: Reals, i: int, a: int, day: int) -> float:
    """The price of appointments that change by auditor `i` doing audit `a` on `day`.

    Another day: everybody of the team is told, and the client. Another person: the one who
    comes and the one who stays at home.
    """
    if n[at.HAS_TOLD] == 0 or n[n[at.TOLD_AT] + a] < 0:
        return 0.0
    team, known = n[n[at.TEAM] + a], False
    for k in range(team):
        known = known or n[n[at.TOLD_WHO] + a * n[at.SEATS] + k] == i
    if n[n[at.TOLD_AT] + a] != day:
        return x[at.CHANGE] * ((1.0 if known else 2.0) + 1.0 / team)
    return 0.0 if known else 2.0 * x[at.CHANGE]


@compiled
def mark_days(n: Ints, b: Bits, i: int, day: int, days: int, value: int) -> None:
    """Write an audit (or FREE) into the calendar of auditor `i`."""
    row, words = n[at.OCCUPANT] + i * n[at.HORIZON], n[at.BUSY] + i * n[at.WORDS]
    for d in range(day, day + days):
        n[row + d] = value
        b[words + ((d + at.PAD) >> 6)] ^= ONE << np.uint64((d + at.PAD) & 63)


@compiled
def touch(n: Ints, a: int) -> None:
    """Remember that audit `a` may differ from the best plan."""
    if n[n[at.IS_TOUCHED] + a] == 0:
        n[n[at.IS_TOUCHED] + a] = 1
        n[n[at.TOUCHED] + n[at.TOUCHED_NOW]] = a
        n[at.TOUCHED_NOW] += 1


@compiled
def put(n: Ints, x: Reals, b: Bits, a: int, day: int, people: int, fixed: float) -> None:
    """Staff audit `a` with those who stand in `n` from place `people` on.

    `fixed` is the cost of the team without balance and savings.
    """
    x[at.COST] += fixed - x[at.UNSTAFFED]
    days = n[n[at.DAYS] + a]
    for k in range(n[n[at.TEAM] + a]):
        i = n[people + k]
        n[n[at.WHO] + a * n[at.SEATS] + k] = i
        x[at.COST] += balance(n, x, i, days) + changes(n, x, i, a, day)
        if n[at.CHAINS] > 0:
            x[at.COST] -= saved_here(n, x, i, a, day)
        mark_days(n, b, i, day, days, a)
        n[n[at.LOAD] + i] += days
        n[n[at.USED] + i * n[at.MONTHS] + n[n[at.MONTH] + day]] += days
    n[n[at.AT] + a] = day
    x[n[at.FIXED] + a] = fixed
    n[at.IDLE_NOW] -= 1
    place, moved = n[n[at.IDLE_PLACE] + a], n[n[at.IDLE] + n[at.IDLE_NOW]]
    n[n[at.IDLE] + place] = moved
    n[n[at.IDLE_PLACE] + moved] = place
    touch(n, a)


@compiled
def take(n: Ints, x: Reals, b: Bits, a: int) -> None:
    """Leave audit `a` unstaffed again."""
    day, days = n[n[at.AT] + a], n[n[at.DAYS] + a]
    x[at.COST] += x[at.UNSTAFFED] - x[n[at.FIXED] + a]
    for k in range(n[n[at.TEAM] + a]):
        i = n[n[at.WHO] + a * n[at.SEATS] + k]
        x[at.COST] += balance(n, x, i, -days) - changes(n, x, i, a, day)
        mark_days(n, b, i, day, days, -1)
        if n[at.CHAINS] > 0:
            x[at.COST] += saved_here(n, x, i, a, day)
        n[n[at.LOAD] + i] -= days
        n[n[at.USED] + i * n[at.MONTHS] + n[n[at.MONTH] + day]] -= days
    n[n[at.AT] + a] = -1
    n[n[at.IDLE] + n[at.IDLE_NOW]] = a
    n[n[at.IDLE_PLACE] + a] = n[at.IDLE_NOW]
    n[at.IDLE_NOW] += 1
    touch(n, a)

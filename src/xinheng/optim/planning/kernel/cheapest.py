"""The cheapest day and team for one audit, with everything else as it stands.

Teams are chosen exactly: candidates who bring the same (standards, lead, codes, sex) form a
class; for every start only the three cheapest of a class can matter, and only combinations of
classes that satisfy what must hold are looked at. Of teams of more than three, three are chosen
so and the others by their price.
"""

import numpy as np

from xinheng.optim.planning.kernel import layout as at
from xinheng.optim.planning.kernel.chance import roll, share
from xinheng.optim.planning.kernel.compiled import Bits, Ints, Reals, compiled
from xinheng.optim.planning.kernel.free import (
    NEVER,
    ZERO,
    beside,
    bounds,
    free_starts,
    glance,
    window,
)
from xinheng.optim.planning.kernel.place import ONE, balance, guided, saved_here
from xinheng.optim.planning.kernel.team import combine


@compiled
def cheapest(n: Ints, x: Reals, b: Bits, a: int, blink: float) -> float:
    """Find the cheapest place of audit `a` (FOUND…); NEVER when there is none.

    Each candidate is overlooked with the chance `blink`. The cost is what the plan's cost
    changes, without the price of the audit being unstaffed that it saves.
    """
    x[at.FOUND] = NEVER
    if not bounds(n, a):
        return NEVER
    for seg in range(n[n[at.SEG_AT] + a], n[n[at.SEG_AT] + a + 1]):
        mask = window(n, b, seg)
        if mask == ZERO:
            continue
        if n[n[at.TEAM] + a] == 1:
            one_person(n, x, b, a, seg, mask, blink)
            continue
        price_classes(n, x, b, a, seg, mask, blink)
        for k in range(n[n[at.START_AT] + a], n[n[at.START_AT] + a + 1]):
            day = n[n[at.START] + k]
            r = day - n[n[at.SEG_OFF] + seg]
            if 0 <= r < 64 and (mask >> np.uint64(r)) & ONE != ZERO:
                combine(n, x, b, a, seg, day, r)
    return x[at.FOUND]


@compiled
def one_person(n: Ints, x: Reals, b: Bits, a: int, seg: int, mask: np.uint64, blink: float) -> None:
    """The cheapest place of an audit that one person does."""
    off, days = n[n[at.SEG_OFF] + seg], n[n[at.DAYS] + a]
    most_gain = x[at.BALANCE_DAY] * days
    for c in range(n[n[at.CAND_AT] + a], n[n[at.CAND_AT] + a + 1]):
        fixed = x[n[at.CAND_COST] + c]
        if n[at.CHAINS] == 0 and fixed - most_gain >= x[at.FOUND]:
            return  # candidates come cheapest first
        if blink > 0.0 and share(b) < blink:
            continue
        i = n[n[at.CAND_WHO] + c]
        seen = glance(n, b, i, off)
        fits = free_starts(n, b, i, a, seg, mask, seen)
        if fits == ZERO:
            continue
        cost = fixed + balance(n, x, i, days)
        touching = fits & beside(n, a, seen)
        if touching == ZERO and cost >= x[at.FOUND]:
            continue
        try_starts(n, x, b, a, off, i, fits, touching, cost, fixed)


@compiled
def try_starts(
    n: Ints, x: Reals, b: Bits, a: int, off: int, i: int,
    fits: np.uint64, touching: np.uint64, cost: float, fixed: float,
) -> None:  # fmt: skip
    """Every start of one person; where nothing touches, any start is as good as another."""
    first, last = n[n[at.START_AT] + a], n[n[at.START_AT] + a + 1]
    k = first + roll(b, last - first)
    for _ in range(last - first):
        k += 1
        if k >= last:
            k = first
        day = n[n[at.START] + k]
        r = day - off
        if r < 0 or r > 63 or (fits >> np.uint64(r)) & ONE == ZERO:
            continue
        here = cost + guided(n, x, i, a, day)
        if (touching >> np.uint64(r)) & ONE != ZERO:
            here -= saved_here(n, x, i, a, day)
        if here < x[at.FOUND]:
            x[at.FOUND] = here
            x[at.FOUND_FIXED] = fixed
            n[at.FOUND_DAY] = day
            n[n[at.FOUND_WHO]] = i
        if touching == ZERO and x[at.GUIDED] == 0.0 and n[at.HAS_TOLD] == 0:
            return


@compiled
def price_classes(
    n: Ints, x: Reals, b: Bits, a: int, seg: int, mask: np.uint64, blink: float
) -> None:
    """For every start and class, the three cheapest candidates."""
    off, days = n[n[at.SEG_OFF] + seg], n[n[at.DAYS] + a]
    first, last = n[n[at.START_AT] + a], n[n[at.START_AT] + a + 1]
    for place in range(64 * n[n[at.CLASSES] + a]):
        x[n[at.BEST1] + place] = NEVER
        x[n[at.BEST2] + place] = NEVER
        x[n[at.BEST3] + place] = NEVER
    for c in range(n[n[at.CAND_AT] + a], n[n[at.CAND_AT] + a + 1]):
        if blink > 0.0 and share(b) < blink:
            continue
        i = n[n[at.CAND_WHO] + c]
        seen = glance(n, b, i, off)
        fits = free_starts(n, b, i, a, seg, mask, seen)
        if fits == ZERO:
            continue
        cost = x[n[at.CAND_COST] + c] + balance(n, x, i, days)
        touching = fits & beside(n, a, seen)
        row = 64 * n[n[at.CAND_CLASS] + c]
        for k in range(first, last):
            r = n[n[at.START] + k] - off
            if r < 0 or r > 63 or (fits >> np.uint64(r)) & ONE == ZERO:
                continue
            here = cost + guided(n, x, i, a, n[n[at.START] + k])
            if (touching >> np.uint64(r)) & ONE != ZERO:
                here -= saved_here(n, x, i, a, n[n[at.START] + k])
            keep_cheapest(n, x, row + r, here, i)


@compiled
def keep_cheapest(n: Ints, x: Reals, place: int, cost: float, i: int) -> None:
    """Note candidate `i` among the three cheapest of its class at one start."""
    if cost >= x[n[at.BEST3] + place]:
        return
    if cost >= x[n[at.BEST2] + place]:
        x[n[at.BEST3] + place], n[n[at.WHO3] + place] = cost, i
        return
    x[n[at.BEST3] + place], n[n[at.WHO3] + place] = x[n[at.BEST2] + place], n[n[at.WHO2] + place]
    if cost >= x[n[at.BEST1] + place]:
        x[n[at.BEST2] + place], n[n[at.WHO2] + place] = cost, i
        return
    x[n[at.BEST2] + place], n[n[at.WHO2] + place] = x[n[at.BEST1] + place], n[n[at.WHO1] + place]
    x[n[at.BEST1] + place], n[n[at.WHO1] + place] = cost, i

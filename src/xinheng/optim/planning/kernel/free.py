"""When is an audit free to start, and when is a person free for it? Days as bits."""

import numpy as np

from xinheng.optim.planning.kernel import layout as at
from xinheng.optim.planning.kernel.compiled import Bits, Ints, Reals, compiled
from xinheng.optim.planning.kernel.place import ONE, balance, guided, saved_here

NEVER = 1e18
ZERO, SIXTY_FOUR = np.uint64(0), np.uint64(64)
ONE_BEFORE, TWO_BEFORE = np.uint64(at.PAD - 1), np.uint64(at.PAD - 2)


@compiled
def bounds(n: Ints, a: int) -> bool:
    """Set EARLIEST and LATEST start that others leave to audit `a`; False: there is none."""
    low, high, days = 0, n[at.HORIZON], n[n[at.DAYS] + a]
    before = n[n[at.BEFORE] + a]
    if before >= 0:
        if n[n[at.AT] + before] < 0:
            return False
        low = n[n[at.AT] + before] + n[n[at.DAYS] + before] + n[n[at.BETWEEN] + a]
    for k in range(n[n[at.LATER_AT] + a], n[n[at.LATER_AT] + a + 1]):
        c = n[n[at.LATER] + k]
        if n[n[at.AT] + c] >= 0:
            high = min(high, n[n[at.AT] + c] - n[n[at.BETWEEN] + c] - days)
    group = n[n[at.GROUP] + a]
    if group >= 0:
        for k in range(n[n[at.MEMBER_AT] + group], n[n[at.MEMBER_AT] + group + 1]):
            c = n[n[at.MEMBER] + k]
            if c != a and n[n[at.AT] + c] >= 0:
                low, high = max(low, n[n[at.AT] + c]), min(high, n[n[at.AT] + c])
    n[at.EARLIEST] = low
    n[at.LATEST] = high
    return low <= high


@compiled
def window(n: Ints, b: Bits, seg: int) -> np.uint64:
    """The starts of one segment that lie between the bounds, as bits."""
    mask, off = b[n[at.SEG_MASK] + seg], n[n[at.SEG_OFF] + seg]
    low, high = n[at.EARLIEST] - off, n[at.LATEST] - off
    if high < 0 or low > 63:
        return ZERO
    if low > 0:
        mask = (mask >> np.uint64(low)) << np.uint64(low)
    if high < 63:
        mask &= (ONE << np.uint64(high + 1)) - ONE
    return mask


@compiled
def glance(n: Ints, b: Bits, i: int, off: int) -> np.uint64:
    """64 days of the calendar of auditor `i`; bit PAD is day `off`."""
    words = n[at.BUSY] + i * n[at.WORDS]
    word, bit = off >> 6, np.uint64(off & 63)
    seen = b[words + word] >> bit
    if bit != ZERO:
        seen |= b[words + word + 1] << (SIXTY_FOUR - bit)
    return seen


@compiled
def free_starts(
    n: Ints, b: Bits, i: int, a: int, seg: int, mask: np.uint64, seen: np.uint64
) -> np.uint64:
    """Which starts of `mask` auditor `i` has free for the length of audit `a`."""
    days = n[n[at.DAYS] + a]
    taken = ZERO
    for k in range(days):
        taken |= seen >> np.uint64(at.PAD + k)
    mask &= ~taken
    if mask == ZERO:
        return mask
    off, months = n[n[at.SEG_OFF] + seg], n[at.MONTHS]
    last = min(off + 63, n[at.HORIZON] - 1)
    for m in range(n[n[at.MONTH] + off], n[n[at.MONTH] + last] + 1):
        if n[n[at.USED] + i * months + m] + days > n[n[at.MOST] + i * months + m]:
            mask &= ~b[n[at.SEG_MONTH] + seg * months + m]
    return mask


@compiled
def beside(n: Ints, a: int, seen: np.uint64) -> np.uint64:
    """Starts of audit `a` with another day of work so near that the trips may chain."""
    if n[at.CHAINS] == 0:
        return ZERO
    days = n[n[at.DAYS] + a]
    near = (seen >> ONE_BEFORE) | (seen >> np.uint64(at.PAD + days))
    if n[at.CHAINS] > 1:
        near |= (seen >> TWO_BEFORE) | (seen >> np.uint64(at.PAD + 1 + days))
    return near


@compiled
def price(n: Ints, x: Reals, b: Bits, a: int, seg: int, c: int, day: int) -> float:
    """What candidate `c` costs on one day of audit `a`; NEVER when not free."""
    i, r = n[n[at.CAND_WHO] + c], day - n[n[at.SEG_OFF] + seg]
    seen = glance(n, b, i, n[n[at.SEG_OFF] + seg])
    if free_starts(n, b, i, a, seg, ONE << np.uint64(r), seen) == ZERO:
        return NEVER
    cost = x[n[at.CAND_COST] + c] + balance(n, x, i, n[n[at.DAYS] + a]) + guided(n, x, i, a, day)
    return cost - saved_here(n, x, i, a, day) if n[at.CHAINS] > 0 else cost

"""Which audits a move takes out of the plan."""

from xinheng.optim.planning.kernel.chance import roll, share
from xinheng.optim.planning.kernel.compiled import Bits, Ints, Reals, compiled
from xinheng.optim.planning.kernel.layout import *
from xinheng.optim.planning.kernel.place import take


@compiled
def remove(n: Ints, x: Reals, b: Bits, a: int) -> None:
    """Take audit `a` out and remember where it was; promised and idle ones stay."""
    if n[n[AT] + a] < 0 or n[n[LOCKED] + a] == 1:
        return
    place, seats = n[REMOVED_NOW], n[SEATS]
    n[n[REMOVED] + place] = a
    n[n[OLD_AT] + place] = n[n[AT] + a]
    x[n[OLD_FIXED] + place] = x[n[FIXED] + a]
    for k in range(n[n[TEAM] + a]):
        n[n[OLD_WHO] + place * seats + k] = n[n[WHO] + a * seats + k]
    n[REMOVED_NOW] = place + 1
    take(n, x, b, a)


@compiled
def remove_with_kin(n: Ints, x: Reals, b: Bits, a: int) -> None:
    """Take audit `a` out; every other time also what must start with it, before or after it."""
    remove(n, x, b, a)
    group = n[n[GROUP] + a]
    if group >= 0 and roll(b, 2) == 0:
        for k in range(n[n[MEMBER_AT] + group], n[n[MEMBER_AT] + group + 1]):
            remove(n, x, b, n[n[MEMBER] + k])
    if n[n[BEFORE] + a] >= 0 and roll(b, 2) == 0:
        remove(n, x, b, n[n[BEFORE] + a])
    first, last = n[n[LATER_AT] + a], n[n[LATER_AT] + a + 1]
    if last > first and roll(b, 2) == 0:
        for k in range(first, last):
            remove(n, x, b, n[n[LATER] + k])


@compiled
def near_audits(n: Ints, x: Reals, b: Bits, a: int, size: int) -> None:
    """Audits near one in place and time."""
    remove_with_kin(n, x, b, a)
    for k in range(n[n[NEAR_AT] + a], n[n[NEAR_AT] + a + 1]):
        if n[REMOVED_NOW] >= size:
            return
        if share(b) < 0.6:
            remove_with_kin(n, x, b, n[n[NEAR] + k])


@compiled
def string_of(n: Ints, x: Reals, b: Bits, i: int, day: int, most: int) -> None:
    """A run of consecutive audits of auditor `i` around a day."""
    row, days = n[OCCUPANT] + i * n[HORIZON], n[HORIZON]
    first, back = day, roll(b, most)
    while first > 0 and back > 0:  # go back over some audits, then remove forwards
        first -= 1
        if n[row + first] >= 0 and (first == 0 or n[row + first - 1] != n[row + first]):
            back -= 1
    taken = 0
    for d in range(first, days):
        if taken >= most:
            return
        if n[row + d] >= 0:
            remove_with_kin(n, x, b, n[row + d])
            taken += 1


@compiled
def strings(n: Ints, x: Reals, b: Bits, a: int, size: int) -> None:
    """Runs of audits of several auditors who work near one audit."""
    for k in range(n[n[NEAR_AT] + a] - 1, n[n[NEAR_AT] + a + 1]):
        if n[REMOVED_NOW] >= size:
            return
        c = a if k < n[n[NEAR_AT] + a] else n[n[NEAR] + k]
        if n[n[AT] + c] < 0 or n[n[LOCKED] + c] == 1:
            continue
        i = n[n[WHO] + c * n[SEATS] + roll(b, n[n[TEAM] + c])]
        string_of(n, x, b, i, n[n[AT] + c], 1 + roll(b, 5))


@compiled
def some_start(n: Ints, b: Bits, a: int) -> int:
    """One of the days audit `a` may start on."""
    first, last = n[n[START_AT] + a], n[n[START_AT] + a + 1]
    return n[n[START] + first + roll(b, last - first)]


@compiled
def make_way(n: Ints, x: Reals, b: Bits, a: int, size: int) -> None:
    """What keeps candidates of audit `a` busy around one of its starts."""
    day, days = some_start(n, b, a), n[n[DAYS] + a]
    first = n[n[CAND_AT] + a]
    people = n[n[CAND_AT] + a + 1] - first
    remove_with_kin(n, x, b, a)
    for _ in range(min(people, 3)):
        if n[REMOVED_NOW] >= size:
            return
        row = n[OCCUPANT] + n[n[CAND_WHO] + first + roll(b, people)] * n[HORIZON]
        slack = roll(b, 3)
        for d in range(max(0, day - slack), min(n[HORIZON], day + days + slack)):
            if n[row + d] >= 0:
                remove_with_kin(n, x, b, n[row + d])


@compiled
def two_auditors(n: Ints, x: Reals, b: Bits, a: int, size: int) -> None:
    """A stretch of the calendars of two candidates of one audit."""
    first = n[n[CAND_AT] + a]
    people = n[n[CAND_AT] + a + 1] - first
    day = some_start(n, b, a)
    for _ in range(2):
        i = n[n[CAND_WHO] + first + roll(b, people)]
        string_of(n, x, b, i, day, max(1, size // 2))


@compiled
def ruin(n: Ints, x: Reals, b: Bits, size: int) -> None:
    """Take about `size` audits out, chosen in one of several ways."""
    n[REMOVED_NOW] = 0
    kind = roll(b, 100)
    a = roll(b, n[AUDITS])
    if n[IDLE_NOW] > 0 and kind < 30:
        a = n[n[IDLE] + roll(b, n[IDLE_NOW])]
        kind = 99
    if n[n[CAND_AT] + a + 1] == n[n[CAND_AT] + a]:
        return
    if kind < 55:
        near_audits(n, x, b, a, size)
    elif kind < 85:
        strings(n, x, b, a, size)
    elif kind < 95:
        two_auditors(n, x, b, a, size)
    else:
        make_way(n, x, b, a, size)

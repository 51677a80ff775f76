"""Which audits a move takes out of the plan."""

from xinheng.optim.planning.kernel import layout as at
from xinheng.optim.planning.kernel.chance import roll, share
from xinheng.optim.planning.kernel.compiled import Bits, Ints, Reals, compiled
from xinheng.optim.planning.kernel.place import take


@compiled
def remove(n: Ints, x: Reals, b: Bits, a: int) -> None:
    """Take audit `a` out and remember where it was; promised and idle ones stay."""
    if n[n[at.AT] + a] < 0 or n[n[at.LOCKED] + a] == 1:
        return
    place, seats = n[at.REMOVED_NOW], n[at.SEATS]
    n[n[at.REMOVED] + place] = a
    n[n[at.OLD_AT] + place] = n[n[at.AT] + a]
    x[n[at.OLD_FIXED] + place] = x[n[at.FIXED] + a]
    for k in range(n[n[at.TEAM] + a]):
        n[n[at.OLD_WHO] + place * seats + k] = n[n[at.WHO] + a * seats + k]
    n[at.REMOVED_NOW] = place + 1
    take(n, x, b, a)


@compiled
def remove_with_kin(n: Ints, x: Reals, b: Bits, a: int) -> None:
    """Take audit `a` out; every other time also what must start with it, before or after it."""
    remove(n, x, b, a)
    group = n[n[at.GROUP] + a]
    if group >= 0 and roll(b, 2) == 0:
        for k in range(n[n[at.MEMBER_AT] + group], n[n[at.MEMBER_AT] + group + 1]):
            remove(n, x, b, n[n[at.MEMBER] + k])
    if n[n[at.BEFORE] + a] >= 0 and roll(b, 2) == 0:
        remove(n, x, b, n[n[at.BEFORE] + a])
    first, last = n[n[at.LATER_AT] + a], n[n[at.LATER_AT] + a + 1]
    if last > first and roll(b, 2) == 0:
        for k in range(first, last):
            remove(n, x, b, n[n[at.LATER] + k])


@compiled
def near_audits(n: Ints, x: Reals, b: Bits, a: int, size: int) -> None:
    """Audits near one in place and time."""
    remove_with_kin(n, x, b, a)
    for k in range(n[n[at.NEAR_AT] + a], n[n[at.NEAR_AT] + a + 1]):
        if n[at.REMOVED_NOW] >= size:
            return
        if share(b) < 0.6:
            remove_with_kin(n, x, b, n[n[at.NEAR] + k])


@compiled
def string_of(n: Ints, x: Reals, b: Bits, i: int, day: int, most: int) -> None:
    """A run of consecutive audits of auditor `i` around a day."""
    row, days = n[at.OCCUPANT] + i * n[at.HORIZON], n[at.HORIZON]
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
    for k in range(n[n[at.NEAR_AT] + a] - 1, n[n[at.NEAR_AT] + a + 1]):
        if n[at.REMOVED_NOW] >= size:
            return
        c = a if k < n[n[at.NEAR_AT] + a] else n[n[at.NEAR] + k]
        if n[n[at.AT] + c] < 0 or n[n[at.LOCKED] + c] == 1:
            continue
        i = n[n[at.WHO] + c * n[at.SEATS] + roll(b, n[n[at.TEAM] + c])]
        string_of(n, x, b, i, n[n[at.AT] + c], 1 + roll(b, 5))


@compiled
def some_start(n: Ints, b: Bits, a: int) -> int:
    """One of the days audit `a` may start on."""
    first, last = n[n[at.START_AT] + a], n[n[at.START_AT] + a + 1]
    return n[n[at.START] + first + roll(b, last - first)]


@compiled
def make_way(n: Ints, x: Reals, b: Bits, a: int, size: int) -> None:
    """What keeps candidates of audit `a` busy around one of its starts."""
    day, days = some_start(n, b, a), n[n[at.DAYS] + a]
    first = n[n[at.CAND_AT] + a]
    people = n[n[at.CAND_AT] + a + 1] - first
    remove_with_kin(n, x, b, a)
    for _ in range(min(people, 3)):
        if n[at.REMOVED_NOW] >= size:
            return
        row = n[at.OCCUPANT] + n[n[at.CAND_WHO] + first + roll(b, people)] * n[at.HORIZON]
        slack = roll(b, 3)
        for d in range(max(0, day - slack), min(n[at.HORIZON], day + days + slack)):
            if n[row + d] >= 0:
                remove_with_kin(n, x, b, n[row + d])


@compiled
def two_auditors(n: Ints, x: Reals, b: Bits, a: int, size: int) -> None:
    """A stretch of the calendars of two candidates of one audit."""
    first = n[n[at.CAND_AT] + a]
    people = n[n[at.CAND_AT] + a + 1] - first
    day = some_start(n, b, a)
    for _ in range(2):
        i = n[n[at.CAND_WHO] + first + roll(b, people)]
        string_of(n, x, b, i, day, max(1, size // 2))


@compiled
def ruin(n: Ints, x: Reals, b: Bits, size: int) -> None:
    """Take about `size` audits out, chosen in one of several ways."""
    n[at.REMOVED_NOW] = 0
    kind = roll(b, 100)
    a = roll(b, n[at.AUDITS])
    if n[at.IDLE_NOW] > 0 and kind < 30:
        a = n[n[at.IDLE] + roll(b, n[at.IDLE_NOW])]
        kind = 99
    if n[n[at.CAND_AT] + a + 1] == n[n[at.CAND_AT] + a]:
        return
    if kind < 55:
        near_audits(n, x, b, a, size)
    elif kind < 85:
        strings(n, x, b, a, size)
    elif kind < 95:
        two_auditors(n, x, b, a, size)
    else:
        make_way(n, x, b, a, size)

"""Where everything stands in the three long arrays that the kernel works on.

A compiled function that is handed forty arrays spends its time handing them on, and takes
minutes to compile. So there are three: `n` of whole numbers, `x` of real ones, `b` of bits.
The first places of `n` say how large things are and where each table begins: the days of audit
`a` are `n[n[DAYS] + a]`. Tables of two indices are written row after row.
"""

from itertools import count

PAD = 2  # bits before day 0, so that the two days before a start can always be asked for
WINDOW = 59  # a segment's starts and the length of the audit together fit into one word
FREE, AWAY = -1, -2
_place = count()

# Sizes.
AUDITS, PEOPLE, HORIZON, MONTHS, WORDS, SEATS, CITIES = (next(_place) for _ in range(7))
CHAINS = next(_place)  # days after an audit within which the next chains to it; 0: none does
HAS_TOLD = next(_place)  # 1: people were told a plan before, and changes have a price

# What changes while searching, one number each.
IDLE_NOW = next(_place)  # audits unstaffed
TOUCHED_NOW = next(_place)  # audits that may differ from the best plan
IDLE_BEST = next(_place)
MOVES, BETTER = next(_place), next(_place)  # moves tried, new best plans found
REMOVED_NOW, POOL_NOW = next(_place), next(_place)
EARLIEST, LATEST = next(_place), next(_place)  # starts others leave to the audit looked at
FOUND_DAY = next(_place)

# Tables of the problem in `n`. Those ending in _AT hold where a list begins, and the end.
DAYS, TEAM, CITY, CORE, CODES, LOCKED = (next(_place) for _ in range(6))
SEG_AT, SEG_OFF, START_AT, START = (next(_place) for _ in range(4))
CAND_AT, CAND_WHO, CAND_CLASS, CLASSES = (next(_place) for _ in range(4))
COMBO_AT, COMBO = next(_place), next(_place)
BEFORE, BETWEEN, LATER_AT, LATER = (next(_place) for _ in range(4))
GROUP, MEMBER_AT, MEMBER = (next(_place) for _ in range(3))
NEAR_AT, NEAR = next(_place), next(_place)
TOLD_AT, TOLD_WHO = next(_place), next(_place)  # what was told: start (-1: nothing), people
HOME, MOST, MONTH = (next(_place) for _ in range(3))

# The plan in `n`.
AT, WHO = next(_place), next(_place)  # of audits: start (-1: unstaffed), people
OCCUPANT, LOAD, USED = (next(_place) for _ in range(3))  # of auditors
IDLE, IDLE_PLACE, TOUCHED, IS_TOUCHED = (next(_place) for _ in range(4))
BEST_AT, BEST_WHO = next(_place), next(_place)

# Room to work in `n`.
FOUND_WHO, TRIAL, WHO1, WHO2, WHO3 = (next(_place) for _ in range(5))
REMOVED, OLD_AT, OLD_WHO, MARK, POOL = (next(_place) for _ in range(5))

# Where tables of `x` begin.
CAND_COST, COMBO_COST, TARGET, ROAD = (next(_place) for _ in range(4))
FIXED, OLD_FIXED, KEY, BEST1, BEST2, BEST3, TOLL = (next(_place) for _ in range(7))

# Where tables of `b` begin.
SEG_MASK, SEG_MONTH, CAND_CODES, BUSY = (next(_place) for _ in range(4))

HEADER = next(_place)

# The first places of `x`: prices, and costs of the plan now, of the best, and before the move.
# GUIDED is how much tolls count now, CHANGE the price of a changed appointment,
# BLINK the chance that a candidate is overlooked.
UNSTAFFED, BALANCE_DAY, MISSING_CODE, GUIDED, CHANGE, BLINK = range(6)
COST, COST_BEST, COST_BEFORE, FOUND, FOUND_FIXED = range(6, 11)
REALS = 11
DICE = 0  # the first place of `b` is the state of chance

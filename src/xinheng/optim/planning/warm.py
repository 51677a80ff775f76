"""Compiling the kernel ahead of need, so that nobody waits for it.

A worker calls `warm` in the background when it starts. Compiled code is kept on disk
(`kernel.compiled`); where it is kept already this takes a second or two.
"""

import time
from decimal import Decimal

from xinheng.optim.planning.problem import Audit, Auditor, Problem, Weights
from xinheng.optim.planning.solve import Budget, solve

_TEN = Decimal(10)


def warm() -> float:
    """Go through every compiled function once. Unit of the answer: seconds it took."""
    began = time.monotonic()
    solve(_tiny(), budget=Budget(moves=1))
    return time.monotonic() - began


def _tiny() -> Problem:
    """One person and one audit."""
    one = Weights(*(5 * [_TEN]))
    who = Auditor(
        id="a", city=0, standards=frozenset({"Q"}), leads=frozenset({"Q"}), codes=frozenset(),
        female=False, away=frozenset(), most_days_by_month=(2,), target_days=_TEN,
    )  # fmt: skip
    what = Audit(
        id="p", city=0, standards=("Q",), lead_standard="Q", codes=(), team=1, days=1,
        starts=(0, 1), female_needed=False, excluded=frozenset(), after=None, same_start=None,
        candidates={"a": 0},
    )  # fmt: skip
    return Problem(
        name="warm", days=2, month_of_day=(0, 0), weights=one, chain_trips=True,
        cities_km=((0.0, 0.0),), road_factor=1.0, auditors=(who,), audits=(what,),
    )  # fmt: skip

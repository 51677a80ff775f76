"""Several searches of the same problem side by side; the cheapest plan is kept."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

from xinheng.optim.planning.plan import Plan
from xinheng.optim.planning.problem import Problem
from xinheng.optim.planning.solve import Budget, Progress, solve


def solve_side_by_side(
    problem: Problem,
    *,
    budget: Budget,
    workers: int,
    seed: int = 1,
    stop: Callable[[], bool] = lambda: False,
    tell: Callable[[Progress], None] = lambda _: None,
) -> Plan:
    """`workers` searches with the seeds `seed`, `seed` + 1 and so on, each in a thread.

    Only the first tells its progress. With moves as the budget the plan can be repeated, as the
    cheapest is chosen by cost and then by seed.
    """

    def one(number: int) -> Plan:
        return solve(
            problem, budget=budget, seed=seed + number, stop=stop,
            tell=tell if number == 0 else lambda _: None,
        )  # fmt: skip

    with ThreadPoolExecutor(workers) as pool:
        plans = list(pool.map(one, range(workers)))
    best = min(plans, key=lambda plan: (plan.cost, plan.seed))
    bound = max((plan.bound for plan in plans if plan.bound is not None), default=Decimal(0))
    return replace(best, bound=bound, seconds=max(plan.seconds for plan in plans))

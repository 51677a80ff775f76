"""Plans for a small body, a branch and the nation; repairs; reasons. Every plan is checked.

`BENCH_PLANNING=quick` measures one seed for a short time; `BENCH_PLANNING=national` adds the
national problem (10 minutes). Seconds are of the wall clock; where the machine is shared, the
seconds of the processor beside them tell more.
"""

import os
import random
import resource
import statistics
import time
from collections.abc import Iterator, Sequence

from tools.make_plan_instance import make

from bench.figure import Measured, percentile
from xinheng.optim.planning.bound import bound_of
from xinheng.optim.planning.checker import cost_of, faults
from xinheng.optim.planning.cpsat import NoPlanFound, solve_exactly
from xinheng.optim.planning.disruption import Disruption, Illness
from xinheng.optim.planning.explain import explain
from xinheng.optim.planning.plan import Plan
from xinheng.optim.planning.problem import Assignment, Problem
from xinheng.optim.planning.reading import read_problem
from xinheng.optim.planning.regions import solve_by_regions
from xinheng.optim.planning.repair import REST, repair
from xinheng.optim.planning.solve import Budget, Progress, solve
from xinheng.optim.planning.warm import warm

MODE = os.environ.get("BENCH_PLANNING", "")
SEEDS = range(1, 2) if MODE == "quick" else range(1, 6)
LONG = 10.0 if MODE == "quick" else 60.0
# The best costs seen before, from a compiled single-thread search.
REFERENCES = {
    ("small", 1, True): 36309, ("small", 2, True): 9296,
    ("branch", 1, True): 140308, ("branch", 2, True): 116605,
    ("branch", 1, False): 296959, ("branch", 2, False): 214067,
}  # fmt: skip


def measure() -> Iterator[Measured]:
    """All figures of planning."""
    began = time.perf_counter()
    warm()
    yield Measured("planning", "the kernel ready in a new process", "—",
                   f"{time.perf_counter() - began:.1f} s")  # fmt: skip
    for seed in (1, 2):
        yield from _instance("small", seed, chain=True, seconds=5.0)
    for chain in (True, False):
        for seed in (1, 2):
            yield from _instance("branch", seed, chain=chain, seconds=LONG)
    yield from _bounds()
    yield from _whole_model()
    yield from _disruptions()
    yield from _reasons()
    yield from _same_plan()
    if MODE == "national":
        yield from _national()


def problem_of(size: str, seed: int, *, chain: bool) -> Problem:
    """An instance of the generator; the same arguments give the same problem everywhere."""
    return read_problem(make(size, seed, chain=chain))


def checked(problem: Problem, plan: Sequence[Assignment]) -> None:
    """Stop the benchmark when a plan is not sound."""
    wrong = list(faults(problem, plan))
    assert not wrong, wrong[0]


class Watch:
    """Notes when everything that can be was staffed, and what stood after some seconds."""

    def __init__(self) -> None:
        self.told: list[Progress] = []

    def __call__(self, progress: Progress) -> None:
        self.told.append(progress)

    def staffed_after(self) -> float:
        """When the last unstaffed audit of the final plan count was reached. Unit: seconds."""
        least = self.told[-1].unstaffed
        return next(p.seconds for p in self.told if p.unstaffed == least)

    def at(self, seconds: float) -> Progress:
        """Where the search stood."""
        return [p for p in self.told if p.seconds <= seconds or p is self.told[0]][-1]


def _instance(size: str, seed: int, *, chain: bool, seconds: float) -> Iterator[Measured]:
    problem = problem_of(size, seed, chain=chain)
    name = f"{problem.name}{'' if chain else ' out and back'}"
    plans: list[Plan] = []
    watches = []
    busy = time.process_time()
    for number in SEEDS:
        watch = Watch()
        plans.append(solve(problem, budget=Budget(seconds), seed=number, tell=watch))
        checked(problem, plans[-1].assignments)
        watches.append(watch)
    busy = (time.process_time() - busy) / len(plans)
    costs = [float(plan.cost) for plan in plans]
    middle, best = statistics.median(costs), REFERENCES[size, seed, chain]
    spread = (max(costs) - min(costs)) / middle
    yield Measured(
        "planning", f"{name}: cost after {seconds:.0f} s (median of {len(plans)})",
        f"≤ {best * 1.01:,.0f}",
        f"{middle:,.0f} (best {min(costs):,.0f}, spread {spread:.1%}, processor {busy:.0f} s)",
    )  # fmt: skip
    yield Measured("planning", f"{name}: everything staffed that is in the end", "≤ 2 s",
                   f"{statistics.median(w.staffed_after() for w in watches):.1f} s")  # fmt: skip
    if not chain:
        early = statistics.mean(_gap(watch.at(10.0)) for watch in watches)
        late = statistics.mean(float(plan.gap_ratio or 0) for plan in plans)
        yield Measured("planning", f"{name}: gap at 10 s", "≤ 7 %", f"{early:.1%}")
        yield Measured("planning", f"{name}: gap at {seconds:.0f} s", "≤ 4 %", f"{late:.1%}")


def _gap(progress: Progress) -> float:
    return 1 - float(progress.bound or 0) / progress.cost


def _bounds() -> Iterator[Measured]:
    for seed in (1, 2):
        problem = problem_of("branch", seed, chain=False)
        began = time.process_time()
        bound = bound_of(problem, seconds=1.0)
        yield Measured("planning", f"{problem.name} out and back: bound in 1 s", "≤ 1 s",
                       f"{bound:,.0f} ({time.process_time() - began:.1f} s)")  # fmt: skip


def _whole_model() -> Iterator[Measured]:
    """What a user would write first: one CP-SAT model of everything."""
    problem = problem_of("branch", 1, chain=False)
    ours = solve(problem, budget=Budget(1.0))
    limit = 30.0 if MODE == "quick" else 300.0
    try:
        exact = solve_exactly(problem, seconds=limit)
        theirs = f"{exact.cost:,.0f} after {limit:.0f} s"
    except NoPlanFound as nothing:
        theirs = f"no plan after {limit:.0f} s ({nothing})"
    yield Measured("planning", f"{problem.name}: 1 s beside one CP-SAT model", "ahead",
                   f"{ours.cost:,.0f}; CP-SAT {theirs}")  # fmt: skip


def _disruptions() -> Iterator[Measured]:
    """Somebody falls ill for ten days in the middle of an audit."""
    problem = problem_of("branch", 1, chain=True)
    plan = solve(problem, budget=Budget(10.0)).assignments
    chance = random.Random(1)
    times, extra, lost = [], [], 0
    running = [one for one in plan if problem.audit[one.audit].days > 1 and one.start < 45]
    for one in chance.sample(running, 4 if MODE == "quick" else 20):
        who, first = one.team[0], one.start + 1
        done = repair(problem, plan, Disruption(first, ill=(Illness(who, first, first + 10),)))
        checked(done.problem, done.assignments)
        touched = {change.audit for change in done.changes}
        hit = {x.audit for x in plan if who in x.team and first <= x.start < first + 10}
        hit |= {one.audit, f"{one.audit}{REST}"}
        times.append(float(done.seconds))
        extra.append(len(touched - hit) / max(1, len(hit) - 1))
        lost += len(done.unstaffed)
    yield Measured("planning", f"repair after an illness of ten days, {len(times)} cases (p95)",
                   "≤ 2 s", f"{percentile(times, 0.95):.1f} s")  # fmt: skip
    yield Measured("planning", "unaffected audits touched per affected one (most)", "≤ 2",
                   f"{max(extra):.1f}; {lost} audits without a team, with reasons")  # fmt: skip


def _reasons() -> Iterator[Measured]:
    """Too much work for the branch: why is each audit left over?"""
    problem = read_problem(make("branch", 1, load=1.4))
    plan = solve(problem, budget=Budget(5.0)).assignments
    left = [audit.id for audit in problem.audits if audit.id not in {one.audit for one in plan}]
    times = []
    for name in left[:10]:
        began = time.perf_counter()
        explain(problem, plan, name)
        times.append(time.perf_counter() - began)
    yield Measured("planning", f"reasons and remedies of an unstaffed audit, {len(times)} (p95)",
                   "≤ 2 s", f"{percentile(times, 0.95):.1f} s")  # fmt: skip


def _same_plan() -> Iterator[Measured]:
    problem = problem_of("branch", 1, chain=True)
    one, two = (solve(problem, budget=Budget(moves=5000), seed=3) for _ in range(2))
    same = "the same plan" if one.assignments == two.assignments else "DIFFERENT"
    yield Measured("planning", "the same seed and 5 000 moves twice", "the same plan", same)


def _national() -> Iterator[Measured]:
    problem = problem_of("national", 1, chain=False)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    watch = Watch()
    plan = solve_by_regions(problem, seconds=600.0, workers=2, tell=watch)
    checked(problem, plan.assignments)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    cost = cost_of(problem, plan.assignments)
    yield Measured("planning", "national-1 out and back, 10 minutes, two regions", "gap ≤ 5 %",
                   f"{cost.total:,.0f}, gap {float(plan.gap_ratio or 0):.1%}, "
                   f"{cost.unstaffed_audits} unstaffed")  # fmt: skip
    yield Measured("planning", "memory of the search, beside the problem itself", "≤ 1 GB",
                   f"{peak - held:.1f} GB (problem {held:.1f} GB)")  # fmt: skip

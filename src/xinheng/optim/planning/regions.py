"""National size: the map is cut in two again and again, each part is solved by itself, and the
whole is polished across the borders.

Parts can be solved by any worker: each is a problem of its own. Threads are enough on one
machine, because the kernel lets other threads run.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

from xinheng.optim.planning.plan import Plan
from xinheng.optim.planning.problem import Assignment, Audit, Problem
from xinheng.optim.planning.solve import Budget, Progress, solve

PARTS_SHARE = 0.6  # of the time is for the parts, the rest for the borders


def cut(problem: Problem, parts: int) -> list[Problem]:
    """The problem in `parts` regional ones, about equal in work; promised teams stay whole.

    Audits go by their city, those tied by order or group together; people by their home.
    """
    region = _regions(problem, parts)
    belongs = _of_audits(problem, region)
    made = []
    for part in range(parts):
        people = {one.id for one in problem.auditors if region[one.city] == part}
        audits = tuple(
            replace(audit, candidates={w: p for w, p in audit.candidates.items() if w in people})
            for audit in problem.audits
            if belongs[audit.id] == part
        )
        names = {audit.id for audit in audits}
        made.append(replace(
            problem,
            name=f"{problem.name}/{part + 1}",
            auditors=tuple(one for one in problem.auditors if one.id in people),
            audits=audits,
            promised=tuple(
                one for one in problem.promised
                if one.audit in names and set(one.team) <= people
            ),
        ))  # fmt: skip
    return made


def _regions(problem: Problem, parts: int) -> list[int]:
    """The number of the region of every city."""
    work = [0.0] * len(problem.cities_km)
    for audit in problem.audits:
        work[audit.city] += audit.team * audit.days
    region = [0] * len(problem.cities_km)

    def split(cities: list[int], first: int, count: int) -> None:
        if count == 1 or len(cities) < 2:
            for city in cities:
                region[city] = first
            return
        spans = [
            max(problem.cities_km[c][axis] for c in cities)
            - min(problem.cities_km[c][axis] for c in cities)
            for axis in (0, 1)
        ]
        axis = spans.index(max(spans))
        cities = sorted(cities, key=lambda c: (problem.cities_km[c][axis], c))
        wanted = sum(work[c] for c in cities) * (count // 2) / count
        reached, k = 0.0, 0
        while k < len(cities) - 1 and (k == 0 or reached + work[cities[k]] / 2 < wanted):
            reached += work[cities[k]]
            k += 1
        split(cities[:k], first, count // 2)
        split(cities[k:], first + count // 2, count - count // 2)

    split(list(range(len(region))), 0, parts)
    return region


def _of_audits(problem: Problem, region: Sequence[int]) -> dict[str, int]:
    """The region of every audit; what is tied together goes where its first audit is."""
    leader: dict[str, str] = {}

    def find(name: str) -> str:
        while leader.get(name, name) != name:
            name = leader[name]
        return name

    groups: dict[str, Audit] = {}
    for audit in problem.audits:
        if audit.after:
            leader[find(audit.id)] = find(audit.after.audit)
        if audit.same_start is not None:
            first = groups.setdefault(audit.same_start, audit)
            if find(audit.id) != find(first.id):
                leader[find(audit.id)] = find(first.id)
    return {audit.id: region[problem.audit[find(audit.id)].city] for audit in problem.audits}


def solve_by_regions(
    problem: Problem,
    *,
    seconds: float,
    workers: int = 2,
    seed: int = 1,
    stop: Callable[[], bool] = lambda: False,
    tell: Callable[[Progress], None] = lambda _: None,
) -> Plan:
    """The parts side by side, then the whole from where they ended.

    With more than one worker time decides what is found; the plan cannot be repeated exactly.
    """
    began = time.monotonic()
    plans: list[tuple[Assignment, ...]] = [()] * workers

    def one(part: int, of: Problem) -> None:
        if of.audits and of.auditors:
            found = solve(
                of, budget=Budget(PARTS_SHARE * seconds), seed=seed + part,
                stop=stop, tell=tell if part == 0 else lambda _: None,
            )  # fmt: skip
            plans[part] = found.assignments

    with ThreadPoolExecutor(workers) as pool:
        done = [pool.submit(one, part, of) for part, of in enumerate(cut(problem, workers))]
        for job in done:
            job.result()
    together = tuple(assignment for plan in plans for assignment in plan)
    names = {one.audit for one in together}
    together += tuple(one for one in problem.promised if one.audit not in names)
    left = max(0.0, seconds - (time.monotonic() - began))
    whole = solve(
        problem, budget=Budget(left), seed=seed, begin_with=together, stop=stop, tell=tell,
        warm=True,
    )  # fmt: skip
    return replace(whole, seconds=Decimal(repr(round(time.monotonic() - began, 3))))

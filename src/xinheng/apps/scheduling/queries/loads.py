"""What a plan gives each person: days by month, the road, and how far from an even share."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xinheng.apps.scheduling.queries.asking import plan_of, price
from xinheng.apps.scheduling.queries.drafts import DraftView, Line, Member
from xinheng.apps.scheduling.queries.snapshot import problem_of
from xinheng.optim.planning.problem import Assignment, Problem


@dataclass(frozen=True, slots=True)
class Load:
    """One person of a plan. Days are working days on site, roads in km out and back or chained."""

    member: Member
    by_month: Mapping[str, int]
    days: int
    target_days: Decimal
    km: int
    lines: tuple[Line, ...]

    @property
    def cells(self) -> tuple[tuple[str, int], ...]:
        """Every month of the plan with its days."""
        return tuple(self.by_month.items())

    @property
    def off_target(self) -> Decimal:
        """Days more than an even share; fewer are less than nought."""
        return self.days - self.target_days


def loads(found: DraftView) -> tuple[Load, ...]:
    """Everybody the draft plans with, by name."""
    problem, plan = problem_of(found.row.id), plan_of(found.row.id)
    own: dict[str, list[Line]] = defaultdict(list)
    for line in found.staffed:
        for who in line.team:
            own[who].append(line)
    result = []
    for key, member in found.people.items():
        lines = sorted(own[key], key=lambda line: line.start or 0)
        result.append(
            Load(
                member, _by_month(lines, found.days), sum(line.days for line in lines),
                problem.auditor[key].target_days, _km(problem, plan, key), tuple(lines),
            )
        )  # fmt: skip
    return tuple(sorted(result, key=lambda one: (one.member.name, one.member.key)))


def months(found: DraftView) -> tuple[str, ...]:
    """The months of a draft, as 2026-03."""
    return tuple(dict.fromkeys(f"{on:%Y-%m}" for on in found.days))


def _by_month(lines: list[Line], days: tuple[date, ...]) -> dict[str, int]:
    given = {f"{on:%Y-%m}": 0 for on in days}
    for line in lines:
        for on in days[line.start or 0 : (line.start or 0) + line.days]:
            given[f"{on:%Y-%m}"] += 1
    return given


def _km(problem: Problem, plan: tuple[Assignment, ...], key: str) -> int:
    """The road of one person, as the checker reckons it."""
    only = [Assignment(one.audit, one.start, (key,), key) for one in plan if key in one.team]
    return price(problem, only).road_km

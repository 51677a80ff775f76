"""A plan as a book of appointments, in plain Python: what is free, what fits, what it costs.

It answers the same questions as the kernel, one at a time and with reasons, shares nothing with
it, and so is its oracle in tests. A rule can be set aside to see what would help.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import combinations

from xinheng.optim.planning.problem import CHAIN_DAYS, Assignment, Audit, Auditor, Problem


class Rule(StrEnum):
    """What can stand in the way of an appointment."""

    CANDIDATE = "candidate"
    EXCLUDED = "excluded"
    AWAY = "away"
    BUSY = "busy"
    LIMIT = "limit"
    WINDOW = "window"
    ORDER = "order"
    GROUP = "group"
    LEAD = "lead"
    STANDARD = "standard"
    WOMAN = "woman"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an audit could stand, and what the plan's cost would change by it."""

    assignment: Assignment
    cost: Decimal


class Book:
    """All appointments of a plan, by person and day."""

    def __init__(self, problem: Problem, plan: Iterable[Assignment]) -> None:
        self.problem = problem
        self.plan: dict[str, Assignment] = {}
        self.day: dict[str, dict[int, str]] = defaultdict(dict)
        self.load: dict[str, int] = defaultdict(int)
        self.used: dict[tuple[str, int], int] = defaultdict(int)
        self.groups: dict[str, list[str]] = defaultdict(list)
        self.followers: dict[str, list[str]] = defaultdict(list)
        for audit in problem.audits:
            if audit.same_start is not None:
                self.groups[audit.same_start].append(audit.id)
            if audit.after is not None:
                self.followers[audit.after.audit].append(audit.id)
        for one in plan:
            self.put(one)

    def put(self, one: Assignment) -> None:
        """Write an assignment into the book."""
        self._write(one, +1)
        self.plan[one.audit] = one

    def take(self, audit: str) -> Assignment:
        """Strike an assignment out."""
        one = self.plan.pop(audit)
        self._write(one, -1)
        return one

    def _write(self, one: Assignment, sign: int) -> None:
        days = self.problem.audit[one.audit].days
        month = self.problem.month_of_day[one.start]
        for who in one.team:
            self.load[who] += sign * days
            self.used[who, month] += sign * days
            for day in range(one.start, one.start + days):
                if sign > 0:
                    self.day[who][day] = one.audit
                else:
                    del self.day[who][day]

    def obstacles(self, audit: Audit, who: Auditor, start: int) -> Iterator[tuple[Rule, str]]:
        """Why a person cannot do an audit from a day on: the rule, and with what."""
        days = range(start, start + audit.days)
        if who.id in audit.excluded:
            yield Rule.EXCLUDED, ""
        elif who.id not in audit.candidates:
            yield Rule.CANDIDATE, ""
        if not who.away.isdisjoint(days):
            yield Rule.AWAY, str(min(day for day in days if day in who.away))
        for other in dict.fromkeys(self.day[who.id].get(day) for day in days):
            if other is not None and other != audit.id:
                yield Rule.BUSY, other
        month = self.problem.month_of_day[start]
        given = self.used[who.id, month]
        if audit.id in self.plan and who.id in self.plan[audit.id].team:
            same = self.problem.month_of_day[self.plan[audit.id].start] == month
            given -= audit.days if same else 0
        if given + audit.days > who.most_days_by_month[month]:
            yield Rule.LIMIT, str(month)

    def day_obstacles(self, audit: Audit, start: int) -> Iterator[tuple[Rule, str]]:
        """Why an audit cannot start on a day, whoever goes."""
        if start not in audit.starts:
            yield Rule.WINDOW, ""
        if audit.after:
            before = self.plan.get(audit.after.audit)
            if before is None or start < (
                before.start + self.problem.audit[before.audit].days + audit.after.days_between
            ):
                yield Rule.ORDER, audit.after.audit
        for later in self.followers[audit.id]:
            other, wanted = self.plan.get(later), self.problem.audit[later].after
            if other and wanted and other.start < start + audit.days + wanted.days_between:
                yield Rule.ORDER, later
        for member in self.groups.get(audit.same_start or "", ()):
            if member != audit.id and member in self.plan and self.plan[member].start != start:
                yield Rule.GROUP, member

    def price(self, audit: Audit, who: Auditor, start: int) -> Decimal:
        """What it costs that a person does an audit from a day on, as things stand."""
        problem, weights = self.problem, self.problem.weights
        roads, home = problem.roads, who.city
        cost = weights.match * Decimal(audit.candidates.get(who.id, 100))
        off = self.load[who.id] - who.target_days
        cost += weights.balance_day * (abs(off + audit.days) - abs(off))
        road = 2 * roads[home][audit.city]
        if problem.chain_trips:
            before = self._neighbour(who.id, start, -1)
            after = self._neighbour(who.id, start + audit.days - 1, +1)
            road -= self._saved(home, before, audit) + self._saved(home, audit, after)
            if before and after:
                first = self.plan[before.id].start + before.days
                if self.plan[after.id].start - first < CHAIN_DAYS:
                    road += self._saved(home, before, after)
        return cost + weights.km * road

    def _neighbour(self, who: str, day: int, way: int) -> Audit | None:
        """The audit that chains to one on this day, before or after it."""
        for apart in range(1, CHAIN_DAYS + 1):
            found = self.day[who].get(day + way * apart)
            if found is not None:
                return self.problem.audit[found]
        return None

    def _saved(self, home: int, one: Audit | None, two: Audit | None) -> int:
        if one is None or two is None:
            return 0
        roads = self.problem.roads
        by_home = roads[one.city][home] + roads[home][two.city]
        return max(0, by_home - roads[one.city][two.city])

    def cheapest(
        self, audit: Audit, *, aside: frozenset[Rule] = frozenset(),
        starts: Iterable[int] | None = None,
    ) -> Place | None:  # fmt: skip
        """The cheapest place of an audit that is not in the book, everything else as it stands.

        Args:
            aside: rules that are set aside.
            starts: days to look at instead of the window.
        """
        best: Place | None = None
        for start in audit.starts if starts is None else starts:
            if any(rule not in aside for rule, _ in self.day_obstacles(audit, start)):
                continue
            found = self._cheapest_on(audit, start, aside)
            if found and (best is None or found.cost < best.cost):
                best = found
        return best

    def _cheapest_on(self, audit: Audit, start: int, aside: frozenset[Rule]) -> Place | None:
        pool = self.problem.auditors if Rule.CANDIDATE in aside else [
            self.problem.auditor[who] for who in audit.candidates
        ]  # fmt: skip
        free = [
            (self.price(audit, who, start), who)
            for who in pool
            if all(rule in aside for rule, _ in self.obstacles(audit, who, start))
        ]
        free.sort(key=lambda item: (item[0], item[1].id))
        best: Place | None = None
        for team in combinations(_few(audit, free), audit.team):
            people = [who for _, who in team]
            if any(rule not in aside for rule in team_obstacles(audit, people)):
                continue
            held = set().union(*(who.codes for who in people))
            missing = sum(code not in held for code in audit.codes)
            cost = sum((price for price, _ in team), Decimal(0))
            cost += self.problem.weights.missing_code * missing
            if best is None or cost < best.cost:
                best = Place(_assignment(audit, start, people), cost)
        return best


def _few(audit: Audit, free: list[tuple[Decimal, Auditor]]) -> list[tuple[Decimal, Auditor]]:
    """Of people who bring the same, only as many of the cheapest as there are seats."""
    kept: list[tuple[Decimal, Auditor]] = []
    seen: dict[tuple[object, ...], int] = defaultdict(int)
    for price, who in free:
        brings = (
            frozenset(who.standards & set(audit.standards)), audit.lead_standard in who.leads,
            who.female, frozenset(who.codes & set(audit.codes)),
        )  # fmt: skip
        seen[brings] += 1
        if seen[brings] <= audit.team:
            kept.append((price, who))
    return kept


def team_obstacles(audit: Audit, people: list[Auditor]) -> Iterator[Rule]:
    """Why people cannot be the team of an audit, whatever the day."""
    if len(people) != audit.team:
        yield Rule.TEAM
    if not any(audit.lead_standard in who.leads for who in people):
        yield Rule.LEAD
    if any(all(standard not in who.standards for who in people) for standard in audit.standards):
        yield Rule.STANDARD
    if audit.female_needed and not any(who.female for who in people):
        yield Rule.WOMAN


def _assignment(audit: Audit, start: int, people: list[Auditor]) -> Assignment:
    able = [who.id for who in people if audit.lead_standard in who.leads]
    lead = min(able or [who.id for who in people],
               key=lambda who: (audit.candidates.get(who, 100), who))  # fmt: skip
    return Assignment(audit.id, start, tuple(sorted(who.id for who in people)), lead)

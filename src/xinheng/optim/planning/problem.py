"""The question: auditors, audits, and what a unit of each trouble costs.

Days are working days of the horizon, counted from 0. Money is in the problem's own unit.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

Number = int | Decimal

# Trips chain when the next audit starts at most so many days after the last day of the one
# before: with at most one free day between them. An audit has ended on start + days.
CHAIN_DAYS = 2


@dataclass(frozen=True, slots=True)
class Weights:
    """What one unit costs: an audit without a team, a code nobody holds, a kilometre of road,
    a point of match penalty, a day more or less than an auditor's target."""

    unstaffed: Decimal
    missing_code: Decimal
    km: Decimal
    match: Decimal
    balance_day: Decimal


@dataclass(frozen=True, slots=True)
class Auditor:
    """A person who audits. `city` is the index of the home; `away` are days off."""

    id: str
    city: int
    standards: frozenset[str]
    leads: frozenset[str]
    codes: frozenset[str]
    female: bool
    away: frozenset[int]
    most_days_by_month: tuple[int, ...]
    target_days: Decimal


@dataclass(frozen=True, slots=True)
class After:
    """An audit that must have ended, and the days that must lie between."""

    audit: str
    days_between: int


@dataclass(frozen=True, slots=True)
class Audit:
    """A piece of work. `starts` are the days it may begin on, rising; `candidates` gives the
    match penalty (0 best, 100 worst) of everybody who may be in its team."""

    id: str
    city: int
    standards: tuple[str, ...]
    lead_standard: str
    codes: tuple[str, ...]
    team: int
    days: int
    starts: tuple[int, ...]
    female_needed: bool
    excluded: frozenset[str]
    after: After | None
    same_start: str | None
    candidates: Mapping[str, Number]


@dataclass(frozen=True, slots=True)
class Assignment:
    """One audit with its first day, its team, and who leads it."""

    audit: str
    start: int
    team: tuple[str, ...]
    lead: str


@dataclass(frozen=True)
class Problem:
    """The whole question. `promised` assignments must stand in every plan as they are."""

    name: str
    days: int
    month_of_day: tuple[int, ...]
    weights: Weights
    chain_trips: bool
    cities_km: tuple[tuple[float, float], ...]
    road_factor: float
    auditors: tuple[Auditor, ...]
    audits: tuple[Audit, ...]
    promised: tuple[Assignment, ...] = ()

    @cached_property
    def auditor(self) -> Mapping[str, Auditor]:
        """Auditors by id."""
        return {auditor.id: auditor for auditor in self.auditors}

    @cached_property
    def audit(self) -> Mapping[str, Audit]:
        """Audits by id."""
        return {audit.id: audit for audit in self.audits}

    @cached_property
    def months(self) -> int:
        """How many months the horizon touches."""
        return max(self.month_of_day) + 1

    @cached_property
    def roads(self) -> tuple[tuple[int, ...], ...]:
        """The road between every two cities. Unit: km, whole."""
        return tuple(
            tuple(round(math.dist(one, two) * self.road_factor) for two in self.cities_km)
            for one in self.cities_km
        )


def hopeless(problem: Problem) -> dict[str, str]:
    """Audits that no plan can staff by their own fields alone, each with the reason in short.

    The reasons are `few-candidates`, `no-lead` and `no-woman`; deeper ones are found by `explain`.
    """
    found = {}
    for audit in problem.audits:
        able = [problem.auditor[who] for who in audit.candidates if who not in audit.excluded]
        if len(able) < audit.team:
            found[audit.id] = "few-candidates"
        elif not any(audit.lead_standard in one.leads for one in able):
            found[audit.id] = "no-lead"
        elif audit.female_needed and not any(one.female for one in able):
            found[audit.id] = "no-woman"
    return found


def offered_days(problem: Problem) -> int:
    """Auditor-days that all auditors can give in the horizon, by leave and monthly limits."""
    total = 0
    for auditor in problem.auditors:
        limits = sum(auditor.most_days_by_month[: problem.months])
        total += min(limits, problem.days - len(auditor.away))
    return total

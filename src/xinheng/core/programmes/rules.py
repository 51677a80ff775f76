"""The rules of audit time as plain values, whichever edition they came from."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _


class AuditKind(Named):
    """Which audit of the cycle it is."""

    INITIAL = "initial", _("Initial audit")
    SURVEILLANCE = "surveillance", _("Surveillance audit")
    RECERTIFICATION = "recertification", _("Recertification audit")
    TRANSFER = "transfer", _("Visit before a transfer")
    SHORT_NOTICE = "short-notice", _("Short-notice audit")
    EXTENSION = "extension", _("Extension of scope")


OF_THE_CYCLE = (AuditKind.INITIAL, AuditKind.SURVEILLANCE, AuditKind.RECERTIFICATION)


SPECIAL = "special"  # a complexity without a column: time is justified one by one
ONLY_COLUMN = "days"  # the column of a table that has one
SUBCATEGORY = re.compile(r"[A-K](0|I{1,3}|IV)")  # of food safety, such as CIV


@dataclass(frozen=True, slots=True)
class Limit:
    """One number of a rule, and where it comes from."""

    value: Decimal
    source: Source


@dataclass(frozen=True, slots=True)
class Share:
    """A fraction of an initial audit, exact."""

    value: Fraction
    source: Source


@dataclass(frozen=True, slots=True)
class Band:
    """From `least` up to and including `most` persons. `days`: auditor-days by column."""

    least: int
    most: int
    days: Mapping[str, Decimal]
    source: Source


@dataclass(frozen=True, slots=True)
class Ladder:
    """The table of one scheme, smallest band first.

    `later` holds bands of their own for kinds of audit that are no fraction of an initial one.
    """

    scheme: str
    columns: tuple[str, ...]
    bands: tuple[Band, ...]
    has_special_cases: bool = False
    later: Mapping[AuditKind, tuple[Band, ...]] = field(default_factory=dict)

    @property
    def most(self) -> int:
        """The largest number of persons the table knows. Unit: persons."""
        return self.bands[-1].most

    def band_for(self, people: int, audit: AuditKind = AuditKind.INITIAL) -> Band:
        """Give the band of `people` persons.

        Raises:
            LookupError: the table has no band for that many.
        """
        for band in self.later.get(audit, self.bands):
            if band.least <= people <= band.most:
                return band
        raise LookupError(f"the table of {self.scheme} has no band for {people} persons")

    def initial_days(self, complexity: str | None, people: int) -> Decimal | None:
        """The initial days of the table, of its last row above it; None without a column."""
        column = self.column_for(complexity)
        if column not in self.columns:
            return None
        return self.band_for(min(max(people, 1), self.most)).days[column]

    def column_for(self, complexity: str | None) -> str:
        """The column to read. A table with one column reads it whatever the risk is."""
        return complexity if complexity and ONLY_COLUMN not in self.columns else ONLY_COLUMN

    def has_own_days(self, audit: AuditKind) -> bool:
        """Whether this kind of audit is read in a table of its own."""
        return audit in self.later


@dataclass(frozen=True, slots=True)
class Weighed:
    """One quantity of energy complexity: its value up to and including each end, and its weight.

    The last step has no end.
    """

    weight: Fraction
    steps: tuple[tuple[Fraction | None, Fraction], ...]
    unit: str
    source: Source

    def value_of(self, amount: Fraction) -> Fraction:
        """What an amount counts before it is weighed."""
        return next(value for end, value in self.steps if end is None or amount <= end)


@dataclass(frozen=True, slots=True)
class EnergyRules:
    """Energy complexity: the quantities, and where low and medium end."""

    quantities: Mapping[str, Weighed]
    low_below: Fraction
    medium_to: Fraction
    source: Source

    def level_of(self, weighed: Fraction) -> str:
        """The column of the table for a weighed sum."""
        if weighed < self.low_below:
            return "low"
        return "medium" if weighed <= self.medium_to else "high"


@dataclass(frozen=True, slots=True)
class InformationGrid:
    """Least and most that the complexity of business (first) and of IT (second) change."""

    cells: Mapping[tuple[str, str], tuple[Limit, Limit]]


@dataclass(frozen=True, slots=True)
class Category:
    """A category of food safety. Unit of `td`, and of `th` for each study: auditor-days."""

    key: str
    td: Decimal
    th: Decimal
    source: Source

    @property
    def is_farming(self) -> bool:
        return self.key[0] in "AB"


@dataclass(frozen=True, slots=True)
class FoodTable:
    """The time of food safety: categories, bands of full-time equivalents and the other terms."""

    scheme: str
    categories: Mapping[str, Category]
    bands: tuple[Band, ...]
    without_system: Limit
    shares: Mapping[AuditKind, Share]
    least: Limit
    least_farming: Limit
    counts_every_study: bool

    def category(self, key: str) -> Category | None:
        """The category of a key; an edition of plain letters knows a subcategory by its letter."""
        known = self.categories.get(key)
        if known is None and SUBCATEGORY.fullmatch(key):
            known = self.categories.get(key[0])
        return known

    def highest(self, keys: Iterable[str]) -> Category:
        """The category that decides among several: the one with the longest time.

        Raises:
            ValueError: none of the keys is known.
        """
        found = [category for key in keys if (category := self.category(key))]
        return max(found, key=lambda category: (category.td, category.th))

    def band_for(self, people: int) -> Band:
        """Give the band of `people` full-time equivalents.

        Raises:
            LookupError: the table has no band for that many.
        """
        for band in self.bands:
            if band.least <= people <= band.most:
                return band
        raise LookupError(f"the table of {self.scheme} has no band for {people} persons")


@dataclass(frozen=True, slots=True)
class Absent:
    """Why a scheme cannot be reckoned: its table is not installed, or began only on `first`."""

    table: str
    first: date | None


@dataclass(frozen=True, slots=True)
class Grid:
    """Reduction by integration band (first) and team-ability band (second), each 0 to 4."""

    cells: Mapping[tuple[int, int], Limit]
    edge_is_upper: bool = True


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything a reckoning of audit time needs to know, for one day."""

    on: date
    editions: Mapping[str, str]
    ladders: Mapping[str, Ladder]
    shares: Mapping[AuditKind, Share]
    reduction_limit: Limit
    integration_limit: Limit
    site_cut_limit: Limit
    on_site_ratio: Limit
    stage1_ratio: Limit
    step: Limit
    grid: Grid
    floor_rounds_up: bool
    floor_source: Source
    cuts_over_limit: bool
    not_with_personnel_step: frozenset[str] = frozenset()
    food: Mapping[str, FoodTable] = field(default_factory=dict)
    energy: EnergyRules | None = None
    information: InformationGrid | None = None
    absent: Mapping[str, Absent] = field(default_factory=dict)
    on_site_of: Mapping[str, Limit] = field(default_factory=dict)
    editions_of: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def schemes(self) -> tuple[str, ...]:
        """Every scheme that can be reckoned on this day, in order."""
        return tuple(sorted({*self.ladders, *self.food}))

    def editions_for(self, schemes: Iterable[str]) -> dict[str, str]:
        """The editions behind a reckoning of these schemes."""
        found = dict(self.editions)
        for scheme in schemes:
            found |= self.editions_of.get(scheme, {})
        return found

    def on_site(self, scheme: str) -> Limit:
        """The least part of the time that is spent on site."""
        return self.on_site_of.get(scheme, self.on_site_ratio)

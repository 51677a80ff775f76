"""The rules of audit time as plain values, whichever edition they came from."""

from collections.abc import Mapping
from dataclasses import dataclass
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


SPECIAL = "special"  # a complexity without a column: time is justified one by one
ONLY_COLUMN = "days"  # the column of a table that has one


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
    """The table of one scheme, smallest band first."""

    scheme: str
    columns: tuple[str, ...]
    bands: tuple[Band, ...]
    has_special_cases: bool = False

    @property
    def most(self) -> int:
        """The largest number of persons the table knows. Unit: persons."""
        return self.bands[-1].most

    def band_for(self, people: int) -> Band:
        """Give the band of `people` persons.

        Raises:
            LookupError: the table has no band for that many.
        """
        for band in self.bands:
            if band.least <= people <= band.most:
                return band
        raise LookupError(f"the table of {self.scheme} has no band for {people} persons")

    def column_for(self, complexity: str | None) -> str:
        """The column to read. A table with one column reads it whatever the risk is."""
        return complexity if complexity and ONLY_COLUMN not in self.columns else ONLY_COLUMN


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

"""What is asked of a reckoning of audit time, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xinheng.core.programmes.rules import AuditKind
from xinheng.core.shared.figure import Figure


@dataclass(frozen=True, slots=True)
class Factor:
    """One reason for more or less time.

    `ratio` is negative for a reduction. Unit: ratio of the table's days.
    `key` names the kind of reason in the rulebook, where it is one of those.
    """

    ratio: Decimal
    reason: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class EnergyFacts:
    """What makes energy management complex; None where it was not said.

    `energy_tj` is used in a year (TJ); `energy_types` make up 80 per cent of it (count);
    `significant_uses` of energy (count).
    """

    energy_tj: Decimal | None = None
    energy_types: int | None = None
    significant_uses: int | None = None


@dataclass(frozen=True, slots=True)
class FoodFacts:
    """What the time of food safety depends on, beside full-time equivalents.

    `haccp_studies` are all studies (count); `has_certified_system` says that another
    relevant management system is certified, which counted before the 2022 edition.
    """

    categories: tuple[str, ...] = ()
    haccp_studies: int = 1
    has_certified_system: bool = False


@dataclass(frozen=True, slots=True)
class InformationFacts:
    """How complex business and information technology are: high, medium or low.

    `ratio` is chosen within what the grid gives; without one, the most time is taken.
    """

    business: str | None = None
    it: str | None = None
    ratio: Decimal | None = None


@dataclass(frozen=True, slots=True)
class AuditedStandard:
    """One standard of the audit.

    `people` is the effective number of personnel (persons); `manual_days` is the
    initial time where the table has none (auditor-days), with its reason.
    `has_square_root` says that the personnel step already counted identical work.
    `energy`, `food` and `information` hold what only those schemes ask for.
    """

    scheme: str
    people: int
    complexity: str | None = None
    factors: tuple[Factor, ...] = ()
    manual_days: Decimal | None = None
    manual_reason: str = ""
    has_square_root: bool = False
    energy: EnergyFacts | None = None
    food: FoodFacts | None = None
    information: InformationFacts | None = None


@dataclass(frozen=True, slots=True)
class VisitedSite:
    """One site that is visited.

    `people` is its effective number of personnel (persons); `cut_ratio` is what is
    taken off its time because the standard applies to it only in part (ratio, 0 to 0.50).
    `is_central` marks the central function, which every audit visits.
    """

    name: str
    people: int
    cut_ratio: Decimal = Decimal(0)
    reason: str = ""
    is_central: bool = False


@dataclass(frozen=True, slots=True)
class AuditTimeRequest:
    """An audit whose time is to be reckoned.

    `sites` is empty for one site, or the sites that are visited, the central function
    among them. `team` is, for each auditor, the schemes that auditor may audit.
    """

    on: date
    audit: AuditKind
    standards: tuple[AuditedStandard, ...]
    integration_ratio: Decimal | None = None
    team: tuple[tuple[str, ...], ...] | None = None
    sites: tuple[VisitedSite, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditTimeResult:
    """The time of an audit. Unit of every number: auditor-days of 8 h.

    `stage1` and `stage2` are None but for an initial audit. `rules_on` and
    `editions` say by which rules it was reckoned.
    """

    figure: Figure
    by_standard: Mapping[str, Decimal]
    on_site_min: Decimal
    stage1: Decimal | None
    stage2: Decimal | None
    rules_on: date
    editions: Mapping[str, str]

"""Which sites a visit goes to: all of them, or a sample drawn by a recorded lot."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from xinheng.apps.cases.queries import CaseView, SiteView
from xinheng.core.programmes.rules import AuditKind
from xinheng.core.programmes.sampling import (
    Eligibility,
    SampleRequest,
    SiteGroup,
    draw_sites,
    sample_size,
)
from xinheng.core.shared.figure import Figure
from xinheng.rulebook.programmes import sampling_rules


@dataclass(frozen=True, slots=True)
class Sampling:
    """Whether and how sites are sampled. Without one, every site is visited.

    `extra` sites are added for a recorded risk; `chosen` are keys of sites the
    planner wants in the sample; the rest is drawn by lot.
    """

    allowed: bool = False
    has_one_system: bool = False
    has_central_authority: bool = False
    has_common_tie: bool = False
    audited_every_site: bool = False
    reviewed_by_management: bool = False
    is_effective: bool = False
    extra: int = 0
    extra_reason: str = ""
    chosen: tuple[int, ...] = field(default_factory=tuple)

    def to_json(self) -> dict[str, Any]:
        """As stored beside a reckoning."""
        return {**asdict(self), "chosen": list(self.chosen)}


def sampling_from_json(value: Mapping[str, Any]) -> Sampling | None:
    """Read back what `to_json` stored; nothing when nothing was stored."""
    if not value:
        return None
    return Sampling(**{**value, "chosen": tuple(value["chosen"])})


@dataclass(frozen=True, slots=True)
class Sample:
    """The sites of a visit, and how they were found."""

    sites: tuple[SiteView, ...]
    figure: Figure | None


def sample_sites(
    case: CaseView, audit: AuditKind, sampling: Sampling | None, *, on: date, visit: str
) -> Sample:
    """The sites of one visit: the central function and the sample of the others.

    Args:
        visit: part of the lot's seed, so that each visit of the cycle draws anew.

    Raises:
        Refused: sampling is asked for and not open; carries every reason.

    Source: IAF MD 1, 6.1.3.
    """
    others = tuple(site for site in case.sites if not site.is_central)
    if sampling is None or not sampling.allowed or not others:
        return Sample(case.sites, None)
    rules = sampling_rules(on)
    request = SampleRequest(
        audit=audit,
        groups=(SiteGroup(len(others), extra=sampling.extra, extra_reason=sampling.extra_reason),),
        is_effective=sampling.is_effective,
        eligibility=Eligibility(
            sampling.has_one_system,
            sampling.has_central_authority,
            sampling.has_common_tie,
            sampling.audited_every_site,
            sampling.reviewed_by_management,
        ),
    )
    figure = sample_size(request, rules)
    drawn = draw_sites(
        [str(site.id) for site in others],
        int(figure.value),
        seed=f"{case.number}/{case.round.number}/{visit}",
        chosen=[str(pk) for pk in sampling.chosen],
        rules=rules,
    )
    wanted = {int(key) for key in (*drawn.by_lot, *drawn.by_choice)}
    sites = tuple(site for site in case.sites if site.is_central or site.id in wanted)
    return Sample(sites, figure)

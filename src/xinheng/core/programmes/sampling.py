"""How many sites of a client are visited, and which."""

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, isqrt

from xinheng.core.programmes.rules import AuditKind, Share
from xinheng.core.programmes.sources import (
    MD1_ELIGIBLE,
    MD1_GROUPS,
    MD1_NEW_SITES,
    MD1_RISK,
    MD1_SAMPLE,
    MD9_SITES,
)
from xinheng.core.shared.figure import Figure, Line
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _

SITES = "sites"
MOST_SITES = 1_000_000


@dataclass(frozen=True, slots=True)
class SiteGroup:
    """Sites with like processes, without the central function. Unit of `sites`: sites.

    `extra` are sites added for a recorded risk; `is_new` a group that joined and is
    sampled for the first time; `is_never_sampled` makes medical devices or their design.
    """

    sites: int
    name: str = ""
    extra: int = 0
    extra_reason: str = ""
    is_new: bool = False
    is_never_sampled: bool = False


@dataclass(frozen=True, slots=True)
class Eligibility:
    """What must be so before sites may be sampled at all."""

    has_one_system: bool
    has_central_authority: bool
    has_common_tie: bool
    audited_every_site: bool
    reviewed_by_management: bool


@dataclass(frozen=True, slots=True)
class SamplingRules:
    """Multipliers of the square root, and shares when every site must be seen."""

    multipliers: dict[AuditKind, Share]
    every_site: dict[AuditKind, Share]
    random_part: Share


@dataclass(frozen=True, slots=True)
class SampleRequest:
    """`is_effective`: the system is shown to have worked through the cycle."""

    audit: AuditKind
    groups: tuple[SiteGroup, ...]
    sampling_allowed: bool = True
    is_effective: bool = False
    eligibility: Eligibility | None = None


def root_up(multiplier: Fraction, count: int) -> int:
    """The smallest whole number not under `multiplier` times the square root of `count`.

    Whole numbers only: 0.6 times the root of 25 is exactly 3, never a little more.

    Raises:
        ValueError: `multiplier` or `count` is negative.

    Source: IAF MD 1, 6.1.3.3.
    """
    if multiplier < 0 or count < 0:
        raise ValueError("a multiplier and a count are not negative")
    least_square = ceil(multiplier * multiplier * count)
    return isqrt(least_square - 1) + 1 if least_square else 0


def sampling_problems(request: SampleRequest) -> Iterator[Violation]:
    """Say everything that forbids this sample.

    Source: IAF MD 1, 5 and 6.1.
    """
    if not request.groups:
        yield _no("sampling.no-group", _("Name at least one group of sites."), MD1_GROUPS, "groups")
    for index, group in enumerate(request.groups):
        if not 0 < group.sites <= MOST_SITES:
            yield _no(
                "sampling.sites-out-of-range",
                _("A group has 1 to %(most)s sites, not %(sites)s."),
                MD1_SAMPLE,
                f"groups[{index}].sites",
                sites=group.sites,
                most=MOST_SITES,
            )
        if group.extra < 0:
            yield _no(
                "sampling.extra-negative",
                _("Risk only raises a sample; it never lowers it."),
                MD1_RISK,
                f"groups[{index}].extra",
            )
        if group.extra and not group.extra_reason.strip():
            yield _no(
                "sampling.reason-missing",
                _("Sites added to a sample need a recorded reason."),
                MD1_RISK,
                f"groups[{index}].extra_reason",
            )
    if request.sampling_allowed and request.eligibility is not None:
        yield from ineligible(request.eligibility)


def ineligible(facts: Eligibility) -> Iterator[Violation]:
    """Say why the sites of this client may not be sampled.

    Source: IAF MD 1, 5.
    """
    wanted = (
        (facts.has_one_system, "sampling.no-single-system",
         _("The sites do not work under one management system.")),
        (facts.has_central_authority, "sampling.no-central-authority",
         _("The central function has no authority over the sites.")),
        (facts.has_common_tie, "sampling.no-common-tie",
         _("The sites have no common legal or contractual tie to the client.")),
        (facts.audited_every_site, "sampling.site-not-audited",
         _("Not every site has been audited internally.")),
        (facts.reviewed_by_management, "sampling.no-management-review",
         _("There has been no management review of the whole system.")),
    )  # fmt: skip
    for holds, code, message in wanted:
        if not holds:
            yield _no(code, message, MD1_ELIGIBLE, "eligibility")


def sample_size(request: SampleRequest, rules: SamplingRules) -> Figure:
    """Reckon how many sites are visited, beside the central function.

    Args:
        request: the kind of audit and the groups of like sites.
        rules: the multipliers in force on the day.

    Returns:
        Sites to visit, without the central function, which is visited every time.
        Unit: sites.

    Raises:
        Refused: a group is impossible or sampling is not open; carries every violation.

    Source: IAF MD 1, 6.1.3 and 6.2.1.
    """
    refuse_if(sampling_problems(request))
    if request.sampling_allowed:
        sizes = [group_sample(group, request, rules) for group in request.groups]
        lines = [
            _group_line(group, group.name or str(number), size, request, rules)
            for number, (group, size) in enumerate(zip(request.groups, sizes, strict=True), 1)
        ]
        total = sum(sizes)
    else:
        share = rules.every_site[request.audit]
        count = sum(group.sites for group in request.groups)
        total = ceil(share.value * count)
        label = _("No sampling: %(share)s of %(sites)s sites")
        facts = {"share": str(share.value), "sites": count}
        lines = [Line(label, Decimal(total), SITES, share.source, facts)]
    lines.append(Line(_("The central function is visited every time, beside these"), Decimal(0),
                      SITES, MD1_GROUPS))  # fmt: skip
    return Figure(Decimal(total), SITES, tuple(lines))


def group_sample(group: SiteGroup, request: SampleRequest, rules: SamplingRules) -> int:
    """The sample of one group of like sites. Unit: sites.

    Source: IAF MD 1, 6.1.3.3.
    """
    if group.is_never_sampled:
        return group.sites
    multiplier = rules.multipliers[_as_if(group, request)]
    return min(root_up(multiplier.value, group.sites) + group.extra, group.sites)


def _as_if(group: SiteGroup, request: SampleRequest) -> AuditKind:
    """New sites, and a recertification without a proven cycle, count as initial."""
    unproven = request.audit == AuditKind.RECERTIFICATION and not request.is_effective
    return AuditKind.INITIAL if group.is_new or unproven else request.audit


def _group_line(
    group: SiteGroup, name: str, size: int, request: SampleRequest, rules: SamplingRules
) -> Line:
    facts: dict[str, object] = {"sites": group.sites, "group": name}
    if group.is_never_sampled:
        label = _("Group %(group)s: all %(sites)s sites that make or design medical devices")
        return Line(label, Decimal(size), SITES, MD9_SITES, facts)
    multiplier = rules.multipliers[_as_if(group, request)]
    facts |= {"multiplier": str(Decimal(multiplier.value.numerator) / multiplier.value.denominator)}
    source = MD1_NEW_SITES if group.is_new else multiplier.source
    if group.extra:
        facts |= {"extra": group.extra, "reason": group.extra_reason}
        label = _(
            "Group %(group)s: %(multiplier)s times the square root of %(sites)s sites, up,"
            " and %(extra)s for risk (%(reason)s)"
        )
        return Line(label, Decimal(size), SITES, source, facts)
    label = _("Group %(group)s: %(multiplier)s times the square root of %(sites)s sites, up")
    return Line(label, Decimal(size), SITES, source, facts)


def _no(code: str, message: str, source: Source, field: str, **facts: object) -> Violation:
    return Violation(code=code, message=message, source=source, facts=facts, field=field)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Which sites are visited: those drawn by lot, and those chosen with a reason."""

    by_lot: tuple[str, ...]
    by_choice: tuple[str, ...]


def draw_sites(
    sites: Sequence[str], size: int, *, seed: str, chosen: Sequence[str], rules: SamplingRules
) -> Drawn:
    """Draw the random part of a sample; the same seed draws the same sites.

    Args:
        sites: the keys of the group's sites, each once, in any order.
        size: how many are visited. Unit: sites.
        seed: a text fixed and recorded before the draw.
        chosen: sites the planner wants, at most what the random part leaves over.

    Returns:
        The lots, in the order they were drawn, and the choices.

    Raises:
        Refused: too many choices, an unknown site, a site twice; carries every violation.

    Source: IAF MD 1, 6.1.3 (at least 25 % at random).
    """
    least_by_lot = ceil(rules.random_part.value * size)
    refuse_if(_draw_problems(sites, size, chosen, least_by_lot, rules.random_part.source))
    left = [site for site in sites if site not in set(chosen)]
    tickets = sorted(left, key=lambda site: (_ticket(seed, site), site))
    return Drawn(tuple(tickets[: size - len(chosen)]), tuple(chosen))


def _ticket(seed: str, site: str) -> bytes:
    return hmac.new(seed.encode(), b"site\0" + site.encode(), hashlib.sha256).digest()


def _draw_problems(
    sites: Sequence[str], size: int, chosen: Sequence[str], least_by_lot: int, source: Source
) -> Iterator[Violation]:
    if len(set(sites)) != len(sites) or len(set(chosen)) != len(chosen):
        yield _no("sampling.site-twice", _("A site is named twice."), MD1_SAMPLE, "sites")
    if unknown := sorted(set(chosen) - set(sites)):
        yield _no(
            "sampling.site-unknown",
            _("These sites are not in the group: %(sites)s."),
            MD1_SAMPLE,
            "chosen",
            sites=", ".join(unknown),
        )
    if not 0 <= size <= len(sites):
        yield _no(
            "sampling.size-out-of-range",
            _("The sample has %(size)s sites of %(sites)s."),
            MD1_SAMPLE,
            "size",
            size=size,
            sites=len(sites),
        )
    elif len(chosen) > size - least_by_lot and size < len(sites):
        yield _no(
            "sampling.too-many-chosen",
            _("%(chosen)s sites are chosen; at least %(least)s of %(size)s are drawn by lot."),
            source,
            "chosen",
            chosen=len(chosen),
            least=least_by_lot,
            size=size,
        )

"""Tables of certificates by domain and by region: sums, ranks, shares, growth and checks.

The same code makes the tables of the register and those printed in October 2024.
Shares are percentages of all of China with two places, halves rounded up; the share
of an area is the sum of the rounded shares of its provinces, as it is printed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
HUNDRED_THOUSAND = 100_000


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a table before it is counted: its key, what it is, what it belongs to."""

    key: str
    kind: str
    parent: str


@dataclass(frozen=True, slots=True)
class Count:
    """Certificates, and the organisations that hold them, each counted once."""

    certificates: int = 0
    organisations: int = 0

    def __getitem__(self, column: int) -> int:
        return (self.certificates, self.organisations)[column]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; ranks and shares by certificates and by organisations.

    A rank or share is None where the table has none: of totals, and the rank of areas.
    """

    key: str
    kind: str
    parent: str
    count: Count
    ranks: tuple[int | None, int | None] = (None, None)
    shares: tuple[Decimal | None, Decimal | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A line that does not add up: which, in what, what stands there and what it should be."""

    key: str
    what: str
    given: str
    expected: str


def share(part: int, whole: int) -> Decimal:
    """The percentage of the whole, two places, halves up; nothing of nothing is 0."""
    if not whole:
        return Decimal(0)
    return (Decimal(part) * 100 / Decimal(whole)).quantize(CENT, ROUND_HALF_UP)


def printed(value: Decimal | None) -> str:
    """A share as the tables print it: without trailing zeros."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def domain_table(places: Sequence[Place], counts: Mapping[str, Count]) -> tuple[Row, ...]:
    """The table by domain.

    Certificates of a group are the sum of its domains. Organisations are counted
    distinctly, so those of a group must be given. Source: catalogue M-179, M-180.
    """
    sums = dict(counts)
    for place in reversed(places):
        below = [sums.get(one.key, Count()) for one in places if one.parent == place.key]
        if below:
            given = counts.get(place.key, Count())
            total = sum(count.certificates for count in below)
            sums[place.key] = Count(total, given.organisations)
    return tuple(Row(one.key, one.kind, one.parent, sums.get(one.key, Count())) for one in places)


def region_table(places: Sequence[Place], counts: Mapping[str, Count]) -> tuple[Row, ...]:
    """The table by region: sums of China and all, ranks of provinces, shares of China.

    An organisation has one region, so here organisations add up as certificates do.
    Source: catalogue M-179, M-181.
    """
    leaves = {one.key: counts.get(one.key, Count()) for one in places if one.kind in LEAVES}
    provinces = [one for one in places if one.kind == "province"]
    china = added(leaves[one.key] for one in places if one.kind in ("province", "unknown"))
    everything = added(leaves.values())
    ranks = tuple(ranked({one.key: leaves[one.key][i] for one in provinces}) for i in (0, 1))
    shares = tuple(
        {key: share(count[i], china[i]) for key, count in leaves.items()} for i in (0, 1)
    )
    rows = []
    for one in places:
        inside = [province.key for province in provinces if province.parent == one.key]
        if one.kind == "province" or one.kind == "unknown":
            found = tuple(part[one.key] for part in shares)
            count = leaves[one.key]
        elif one.kind == "abroad":
            found, count = (Decimal(0), Decimal(0)), leaves[one.key]
        elif one.kind == "area":
            found = tuple(sum((part[key] for key in inside), Decimal(0)) for part in shares)
            count = added(leaves[key] for key in inside)
        else:
            found, count = (), china if one.key == "cn" else everything
        place = (ranks[0].get(one.key), ranks[1].get(one.key))
        rows.append(
            Row(
                one.key,
                one.kind,
                one.parent,
                count,
                place,
                (found[0], found[1]) if found else (None, None),
            )
        )
    return tuple(rows)


LEAVES = ("province", "unknown", "abroad")


def added(counts: Iterable[Count]) -> Count:
    """The sum of counts."""
    certificates = organisations = 0
    for count in counts:
        certificates += count.certificates
        organisations += count.organisations
    return Count(certificates, organisations)


def ranked(values: Mapping[str, int]) -> dict[str, int]:
    """The rank of each, 1 for the most; equals share a rank and the next one is left out."""
    ordered = sorted(values.values(), reverse=True)
    return {key: ordered.index(value) + 1 for key, value in values.items()}


def growth(now: int, before: int) -> Decimal | None:
    """The growth from one month to the next in percent, two places; None from nothing."""
    return share(now - before, before) if before else None


def above(rows: Iterable[Row], least: int = HUNDRED_THOUSAND) -> tuple[Row, ...]:
    """The provinces with more certificates than `least`, most first. Source: catalogue M-178."""
    found = [one for one in rows if one.kind == "province" and one.count.certificates > least]
    return tuple(sorted(found, key=lambda one: -one.count.certificates))


def fastest(now: Mapping[str, int], before: Mapping[str, int]) -> tuple[str, int, Decimal] | None:
    """Which grew the most in percent since the month before, by how much and how fast.

    Source: catalogue M-178.
    """
    grown = [
        (key, value - before[key], growth(value, before[key]) or Decimal(0))
        for key, value in now.items()
        if before.get(key)
    ]
    return max(grown, key=lambda each: (each[2], each[1]), default=None)


def check_domains(places: Sequence[Place], given: Mapping[str, Count]) -> tuple[Discrepancy, ...]:
    """The lines of a table by domain that do not add up. Source: catalogue M-179.

    Certificates of a group equal the sum of its domains. Organisations of a group lie
    between the most of one domain and the sum of all, as one may hold several.
    """
    found = []
    for place in places:
        below = [given.get(one.key, Count()) for one in places if one.parent == place.key]
        if not below:
            continue
        own, total = given.get(place.key, Count()), added(below)
        if own.certificates != total.certificates:
            found.append(_differs(place.key, "certificates", own[0], str(total[0])))
        least = max(count.organisations for count in below)
        if not least <= own.organisations <= total.organisations:
            limits = f"{least}–{total.organisations}"
            found.append(_differs(place.key, "organisations", own[1], limits))
    found.extend(_more_holders(places, given))
    return tuple(found)


def check_regions(places: Sequence[Place], given: Mapping[str, Count]) -> tuple[Discrepancy, ...]:
    """The lines of a table by region that do not add up. Source: catalogue M-179.

    Provinces and unknown make China, China and abroad make all, provinces make areas.
    """
    found = []
    for row in region_table(places, given):
        if row.kind not in ("sum", "area"):
            continue
        own = given.get(row.key, Count())
        for column, name in enumerate(("certificates", "organisations")):
            if own[column] != row.count[column]:
                found.append(_differs(row.key, name, own[column], str(row.count[column])))
    found.extend(_more_holders(places, given))
    return tuple(found)


def check_shares(rows: Sequence[Row]) -> tuple[Discrepancy, ...]:
    """Areas whose share, the sum of rounded shares, is not the rounded share of the sum."""
    china = next(row.count for row in rows if row.key == "cn")
    found = []
    for row in rows:
        if row.kind != "area":
            continue
        for column, name in enumerate(("certificates share", "organisations share")):
            exact = share(row.count[column], china[column])
            if (shown := row.shares[column]) != exact:
                found.append(Discrepancy(row.key, name, printed(shown), printed(exact)))
    return tuple(found)


def _more_holders(places: Sequence[Place], given: Mapping[str, Count]) -> Iterable[Discrepancy]:
    """Lines with more organisations than certificates: each holds at least one."""
    for place in places:
        count = given.get(place.key, Count())
        if count.organisations > count.certificates:
            yield _differs(place.key, "organisations", count[1], f"≤ {count[0]}")


def _differs(key: str, what: str, given: int, expected: str) -> Discrepancy:
    return Discrepancy(key, what, str(given), expected)

"""Statistics of the national register: from roll-ups for today, from the rows for any day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Sum

from xinheng.apps.registry.models import NationalCertificate, Tally
from xinheng.core.registry.national import Standing
from xinheng.core.registry.statistics import (
    Count,
    Discrepancy,
    Place,
    Row,
    check_domains,
    check_regions,
    check_shares,
    domain_table,
    region_table,
)
from xinheng.rulebook import published
from xinheng.rulebook.published import Line

IN_FORCE_ON = (
    "issued_on <= %(on)s AND expires_on >= %(on)s AND (status = 'in-force' OR status_on > %(on)s)"
)


@dataclass(frozen=True, slots=True)
class Figures:
    """A table and what in it does not add up. `basis` is `roll-ups`, `rows` or `published`."""

    by: str
    basis: str
    rows: tuple[Row, ...]
    discrepancies: tuple[Discrepancy, ...]


def is_empty() -> bool:
    """Whether the register has no certificate."""
    return not NationalCertificate.objects.exists()


def lines(by: str) -> tuple[Line, ...]:
    """The lines of a table: their names and how they nest."""
    return published.domains() if by == "domain" else published.regions()


def table(by: str, counts: dict[str, Count], basis: str) -> Figures:
    """A table from counts, by the code that reproduces the printed ones."""
    places = [Place(line.key, line.kind, line.parent) for line in lines(by)]
    if by == "domain":
        rows = domain_table(places, counts)
        checked = counts if basis == "published" else {row.key: row.count for row in rows}
        return Figures(by, basis, rows, check_domains(places, checked))
    rows = region_table(places, counts)
    checked = counts if basis == "published" else {row.key: row.count for row in rows}
    return Figures(by, basis, rows, check_regions(places, checked) + check_shares(rows))


def current(by: str) -> Figures:
    """The table of now, from the roll-ups."""
    name = "a" if by == "domain" else "b"
    sums = (
        Tally.objects.filter(cut="dr", status=Standing.IN_FORCE)
        .values_list(name)
        .annotate(Sum("n"))
    )
    holders = dict(Tally.objects.filter(cut="od" if by == "domain" else "or").values_list("a", "n"))
    certificates = dict(sums)
    keys = certificates.keys() | holders.keys()
    counts = {key: Count(certificates.get(key, 0), holders.get(key, 0)) for key in keys}
    return table(by, counts, "roll-ups")


def exact(by: str, *, on: date) -> Figures:
    """The table of any day, counted from the rows: seconds, not milliseconds, for millions."""
    counts = _grouped(by, on)
    if by == "domain":
        group = " ".join(
            f"WHEN '{key}' THEN '{line.parent}'" for key, line in published.leaf_domains().items()
        )
        counts |= _grouped(f"CASE domain {group} END", on)
        counts |= _grouped("'all'", on)
    return table(by, counts, "rows")


def _grouped(what: str, on: date) -> dict[str, Count]:
    sql = (
        f"SELECT {what}, count(*), count(DISTINCT organisation_id) "  # noqa: S608 - names are ours
        f"FROM registry_nationalcertificate WHERE {IN_FORCE_ON} GROUP BY 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, {"on": on.isoformat()})
        return {key: Count(n, holders) for key, n, holders in cursor.fetchall()}


def printed_in_october_2024(by: str) -> Figures:
    """The printed table, made anew from its leaves. Source: catalogue M-180, M-181."""
    counts = {line.key: Count(line.certificates, line.organisations) for line in lines(by)}
    return table(by, counts, "published")


@dataclass(frozen=True, slots=True)
class BodyRow:
    """One body: certificates in force, and all it ever registered."""

    body: str
    in_force: int
    all: int


def by_body() -> tuple[BodyRow, ...]:
    """The bodies, most certificates in force first. From the roll-ups."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    rows = Tally.objects.filter(cut="bd").values_list("a", "status").annotate(Sum("n"))
    for body, status, n in rows:
        found[body][0] += n if status == Standing.IN_FORCE else 0
        found[body][1] += n
    made = (BodyRow(body, *n) for body, n in found.items())
    return tuple(sorted(made, key=lambda row: (-row.in_force, row.body)))


def by_status(*, domain: str = "", region: str = "") -> dict[Standing, int]:
    """Certificates by status, of a domain or region or of all. From the roll-ups."""
    rows: Any = Tally.objects.filter(cut="dr")
    if domain:
        rows = rows.filter(a=domain)
    if region:
        rows = rows.filter(b=region)
    found = dict(rows.values_list("status").annotate(Sum("n")))
    return {standing: found.get(standing.value, 0) for standing in Standing}


def by_month(*, domain: str = "", region: str = "", last: int, months: int = 36) -> dict[int, int]:
    """Certificates in force at the end of each month, as 202410 → number. From the roll-ups.

    Args:
        last: the last month, as 202410.
        months: how many months to give.
    """
    cut, key = ("rm", region) if region else ("dm", domain)
    rows: Any = Tally.objects.filter(cut=cut)
    if key:
        rows = rows.filter(a=key)
    changes: dict[int, int] = defaultdict(int)
    for month, what, n in rows.values_list("b", "status").annotate(Sum("n")):
        changes[int(month)] += n if what == "began" else -n
    wanted = sorted(_back(last, ago) for ago in range(months))
    standing, found = 0, {}
    pending = sorted(changes.items())
    for month in wanted:
        while pending and pending[0][0] <= month:
            standing += pending.pop(0)[1]
        found[month] = standing
    return found


def regions_in(month: int) -> dict[str, int]:
    """Certificates in force by region at the end of a month. From the roll-ups."""
    found: dict[str, int] = defaultdict(int)
    for region, began, what, n in Tally.objects.filter(cut="rm").values_list(
        "a", "b", "status", "n"
    ):
        if int(began) <= month:
            found[region] += n if what == "began" else -n
    return dict(found)


def _back(month: int, ago: int) -> int:
    year, rest = divmod(month // 100 * 12 + month % 100 - 1 - ago, 12)
    return year * 100 + rest + 1


def month_before(month: int) -> int:
    """The month before, as 202410 → 202409."""
    return _back(month, 1)

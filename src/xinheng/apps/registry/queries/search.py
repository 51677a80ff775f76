"""Looking certificates up in the national register: by number, by code, by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q

from xinheng.apps.registry.models import NationalCertificate, Organisation, Register
from xinheng.core.registry.lookup import plain_key
from xinheng.core.registry.national import Standing, identity
from xinheng.core.shared.search import needle, normalised

PAGE = 20
MOST_COUNTED = 1000
MOST_PARTS = 12
TRIES = 10
OWNERS = 100
LAST = 2**63 - 1
FIELDS = (
    "id", "number", "organisation_id", "body", "domain", "region", "standard", "scope",
    "issued_on", "expires_on", "status", "status_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A certificate of the register with its holder, as it stands on the day asked for."""

    id: int
    number: str
    organisation_id: int
    body: str
    domain: str
    region: str
    standard: str
    scope: str
    issued_on: date
    expires_on: date
    status: Standing
    status_on: date
    holder: str
    credit_code: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What hits must be besides; empty is everything."""

    domain: str = ""
    region: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of hits. `after` is where the next page begins, empty at the end.

    `organisations` is how many organisations have such a name, `is_capped` when there are more.
    """

    entries: tuple[Entry, ...] = ()
    after: str = ""
    organisations: int = 0
    is_capped: bool = False


def version() -> int:
    """What grows with every change of the register."""
    return Register.objects.filter(pk=1).values_list("version", flat=True).first() or 0


def as_of() -> date | None:
    """The day a made-up population stands for; nothing when there is none."""
    return Register.objects.filter(pk=1).values_list("as_of", flat=True).first()


def by_number(number: str, *, on: date) -> Entry | None:
    """The certificate with this number, however it is typed."""
    return next(iter(by_numbers([number], on=on).values()), None)


def by_numbers(numbers: Sequence[str], *, on: date) -> dict[str, Entry]:
    """The certificates with these numbers, by the number as it is registered. Two queries."""
    keys = {plain_key(number) for number in numbers}
    rows = NationalCertificate.objects.filter(pk__in=[identity(key) for key in keys])
    found = [row for row in rows.values(*FIELDS) if row["number"] in keys]
    return {entry.number: entry for entry in _entries(found, on)}


def by_code(code: str, *, on: date, after: str = "") -> Hits:
    """The certificates of the organisation with this code, a page of them."""
    key = plain_key(code)
    owner = identity(key)
    known = Organisation.objects.filter(pk=owner, credit_code=key).exists()
    if not known:
        return Hits()
    _owner, last = _place(after)
    rows = NationalCertificate.objects.filter(organisation_id=owner, pk__gt=last).order_by("pk")
    found = list(rows.values(*FIELDS)[: PAGE + 1])
    return Hits(_entries(found[:PAGE], on), _next(found), organisations=1)


def held_by(codes: Sequence[str], *, on: date) -> dict[str, tuple[Entry, ...]]:
    """The certificates of the organisations with these codes, at most twenty of each."""
    keys = {identity(key): key for key in map(plain_key, codes)}
    rows = NationalCertificate.objects.filter(organisation_id__in=keys).order_by("pk")
    found: dict[str, list[Entry]] = {key: [] for key in keys.values()}
    for entry in _entries(list(rows.values(*FIELDS)[: PAGE * len(keys)]), on):
        if len(found[entry.credit_code]) < PAGE:
            found[entry.credit_code].append(entry)
    return {code: tuple(entries) for code, entries in found.items()}


def by_name(text: str, *, on: date, filters: Filters = Filters(), after: str = "") -> Hits:
    """Certificates whose holder's name has every part of `text`; a page of them by key.

    Pairs of characters find the candidates; the name itself is looked at again, because
    two pairs may stand in a name without standing side by side.
    """
    parts = needle(text)[:MOST_PARTS]
    if not parts:
        return Hits()
    wanted = normalised(text).split()
    kept: list[dict[str, Any]] = []
    start, further = after, ""
    for _try in range(TRIES):
        owners = _owners(parts, start)
        fit = {o[0]: o for o in owners if all(word in normalised(o[1]) for word in wanted)}
        kept += _held_by(fit, filters, on, start)
        further = f"{_base36(owners[-1][0])}.{_base36(LAST)}" if len(owners) == OWNERS else ""
        if not further or len(kept) > PAGE:
            break
        start = further
    count = _counted(parts)
    return Hits(
        tuple(_entry(row, on) for row in kept[:PAGE]),
        _next(kept) or further,
        min(count, MOST_COUNTED),
        count > MOST_COUNTED,
    )


def _condition(parts: Sequence[str]) -> tuple[str, str, list[Any]]:
    """How each engine finds the organisations that have all pairs: table, condition, values."""
    if connection.vendor == "postgresql":
        grams = "string_to_array(grams, ' ') @> %s::text[]"
        return "registry_organisation", grams, [list(parts)]
    quoted = " AND ".join(f'"{part}"' for part in parts)
    return "registry_names", "registry_names MATCH %s", [quoted]


def _owners(parts: Sequence[str], start: str) -> list[tuple[int, str, str]]:
    """The next organisations that have all pairs, by key: their key, name and code.

    They are cut off before anything is joined to them, so that a million hits cost as
    little as a hundred.
    """
    table, condition, values = _condition(parts)
    key = "id" if connection.vendor == "postgresql" else "rowid"
    sql = (
        "SELECT o.id, o.name, o.credit_code FROM "  # noqa: S608 - names are ours
        f"(SELECT {key} AS id FROM {table} WHERE {condition} AND {key} >= %s "
        f"ORDER BY {key} LIMIT {OWNERS}) f "
        "JOIN registry_organisation o ON o.id = f.id ORDER BY o.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, _place(start)[0]])
        return list(cursor.fetchall())


def _held_by(
    owners: dict[int, tuple[int, str, str]], filters: Filters, on: date, start: str
) -> list[dict[str, Any]]:
    """The certificates of these organisations after `start`, a page of them and one more."""
    owner, last = _place(start)
    rows = NationalCertificate.objects.filter(organisation_id__in=owners)
    rows = rows.filter(Q(organisation_id__gt=owner) | Q(pk__gt=last))
    if filters.domain:
        rows = rows.filter(domain=filters.domain)
    if filters.region:
        rows = rows.filter(region=filters.region)
    if filters.status:
        rows = rows.filter(_standing(filters.status, on))
    found = rows.order_by("organisation_id", "pk").values(*FIELDS)[: PAGE + 1]
    return [
        {**row, "name": owners[row["organisation_id"]][1],
         "credit_code": owners[row["organisation_id"]][2]}
        for row in found
    ]  # fmt: skip


def _standing(status: str, on: date) -> Q:
    """The condition of a status on a day: one that has run out is expired."""
    alive = Q(status__in=[Standing.IN_FORCE, Standing.SUSPENDED])
    if status == Standing.EXPIRED:
        return Q(status=status) | alive & Q(expires_on__lt=on)
    if status in (Standing.IN_FORCE, Standing.SUSPENDED):
        return Q(status=status, expires_on__gte=on)
    return Q(status=status)


def _counted(parts: Sequence[str]) -> int:
    """How many organisations have these pairs, counted no further than one beyond the most."""
    tables, condition, values = _condition(parts)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM {tables} "  # noqa: S608 - names are ours
            f"WHERE {condition} LIMIT {MOST_COUNTED + 1}) counted",
            values,
        )
        return int(cursor.fetchone()[0])


def _place(after: str) -> tuple[int, int]:
    """Where a page begins: the last organisation and certificate of the page before."""
    owner, _dot, last = after.partition(".")
    try:
        return int(owner, 36), int(last, 36)
    except ValueError:
        return -1, -1


def _next(rows: Sequence[dict[str, Any]]) -> str:
    return _key(rows[PAGE - 1]) if len(rows) > PAGE else ""


def _key(row: dict[str, Any]) -> str:
    return f"{_base36(row['organisation_id'])}.{_base36(row['id'])}"


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits or "0"


def _entries(rows: Sequence[dict[str, Any]], on: date) -> tuple[Entry, ...]:
    owners = Organisation.objects.in_bulk({row["organisation_id"] for row in rows})
    return tuple(
        _entry(
            {
                **row,
                "name": owners[row["organisation_id"]].name,
                "credit_code": owners[row["organisation_id"]].credit_code,
            },
            on,
        )
        for row in rows
    )


def _entry(row: dict[str, Any], on: date) -> Entry:
    plain = {**row, "holder": row["name"]}
    del plain["name"]
    for name in ("issued_on", "expires_on", "status_on"):
        if isinstance(plain[name], str):
            plain[name] = date.fromisoformat(plain[name])
    standing = Standing(plain["status"])
    if standing in (Standing.IN_FORCE, Standing.SUSPENDED) and plain["expires_on"] < on:
        standing = Standing.EXPIRED
    return Entry(**{**plain, "status": standing})

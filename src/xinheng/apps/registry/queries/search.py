"""Looking certificates up in the national register: by number, by code, by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from xinheng.apps.registry.models import NationalCertificate, Organisation, Register
from xinheng.core.registry.lookup import plain_key
from xinheng.core.registry.national import Standing, identity
from xinheng.core.shared.search import needle, normalised

PAGE = 20
MOST_COUNTED = 1000
MOST_PARTS = 12
TRIES = 10
FIELDS = (
    "id", "number", "organisation_id", "body", "domain", "region", "standard", "scope",
    "issued_on", "expires_on", "status", "status_on",
)  # fmt: skip
SELECTED = ", ".join(f"c.{name}" for name in FIELDS)


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
    return int(Register.objects.values_list("version", flat=True).get(pk=1))


def as_of() -> date | None:
    """The day a made-up population stands for; nothing when there is none."""
    found: date | None = Register.objects.values_list("as_of", flat=True).get(pk=1)
    return found


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
    some: list[dict[str, Any]] = []
    start = after
    for _try in range(TRIES):
        some = _candidates(parts, filters, on, start)
        kept += [row for row in some if all(word in normalised(row["name"]) for word in wanted)]
        if len(some) <= PAGE or len(kept) > PAGE:
            break
        start = _key(some[-1])
    further = start if len(some) > PAGE else ""
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
        return (
            "registry_organisation o",
            "string_to_array(o.grams, ' ') @> %s::text[]",
            [list(parts)],
        )
    quoted = " AND ".join(f'"{part}"' for part in parts)
    return (
        "registry_names f JOIN registry_organisation o ON o.id = f.rowid",
        "registry_names MATCH %s",
        [quoted],
    )


def _candidates(
    parts: Sequence[str], filters: Filters, on: date, after: str
) -> list[dict[str, Any]]:
    tables, condition, values = _condition(parts)
    owner, last = _place(after)
    key = "f.rowid" if connection.vendor != "postgresql" else "o.id"
    clauses = [condition, f"{key} >= %s", "(o.id > %s OR c.id > %s)"]
    values += [owner, owner, last]
    for name in ("domain", "region"):
        if given := getattr(filters, name):
            clauses.append(f"c.{name} = %s")
            values.append(given)
    if filters.status:
        extra, more = _standing(filters.status, on)
        clauses.append(extra)
        values += more
    sql = (
        f"SELECT {SELECTED}, o.name, o.credit_code FROM {tables} "  # noqa: S608 - names are ours
        "JOIN registry_nationalcertificate c ON c.organisation_id = o.id "
        f"WHERE {' AND '.join(clauses)} ORDER BY {key}, c.id LIMIT {PAGE + 1}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        names = (*FIELDS, "name", "credit_code")
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _standing(status: str, on: date) -> tuple[str, list[Any]]:
    """The condition of a status on a day: one that has run out is expired."""
    alive = "c.status IN ('in-force', 'suspended')"
    if status == Standing.EXPIRED:
        return f"(c.status = %s OR ({alive} AND c.expires_on < %s))", [status, on.isoformat()]
    if status in (Standing.IN_FORCE, Standing.SUSPENDED):
        return "(c.status = %s AND c.expires_on >= %s)", [status, on.isoformat()]
    return "c.status = %s", [status]


def _counted(parts: Sequence[str]) -> int:
    """How many organisations have these pairs, counted no further than one beyond the most."""
    tables, condition, values = _condition(parts)
    if connection.vendor != "postgresql":
        tables = "registry_names"
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

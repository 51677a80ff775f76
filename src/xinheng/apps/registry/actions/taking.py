"""Taking a batch of certificates or organisations into the register, roll-ups and all."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db import transaction

from xinheng.apps.registry.actions import bulk
from xinheng.apps.registry.models import NationalCertificate, Register, Tally
from xinheng.apps.registry.models import Organisation as Holder
from xinheng.core.registry.national import (
    Certificate,
    Fault,
    Organisation,
    Standing,
    month_ended,
    month_of,
)
from xinheng.core.shared.search import bigrams
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook import published

CERTIFICATES = NationalCertificate._meta.db_table
ORGANISATIONS = Holder._meta.db_table
TALLIES = Tally._meta.db_table
CERTIFICATE = (
    "id", "number", "organisation_id", "body", "domain", "region", "standard", "scope",
    "issued_on", "expires_on", "status", "status_on",
)  # fmt: skip
ORGANISATION = ("id", "credit_code", "name", "region", "held")
NUMBER: Final = 1
OWNER: Final = 2
BODY: Final = 3
DOMAIN: Final = 4
REGION: Final = 5
ISSUED: Final = 8
EXPIRES: Final = 9
STATUS: Final = 10
SINCE: Final = 11
Changes = dict[tuple[str, str, str, str], int]


@dataclass(slots=True)
class Taken:
    """What came of a batch. `refused` are places in it, each with what is wrong."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[tuple[int, Fault]] = field(default_factory=list)


@dataclass(slots=True)
class Owner:
    """An organisation while a batch is taken."""

    code: str
    name: str
    region: str
    held: dict[str, int]
    is_new: bool = False
    is_changed: bool = False
    grams: str = ""


def lock() -> Register:
    """The register, for whoever changes it: changes come one after the other."""
    Register.objects.get_or_create(pk=1)
    return Register.objects.select_for_update().get(pk=1)


@transaction.atomic
def take_certificates(rows: Sequence[tuple[Certificate, Organisation]]) -> Taken:
    """Take certificates with their holders; a row that cannot be taken is refused alone."""
    register = lock()
    taken = Taken()
    tallies: Changes = defaultdict(int)
    owners = _owners({holder[0] for _row, holder in rows})
    there = {row[0]: _plain(row) for row in
             bulk.found(CERTIFICATES, CERTIFICATE, {row[0] for row, _holder in rows})}  # fmt: skip
    fresh: dict[int, Certificate] = {}
    changed: dict[int, Certificate] = {}
    for place, (row, holder) in enumerate(rows):
        old = there.get(row[0])
        if fault := _fault(row, holder, old, owners.get(row[OWNER])):
            taken.refused.append((place, fault))
        elif old == row:
            taken.unchanged += 1
        else:
            owner = owners.get(row[OWNER])
            if owner is None:
                owner = owners[row[OWNER]] = Owner(*holder[1:], {}, is_new=True)
            if old is not None:
                _count(tallies, old, owner, -1)
            _count(tallies, row, owner, 1)
            (changed if old is not None and row[0] not in fresh else fresh)[row[0]] = row
            taken.new, taken.changed = (
                (taken.new + 1, taken.changed) if old is None else (taken.new, taken.changed + 1)
            )
            there[row[0]] = row
    _write_owners(owners, tallies)
    bulk.insert(CERTIFICATES, CERTIFICATE, sorted(fresh.values()))
    bulk.update(CERTIFICATES, CERTIFICATE[1:], list(changed.values()))
    bulk.add_to_tallies(TALLIES, tallies)
    if taken.new or taken.changed:
        register.version += 1
        register.save(update_fields=["version"])
    return taken


def _fault(
    row: Certificate, holder: Organisation, old: Certificate | None, owner: Owner | None
) -> Fault | None:
    """Why a certificate cannot be taken beside what the register has."""
    if old is not None and old[NUMBER] != row[NUMBER]:
        return Fault("number", "number-collides", COLLIDES, row[NUMBER])
    if old is not None and old[OWNER] != row[OWNER]:
        held = _("The register has this number for another organisation.")
        return Fault("credit_code", "held-by-another", held, holder[1])
    if owner is not None and owner.code != holder[1]:
        return Fault("credit_code", "code-collides", COLLIDES, holder[1])
    if owner is not None and owner.region != row[REGION]:
        other = _("The register has this organisation in another region.")
        return Fault("region", "region-differs", other, row[REGION])
    return None


COLLIDES = _("Another number leads to the same key; this cannot be taken.")


def _plain(row: tuple[object, ...]) -> Certificate:
    """A row as the reader makes it, with days as ISO texts."""
    days = tuple(str(row[place]) for place in (ISSUED, EXPIRES))
    return (*row[:ISSUED], *days, row[STATUS], str(row[SINCE]))  # type: ignore[return-value]


def _owners(ids: set[int]) -> dict[int, Owner]:
    return {
        row[0]: Owner(row[1], row[2], row[3], _held(row[4]))
        for row in bulk.found(ORGANISATIONS, ORGANISATION, ids)
    }


def _held(text: str) -> dict[str, int]:
    """`ems:1,qms:2` as counts."""
    if not text:
        return {}
    return {domain: int(n) for domain, _colon, n in (one.partition(":") for one in text.split(","))}


def _count(tallies: Changes, row: Certificate, owner: Owner, by: int) -> None:
    """Count a certificate in or out of every roll-up it belongs to."""
    domain, region, status = row[DOMAIN], row[REGION], row[STATUS]
    began = str(month_of(row[ISSUED]))
    ended = str(month_ended(row[ISSUED], row[EXPIRES], status, row[SINCE]))
    tallies["dr", domain, region, status] += by
    tallies["bd", row[BODY], domain, status] += by
    tallies["dm", domain, began, "began"] += by
    tallies["dm", domain, ended, "ended"] += by
    tallies["rm", region, began, "began"] += by
    tallies["rm", region, ended, "ended"] += by
    if status == Standing.IN_FORCE:
        _hold(tallies, owner, domain, by)


def _hold(tallies: Changes, owner: Owner, domain: str, by: int) -> None:
    """Count organisations: one counts in a domain, a group and all with its first certificate."""
    held = owner.held
    before = _areas(held)
    held[domain] = held.get(domain, 0) + by
    if not held[domain]:
        del held[domain]
    owner.is_changed = True
    if held.get(domain, 0) != (1 if by > 0 else 0):
        return
    after = _areas(held)
    for area in before ^ after:
        tallies["od", area, "", ""] += 1 if area in after else -1
    if bool(before) != bool(after):
        tallies["or", owner.region, "", ""] += by


def _areas(held: dict[str, int]) -> set[str]:
    """The domains, groups and the whole in which an organisation counts."""
    return set().union(*(ABOVE[domain] for domain in held)) if held else set()


ABOVE = {
    key: frozenset({key, line.parent, "all"}) for key, line in published.leaf_domains().items()
}


def _write_owners(owners: dict[int, Owner], tallies: Changes) -> None:
    """Write the organisations that are new or hold something else than before."""
    new, known = [], []
    for key, owner in owners.items():
        if not (owner.is_new or owner.is_changed):
            continue
        held = ",".join(f"{domain}:{n}" for domain, n in sorted(owner.held.items()))
        if owner.is_new:
            row = (key, owner.code, owner.name, owner.region, held, bigrams(owner.name))
            new.append(row)
        else:
            known.append((key, held))
    bulk.insert(ORGANISATIONS, (*ORGANISATION, "grams"), sorted(new))
    bulk.index_names([(row[0], row[5]) for row in new])
    bulk.update(ORGANISATIONS, ("held",), known)


@transaction.atomic
def take_organisations(rows: Sequence[Organisation]) -> Taken:
    """Take organisations: new ones, new names, and moves to another region with all they hold."""
    register = lock()
    taken = Taken()
    tallies: Changes = defaultdict(int)
    owners = _owners({row[0] for row in rows})
    renamed: dict[int, str] = {}
    for place, (key, code, name, region) in enumerate(rows):
        owner = owners.get(key)
        if owner is None:
            owners[key] = Owner(code, name, region, {}, is_new=True)
            taken.new += 1
        elif owner.code != code:
            taken.refused.append((place, Fault("credit_code", "code-collides", COLLIDES, code)))
        elif (owner.name, owner.region) == (name, region):
            taken.unchanged += 1
        else:
            if owner.name != name and not owner.is_new:
                renamed[key] = name
            if owner.region != region and not owner.is_new:
                _move(tallies, key, owner, region)
            owner.name, owner.region = name, region
            taken.changed += 1
    _write_owners(owners, tallies)
    _rename(renamed)
    bulk.add_to_tallies(TALLIES, tallies)
    if taken.new or taken.changed:
        register.version += 1
        register.save(update_fields=["version"])
    return taken


def _rename(names: dict[int, str]) -> None:
    """Give organisations new names, in the index of names too."""
    if not names:
        return
    bulk.forget_names(bulk.found(ORGANISATIONS, ("id", "grams"), names))
    rows = [(key, name, bigrams(name)) for key, name in names.items()]
    bulk.update(ORGANISATIONS, ("name", "grams"), rows)
    bulk.index_names([(key, grams) for key, _name, grams in rows])


def _move(tallies: Changes, key: int, owner: Owner, region: str) -> None:
    """Move an organisation and its certificates to another region."""
    own = NationalCertificate.objects.filter(organisation_id=key)
    for row in map(_plain, own.values_list(*CERTIFICATE)):
        _count_region(tallies, row, owner.region, -1)
        _count_region(tallies, row, region, 1)
    if owner.held:
        tallies["or", owner.region, "", ""] -= 1
        tallies["or", region, "", ""] += 1
    own.update(region=region)
    bulk.update(ORGANISATIONS, ("region",), [(key, region)])


def _count_region(tallies: Changes, row: Certificate, region: str, by: int) -> None:
    ended = str(month_ended(row[ISSUED], row[EXPIRES], row[STATUS], row[SINCE]))
    tallies["dr", row[DOMAIN], region, row[STATUS]] += by
    tallies["rm", region, str(month_of(row[ISSUED])), "began"] += by
    tallies["rm", region, ended, "ended"] += by

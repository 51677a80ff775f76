"""Certificates as anybody may see them. Raw values and few queries: this is read the most."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from xinheng.apps.certificates.models import Certificate, Happening
from xinheng.core.certificates.words import ALIVE, CertificateState, Change
from xinheng.core.registry.lookup import MOST_RESULTS
from xinheng.core.shared.search import needle

FIELDS = (
    "id", "number", "revision", "scheme", "standard", "holder_zh", "holder_en", "credit_code",
    "address_zh", "address_en", "scope_zh", "scope_en", "codes", "sites", "first_issued_on",
    "issued_on", "effective_on", "expires_on", "revised_on", "last_surveillance_on", "state",
    "state_since", "suspended_until", "entry", "version",
)  # fmt: skip
STAMP = ("id", "number", "version", "entry", "state", "holder_zh", "scope_zh")
ROW = ("number", "scheme", "standard", "holder_zh", "state", "expires_on")


@dataclass(frozen=True, slots=True)
class Mark:
    """One public moment of a certificate. No persons."""

    change: Change
    on: date
    entry: int


@dataclass(frozen=True, slots=True)
class PublicCertificate:
    """A certificate as anybody may see it, with its state on the day it was asked for."""

    id: int
    number: str
    revision: int
    scheme: str
    standard: str
    holder_zh: str
    holder_en: str
    credit_code: str
    address_zh: str
    address_en: str
    scope_zh: str
    scope_en: str
    codes: Sequence[str]
    sites: Sequence[dict[str, str]]
    first_issued_on: date
    issued_on: date
    effective_on: date
    expires_on: date
    revised_on: date | None
    last_surveillance_on: date | None
    state: CertificateState
    state_since: date
    suspended_until: date | None
    entry: int
    version: int
    superseded_by: str

    @property
    def is_valid(self) -> bool:
        return self.state == CertificateState.IN_FORCE


@dataclass(frozen=True, slots=True)
class Hit:
    """A certificate as a line of search results."""

    number: str
    scheme: str
    standard: str
    holder_zh: str
    state: CertificateState
    expires_on: date


def stamp_of(number: str) -> tuple[object, ...] | None:
    """What changes whenever a certificate does, for readers who keep a copy; nothing if unknown."""
    return Certificate.objects.filter(number=number).values_list(*STAMP).first()


def public_certificate(number: str, *, on: date) -> PublicCertificate | None:
    """A certificate by its number, as it stands on a day. Two queries at most.

    A certificate whose last day has passed is expired, whether or not the clockwork
    has written it down yet.
    """
    row = Certificate.objects.filter(number=number).values(*FIELDS).first()
    if row is None:
        return None
    row["state"] = state_on(row, on)
    newer = ""
    if row["state"] == CertificateState.SUPERSEDED:
        found = Certificate.objects.filter(predecessor_id=row["id"]).order_by("-pk")
        newer = found.values_list("number", flat=True).first() or ""
    return PublicCertificate(**row, superseded_by=newer)


def state_on(row: dict[str, Any], on: date) -> CertificateState:
    """Where a certificate stands on a day."""
    state = CertificateState(row["state"])
    return CertificateState.EXPIRED if state in ALIVE and row["expires_on"] < on else state


def marks_of(certificate_id: int) -> tuple[Mark, ...]:
    """The public history of a certificate, oldest first."""
    rows = Happening.objects.filter(certificate_id=certificate_id).order_by("pk")
    return tuple(
        Mark(Change(change), on, entry)
        for change, on, entry in rows.values_list("change", "on", "entry")
    )


def issued_at_entry(certificate_id: int) -> int:
    """The entry of the journal that tells of the issue of a certificate; 0 where there is none."""
    rows = Happening.objects.filter(certificate_id=certificate_id).order_by("pk")
    return rows.values_list("entry", flat=True).first() or 0


def number_of_document(sha256: str) -> str | None:
    """The number of the certificate whose sealed document has this fingerprint."""
    rows = Certificate.objects.filter(document__sha256=sha256)
    return rows.values_list("number", flat=True).first()


def places_by_status() -> tuple[list[int], list[int]]:
    """The positions in the status lists that are set: of what has ended, and of what is suspended.

    A certificate that merely ran out is not among them: its own dates say so.
    """
    rows = Certificate.objects.exclude(state=CertificateState.IN_FORCE)
    ended, suspended = [], []
    for pk, state in rows.order_by("pk").values_list("pk", "state").iterator(10_000):
        if state == CertificateState.SUSPENDED:
            suspended.append(pk)
        elif state != CertificateState.EXPIRED:
            ended.append(pk)
    return ended, suspended


def found_by_number(number: str, *, on: date) -> tuple[Hit, ...]:
    """The certificate with this number, and later issues of it."""
    exact = Certificate.objects.filter(number=number).values(*ROW)
    issues = Certificate.objects.filter(base_number=number).exclude(number=number).values(*ROW)
    return _hits([*exact, *issues.order_by("-pk")], on)


def found_by_credit_code(code: str, *, on: date) -> tuple[Hit, ...]:
    """The certificates of the holder with this credit code, newest first."""
    rows = Certificate.objects.filter(credit_code=code).order_by("-pk").values(*ROW)
    return _hits(rows[:MOST_RESULTS], on)


def found_by_name(text: str, *, on: date) -> tuple[Hit, ...]:
    """The certificates whose holder's name has every part of `text`, newest first."""
    parts = needle(text)
    if not parts:
        return ()
    rows = Certificate.objects.all()
    for part in parts[:8]:
        rows = rows.filter(grams__gram=part)
    return _hits(rows.order_by("-pk").values(*ROW)[:MOST_RESULTS], on)


def _hits(rows: Any, on: date) -> tuple[Hit, ...]:
    return tuple(Hit(**{**row, "state": state_on(row, on)}) for row in rows)

"""The verdict without a network: keys and signed status lists, taken along.

The page that works from disk does the same in the browser (`verify.js`); both must
always agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from xinheng.core.registry.verdict import (
    BROKEN,
    EXPIRED,
    NOT_YET,
    REVOKED_KEY,
    STRANGE_KEY,
    UNREADABLE,
    Answer,
    Verdict,
    not_genuine,
    reason,
)
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _
from xinheng.proving import code
from xinheng.proving.credentials import BadList, decoded, is_secured, is_set
from xinheng.proving.keys import KeyRing, PublicKey

FRESH = timedelta(days=7)
CLOCK_LEEWAY = timedelta(days=1)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Bundle:
    """What an offline verifier takes along.

    Args:
        lists: the secured status list credentials, by purpose.
    """

    ring: KeyRing
    lists: Mapping[str, Mapping[str, Any]]


def bundle(given: Mapping[str, Any]) -> Bundle:
    """Read what `/verify/bundle.json` gives.

    Raises:
        ValueError: it is not such a bundle.
    """
    try:
        keys = [
            PublicKey(
                bytes.fromhex(key["public_key"]), "certificate", BEGINNING,
                revoked_at=BEGINNING if key["state"] == "revoked" else None,
            )
            for key in given["keys"]
        ]  # fmt: skip
        lists = {str(name): dict(one) for name, one in given["lists"].items()}
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise ValueError("not a bundle for offline verification") from fault
    return Bundle(KeyRing.of(*keys), lists)


def answer(text: str, taken: Bundle, *, at: datetime, on: date) -> Answer:
    """The verdict on the text of a QR code.

    Args:
        at: now, by the clock of whoever asks; on: the same as a day in China.
    """
    try:
        found = code.read(code.from_text(text), taken.ring)
    except code.NotACode:
        return not_genuine(UNREADABLE)
    if (fault := fault_of(found)) is not None:
        return not_genuine(fault)
    verdict, why, as_of = _status(found.claims, taken, at, on)
    return said(found.claims, verdict, why, as_of)


def fault_of(found: code.Read) -> Violation | None:
    """Why a code is not genuine; nothing where it is."""
    if found.key is None:
        return STRANGE_KEY
    if not found.is_signed:
        return BROKEN
    return REVOKED_KEY if found.key.revoked_at is not None else None


def said(
    claims: code.Claims, verdict: Verdict, why: tuple[Violation, ...], as_of: date | None
) -> Answer:
    """An answer that carries what the code says."""
    return Answer(
        verdict, why, as_of, number=claims.number, holder=claims.holder,
        credit_code=claims.credit_code, standard=claims.standard,
        effective_on=claims.effective_on, expires_on=claims.expires_on, index=claims.entry,
    )  # fmt: skip


def _status(
    claims: code.Claims, taken: Bundle, at: datetime, on: date
) -> tuple[Verdict, tuple[Violation, ...], date | None]:
    if claims.expires_on < on:
        return Verdict.NOT_IN_FORCE, (reason("expired", EXPIRED, day=claims.expires_on),), on
    if claims.effective_on > on:
        return Verdict.NOT_IN_FORCE, (reason("not-yet", NOT_YET, day=claims.effective_on),), on
    oldest: datetime | None = None
    for purpose in ("revocation", "suspension"):
        listed = taken.lists.get(purpose)
        read = _bit(listed, purpose, claims.place, taken.ring) if listed else None
        if read is None:
            return Verdict.STATUS_UNKNOWN, (reason("no-list", NO_LIST),), None
        is_marked, since = read
        if is_marked:
            return Verdict.NOT_IN_FORCE, (reason(purpose, ENDED[purpose]),), since.date()
        oldest = since if oldest is None else min(oldest, since)
    assert oldest is not None  # noqa: S101 - both lists were read
    if at - oldest > FRESH or oldest - at > CLOCK_LEEWAY:
        return (
            Verdict.STATUS_UNKNOWN,
            (reason("old-list", OLD_LIST, day=oldest.date()),),
            (oldest.date()),
        )
    return Verdict.IN_FORCE, (), oldest.date()


NO_LIST = _("No status list of the body is at hand.")
OLD_LIST = _("The status list at hand is of %(day)s; what happened since is not known.")
ENDED = {
    "revocation": _("It was withdrawn, cancelled or replaced."),
    "suspension": _("It is suspended."),
}


def _bit(
    listed: Mapping[str, Any], purpose: str, place: int, ring: KeyRing
) -> tuple[bool, datetime] | None:
    """The bit of a certificate and the moment of the list; nothing where it is not to be
    believed."""
    subject = listed.get("credentialSubject")
    keys = [key for key in ring.keys.values() if key.revoked_at is None]
    if not any(is_secured(listed, key.public_key) for key in keys):
        return None
    if not isinstance(subject, dict) or subject.get("statusPurpose") != purpose:
        return None
    try:
        since = datetime.fromisoformat(listed["validFrom"])
        return is_set(decoded(subject["encodedList"]), place), since
    except (BadList, KeyError, TypeError, ValueError):
        return None

"""The bytes inside a certificate's QR code: a COSE_Sign1 message in one upper-case address.

`HTTPS://<host>/V/<BASE32>`: a phone opens the live page, and whoever knows the body's
keys reads the same bytes without a network. The alphabet of base 32 and of the address
is the alphanumeric one of QR codes, so the code stays small.

Source: RFC 9052, section 4.2; RFC 8949, section 4.2 (one way to write each value).
"""

import base64
import binascii
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256

import cbor2

from xinheng.proving.keys import KEY_ID_BYTES, KeyRing, PublicKey, Signer, is_signed

MOST_BYTES = 220
QR_11_M_CHARACTERS = 366
"""What a QR code of version 11 holds at level M in its alphanumeric mode."""
SCOPE_BYTES = 12
EDDSA = -8
ALGORITHM, KEY_ID = 1, 4
KINDS: tuple[type, ...] = (int, str, str, str, str, str, int, int, bytes, int, int)
"""What stands in the payload, in order: the version, then the fields of `Claims`."""
VERSION = 1
DAY_ZERO = date(1970, 1, 1)
FURTHEST_DAY = 2_900_000
ADDRESS = re.compile(r"(?:HTTPS?://[A-Z0-9.\-:\[\]]+)?/?(?:V/)?([A-Z2-7]+)", re.IGNORECASE)
CUT = "…"


class NotACode(Exception):  # noqa: N818 - the house names exceptions as facts
    """These bytes are no code of this kind; the text says why, in English."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a code says.

    Args:
        body: the approval number of the body.
        holder: the holder's name, cut with “…” where the code would grow too large.
        standard: the standard; of one with two numbers only the first, where room is short.
        scope: the first 12 bytes of the fingerprint of the scope's text.
        entry: index of the issue in the journal.
        place: position in the status lists.
    """

    body: str
    number: str
    holder: str
    credit_code: str
    standard: str
    effective_on: date
    expires_on: date
    scope: bytes
    entry: int
    place: int


@dataclass(frozen=True, slots=True)
class Read:
    """A code that was read. `key` is none where nobody knows the key it names."""

    claims: Claims
    kid: bytes
    key: PublicKey | None
    is_signed: bool


def scope_print(scope: str) -> bytes:
    """The fingerprint of a scope. 12 bytes."""
    return sha256(scope.encode()).digest()[:SCOPE_BYTES]


def address_of(claims: Claims, signer: Signer, *, kid: bytes, site: str) -> str:
    """The address that stands in the QR code.

    Args:
        site: where the register is, such as `https://certs.example`.

    Raises:
        ValueError: even without the holder's name the code would be too large.
    """
    prefix = f"{site.rstrip('/').upper()}/V/"
    room = min(MOST_BYTES, (QR_11_M_CHARACTERS - len(prefix)) * 5 // 8)
    return prefix + base32(_fitting(claims, signer, kid, room))


def _fitting(claims: Claims, signer: Signer, kid: bytes, room: int) -> bytes:
    if _size(claims, kid) > room:
        claims = replace(claims, standard=claims.standard.partition("/ISO")[0])
    name = claims.holder
    for length in range(len(name), -1, -1):
        tried = replace(claims, holder=name if length == len(name) else name[:length] + CUT)
        if _size(tried, kid) <= room:
            return sign(tried, signer, kid=kid)
    raise ValueError("the number, standard or approval number is too long for a QR code")


def _size(claims: Claims, kid: bytes) -> int:
    """How large the message will be; every signature has the same length. Unit: bytes."""
    return len(_message(claims, kid, bytes(64)))


def sign(claims: Claims, signer: Signer, *, kid: bytes) -> bytes:
    """The signed message."""
    return _message(claims, kid, signer.sign(_to_be_signed(_protected(kid), _payload(claims))))


def read(message: bytes, ring: KeyRing) -> Read:
    """Read a message and say whether a known key signed it.

    Raises:
        NotACode: it is none, or written in another than the one right way.
    """
    protected, payload, signature = _parts(message)
    kid = _kid(protected)
    claims = _claims(payload)
    key = ring.named(kid)
    signed = key is not None and is_signed(
        _to_be_signed(protected, payload), signature, key.public_key
    )
    return Read(claims, kid, key, signed)


def from_text(text: str) -> bytes:
    """The message in the text of a QR code: an address, or only its last part.

    Raises:
        NotACode: there is none in it.
    """
    found = ADDRESS.fullmatch("".join(text.split()))
    if found is None:
        raise NotACode("this text is not the code of a certificate")
    try:
        return unbase32(found[1].upper())
    except (ValueError, binascii.Error) as fault:
        raise NotACode("this text is not the code of a certificate") from fault


def base32(content: bytes) -> str:
    return base64.b32encode(content).decode().rstrip("=")


def unbase32(text: str) -> bytes:
    """Raises ValueError where the text is not the one way to write some bytes."""
    content = base64.b32decode(text + "=" * (-len(text) % 8))
    if base32(content) != text:
        raise ValueError("not the one way to write these bytes")
    return content


def _day(day: date) -> int:
    return (day - DAY_ZERO).days


def _payload(claims: Claims) -> bytes:
    said = [
        VERSION, claims.body, claims.number, claims.holder, claims.credit_code, claims.standard,
        _day(claims.effective_on), _day(claims.expires_on), claims.scope, claims.entry,
        claims.place,
    ]  # fmt: skip
    return cbor2.dumps(said, canonical=True)


def _protected(kid: bytes) -> bytes:
    return cbor2.dumps({ALGORITHM: EDDSA, KEY_ID: kid}, canonical=True)


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    return cbor2.dumps(["Signature1", protected, b"", payload], canonical=True)


def _message(claims: Claims, kid: bytes, signature: bytes) -> bytes:
    parts = [_protected(kid), {}, _payload(claims), signature]
    return cbor2.dumps(cbor2.CBORTag(18, parts), canonical=True)


def _strictly(content: bytes) -> object:
    """The value these bytes stand for, if they are the one right way to write it."""
    try:
        value = cbor2.loads(content)
        again = cbor2.dumps(value, canonical=True)
    except (cbor2.CBORError, ValueError, TypeError, OverflowError, RecursionError) as fault:
        raise NotACode("the bytes cannot be read") from fault
    if again != content:
        raise NotACode("the bytes are not written in the one right way")
    return value


def _parts(message: bytes) -> tuple[bytes, bytes, bytes]:
    if len(message) > MOST_BYTES:
        raise NotACode("the code is too long")
    value = _strictly(message)
    parts = value.value if isinstance(value, cbor2.CBORTag) and value.tag == 18 else None
    if not isinstance(parts, list | tuple) or len(parts) != 4 or parts[1] != {}:
        raise NotACode("this is no signed message")
    protected, payload, signature = parts[0], parts[2], parts[3]
    if not (
        isinstance(protected, bytes)
        and isinstance(payload, bytes)
        and isinstance(signature, bytes)
        and len(signature) == 64
    ):
        raise NotACode("this is no signed message")
    return protected, payload, signature


def _kid(protected: bytes) -> bytes:
    header = _strictly(protected)
    if not isinstance(header, dict) or set(header) != {ALGORITHM, KEY_ID}:
        raise NotACode("the head of the message is not as it must be")
    kid = header[KEY_ID]
    if header[ALGORITHM] != EDDSA or not isinstance(kid, bytes) or len(kid) != KEY_ID_BYTES:
        raise NotACode("the message is signed in another way")
    return kid


def _claims(payload: bytes) -> Claims:
    said = _strictly(payload)
    if not isinstance(said, list) or len(said) != len(KINDS) or said[0] != VERSION:
        raise NotACode("the message says something else")
    for value, kind in zip(said, KINDS, strict=True):
        if type(value) is not kind or (isinstance(value, int) and not 0 <= value < 2**53):
            raise NotACode("the message says something else")
    _version, body, number, holder, credit, standard, first, last, scope, entry, place = said
    if max(first, last) > FURTHEST_DAY or len(scope) != SCOPE_BYTES:
        raise NotACode("the message says something else")
    return Claims(
        body, number, holder, credit, standard, _date(first), _date(last), scope, entry, place
    )


def _date(days: int) -> date:
    return DAY_ZERO + timedelta(days=days)

"""Verifiable credentials and status lists, secured with `eddsa-jcs-2022`.

Canonical JSON instead of linked data: nothing is ever fetched to check one.

Source: W3C Verifiable Credentials Data Model 2.0; Data Integrity EdDSA Cryptosuites 1.0,
section 3.3; Bitstring Status List 1.0.
"""

import base64
import gzip
import zlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import rfc8785

from xinheng.proving.keys import Signer, is_signed

CONTEXT = "https://www.w3.org/ns/credentials/v2"
SUITE = "eddsa-jcs-2022"
FEWEST_BITS = 131_072
MOST_BYTES = 16 * 1024 * 1024
LASTS = timedelta(days=7)
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ED25519_MULTICODEC = b"\xed\x01"

Document = dict[str, Any]


class BadList(ValueError):  # noqa: N818 - the house names exceptions as facts
    """A status list that cannot be read."""


def base58(content: bytes) -> str:
    """Bytes in the alphabet of Bitcoin, as multibase `z` wants them."""
    number, digits = int.from_bytes(content, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        digits = ALPHABET[digit] + digits
    return "1" * (len(content) - len(content.lstrip(b"\0"))) + digits


def unbase58(text: str) -> bytes:
    """Raises ValueError for characters outside the alphabet."""
    number = 0
    for char in text:
        number = number * 58 + ALPHABET.index(char)
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def multikey(public_key: bytes) -> str:
    """A public key as `publicKeyMultibase`."""
    return "z" + base58(ED25519_MULTICODEC + public_key)


def secured(document: Mapping[str, Any], signer: Signer, *, method: str, at: datetime) -> Document:
    """A document with its proof.

    Args:
        method: address of the key, such as `https://certs.example/keys.json#a1b2c3d4`.
    """
    proof: Document = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": moment(at),
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    signature = signer.sign(_hashed(document, proof))
    return {**document, "proof": {**proof, "proofValue": "z" + base58(signature)}}


def is_secured(document: Mapping[str, Any], public_key: bytes) -> bool:
    """Whether the proof of a document is one of this key over it. Never raises."""
    proof = document.get("proof")
    if not isinstance(proof, dict) or proof.get("cryptosuite") != SUITE:
        return False
    if proof.get("type") != "DataIntegrityProof" or proof.get("proofPurpose") != "assertionMethod":
        return False
    value = proof.get("proofValue")
    if not isinstance(value, str) or not value.startswith("z") or len(value) > 100:
        return False
    try:
        signature = unbase58(value[1:])
        unsecured = {name: given for name, given in document.items() if name != "proof"}
        config = {name: given for name, given in proof.items() if name != "proofValue"}
        return is_signed(_hashed(unsecured, config), signature, public_key)
    except (ValueError, TypeError, RecursionError):
        return False


def _hashed(document: Mapping[str, Any], proof: Mapping[str, Any]) -> bytes:
    # The proof inherits the context of what it secures; given twice it must be the same.
    config = {**proof, "@context": document["@context"]} if "@context" in document else proof
    return (
        sha256(rfc8785.dumps(dict(config))).digest()
        + sha256(rfc8785.dumps(dict(document))).digest()
    )


def status_list(
    set_places: Iterable[int], *, purpose: str, address: str, issuer: str, at: datetime
) -> Document:
    """The unsecured credential of a status list.

    Args:
        set_places: positions whose bit is set.
        purpose: `revocation` or `suspension`.
    """
    places = sorted(set(set_places))
    bits = max(FEWEST_BITS, -(-(places[-1] + 1) // 8) * 8 if places else 0)
    packed = bytearray(bits // 8)
    for place in places:
        packed[place >> 3] |= 0x80 >> (place & 7)
    return {
        "@context": [CONTEXT],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": moment(at),
        "validUntil": moment(at + LASTS),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encoded(bytes(packed)),
        },
    }


def encoded(bits: bytes) -> str:
    """A bit string packed as the standard wants it; the same bits give the same text."""
    return "u" + base64.urlsafe_b64encode(gzip.compress(bits, mtime=0)).decode().rstrip("=")


def decoded(text: str) -> bytes:
    """The bit string of a status list.

    Raises:
        BadList: it cannot be read, or is smaller or larger than it may be.
    """
    if not text.startswith("u"):
        raise BadList("not base 64")
    try:
        packed = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
        reader = zlib.decompressobj(wbits=31)
        bits = reader.decompress(packed, MOST_BYTES)
    except (ValueError, zlib.error) as fault:
        raise BadList("not a packed list") from fault
    if not reader.eof or len(bits) * 8 < FEWEST_BITS:
        raise BadList("too small, too large or cut off")
    return bits


def is_set(bits: bytes, place: int) -> bool:
    """Whether the bit at a position is set. Raises BadList beyond the end."""
    if not 0 <= place < len(bits) * 8:
        raise BadList("the list does not reach so far")
    return bool(bits[place >> 3] & (0x80 >> (place & 7)))


def moment(at: datetime) -> str:
    """A moment as credentials write it: UTC, whole seconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

"""What auditors say of themselves, sealed under a key of each person.

The keys come from one secret that is not in the database: the setting `XINHENG_STATEMENT_KEY`,
or a file made once beside the data. Without it nothing of a copy of the database can be read.
"""

import base64
import json
import os
import secrets
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from xinheng.core.staffing.readiness import Item

KEY_FILE = "statement-key"
KEY_BYTES, NONCE_BYTES = 32, 12


class UnreadableStatement(Exception):  # noqa: N818 - the house names exceptions as facts
    """A statement was sealed under another key, or was changed since."""


def seal_items(person_id: int, said: Mapping[Item, Fraction | None]) -> bytes:
    """The five items as nobody can read them without the key."""
    plain = {item.value: None if score is None else str(score) for item, score in said.items()}
    return _seal(person_id, "items", json.dumps(plain, sort_keys=True))


def open_items(person_id: int, sealed: bytes) -> dict[Item, Fraction | None]:
    """The five items.

    Raises:
        UnreadableStatement: the key is another one.
    """
    plain = json.loads(_open(person_id, "items", sealed))
    said = {item: plain.get(item.value) for item in Item}
    return {item: None if text is None else Fraction(text) for item, text in said.items()}


def seal_mean(person_id: int, mean: Fraction) -> bytes:
    """The mean as nobody can read it without the key."""
    return _seal(person_id, "mean", str(mean))


def open_mean(person_id: int, sealed: bytes) -> Fraction:
    """The mean.

    Raises:
        UnreadableStatement: the key is another one.
    """
    return Fraction(_open(person_id, "mean", sealed))


def _seal(person_id: int, part: str, text: str) -> bytes:
    # Padded, so that the length does not tell how much was said.
    padded = text.encode().ljust(256)
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(_key_of(person_id)).encrypt(nonce, padded, _about(person_id, part))


def _open(person_id: int, part: str, sealed: bytes) -> str:
    nonce, rest = bytes(sealed)[:NONCE_BYTES], bytes(sealed)[NONCE_BYTES:]
    try:
        plain = AESGCM(_key_of(person_id)).decrypt(nonce, rest, _about(person_id, part))
    except InvalidTag as wrong:
        raise UnreadableStatement from wrong
    return plain.decode().rstrip()


def _about(person_id: int, part: str) -> bytes:
    return f"xinheng statement {part} of {person_id}".encode()


def _key_of(person_id: int) -> bytes:
    about = f"xinheng statement key of {person_id}".encode()
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=about).derive(_secret())


def _secret() -> bytes:
    given = settings.STATEMENT_KEY or _kept(Path(settings.DATA) / KEY_FILE)
    return base64.b64decode(given)


def _kept(place: Path) -> str:
    """The secret in its file, made at the first use."""
    if not place.exists():
        try:
            handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return place.read_text(encoding="ascii")
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode())
    return place.read_text(encoding="ascii")

"""Ed25519 keys and who holds them.

A `KeyStore` makes keys and lends hands that sign. The soft one keeps them as files; a
hardware module (PKCS#11) needs no more than these two methods of its own.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY_ID_BYTES = 4


class Signer(Protocol):
    """Whoever holds one private key."""

    @property
    def public_key(self) -> bytes:
        """The public half. 32 bytes."""

    def sign(self, content: bytes) -> bytes:
        """An Ed25519 signature. 64 bytes."""


class KeyStore(Protocol):
    """Where private keys live: files, or a module that never gives them away."""

    def create(self) -> bytes:
        """Make a key; give its public half. 32 bytes."""

    def signer(self, public_key: bytes) -> Signer:
        """The hand that signs with this key.

        Raises:
            KeyMissing: this place does not hold the key.
        """


class KeyMissing(Exception):  # noqa: N818 - the house names exceptions as facts
    """The private half of a key is not where it should be."""


@dataclass(frozen=True, slots=True)
class SoftSigner:
    """A signer whose key is in memory."""

    key: Ed25519PrivateKey

    @property
    def public_key(self) -> bytes:
        return self.key.public_key().public_bytes_raw()

    def sign(self, content: bytes) -> bytes:
        return self.key.sign(content)


class SoftKeys:
    """Keys as files that only their owner may read, each encrypted under a password.

    Args:
        folder: where the files lie; made at the first key.
        password: encrypts them; derived from the secret of the installation.
    """

    def __init__(self, folder: Path, password: bytes) -> None:
        self.folder = folder
        self._password = password

    def create(self) -> bytes:
        key = Ed25519PrivateKey.generate()
        public = key.public_key().public_bytes_raw()
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        sealed = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(self._password),
        )
        handle = os.open(self._place(public), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        return public

    def signer(self, public_key: bytes) -> SoftSigner:
        try:
            content = self._place(public_key).read_bytes()
            key = serialization.load_pem_private_key(content, self._password)
        except (OSError, ValueError) as fault:
            raise KeyMissing(key_id(public_key).hex()) from fault
        if not isinstance(key, Ed25519PrivateKey):
            raise KeyMissing(key_id(public_key).hex())
        return SoftSigner(key)

    def _place(self, public_key: bytes) -> Path:
        return self.folder / f"{key_id(public_key).hex()}.pem"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key as outsiders know it.

    `retired_at`: nothing was signed with it afterwards. `revoked_at`: nothing signed with
    it is believed any more.
    """

    public_key: bytes
    purpose: str
    since: datetime
    retired_at: datetime | None = None
    revoked_at: datetime | None = None

    @property
    def key_id(self) -> bytes:
        return key_id(self.public_key)


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys that are believed, by their short names."""

    keys: Mapping[bytes, PublicKey] = field(default_factory=dict)

    @classmethod
    def of(cls, *keys: PublicKey) -> "KeyRing":
        return cls({key.key_id: key for key in keys})

    def named(self, kid: bytes) -> PublicKey | None:
        return self.keys.get(kid)


def key_id(public_key: bytes) -> bytes:
    """The short name of a key: how its fingerprint begins. 4 bytes."""
    return sha256(public_key).digest()[:KEY_ID_BYTES]


def is_signed(content: bytes, signature: bytes, public_key: bytes) -> bool:
    """Whether `signature` is one of this key over `content`. Never raises."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True

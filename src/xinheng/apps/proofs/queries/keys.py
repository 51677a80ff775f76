"""The keys of the body, as anybody may know them."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.module_loading import import_string

from xinheng.apps.proofs.models import SigningKey
from xinheng.core.proofs.words import KeyState, Purpose
from xinheng.core.shared.reading_once import answered_once
from xinheng.proving.keys import KeyRing, KeyStore, PublicKey, SoftKeys

NoKey = SigningKey.DoesNotExist


@dataclass(frozen=True, slots=True)
class KeyView:
    """One key of the body."""

    key_id: str
    public_key: bytes
    purpose: Purpose
    created_at: datetime
    retired_at: datetime | None
    revoked_at: datetime | None
    because: str

    @property
    def state(self) -> KeyState:
        if self.revoked_at:
            return KeyState.REVOKED
        return KeyState.RETIRED if self.retired_at else KeyState.IN_USE


def store() -> KeyStore:
    """Where the private halves live: files beside the data, or what the settings name.

    `XINHENG_KEY_STORE` names a callable without arguments that gives a `KeyStore`, such as
    one that speaks PKCS#11 to a hardware module.
    """
    if settings.KEY_STORE:
        made: KeyStore = import_string(settings.KEY_STORE)()
        return made
    password = HKDF(
        algorithm=hashes.SHA256(), length=32, salt=None, info=b"xinheng signing keys"
    ).derive(settings.SECRET_KEY.encode())
    return SoftKeys(Path(settings.DATA) / "keys", password.hex().encode())


@answered_once
def keys() -> tuple[KeyView, ...]:
    """Every key the body ever had, newest first."""
    return tuple(
        KeyView(
            key_id=row.key_id,
            public_key=bytes(row.public_key),
            purpose=Purpose(row.purpose),
            created_at=row.created_at,
            retired_at=row.retired_at,
            revoked_at=row.revoked_at,
            because=row.because,
        )
        for row in SigningKey.objects.order_by("-pk")
    )


def ring(purpose: Purpose) -> KeyRing:
    """The keys for a purpose, the retired and revoked ones among them."""
    return KeyRing.of(
        *(
            PublicKey(
                key.public_key, str(key.purpose), key.created_at, key.retired_at, key.revoked_at
            )
            for key in keys()
            if key.purpose == purpose
        )
    )

"""Keeping files under their fingerprints."""

import base64
import os
import tempfile
from datetime import date, datetime
from hashlib import sha256

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from xinheng.apps.documents.models import SealKey, StoredFile
from xinheng.apps.documents.queries import place_of
from xinheng.core.shared.actor import Actor
from xinheng.printing.seal import SoftSealer, make_self_signed


@transaction.atomic
def keep(
    *,
    name: str,
    content: bytes,
    media_type: str,
    kind: str,
    by: Actor,
    at: datetime,
    case_id: int | None = None,
    organisation_id: int | None = None,
    client_may_see: bool = False,
    dated_on: date | None = None,
) -> StoredFile:
    """Keep bytes that this house made or has checked. The bytes are on disk before the row is."""
    fingerprint = sha256(content).hexdigest()
    place = place_of(fingerprint)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=place.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, place)  # noqa: PTH105 - atomic on one file system
    return StoredFile.objects.create(
        sha256=fingerprint,
        name=name[:200],
        media_type=media_type,
        size_bytes=len(content),
        kind=kind,
        case_id=case_id,
        organisation_id=organisation_id,
        client_may_see=client_may_see,
        dated_on=dated_on,
        stored_at=at,
        stored_by_id=by.person_id,
    )


def store(
    *,
    upload: File,  # type: ignore[type-arg]
    kind: str,
    by: Actor,
    at: datetime,
    case_id: int | None = None,
    organisation_id: int | None = None,
    dated_on: date | None = None,
) -> StoredFile:
    """Check an upload and keep it.

    Raises:
        Refused: the file is too large, of a kind that is not allowed, or not what it says it is.
    """
    content = upload.read(settings.UPLOAD_LIMIT_BYTES + 1)
    return keep(
        name=upload.name or "",
        content=content,
        media_type="application/octet-stream",
        kind=kind,
        by=by,
        at=at,
        case_id=case_id,
        organisation_id=organisation_id,
        client_may_see=not by.is_staff,
        dated_on=dated_on,
    )


@transaction.atomic
def ensure_seal_key(*, body_name: str, at: datetime) -> SealKey:
    """The key the body seals with; made, and its private part encrypted, if there is none."""
    kept = SealKey.objects.select_for_update().filter(retired_at__isnull=True).last()
    if kept is not None:
        return kept
    key_pem, certificate_pem = make_self_signed(body_name, at)
    return SealKey.objects.create(
        certificate_pem=certificate_pem.decode(),
        encrypted_key=_vault().encrypt(key_pem),
        created_at=at,
    )


def sealer(key: SealKey) -> SoftSealer:
    """Whoever seals with this key.

    Raises:
        InvalidToken: the key was encrypted under another secret of the installation.
    """
    key_pem = _vault().decrypt(bytes(key.encrypted_key))
    return SoftSealer(key_pem, key.certificate_pem.encode())


def _vault() -> Fernet:
    """What encrypts seal keys: a key of its own, derived from the installation's secret."""
    derived = HKDF(
        algorithm=hashes.SHA256(), length=32, salt=None, info=b"xinheng seal key"
    ).derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(derived))

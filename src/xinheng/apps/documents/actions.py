"""Keeping files under their fingerprints."""

import base64
import errno
import os
import tempfile
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from xinheng.apps.documents.models import SealKey, StoredFile
from xinheng.apps.documents.queries import place_of
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.source import Source, Verified
from xinheng.core.shared.violation import Refused, Violation
from xinheng.core.shared.wording import mark as _
from xinheng.printing.seal import SoftSealer, make_self_signed
from xinheng.printing.uploads import inspect

KEEPING = Source("ISO/IEC 17021-1", "9.9", "2015")
LIMITS = Source("House settings", "uploads", "1", Verified.PRACTICE.value)
CHUNK_BYTES = 256 * 1024
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


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
    """Keep bytes that this house made or has checked. The bytes are on disk before the row is.

    Raises:
        Refused: there is no room left to keep them; nothing was kept.
    """
    fingerprint = sha256(content).hexdigest()
    place = place_of(fingerprint)
    if not place.exists():
        _write(place, content)
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
        Refused: the file is too large, of a kind that is not allowed, or not what it
            says it is; carries every reason.
    """
    name = Path((upload.name or "").replace("\\", "/")).name
    limit = int(settings.UPLOAD_LIMIT_BYTES)
    inspected = inspect(name, read(upload), limit)
    return keep(
        name=name,
        content=inspected.content,
        media_type=inspected.media_type,
        kind=kind,
        by=by,
        at=at,
        case_id=case_id,
        organisation_id=organisation_id,
        client_may_see=not by.is_staff,
        dated_on=dated_on,
    )


def read(upload: File) -> bytes:  # type: ignore[type-arg]
    """The bytes of an upload, read piece by piece and never further than the limit.

    Raises:
        Refused: the file is too large.
    """
    limit = int(settings.UPLOAD_LIMIT_BYTES)
    if (upload.size or 0) > limit:
        raise Refused([_too_large(upload.size or 0, limit)])
    pieces, size = [], 0
    for piece in upload.chunks(CHUNK_BYTES):
        size += len(piece)
        if size > limit:
            raise Refused([_too_large(size, limit)])
        pieces.append(piece)
    return b"".join(pieces)


def _write(place: Path, content: bytes) -> None:
    """Put bytes in their place: whole, or not at all."""
    temporary = ""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=place.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, place)  # noqa: PTH105 - atomic on one file system
    except OSError as problem:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        if problem.errno in NO_ROOM:
            raise Refused([_no_space()]) from problem
        raise


def _no_space() -> Violation:
    return Violation(
        code="documents.no-space",
        message=_("There is no room left to keep files. Nothing was changed; tell the operator."),
        source=KEEPING,
    )


def _too_large(size: int, limit: int) -> Violation:
    return Violation(
        code="upload.too-large",
        message=_("The file has %(size)s MB; at most %(limit)s MB are accepted."),
        source=LIMITS,
        facts={"size": f"{size / 1024**2:.1f}", "limit": f"{limit / 1024**2:g}"},
        field="file",
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

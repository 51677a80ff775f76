"""Questions about files."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

from xinheng.apps.documents.models import SealKey, StoredFile
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

NoFile = StoredFile.DoesNotExist
KEEPING = Source("ISO/IEC 17021-1", "9.9", "2015")


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


def file_obstacles(
    file_id: int | None, *, by: Actor, case_id: int, organisation_id: int, field: str
) -> Iterator[Violation]:
    """Say so when a file that is named as evidence is not of the case.

    A file is of a case when it was stored for it; one that was stored for no case, when it
    is the client's or whoever names it stored it. So nobody hangs another client's paper
    into a file by its number, and a client names nothing that it may not see.

    Args:
        field: the input that named the file.

    Source: ISO/IEC 17021-1:2015, 9.9 (records are kept of each client).
    """
    if file_id is None:
        return
    row = StoredFile.objects.filter(pk=file_id).first()
    if row is not None:
        is_own = row.stored_by_id is not None and row.stored_by_id == by.person_id
        is_shown = by.is_staff or row.client_may_see or is_own
        is_clients = row.organisation_id == organisation_id
        of_no_case = row.case_id is None and (is_own or is_clients)
        if is_shown and (row.case_id == case_id or of_no_case):
            return
    yield Violation(
        "documents.not-of-case",
        _("File %(file)s was not stored for this case; hand it in here first."),
        KEEPING,
        {"file": file_id},
        field,
    )


def names_of(file_ids: Iterable[int]) -> dict[int, str]:
    """What files are called, by their keys."""
    rows = StoredFile.objects.filter(pk__in=list(file_ids))
    return dict(rows.values_list("pk", "name"))


def seal_certificates() -> bytes:
    """The certificates of every key the body ever sealed with, as PEM one after another."""
    kept = SealKey.objects.order_by("pk").values_list("certificate_pem", flat=True)
    return "".join(kept).encode()

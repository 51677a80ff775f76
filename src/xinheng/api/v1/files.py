"""Files: handing one in, and what is known of it."""

from typing import Any

from ninja import File, Form, Router
from ninja.files import UploadedFile

from xinheng import clock
from xinheng.api.errors import Problem
from xinheng.apps.cases import queries as cases
from xinheng.apps.documents import actions, queries
from xinheng.front.who import Request

router = Router(tags=["files"])
REFUSALS = {401: Problem, 404: Problem, 409: Problem, 422: Problem}


@router.post("", response={200: dict[str, Any], **REFUSALS}, operation_id="files_store")
def store(
    request: Request, file: File[UploadedFile], kind: Form[str] = "other", case: Form[str] = ""
) -> dict[str, Any]:
    """Hand in a file; its `id` is what acts ask for. A file of a case names the case's number."""
    found = cases.case_by_number(case, viewer=request.actor) if case else None
    stored = actions.store(
        upload=file,
        kind=kind[:40],
        case_id=found.id if found else None,
        organisation_id=found.organisation_id if found else request.actor.organisation_id,
        by=request.actor,
        at=clock.now(),
    )
    return _answer(stored)


@router.get("/{file_id}", response={200: dict[str, Any], **REFUSALS}, operation_id="files_one")
def one(request: Request, file_id: int) -> dict[str, Any]:
    """What is known of a file."""
    return _answer(queries.visible_file(file_id, viewer=request.actor))


def _answer(stored: Any) -> dict[str, Any]:
    return {
        "id": stored.pk,
        "name": stored.name,
        "media_type": stored.media_type,
        "size_bytes": stored.size_bytes,
        "sha256": stored.sha256,
        "kind": stored.kind,
    }

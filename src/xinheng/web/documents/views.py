"""Handing out kept files."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.views.decorators.http import require_GET

from xinheng.apps.documents import queries
from xinheng.front.who import Request


@require_GET
@login_required
def download(request: Request, file_id: int) -> FileResponse:
    """A file, as an attachment that no browser opens as a page of ours."""
    stored = queries.visible_file(file_id, viewer=request.actor)
    response = FileResponse(
        queries.place_of(stored.sha256).open("rb"),
        as_attachment=True,
        filename=stored.name,
        content_type=stored.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response

"""Pages on visits that are no acts."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from xinheng import clock
from xinheng.apps.audits import queries
from xinheng.apps.documents import queries as documents
from xinheng.front.who import Request
from xinheng.rulebook.lists.withdrawal import withdrawal_conditions


@require_GET
@login_required
def withdrawals(request: Request) -> HttpResponse:
    """How often teams were withdrawn this year, by cause."""
    if not request.actor.is_staff:
        raise Http404
    today = clock.today()
    counted = queries.withdrawal_statistics(
        since=date(today.year, 1, 1), until=date(today.year + 1, 1, 1)
    )
    names = {item.key: item.name(request.LANGUAGE_CODE) for item in withdrawal_conditions()}
    rows = [(names.get(key, key), count) for key, count in counted.items()]
    return render(request, "audits/withdrawals.html", {"rows": rows, "year": today.year})


@require_GET
@login_required
def paper(request: Request, file_id: int) -> FileResponse:
    """A plan, a report or a piece of evidence, to whoever may see it."""
    kept = documents.visible_file(file_id, viewer=request.actor)
    return FileResponse(
        documents.place_of(kept.sha256).open("rb"),
        as_attachment=True,
        filename=kept.name,
        content_type=kept.media_type,
    )

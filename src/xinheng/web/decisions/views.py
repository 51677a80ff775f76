"""The desk of reviewers and decision makers."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from xinheng.apps.decisions import queries
from xinheng.front.who import Request


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """The files that wait for review or decision. For the body's people."""
    if not request.actor.is_staff:
        raise Http404
    return render(request, "decisions/list.html", {"lines": queries.waiting(request.actor)})

"""The desk: what waits for me, by when, and what is blocked and why."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from xinheng.front.who import Request


@require_GET
@login_required
def today(request: Request) -> HttpResponse:
    """The desk of whoever is signed in."""
    return render(request, "desk/today.html", {})

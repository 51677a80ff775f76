"""The derivation of audit time, and the list of what falls due."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from xinheng import clock
from xinheng.apps.cases import queries as cases
from xinheng.apps.programmes import queries
from xinheng.front.who import Request

HORIZONS = (30, 90, 180, 365)


@require_GET
@login_required
def audit_time(request: Request, number: str) -> HttpResponse:
    """Every reckoning of a case, line by line, with clause, edition and unverified marks."""
    case = cases.case_by_number(number, viewer=request.actor)
    found = queries.reckonings(case.id)
    return render(request, "programmes/audit_time.html", {"case": case, "reckonings": found})


@require_GET
@login_required
def rerun(request: Request, number: str, reckoning_id: int) -> HttpResponse:
    """Whether a stored reckoning still gives the same answer."""
    case = cases.case_by_number(number, viewer=request.actor)
    found = queries.reckoning(reckoning_id)
    if found.case_id != case.id:
        raise Http404
    context = {"case": case, "found": found, "rerun": queries.rerun(reckoning_id)}
    return render(request, "programmes/rerun.html", context)


@require_GET
@login_required
def due(request: Request) -> HttpResponse:
    """What falls due in the cycles, soonest first."""
    if not request.actor.is_staff:
        raise Http404
    asked = request.GET.get("days", "")
    days = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else HORIZONS[1]
    items = queries.due_items(clock.today(), days)
    return render(
        request, "programmes/due.html", {"items": items, "days": days, "horizons": HORIZONS}
    )

"""The derivation of audit time, and its running again."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from xinheng.apps.cases import queries as cases
from xinheng.apps.programmes import queries
from xinheng.front.who import Request


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

"""The case page and the list of cases."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from xinheng.apps.cases import queries
from xinheng.apps.journal import queries as journal
from xinheng.front.casefile import doors_of
from xinheng.front.who import Request
from xinheng.web.panels import panels_of


@require_GET
@login_required
def case(request: Request, number: str) -> HttpResponse:
    """The spine: where a case stands, what happened, what is missing, what may be done."""
    found = queries.case_by_number(number, viewer=request.actor)
    doors = [door for door in doors_of(found, request.actor) if door.concerns(request.actor)]
    context = {
        "case": found,
        "ledger": queries.ledger(found),
        "doors": doors,
        "panels": panels_of(found, request.actor),
        "history": journal.of_case(found.id),
        "team": queries.team(found.round.id),
    }
    return render(request, "cases/case.html", context)


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """The cases one may see."""
    return render(request, "cases/list.html", {"cases": queries.listing(request.actor)})

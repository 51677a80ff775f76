"""The matching degree of the body's records. For those who plan audits or oversee the body.

What an auditor said of him- or herself has no address here: it is for its owner's page alone.
"""

from typing import Any

from django.http import Http404
from ninja import Router

from xinheng import clock
from xinheng.api.errors import Problem
from xinheng.core.staffing.matching import Form
from xinheng.front import matching
from xinheng.front.who import Request

router = Router(tags=["matching"])
ANSWERS = {200: dict[str, Any], 401: Problem, 404: Problem}


def _may_enter(request: Request) -> None:
    if not matching.may_see(request.actor):
        raise Http404


@router.get("", response=ANSWERS)
def board(request: Request, form: Form | None = None) -> dict[str, Any]:
    """Every scheme and code that a project needs, the worst first."""
    _may_enter(request)
    return matching.board_document(matching.board(clock.today(), form))


@router.get("/capacity", response=ANSWERS)
def capacity(request: Request) -> dict[str, Any]:
    """Registered auditors and certificates to maintain of each scheme, with a year's months."""
    _may_enter(request)
    return matching.indicator_document(clock.today())


@router.get("/{scheme}/{code}", response=ANSWERS)
def cell(request: Request, scheme: str, code: str, form: Form | None = None) -> dict[str, Any]:
    """One scheme and code: drivers, and what each remedy would change."""
    _may_enter(request)
    found = matching.cell_page(clock.today(), (scheme, code), form)
    if found is None:
        raise Http404
    return matching.page_document(found)

"""The register of obligations, and the obligations of a case."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Router

from xinheng import clock
from xinheng.api.errors import Problem
from xinheng.apps.cases import queries as cases
from xinheng.front import coverage, obligations
from xinheng.front.who import Request

PREFIX = ""
router = Router(tags=["obligations"])
ANSWERS = {401: Problem, 404: Problem}


@router.get("/rules/obligations", response={200: list[dict[str, Any]]}, auth=None)
def register(request: HttpRequest) -> list[dict[str, Any]]:
    """Every obligation: its source, what enforces it, which acts it guards, its tests."""
    return coverage.coverage(get_language() or "")


@router.get("/cases/{number}/obligations", response={200: list[dict[str, Any]], **ANSWERS})
def of_case(request: Request, number: str) -> list[dict[str, Any]]:
    """Which obligations of a case are met, by what, and which are open, waived or to come."""
    found = cases.case_by_number(number, viewer=request.actor)
    language = get_language() or ""
    rows = obligations.of_case(found, clock.today())
    return [obligations.as_json(row, language) for row in rows]

"""Audit time with its derivation, the programme, and what falls due."""

from dataclasses import asdict
from typing import Any

from ninja import Router

from xinheng import clock
from xinheng.api.errors import Problem
from xinheng.apps.cases import queries as cases
from xinheng.apps.programmes import queries
from xinheng.front.who import Request

PREFIX = ""
router = Router(tags=["programmes"])
ANSWERS = {401: Problem, 404: Problem}


@router.get("/cases/{number}/audit-time", response={200: list[dict[str, Any]], **ANSWERS})
def audit_time(request: Request, number: str) -> list[dict[str, Any]]:
    """Every reckoning of a case with its derivation, newest first."""
    case = cases.case_by_number(number, viewer=request.actor)
    return [asdict(found) for found in queries.reckonings(case.id)]


@router.get("/cases/{number}/audit-time/{reckoning_id}/rerun",
            response={200: dict[str, Any], **ANSWERS})  # fmt: skip
def rerun(request: Request, number: str, reckoning_id: int) -> dict[str, Any]:
    """A stored reckoning run again by the rules of its own day."""
    case = cases.case_by_number(number, viewer=request.actor)
    if queries.reckoning(reckoning_id).case_id != case.id:
        raise queries.NoReckoning
    found = queries.rerun(reckoning_id)
    return {"same": found.is_same, "stored": found.stored, "again": found.again}


@router.get("/cases/{number}/programme", response={200: dict[str, Any], **ANSWERS})
def programme(request: Request, number: str) -> dict[str, Any]:
    """The programme of a case and what falls due in its cycle."""
    case = cases.case_by_number(number, viewer=request.actor)
    found = queries.programme(case.id)
    return {
        "programme": asdict(found) if found else None,
        "sites_to_visit": list(queries.sites_to_visit(case.id)),
        "due": [asdict(item) for item in queries.due_of_case(case.id, clock.today())],
    }


@router.get("/due", response={200: list[dict[str, Any]], 401: Problem})
def due(request: Request, horizon_days: int = 90) -> list[dict[str, Any]]:
    """What falls due within the horizon or is overdue, soonest first. For the body's staff."""
    if not request.actor.is_staff:
        return []
    return [asdict(item) for item in queries.due_items(clock.today(), horizon_days)]

"""Teams: who could sit and why others cannot, who sits, and who may not any more."""

from dataclasses import asdict
from typing import Any

from ninja import Router

from xinheng import clock
from xinheng.api.errors import Problem, reason
from xinheng.apps.cases import queries as cases
from xinheng.apps.staffing import queries
from xinheng.core.shared.actor import Duty
from xinheng.front.who import Request

PREFIX = ""
router = Router(tags=["staffing"])
ANSWERS = {401: Problem, 404: Problem}
SEE = (Duty.PLAN_AUDITS, Duty.OVERSEE)


@router.get("/cases/{number}/candidates", response={200: list[dict[str, Any]], **ANSWERS})
def candidates(request: Request, number: str) -> list[dict[str, Any]]:
    """Everybody who could sit in the team, with every reason why not. For planners."""
    case = cases.case_by_number(number, viewer=request.actor)
    if not request.actor.holds_any(SEE, case.where):
        raise cases.NoCase
    found = queries.candidates(case, on=clock.today())
    return [
        {
            "person_id": one.person_id,
            "name": one.name,
            "schemes": one.schemes,
            "codes": one.codes,
            "can_lead": one.can_lead,
            "fit": one.is_fit,
            "reasons": [reason(violation).model_dump() for violation in one.obstacles],
        }
        for one in found
    ]


@router.get("/cases/{number}/team", response={200: dict[str, Any], **ANSWERS})
def team(request: Request, number: str) -> dict[str, Any]:
    """The team of the open round, and the client's objections."""
    case = cases.case_by_number(number, viewer=request.actor)
    return {
        "team": [asdict(seat) for seat in cases.team(case.round.id)],
        "objections": [asdict(found) for found in queries.objections(case.id)],
    }


@router.get("/conflicts", response={200: list[dict[str, Any]], 401: Problem})
def conflicts(request: Request) -> list[dict[str, Any]]:
    """The places in teams whose holders may not hold them any more. For planners."""
    if not request.actor.holds_any(SEE):
        return []
    return [
        {
            "case": found.assignment.case_number,
            "seat_id": found.assignment.seat.id,
            "person": found.assignment.seat.name,
            "reasons": [reason(violation).model_dump() for violation in found.obstacles],
        }
        for found in queries.conflicts(clock.today())
    ]

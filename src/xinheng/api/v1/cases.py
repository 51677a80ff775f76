"""Cases: where each stands and what is missing."""

from typing import Any

from ninja import Router

from xinheng.api.errors import Problem, reason
from xinheng.apps.cases import queries
from xinheng.front.casefile import described, doors_of
from xinheng.front.who import Request
from xinheng.front.wording import said

router = Router(tags=["cases"])


@router.get("/{number}", response={200: dict[str, Any], 401: Problem, 404: Problem})
def case(request: Request, number: str) -> dict[str, Any]:
    """A case: its standing, its ledger, what is missing, and which doors are open."""
    found = queries.case_by_number(number, viewer=request.actor)
    return {
        **described(found),
        "number": found.number,
        "state": str(found.state),
        "organisation": found.organisation_zh,
        "credit_code": found.credit_code,
        "ledger": [
            {
                "step": str(line.step),
                "title": said(line.step),
                "function": str(line.function),
                "clause": line.clause,
                "done_at": line.done_at,
                "done_by": line.done_by,
                "entry": line.entry,
            }
            for line in queries.ledger(found)
        ],
        "doors": [
            {
                "act": door.act.name,
                "target": door.target,
                "about": door.about,
                "open": door.is_open,
                "reasons": [reason(v).model_dump() for v in door.obstacles],
            }
            for door in doors_of(found, request.actor)
        ],
    }

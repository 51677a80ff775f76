"""The file of a round: its completeness, its review and its decisions."""

from typing import Any

from ninja import Router

from xinheng.api.errors import Problem
from xinheng.apps.cases import queries as cases
from xinheng.apps.decisions import queries
from xinheng.front.who import Request

router = Router(tags=["decisions"])


@router.get("/{number}", response={200: dict[str, Any], 401: Problem, 404: Problem})
def file(request: Request, number: str) -> dict[str, Any]:
    """The completeness matrix, the review that stands, and what is proposed or decided."""
    found = cases.case_by_number(number, viewer=request.actor)
    if not request.actor.is_staff:
        raise cases.NoCase
    review = queries.review_of(found.round.id)
    return {
        "records": [
            {
                "record": item.key, "title": item.zh, "step": str(item.step),
                "is_there": item.is_there, "note": item.note, "source": str(item.source),
                "verdict": str(item.verdict) if item.verdict else None,
            }
            for item in queries.matrix(found)
        ],
        "review": None if review is None else {
            "recommendation": str(review.recommendation), "comments": review.comments,
            "reviewed_by": review.reviewed_by, "reviewed_at": review.reviewed_at,
        },
        "decisions": [
            {
                "id": row.id, "scheme": row.scheme, "outcome": str(row.outcome),
                "state": str(row.state), "scope_zh": row.scope_zh, "scope_en": row.scope_en,
                "codes": list(row.codes), "proposed_by": row.proposed_by,
                "decided_by": row.decided_by, "decided_on": row.decided_on,
            }
            for row in queries.decisions_of(found.round.id)
        ],
    }  # fmt: skip

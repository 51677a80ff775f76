"""Findings of a case, and the report of its audit."""

from typing import Any

from ninja import Router

from xinheng.api.errors import Problem, reason
from xinheng.apps.cases import queries as cases
from xinheng.apps.findings import queries
from xinheng.front.who import Request

PREFIX = "/cases"
router = Router(tags=["findings"])
ANSWERS = {200: dict[str, Any], 401: Problem, 404: Problem}


@router.get("/{number}/findings", response=ANSWERS)
def findings(request: Request, number: str) -> dict[str, Any]:
    """The nonconformities of the open round with their deadlines, and the chances to improve."""
    case = cases.case_by_number(number, viewer=request.actor)
    return {
        "findings": [
            {
                "id": row.id,
                "name": row.name,
                "scheme": row.scheme,
                "clause": row.clause,
                "grade": str(row.grade),
                "state": str(row.state),
                "statement": row.statement,
                "evidence": row.evidence,
                "due_on": row.due_on,
                "recurs": row.recurs,
                "answers": len(row.answers),
            }
            for row in queries.findings_of(case)
        ],
        "suggestions": [row.text for row in queries.suggestions_of(case)],
    }


@router.get("/{number}/report", response=ANSWERS)
def report(request: Request, number: str) -> dict[str, Any]:
    """The issued versions of the report; for staff, what the draft still lacks."""
    case = cases.case_by_number(number, viewer=request.actor)
    gaps = queries.report_gaps(case) if request.actor.is_staff else ()
    return {
        "versions": [
            {
                "version": row.version,
                "issued_at": row.issued_at,
                "pdf": row.pdf_id,
                "docx": row.docx_id,
            }
            for row in queries.reports_of(case)
            if row.issued_at is not None
        ],
        "gaps": [reason(gap).model_dump() for gap in gaps],
    }

"""Visits of a case: plans, meetings, presence, evidence, withdrawals."""

from typing import Any

from ninja import Router

from xinheng.api.errors import Problem
from xinheng.apps.audits import queries
from xinheng.apps.cases import queries as cases
from xinheng.front.who import Request

PREFIX = "/cases"
router = Router(tags=["audits"])
ANSWERS = {200: dict[str, Any], 401: Problem, 404: Problem}


@router.get("/{number}/visits", response=ANSWERS)
def visits(request: Request, number: str) -> dict[str, Any]:
    """The visits of the open round. Days in auditor-days on site."""
    case = cases.case_by_number(number, viewer=request.actor)
    return {
        "visits": [
            {
                "id": view.id,
                "stage": str(view.stage),
                "state": str(view.state),
                "first_on": view.first_on,
                "last_on": view.last_on,
                "days_needed": view.days_needed,
                "days_planned": view.days_planned,
                "days_present": view.days_present,
                "top_manager": view.top_manager,
                "lines": [
                    {
                        "on": row.line.on,
                        "begins": row.line.begins,
                        "ends": row.line.ends,
                        "site": row.site,
                        "activity": row.line.activity,
                        "clauses": list(row.line.clauses),
                        "team": list(row.names),
                    }
                    for row in view.lines
                ],
                "sign_ins": [
                    {
                        "name": sign.name,
                        "on": sign.on,
                        "half": str(sign.half),
                        "signed_at": sign.signed_at,
                        "late_days": sign.late.days if sign.late else 0,
                    }
                    for sign in view.sign_ins
                ],
            }
            for view in queries.visits_of(case)
        ]
    }


@router.get("/{number}/evidence", response=ANSWERS)
def evidence(request: Request, number: str) -> dict[str, Any]:
    """The evidence of the open round, for staff: its own date, its arrival, how late it was."""
    case = cases.case_by_number(number, viewer=request.actor)
    rows = queries.evidence_of(case) if request.actor.is_staff else ()
    return {
        "evidence": [
            {
                "id": row.id,
                "note": row.note,
                "scheme": row.scheme,
                "clause": row.clause,
                "dated_on": row.dated_on,
                "logged_at": row.logged_at,
                "late_days": row.late.days if row.late else 0,
            }
            for row in rows
        ]
    }

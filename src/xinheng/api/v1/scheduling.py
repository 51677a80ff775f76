"""Plans of many audits: the drafts, and one draft with its lines. Acts stand under `/acts`."""

from typing import Any

from ninja import Router

from xinheng.api.errors import Problem, reason
from xinheng.apps.scheduling import queries
from xinheng.apps.scheduling.queries import DraftRow, DraftView, Line
from xinheng.front.who import Request
from xinheng.front.wording import fill

router = Router(tags=["scheduling"])
ANSWERS = {401: Problem, 404: Problem}


@router.get("/drafts", response={200: list[dict[str, Any]], **ANSWERS})
def drafts(request: Request) -> list[dict[str, Any]]:
    """The newest drafts and plans first."""
    return [_row(row) for row in queries.listing(request.actor)]


@router.get("/drafts/{draft_id}", response={200: dict[str, Any], **ANSWERS})
def draft(request: Request, draft_id: int) -> dict[str, Any]:
    """One draft: cost, bound, gap, every line, and what is not part of it and why."""
    found = queries.draft(draft_id, viewer=request.actor)
    return {
        **_row(found.row),
        "version": found.version,
        "seconds": str(found.seconds),
        "parts": dict(found.parts),
        "lines": [_line(found, line) for line in found.lines],
        "left": [dict(each) for each in found.left],
        "changes": [dict(each) for each in found.changes],
    }


@router.get("/drafts/{draft_id}/lines/{key}/why", response={200: dict[str, Any], **ANSWERS})
def why(request: Request, draft_id: int, key: str) -> dict[str, Any]:
    """Why a line has no team, and what would help, tried."""
    found = queries.draft(draft_id, viewer=request.actor)
    line = found.line(key)
    told = None if line.team else queries.reasons(found, line)
    return {
        "line": key,
        "staffed": bool(line.team),
        "reasons": [reason(each) for each in told.reasons] if told else [],
        "remedies": [
            {"kind": each.kind, "message": fill(each.message, each.facts), "cost": str(each.cost)}
            for each in (told.remedies if told else ())
        ],
    }


def _row(row: DraftRow) -> dict[str, Any]:
    gap = row.gap_ratio
    return {
        "id": row.id, "state": str(row.state), "first_on": row.first_on, "last_on": row.last_on,
        "made_at": row.made_at, "made_by": row.made_by,
        "cost": None if row.cost is None else str(row.cost),
        "bound": None if row.bound is None else str(row.bound),
        "gap_ratio": None if gap is None else f"{gap:.4f}",
        "unstaffed": row.unstaffed, "planned": row.planned, "accepted": row.accepted,
        "repairs": row.repairs,
    }  # fmt: skip


def _line(found: DraftView, line: Line) -> dict[str, Any]:
    return {
        "line": line.key, "number": line.number, "client": line.client, "kind": str(line.kind),
        "stage": str(line.stage), "schemes": list(line.schemes), "first_on": line.first_on,
        "last_on": line.last_on, "days": line.days,
        "team": [found.people[who].person_id for who in line.team],
        "lead": found.people[line.lead].person_id if line.lead else None,
        "latest_on": line.last, "locked": line.is_locked, "accepted": line.is_accepted,
    }  # fmt: skip

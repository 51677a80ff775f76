"""People: who there is, and the record of one."""

from dataclasses import asdict
from typing import Any

from ninja import Router

from xinheng import clock
from xinheng.api.errors import Problem
from xinheng.apps.people import queries
from xinheng.core.shared.actor import Role
from xinheng.front.who import Request

router = Router(tags=["people"])


@router.get("", response={200: list[dict[str, Any]], 401: Problem})
def listing(
    request: Request,
    text: str = "",
    role: Role | None = None,
    scheme: str = "",
    code: str = "",
    expiring_days: int | None = None,
) -> list[dict[str, Any]]:
    """The persons of the body one may see, by name."""
    filters = queries.Filters(text, role, scheme, code, expiring_days)
    rows = queries.listing(filters, viewer=request.actor, on=clock.today())
    return [asdict(row) for row in rows]


@router.get("/me/notices", response={200: list[dict[str, Any]], 401: Problem})
def notices(request: Request) -> list[dict[str, Any]]:
    """What one was told, newest first."""
    return [asdict(row) for row in queries.notices(request.actor)]


@router.get("/{person_id}", response={200: dict[str, Any], 401: Problem, 404: Problem})
def person(request: Request, person_id: int) -> dict[str, Any]:
    """The record of one person, as far as one may see it."""
    return asdict(queries.person_page(person_id, viewer=request.actor, on=clock.today()))

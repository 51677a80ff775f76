"""Impartiality: related entities, services to clients, threats, income and limits."""

from dataclasses import asdict
from typing import Any

from ninja import Router

from xinheng import clock
from xinheng.api.errors import Problem
from xinheng.apps.impartiality import queries
from xinheng.core.impartiality.words import LimitKey
from xinheng.front.who import Request

router = Router(tags=["impartiality"])
ROWS = {200: list[dict[str, Any]], 401: Problem}


@router.get("/related", response=ROWS, operation_id="related_entities")
def related(request: Request) -> list[dict[str, Any]]:
    """The entities related to the body."""
    may = queries.may_see(request.actor)
    return [asdict(one) for one in queries.entities(clock.today())] if may else []


@router.get("/services", response=ROWS, operation_id="services_to_clients")
def services(request: Request) -> list[dict[str, Any]]:
    """What was done for clients beside certification, and until when it blocks."""
    may = queries.may_see(request.actor)
    return [asdict(one) for one in queries.services(clock.today())] if may else []


@router.get("/threats", response=ROWS, operation_id="threats")
def threats(request: Request, state: str = "", kind: str = "") -> list[dict[str, Any]]:
    """The threats to impartiality, newest first."""
    may = queries.may_see(request.actor)
    return [asdict(one) for one in queries.threats(state=state, kind=kind)] if may else []


@router.get("/limits", response=ROWS, operation_id="impartiality_limits")
def limits(request: Request) -> list[dict[str, Any]]:
    """The limits in force today; nought means switched off."""
    if not queries.may_see(request.actor):
        return []
    return [
        {"limit": str(one.key), "value": one.value, "unit": one.unit, "source": str(one.source),
         "since": one.since, "because": one.because}
        for one in queries.limits(clock.today())
    ]  # fmt: skip


@router.get("/income/{year}", response=ROWS, operation_id="income")
def income(request: Request, year: int) -> list[dict[str, Any]]:
    """A year's income by party with its share. Units: CNY, per cent."""
    if not queries.may_see(request.actor):
        return []
    limit = queries.limit(LimitKey.INCOME_PERCENT, clock.today())
    return [
        {"party": one.party, "amount": one.amount, "share": one.share.value,
         "is_over": one.is_over}
        for one in queries.incomes(year, limit).shares
    ]  # fmt: skip

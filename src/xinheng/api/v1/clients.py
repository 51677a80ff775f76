"""Clients and their sites."""

from typing import Any

from ninja import Router

from xinheng.api.errors import Problem
from xinheng.apps.clients import queries
from xinheng.front.who import Request

router = Router(tags=["clients"])
REFUSALS = {401: Problem, 404: Problem}


@router.get("", response={200: list[dict[str, Any]], **REFUSALS}, operation_id="clients_list")
def listing(request: Request, q: str = "", province: str = "") -> list[dict[str, Any]]:
    """Clients one may see, found by name or credit code."""
    return [
        {name: getattr(row, name) for name in row.__slots__}
        for row in queries.listing(request.actor, text=q, province=province)
    ]


@router.get(
    "/{organisation_id}", response={200: dict[str, Any], **REFUSALS}, operation_id="clients_one"
)
def one(request: Request, organisation_id: int) -> dict[str, Any]:
    """A client with its open sites."""
    row = queries.organisation(organisation_id, viewer=request.actor)
    return {
        "organisation": row.pk,
        "name_zh": row.name_zh,
        "name_en": row.name_en,
        "credit_code": row.credit_code,
        "address_zh": row.address_zh,
        "region_code": row.region_code,
        "region": queries.region_name(row.region_code),
        "contact_name": row.contact_name,
        "top_manager": row.top_manager,
        "sites": [
            {"site": site.pk, "name_zh": site.name_zh, "address_zh": site.address_zh,
             "kind": site.kind, "is_central": site.is_central, "people": site.people}
            for site in queries.sites_of(row.pk)
        ],
    }  # fmt: skip

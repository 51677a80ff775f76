"""Scope codes, standards and the catalogue of services."""

from typing import Any

from ninja import Router

from xinheng.api.errors import Problem
from xinheng.apps.library import queries
from xinheng.front.who import Request

router = Router(tags=["library"])


@router.get("/codes", response={200: list[dict[str, Any]], 401: Problem}, operation_id="codes")
def codes(request: Request, q: str = "", parent: str = "") -> list[dict[str, Any]]:
    """Scope codes by their beginning or by words of their titles."""
    return [
        {name: getattr(code, name) for name in code.__slots__}
        for code in queries.search(q, parent=parent)
    ]


@router.get(
    "/offerings", response={200: list[dict[str, Any]], 401: Problem}, operation_id="offerings"
)
def offerings(request: Request) -> list[dict[str, Any]]:
    """What the body offers, and what may threaten its impartiality."""
    return [
        {"key": row.key, "name_zh": row.name_zh, "name_en": row.name_en, "category": row.category,
         "may_threaten_impartiality": row.may_threaten_impartiality, "is_open": row.is_open}
        for row in queries.offerings()
    ]  # fmt: skip

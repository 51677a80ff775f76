"""Waivers: all of them for the body's staff, and the rules that may be set aside."""

from typing import Any

from ninja import Router

from xinheng import clock
from xinheng.api.errors import Problem
from xinheng.apps.waivers import queries
from xinheng.front.who import Request
from xinheng.rulebook.lists.waivable import waivable

router = Router(tags=["waivers"])


@router.get("/", response={200: list[dict[str, Any]], 401: Problem}, operation_id="waivers")
def listing(request: Request, standing: str = "", code: str = "") -> list[dict[str, Any]]:
    """The waivers, newest first; `standing`: in-force, asked, coming, ended, refused, revoked."""
    today = clock.today()
    found = queries.listing(request.actor, on=today, standing=standing, code=code)
    return [
        {
            "waiver": one.number, "code": one.code, "standing": one.standing(today),
            "case_id": one.case_id, "organisation_id": one.organisation_id,
            "person_id": one.person_id, "starts_on": one.starts_on, "ends_on": one.ends_on,
            "because": one.because, "evidence": one.evidence, "asked_by": one.asked_by,
            "answered_by": one.answered_by, "answer": one.answer,
        }
        for one in found
    ]  # fmt: skip


@router.get(
    "/rules", response={200: list[dict[str, Any]], 401: Problem}, operation_id="waivable_rules"
)
def rules(request: Request) -> list[dict[str, Any]]:
    """Which rules may be set aside, why, and for how many days at most."""
    return [
        {"code": one.key, "name_zh": one.zh, "name_en": one.en, "why_zh": one.why_zh,
         "why_en": one.why_en, "longest_days": one.longest_days, "source": str(one.source)}
        for one in waivable()
    ]  # fmt: skip

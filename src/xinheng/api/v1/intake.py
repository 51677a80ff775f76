"""Applications, checks of claims and the price list."""

from typing import Any

from ninja import Router

from xinheng import clock
from xinheng.api.errors import Problem
from xinheng.apps.cases import queries as cases
from xinheng.apps.intake import queries
from xinheng.front.who import Request

router = Router(tags=["intake"])
REFUSALS = {401: Problem, 404: Problem}


@router.get(
    "/applications", response={200: list[dict[str, Any]], **REFUSALS}, operation_id="applications"
)
def applications(request: Request, state: str = "", q: str = "") -> list[dict[str, Any]]:
    """Applications one may see, newest first."""
    return [
        {name: getattr(row, name) for name in row.__slots__}
        for row in queries.listing(request.actor, state=state, text=q)
    ]


@router.get(
    "/applications/{application_id}",
    response={200: dict[str, Any], **REFUSALS},
    operation_id="application",
)
def application(request: Request, application_id: int) -> dict[str, Any]:
    """An application with everything it says."""
    row = queries.application(application_id, viewer=request.actor)
    return {
        "application": row.pk,
        "state": row.state,
        "version": row.version,
        "case": row.case.number if row.case else None,
        "draft": row.draft,
        "questions": row.questions,
        "answers": row.answers,
        "completeness": str(queries.completeness_of(row, on=clock.today())),
    }


@router.get(
    "/cases/{number}/claims",
    response={200: list[dict[str, Any]], **REFUSALS},
    operation_id="claims",
)
def claims(request: Request, number: str) -> list[dict[str, Any]]:
    """The claims of a case and what was found about each."""
    found = cases.case_by_number(number, viewer=request.actor)
    return [
        {"claim": row.pk, "key": row.key, "platform": row.platform, "name": row.name_zh,
         "claimed": row.claimed, "state": row.state, "checked_on": row.checked_on,
         "note": row.note, "is_permit": row.is_permit}
        for row in queries.checks_of(found.id)
    ]  # fmt: skip


@router.get("/prices", response={200: list[dict[str, Any]], **REFUSALS}, operation_id="prices")
def prices(request: Request) -> list[dict[str, Any]]:
    """The price list in force today."""
    return [
        {"kind": price.kind, "scheme": price.scheme, "amount": str(price.amount),
         "valid_from": price.valid_from}
        for price in queries.price_list(on=clock.today())
    ]  # fmt: skip


@router.get(
    "/cases/{number}/papers", response={200: dict[str, Any], **REFUSALS}, operation_id="papers"
)
def papers(request: Request, number: str) -> dict[str, Any]:
    """The newest quotation and agreement of a case, with the keys acts ask for."""
    found = cases.case_by_number(number, viewer=request.actor)
    quotation = queries.quotation_of(found.id)
    agreement = queries.agreement_of(found.id)
    return {
        "quotation": None if quotation is None else {
            "quotation": quotation.pk, "number": quotation.number, "state": quotation.state,
            "total": str(quotation.total), "valid_until": quotation.valid_until,
            "file": quotation.file_id},
        "agreement": None if agreement is None else {
            "agreement": agreement.pk, "number": agreement.number, "state": agreement.state,
            "draft_file": agreement.draft_file_id, "signed_file": agreement.signed_file_id},
    }  # fmt: skip

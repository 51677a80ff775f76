"""The body's own management: its duties, records, complaints and appeals; and what is public."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema

from xinheng import clock
from xinheng.api.errors import Problem, problem
from xinheng.apps.governance import actions, queries
from xinheng.apps.governance.queries import MatterView, RecordView
from xinheng.core.governance.words import About, MatterKind, MatterState
from xinheng.core.shared.actor import VISITOR
from xinheng.front.complaint_limits import allows, allows_look_up
from xinheng.front.who import Request
from xinheng.front.wording import said
from xinheng.rulebook.lists.governance import kinds as every_kind

router = Router(tags=["governance"])


class ComplaintIn(Schema):
    """A complaint by anybody."""

    about: About = About.CLIENT
    subject: str
    text: str
    certificate: str = ""
    brought_by: str = ""
    contact: str = ""


class CodeIn(Schema):
    """The number and code of a receipt."""

    number: str
    code: str


@router.get("/kinds", response={200: list[dict[str, Any]], 401: Problem})
def kinds(request: Request) -> list[dict[str, Any]]:
    """Every kind of record with the fields it asks for, and when."""
    return [
        {
            "key": kind.key,
            "name": said(kind.label),
            "source": str(kind.source),
            "status": kind.source.status,
            "life": str(kind.life),
            "every_months": kind.every_months,
            "fields": [
                {
                    "key": rule.key,
                    "name": said(rule.label),
                    "form": str(rule.form),
                    "needed": rule.is_needed,
                    "at": sorted(str(moment) for moment in rule.moments),
                    "choices": [one.key for one in rule.choices],
                }
                for rule in kind.fields
            ],
        }
        for kind in every_kind()
    ]


@router.get("/duties", response={200: list[dict[str, Any]], 401: Problem, 404: Problem})
def duties(request: Request) -> list[dict[str, Any]]:
    """What of the body's own duties is missing, overdue, due soon and in order today."""
    if not queries.may_see(request.actor):
        raise queries.NoRecord
    return [
        {
            "kind": line.kind,
            "what": said(line.what),
            "about": line.about,
            "due_on": line.due_on,
            "standing": str(line.standing),
            "source": str(line.source),
            "record": line.record_id,
            "matter": line.matter,
            "owner": line.owner,
        }
        for line in queries.duties(clock.today(), viewer=request.actor)
    ]


@router.get("/records", response={200: list[dict[str, Any]], 401: Problem})
def records(request: Request, kind: str = "", state: str = "") -> list[dict[str, Any]]:
    """The records one may see, newest first."""
    sought = queries.Sought(kind=kind, state=state)
    return [_record(row) for row in queries.listing(request.actor, sought, count=500)]


@router.get("/records/{record_id}", response={200: dict[str, Any], 401: Problem, 404: Problem})
def record(request: Request, record_id: int) -> dict[str, Any]:
    """One record with its values; an announcement with the clients it was told to."""
    row = queries.record(record_id, viewer=request.actor)
    told = [
        {"organisation_id": one.organisation_id, "told_at": one.told_at,
         "complied_at": one.complied_at, "evidence": one.evidence}
        for one in queries.recipients(row.id)
    ]  # fmt: skip
    return {**_record(row), "recipients": told}


@router.get("/matters", response={200: list[dict[str, Any]], 401: Problem})
def matters(request: Request, kind: str = "", state: str = "") -> list[dict[str, Any]]:
    """The complaints and appeals one may see, newest first."""
    sought = queries.matters.Sought(kind=kind, state=state)
    return [_matter(row) for row in queries.matters.listing(request.actor, sought, count=500)]


@router.get("/matters/{number}", response={200: dict[str, Any], 401: Problem, 404: Problem})
def matter(request: Request, number: str) -> dict[str, Any]:
    """One complaint or appeal; its source only for those who handle it."""
    row = queries.matters.matter(number, viewer=request.actor)
    return {**_matter(row), "text": row.text, "brought_by": row.brought_by,
            "contact": row.contact, "outcome": row.outcome}  # fmt: skip


@router.post(
    "/public/complaints", auth=None,
    response={200: dict[str, Any], 409: Problem, 422: Problem, 429: Problem},
)  # fmt: skip
def complain(request: HttpRequest, given: ComplaintIn) -> dict[str, Any] | HttpResponse:
    """Bring a complaint without signing in; number and code are given once."""
    at = clock.now()
    if not allows(request.META.get("REMOTE_ADDR", ""), at=at):
        return problem(429, _("This was sent too often from here."))
    receipt = actions.file(kind=MatterKind.COMPLAINT, by=VISITOR, at=at, **given.dict())
    return {"number": receipt.number, "code": receipt.code}


@router.post(
    "/public/status", auth=None,
    response={200: dict[str, Any], 404: Problem, 422: Problem, 429: Problem},
)  # fmt: skip
def status(request: HttpRequest, given: CodeIn) -> dict[str, Any] | HttpResponse:
    """How a complaint or an appeal stands, for whoever knows its number and code."""
    if not allows_look_up(request.META.get("REMOTE_ADDR", ""), at=clock.now()):
        return problem(429, _("This was sent too often from here."))
    found = queries.matters.by_code(given.number.strip().upper(), given.code)
    if found is None:
        return problem(404, _("Number and code do not belong together."))
    is_told = found.state in (MatterState.TOLD, MatterState.CLOSED)
    return {
        "number": found.number,
        "state": str(found.state),
        "state_title": said(found.state),
        "due_on": found.due_on,
        "result": str(found.result) if is_told and found.result else None,
        "outcome": found.outcome if is_told else None,
    }


@router.get("/public/about", auth=None, response={200: dict[str, Any]})
def about(request: HttpRequest) -> dict[str, Any]:
    """What the body tells the public of itself."""
    page = queries.public_page(clock.today())
    return {
        name: {
            "version": told.version, "dated_on": told.dated_on, "text_zh": told.text_zh,
            "text_en": told.text_en,
            "parts": {choice.key: text for choice, text in told.parts},
            "source": str(told.source),
        }
        if told
        else None
        for name, told in (
            ("policy", page.policy), ("information", page.information),
            ("for_clients", page.for_clients),
        )
    }  # fmt: skip


def _record(row: RecordView) -> dict[str, Any]:
    return {
        "id": row.id,
        "number": row.number,
        "kind": row.kind.key,
        "title": row.title,
        "state": str(row.state),
        "values": dict(row.values),
        "organisation_id": row.organisation_id,
        "owner": row.owner,
        "due_on": row.due_on,
        "review_on": row.review_on,
        "valid_until": row.valid_until,
        "next_on": row.next_on,
    }


def _matter(row: MatterView) -> dict[str, Any]:
    return {
        "number": row.number,
        "kind": str(row.kind),
        "about": str(row.about),
        "state": str(row.state),
        "due_on": row.due_on,
        "subject": row.subject,
        "organisation_id": row.organisation_id,
        "certificate": row.certificate,
        "case": row.case_number,
        "received_at": row.received_at,
        "result": str(row.result) if row.result else None,
    }

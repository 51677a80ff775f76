"""Certificates: the list, one with its history, and what is to be done today."""

from typing import Any

from ninja import Router

from xinheng import clock
from xinheng.api.errors import Problem
from xinheng.apps.certificates import queries
from xinheng.apps.certificates.queries import CertificateView
from xinheng.front.who import Request
from xinheng.front.wording import fill

router = Router(tags=["certificates"])


@router.get("", response={200: list[dict[str, Any]], 401: Problem})
def listing(request: Request, state: str = "", scheme: str = "") -> list[dict[str, Any]]:
    """The certificates one may see, newest first."""
    sought = queries.Sought(state=state, scheme=scheme)
    return [_plain(row) for row in queries.listing(request.actor, sought)]


@router.get("/today", response={200: list[dict[str, Any]], 401: Problem, 404: Problem})
def today(request: Request) -> list[dict[str, Any]]:
    """What should be suspended, restored, withdrawn or let expire today, and why."""
    if not request.actor.is_staff:
        raise queries.NoCertificate
    return [
        {
            "list": str(line.kind),
            "certificate": line.certificate.number,
            "case": line.certificate.case_number,
            "because": fill(line.because, line.facts),
            "source": str(line.source),
        }
        for line in queries.lists(clock.today())
    ]


@router.get("/number-patterns", response={200: list[dict[str, Any]], 401: Problem, 404: Problem})
def number_patterns(request: Request) -> list[dict[str, Any]]:
    """How certificate numbers are made, for each scheme and for all others, with an example."""
    if not request.actor.is_staff:
        raise queries.NoCertificate
    return [
        {"scheme": row.scheme, "pattern": row.pattern, "is_own": row.is_own,
         "example": row.example}
        for row in queries.patterns(clock.today())
    ]  # fmt: skip


@router.get("/{number}", response={200: dict[str, Any], 401: Problem, 404: Problem})
def certificate(request: Request, number: str) -> dict[str, Any]:
    """One certificate with everything that happened to it."""
    found = queries.by_number(number, viewer=request.actor)
    history = [
        {"change": str(one.change), "on": one.on, "reason": one.reason, "note": one.note,
         "entry": one.entry}
        for one in queries.happenings(found.id)
    ]  # fmt: skip
    return {**_plain(found), "history": history}


def _plain(row: CertificateView) -> dict[str, Any]:
    hidden = ("case_id", "organisation_id", "document_id", "base_number", "state")
    told = {name: getattr(row, name) for name in row.__dataclass_fields__ if name not in hidden}
    return {**told, "state": str(row.state)}

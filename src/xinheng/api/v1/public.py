"""What anybody may ask about certificates, without signing in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from xinheng import clock
from xinheng.api.errors import Problem, problem
from xinheng.apps.certificates import queries
from xinheng.core.registry.lookup import plain_key
from xinheng.front.wording import said

PREFIX = "/public"
router = Router(tags=["public"])


@router.get("/certificates/{number}", auth=None, response={200: dict[str, Any], 404: Problem})
def certificate(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponse:
    """A certificate as it stands today: its status and everything that stands on it."""
    on = clock.today()
    found = queries.public_certificate(plain_key(number), on=on)
    if found is None:
        return problem(404, _("Nothing is registered here under what you typed."))
    return {
        "number": found.number,
        "status": str(found.state),
        "status_title": said(found.state),
        "is_valid": found.is_valid,
        "as_of": on,
        "status_since": found.state_since,
        "suspended_until": found.suspended_until,
        "superseded_by": found.superseded_by,
        "holder": {"zh": found.holder_zh, "en": found.holder_en},
        "credit_code": found.credit_code,
        "address": {"zh": found.address_zh, "en": found.address_en},
        "scheme": found.scheme,
        "standard": found.standard,
        "scope": {"zh": found.scope_zh, "en": found.scope_en, "codes": list(found.codes)},
        "sites": list(found.sites),
        "first_issued_on": found.first_issued_on,
        "issued_on": found.issued_on,
        "effective_on": found.effective_on,
        "expires_on": found.expires_on,
        "revision": found.revision,
        "revised_on": found.revised_on,
        "last_surveillance_on": found.last_surveillance_on,
        "history": [
            {"change": str(mark.change), "on": mark.on, "entry": mark.entry}
            for mark in queries.marks_of(found.id)
        ],
    }

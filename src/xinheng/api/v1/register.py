"""The national register for programs: look-up, search, bulk verification, statistics."""

from typing import Annotated, Any, Literal

from annotated_types import Len
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from xinheng import clock
from xinheng.api.errors import Problem, problem
from xinheng.apps.registry import queries
from xinheng.core.registry.lookup import is_long_enough, plain_key
from xinheng.front.public_limits import allows, visitor_address
from xinheng.front.register_told import entry_json, figures_json

PREFIX = "/public/register"
MOST = 1000
A_SEARCH = 20
"""So many numbers verified at once are worth one search, which shows as many."""
router = Router(tags=["register"])
Text = Annotated[str, Len(1, 60)]
Answer = dict[str, Any]


class Verification(Schema):
    """Numbers and credit codes to verify, at most 1,000 together."""

    numbers: list[Text] = Field(default_factory=list, max_length=MOST)
    credit_codes: list[Text] = Field(default_factory=list, max_length=MOST)


class Search(Schema):
    """A search by name. `after` is from the page before."""

    name: str = Field(max_length=200)
    domain: str = Field("", max_length=20)
    region: str = Field("", max_length=2)
    status: str = Field("", max_length=12)
    after: str = Field("", max_length=40)


@router.get("/certificates/{number}", auth=None, response={200: Answer, 404: Problem})
def certificate(request: HttpRequest, number: str) -> Answer | HttpResponse:
    """A certificate of any body as it stands today."""
    found = queries.by_number(number[:200], on=clock.today())
    if found is None:
        return problem(404, _("Nothing is registered here under what you typed."))
    return {"as_of": clock.today(), **entry_json(found)}


@router.get("/search", auth=None, response={200: Answer, 422: Problem, 429: Problem})
def search(request: HttpRequest, asked: Query[Search]) -> Answer | HttpResponse:
    """Certificates by the holder's name, twenty at a time, with a capped count."""
    if not is_long_enough(asked.name):
        short = _("Type at least two Chinese characters or four letters of the holder's name.")
        return problem(422, short)
    if not allows(visitor_address(request), at=clock.now()):
        return _too_often()
    filters = queries.Filters(asked.domain, asked.region, asked.status)
    hits = queries.by_name(asked.name, on=clock.today(), filters=filters, after=asked.after)
    return {
        "as_of": clock.today(),
        "organisations": hits.organisations,
        "organisations_capped": hits.is_capped,
        "certificates": [entry_json(entry) for entry in hits.entries],
        "after": hits.after or None,
    }


@router.post("/verify", auth=None, response={200: Answer, 422: Problem, 429: Problem})
def verify(request: HttpRequest, asked: Verification) -> Answer | HttpResponse:
    """Verify up to 1,000 numbers and credit codes at once; an answer for each, in their order."""
    number = len(asked.numbers) + len(asked.credit_codes)
    if not 0 < number <= MOST:
        return problem(422, _("Give between 1 and 1,000 numbers and credit codes."))
    if not allows(visitor_address(request), at=clock.now(), cost=-(-number // A_SEARCH)):
        return _too_often()
    on = clock.today()
    found = queries.by_numbers(asked.numbers, on=on) if asked.numbers else {}
    held = queries.held_by(asked.credit_codes, on=on) if asked.credit_codes else {}
    return {
        "as_of": on,
        "numbers": [_verdict(given, found.get(plain_key(given))) for given in asked.numbers],
        "credit_codes": [
            {"asked": given, "certificates": [entry_json(e) for e in held[plain_key(given)]]}
            for given in asked.credit_codes
        ],
    }


@router.get("/statistics", auth=None, response=Answer)
def statistics(
    request: HttpRequest,
    by: Literal["domain", "region"] = "domain",
    of: Literal["register", "october-2024"] = "register",
) -> Answer:
    """Certificates in force by domain or region, with ranks, shares and what does not add up."""
    printed = of == "october-2024"
    return figures_json(queries.printed_in_october_2024(by) if printed else queries.current(by))


def _verdict(asked: str, found: queries.Entry | None) -> Answer:
    if found is None:
        return {"asked": asked, "verdict": "unknown", "certificate": None}
    verdict = "in-force" if found.status == "in-force" else "not-in-force"
    return {"asked": asked, "verdict": verdict, "certificate": entry_json(found)}


def _too_often() -> HttpResponse:
    often = _(
        "Too many searches by name from your address. Wait a minute, or search by number or "
        "credit code."
    )
    return problem(429, often)

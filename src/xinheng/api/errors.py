"""How the API says no: problem details (RFC 9457) with every reason and its source."""

from collections.abc import Iterable

from django.core.exceptions import ObjectDoesNotExist
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from xinheng.core.shared.violation import Refused, Violation
from xinheng.front.no_room import is_no_room, no_room
from xinheng.front.wording import said, sentence


class Reason(Schema):
    """One reason of a refusal."""

    code: str
    detail: str
    source: str
    field: str = ""
    facts: dict[str, str] = {}


class Problem(Schema):
    """A problem document."""

    title: str
    status: int
    reasons: list[Reason] = []


def problem(status: int, title: str, reasons: Iterable[Reason] = ()) -> HttpResponse:
    """A problem document as an answer."""
    body = Problem(title=title, status=status, reasons=list(reasons))
    return JsonResponse(body.model_dump(), status=status, content_type="application/problem+json")


def reason(violation: Violation) -> Reason:
    """One violation in the reader's language."""
    return Reason(
        code=violation.code,
        detail=sentence(violation),
        source=str(violation.source),
        field=violation.field,
        facts={name: said(value) for name, value in violation.facts.items()},
    )


def install(api: NinjaAPI) -> None:
    """Teach the API to word refusals, unknown things and wrong shapes."""

    @api.exception_handler(Refused)
    def refused(_request: HttpRequest, error: Refused) -> HttpResponse:
        return problem(409, _("Refused"), [reason(v) for v in error.violations])

    @api.exception_handler(ObjectDoesNotExist)
    def absent(_request: HttpRequest, _error: ObjectDoesNotExist) -> HttpResponse:
        return problem(404, _("There is no such thing, or you may not see it."))

    @api.exception_handler(OperationalError)
    def full(request: HttpRequest, error: OperationalError) -> HttpResponse:
        if not is_no_room(error):
            raise error
        return no_room(request)

    @api.exception_handler(ValidationError)
    def misshapen(_request: HttpRequest, error: ValidationError) -> HttpResponse:
        found = [
            Reason(
                code=f"input.{item['type']}",
                detail=item["msg"],
                source="",
                field=".".join(str(part) for part in item["loc"][1:]),
            )
            for item in error.errors
        ]
        return problem(422, _("The input does not have the right shape."), found)

    @api.exception_handler(AuthenticationError)
    def unknown(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
        return problem(401, _("Sign in first."))

    @api.exception_handler(HttpError)
    def http(_request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(error.status_code, str(error))

"""What a page says when something is not there, not allowed, or broken."""

import sys
from collections.abc import Callable

from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

from xinheng.core.shared.violation import Refused
from xinheng.front.no_room import is_no_room, no_room


class ErrorsMiddleware:
    """“No such thing” becomes a 404 page; a refusal nobody caught becomes a 409 page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, ObjectDoesNotExist):
            return render(request, "errors/404.html", status=404)
        if isinstance(error, RequestDataTooBig):
            return render(request, "errors/413.html", status=413)
        if is_no_room(error):
            return no_room(request)
        if isinstance(error, Refused):
            reasons = {"violations": error.violations}
            return render(request, "errors/409.html", reasons, status=409)
        return None


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for an address that leads nowhere."""
    return render(request, "errors/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """The page for a fault of ours. It needs no database.

    A full disk may also show itself where no view is at work, as when a session is kept.
    """
    if is_no_room(sys.exception()):
        return no_room(request)
    return HttpResponseServerError(render_to_string("errors/500.html"))


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for somebody whose duty it is not, or whose form has grown too old."""
    return render(request, "errors/403.html", status=403)

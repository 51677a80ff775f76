"""A request that only reads is answered from one reading of the house."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from xinheng.core.shared.reading_once import one_reading
from xinheng.rulebook.known import one_rule_set

ONLY_READ = ("GET", "HEAD")


class OneReadingMiddleware:
    """Let each question of the rooms be asked of the database once for a page.

    Whatever the request does, one rule set holds for all of it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with one_rule_set():
            if request.method not in ONLY_READ:
                return self.get_response(request)
            with one_reading():
                return self.get_response(request)

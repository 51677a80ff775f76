"""Pages of other sites may read what is public: cross-origin reading, never with a sign-in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PUBLIC = "/api/v1/public/"
READING = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type, Accept-Language",
    "Access-Control-Max-Age": "86400",
}
"""No `Allow-Credentials`: a browser sends no cookie along, so nobody reads as somebody."""


class PublicReadingMiddleware:
    """Answer preflights of the public API, and let other origins read what it says."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; public answers get the headers."""
        if not request.path.startswith(PUBLIC):
            return self.get_response(request)
        is_preflight = request.method == "OPTIONS" and (
            "Access-Control-Request-Method" in request.headers
        )
        response = HttpResponse(status=204) if is_preflight else self.get_response(request)
        for name, value in READING.items():
            response[name] = value
        return response

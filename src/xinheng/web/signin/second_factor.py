"""Staff hold a second factor: whoever has none yet sets it up before anything else."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

OPEN_PATHS = ("/accounts/", "/language/", "/static/")


class SecondFactorMiddleware:
    """Send staff without a second factor to where they set one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.SECOND_FACTOR_REQUIRED or not _lacks_it(request):
            return self.get_response(request)
        said = _("Before anything else, set up a second factor: an authenticator app or a passkey.")
        if request.path.startswith("/api/"):
            return JsonResponse({"title": said}, status=403)
        messages.warning(request, said)
        return redirect("mfa_index")


def _lacks_it(request: HttpRequest) -> bool:
    """Whether somebody of the staff is signed in without a second factor."""
    if request.path.startswith(OPEN_PATHS) or not request.user.is_authenticated:
        return False
    staff: bool = request.actor.is_staff  # type: ignore[attr-defined]
    return staff and not is_mfa_enabled(request.user)

"""From a session to an actor."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from xinheng import clock
from xinheng.apps.people import queries as people
from xinheng.core.shared.actor import VISITOR, Actor


class Request(HttpRequest):
    """A request that knows who acts."""

    actor: Actor


class ActorMiddleware:
    """Put the actor on the request; nobody signed in is a visitor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def actor_of(request: HttpRequest) -> Actor:
    """Who is signed in, with today's duties."""
    if not request.user.is_authenticated or request.user.pk is None:
        return VISITOR
    return people.actor_from(request.user, on=clock.today())

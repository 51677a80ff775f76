"""Sign-in of programs by a bearer token."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from xinheng import clock
from xinheng.apps.people import queries as people


class TokenAuth(HttpBearer):
    """Accepts a token that a person made for a program of its own."""

    def authenticate(self, request: HttpRequest, token: str) -> object | None:
        person_id = people.holder_of_token(token, at=clock.now())
        if person_id is None:
            return None
        request.actor = people.actor_of(person_id, on=clock.today())  # type: ignore[attr-defined]
        return person_id

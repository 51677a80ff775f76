"""What the frame around every page needs."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from xinheng.apps.people import queries as people
from xinheng.core.shared.actor import Actor, Duty

D = Duty
EVERY_STAFF = frozenset(Duty) - {D.APPLY}


@dataclass(frozen=True, slots=True)
class Room:
    """An entry of the navigation: where it leads and who is shown it."""

    title: object
    url_name: str
    icon: str
    duties: frozenset[Duty]


D_INTAKE = frozenset({D.RECEIVE, D.CHECK_CLAIMS, D.REVIEW_APPLICATIONS, D.QUOTE})
ROOMS = (
    Room(_("Today"), "desk:today", "home", EVERY_STAFF | {D.APPLY}),
    Room(_("Applications"), "intake:list", "inbox", D_INTAKE | {D.APPLY, D.OVERSEE}),
    Room(_("Cases"), "cases:list", "folders", EVERY_STAFF | {D.APPLY}),
    Room(_("Clients"), "clients:list", "building", EVERY_STAFF | {D.APPLY}),
    Room(_("Library"), "library:codes", "books", EVERY_STAFF | {D.APPLY}),
)


def frame(request: HttpRequest) -> dict[str, object]:
    """The rooms a person may enter, the body's name, and who acts."""
    actor: Actor = getattr(request, "actor", None) or Actor(None, "")
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"rooms": (), "body": people.body(), "actor": actor}
    rooms = tuple(room for room in ROOMS if not actor.duties.isdisjoint(room.duties))
    return {"rooms": rooms, "body": people.body(), "actor": actor}

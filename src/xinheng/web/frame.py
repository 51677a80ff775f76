"""What the frame around every page needs."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from xinheng import clock
from xinheng.apps.people import queries as people
from xinheng.core.shared.actor import Actor, Duty

D = Duty
EVERY_STAFF = frozenset(Duty) - {D.APPLY, D.CLOCKWORK}
ANYBODY: frozenset[Duty] = frozenset()


@dataclass(frozen=True, slots=True)
class Room:
    """An entry of the navigation.

    `url_names` are tried in turn: the first that leads somewhere is taken, and a
    room without a page is not shown. Whoever holds one of `duties` is shown it;
    none means everybody who is signed in. Where a room has no list of its own,
    the list of cases with `cases_query` stands for it.
    """

    title: object
    icon: str
    url_names: tuple[str, ...]
    duties: frozenset[Duty] = ANYBODY
    cases_query: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A room as it stands in the navigation of one page."""

    title: object
    icon: str
    address: str
    is_here: bool


INTAKE = frozenset({D.RECEIVE, D.CHECK_CLAIMS, D.REVIEW_APPLICATIONS, D.QUOTE, D.OVERSEE})
PLANNING = frozenset({D.PLAN_AUDITS, D.OVERSEE})
AUDITING = frozenset({D.AUDIT, D.LEAD})
AUDITS = PLANNING | AUDITING | {D.APPROVE_WITHDRAWAL}
DECIDING = frozenset({D.REVIEW, D.DECIDE, D.OVERSEE})
SAFEGUARDING = frozenset(
    {D.OVERSEE, D.KEEP_PEOPLE, D.REVIEW_APPLICATIONS, D.PLAN_AUDITS, D.REVIEW, D.DECIDE}
)
ISSUING = frozenset({D.ISSUE, D.DECIDE, D.OVERSEE, D.APPLY})

KEEPING = frozenset({D.OVERSEE, D.ISSUE, D.KEEP_PEOPLE})

ROOMS = (
    Room(_("Today"), "home", ("desk:today",)),
    Room(_("Cases"), "folders", ("cases:list",)),
    Room(_("Calendar"), "calendar", ("calendar:month",)),
    Room(_("Intake"), "inbox", ("intake:list",), INTAKE | {D.APPLY}),
    Room(_("Clients"), "building", ("clients:list",), INTAKE | PLANNING),
    Room(_("Falls due"), "hourglass", ("calendar:due",), PLANNING),
    Room(_("Planning"), "calendar", ("scheduling:list",), PLANNING),
    Room(_("Conflicts of teams"), "calendar", ("staffing:conflicts",), PLANNING),
    Room(_("Matching degree"), "scale", ("staffing:matching",), PLANNING),
    Room(_("My offers"), "calendar", ("scheduling:offers",), AUDITING),
    Room(_("My teams"), "calendar", ("staffing:mine",), AUDITING),
    Room(_("People"), "users", ("people:list",), PLANNING | {D.KEEP_PEOPLE}),
    Room(
        _("Audits"), "clipboard-check", ("audits:list", "cases:list"), AUDITS, "state=determination"
    ),
    Room(_("Nonconformities"), "alert-triangle", ("findings:list",), AUDITS | {D.APPLY}),
    Room(
        _("Review and decision"),
        "scale",
        ("decisions:list", "cases:list"),
        DECIDING,
        "state=review",
    ),
    Room(_("Certificates"), "certificate", ("certificates:list",), ISSUING),
    Room(_("The body's own duties"), "shield-lock", ("governance:duties",), KEEPING),
    Room(
        _("Complaints and appeals"),
        "alert-triangle",
        ("governance:matters",),
        frozenset({D.OVERSEE, D.REVIEW, D.DECIDE, D.APPLY}),
    ),
    Room(_("Public search"), "world-search", ("registry:search",)),
    Room(_("Impartiality"), "shield-lock", ("impartiality:list",), SAFEGUARDING),
    Room(_("Waivers"), "lock-open", ("waivers:list",), EVERY_STAFF),
    Room(_("Calculators"), "scale", ("calculators:list",)),
    Room(_("Scope codes"), "list-details", ("library:codes",), EVERY_STAFF),
    Room(_("Rules"), "book", ("rules:list",), EVERY_STAFF),
    Room(_("Journal"), "history", ("journal:list",), EVERY_STAFF),
    Room(_("Settings"), "settings", ("settings:index",), EVERY_STAFF),
)
PUBLIC = (
    Room(_("Public search"), "world-search", ("registry:search",)),
    Room(_("About our certification"), "info-circle", ("governance:about",)),
    Room(_("Complain"), "alert-triangle", ("governance:complain",)),
    Room(_("Rules"), "book", ("rules:list",)),
    Room(_("Calculators"), "scale", ("calculators:list",)),
)


def frame(request: HttpRequest) -> dict[str, object]:
    """The rooms a person may enter, the body, who acts, and what was not read yet."""
    actor: Actor = getattr(request, "actor", None) or Actor(None, "")
    given: dict[str, object] = {"body": SimpleLazyObject(people.body), "actor": actor}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return given | {"rooms": (), "public_rooms": _entries(PUBLIC, None, request.path)}
    return given | {
        "rooms": _entries(ROOMS, actor, request.path),
        "roles": SimpleLazyObject(lambda: people.roles_of(user.pk, on=clock.today())),
        "search_address": address_of("desk:search"),
        "search_words": request.GET.get("q", "") if request.path == "/search" else "",
        "notices_address": address_of("desk:notices"),
        "unread": SimpleLazyObject(lambda: people.unread_notices(actor)),
        "my_page_address": address_of("people:me") or address_of("settings:index"),
    }


def address_of(url_name: str, *args: object) -> str:
    """The address of a page, or nothing while it has none."""
    try:
        return reverse(url_name, args=args)
    except NoReverseMatch:
        return ""


def _entries(rooms: tuple[Room, ...], actor: Actor | None, path: str) -> tuple[Entry, ...]:
    found = [
        (room, address)
        for room in rooms
        if actor is None or not room.duties or not actor.duties.isdisjoint(room.duties)
        if (address := _address_of_room(room))
    ]
    here = max(
        (address for _room, address in found if _is_under(path, address)), key=len, default=""
    )
    return tuple(Entry(r.title, r.icon, address, address == here) for r, address in found)


def _address_of_room(room: Room) -> str:
    for name in room.url_names:
        if address := address_of(name):
            stands_in = name == "cases:list" and room.cases_query
            return f"{address}?{room.cases_query}" if stands_in else address
    return ""


def _is_under(path: str, address: str) -> bool:
    return path == address or (address != "/" and path.startswith(address))

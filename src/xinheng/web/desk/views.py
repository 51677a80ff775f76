"""The desk: what waits for me, by when, and what is blocked and why."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from xinheng import clock
from xinheng.apps.cases import queries as cases
from xinheng.apps.certificates import queries as certificates
from xinheng.apps.people import actions as people_actions
from xinheng.apps.people import queries as people
from xinheng.core.cases.proposals import Proposal
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Violation
from xinheng.front.proposals import proposals_for
from xinheng.front.who import Request

SHOWN = 50
FOUND = 30


@dataclass(frozen=True, slots=True)
class Number:
    """One of the few numbers of the desk, with the list it counts."""

    title: object
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal as a row of the queue: where it is answered, and why not by the viewer."""

    proposal: Proposal
    address: str
    closed: tuple[Violation, ...]


def _proposed(row: Proposal, viewer: Actor) -> Proposed:
    address = reverse(row.act.name.replace(".", ":", 1), args=[row.number])
    if row.target is not None:
        address = f"{address}?target={row.target}"
    return Proposed(row, address, tuple(row.closed_to(viewer)))


@require_GET
@login_required
def today(request: Request) -> HttpResponse:
    """The desk of whoever is signed in."""
    viewer = request.actor
    waiting = cases.waiting_for(viewer)
    proposed = tuple(_proposed(row, viewer) for row in proposals_for(viewer))
    mine = sum(not row.closed for row in proposed)
    on = clock.today()
    late = cases.Sought(due="late", state="open", on=on)
    address = reverse("cases:list")
    numbers = (
        Number(_("Waiting for me"), len(waiting) + mine, f"{address}?mine=1"),
        Number(_("Overdue"), cases.how_many(viewer, late), f"{address}?due=late&state=open"),
        Number(
            _("Open cases"),
            cases.how_many(viewer, cases.Sought(state="open")),
            f"{address}?state=open",
        ),
    )
    context = {
        "numbers": numbers,
        "proposed": proposed[:SHOWN],
        "waiting": waiting[:SHOWN],
        "more": max(0, len(waiting) - SHOWN),
        "notices": _notices(viewer, limit=6, unread_only=True),
        "on": on,
    }
    return render(request, "desk/today.html", context)


def _notices(
    viewer: Actor, *, limit: int, unread_only: bool = False
) -> list[tuple[people.NoticeView, str]]:
    """The notices of somebody, each with the number of the case it is about."""
    rows = people.notices(viewer, limit=limit, unread_only=unread_only)
    ids = frozenset(row.case_id for row in rows if row.case_id is not None)
    numbers = cases.numbers_of(ids, viewer=viewer)
    return [(row, numbers.get(row.case_id or -1, "")) for row in rows]


@require_GET
@login_required
def notices(request: Request) -> HttpResponse:
    """What I was told, newest first."""
    return render(request, "desk/notices.html", {"notices": _notices(request.actor, limit=100)})


@require_POST
@login_required
def read(request: Request) -> HttpResponse:
    """Mark one notice, or all of them, as read."""
    raw = request.POST.get("notice", "")
    people_actions.read_notices(
        by=request.actor, at=clock.now(), notice_id=int(raw) if raw.isdecimal() else None
    )
    return redirect("desk:notices")


@require_GET
@login_required
def search(request: Request) -> HttpResponse:
    """Cases by number, client or credit code; certificates by number, holder or credit code."""
    words = request.GET.get("q", "").strip()[:100]
    found = cases.listing(request.actor, cases.Sought(words=words), count=FOUND) if words else ()
    if len(found) == 1 and found[0].number == words:
        return redirect("cases:case", number=words)
    sought = certificates.Sought(text=words)
    kept = certificates.listing(request.actor, sought, count=FOUND) if words else ()
    context = {"words": words, "cases": found, "certificates": kept}
    return render(request, "desk/search.html", context)

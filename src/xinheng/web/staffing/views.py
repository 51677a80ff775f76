"""One's own assignments, the seats in conflict, and the calendar feed."""

from datetime import datetime, time, timedelta

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from icalendar import Calendar, Event

from xinheng import clock
from xinheng.apps.cases import queries as cases
from xinheng.apps.people import queries as people
from xinheng.apps.staffing import actions, queries
from xinheng.core.shared.actor import Duty
from xinheng.front.who import Request

FEED_DAYS = 180
STARTS = {"am": time(8, 30), "pm": time(13, 30)}
HALF_DAY = timedelta(hours=4)


@require_GET
@login_required
def mine(request: Request) -> HttpResponse:
    """The teams one sits in, and what one still has to declare."""
    found = cases.assignments(request.actor.person_id or -1)
    return render(request, "staffing/mine.html", {"assignments": found})


@require_GET
@login_required
def conflicts(request: Request) -> HttpResponse:
    """The seats whose holders may not hold them any more. For planners."""
    if not request.actor.holds_any((Duty.PLAN_AUDITS, Duty.OVERSEE)):
        raise Http404
    return render(
        request, "staffing/conflicts.html", {"conflicts": queries.conflicts(clock.today())}
    )


@require_POST
@login_required
def make_calendar(request: Request) -> HttpResponse:
    """Make a new secret address of one's own calendar, shown once."""
    key = actions.make_calendar_key(by=request.actor, at=clock.now())
    address = request.build_absolute_uri(reverse("staffing:calendar", args=[key]))
    return render(request, "staffing/calendar.html", {"address": address})


@require_GET
def calendar(_request: Request, key: str) -> HttpResponse:
    """Somebody's planned half-days as a calendar feed; the key in the address is the sign-in."""
    person_id = queries.holder_of_calendar(key)
    if person_id is None:
        raise Http404
    today = clock.today()
    taken = people.taken_halves(
        [person_id], first=today - timedelta(days=30), last=today + timedelta(days=FEED_DAYS)
    )[person_id]
    numbers = {a.case_id: a for a in cases.assignments(person_id)}
    feed = Calendar()
    feed.add("prodid", "-//Xinheng//half-days//ZH")
    feed.add("version", "2.0")
    for (on, half), case_id in sorted(taken.items()):
        start = datetime.combine(on, STARTS[half], get_default_timezone())
        known = numbers.get(case_id)
        event = Event()
        event.add("uid", f"{person_id}-{on}-{half}@xinheng")
        event.add("dtstamp", clock.now())
        event.add("dtstart", start)
        event.add("dtend", start + HALF_DAY)
        summary = f"{known.case_number} {known.organisation_zh}" if known else _("Audit")
        event.add("summary", summary)
        feed.add_component(event)
    return HttpResponse(feed.to_ical(), content_type="text/calendar; charset=utf-8")

"""The calendar of everything that falls due: month, list, simulation and feeds."""

from collections.abc import Iterable
from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from xinheng import clock
from xinheng.apps.people import actions
from xinheng.apps.people import queries as people
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.falling import DueKind
from xinheng.core.shared.violation import Refused
from xinheng.front import calendar, feeds
from xinheng.front.calendar import Entry, Wish
from xinheng.front.who import Request
from xinheng.front.wording import sentence
from xinheng.rulebook.programmes import working_calendar
from xinheng.web.calendar.months import last_day, month_of
from xinheng.web.lists import Column, Filter, ListPage, Wanted, render_list, wanted

FIRST_YEAR, LAST_YEAR = 2017, 2100
HORIZONS = (30, 90, 180, 365)
Choices = tuple[tuple[str, object], ...]


def _case_of(entry: Entry) -> str:
    return reverse("cases:case", args=[entry.number]) if entry.number else ""


COLUMNS = (
    Column("day", _("Due"), lambda row: row.day, "day"),
    Column("left", _("Time left"), lambda row: row.day, look="due"),
    Column("kind", _("Kind"), lambda row: row.thing.kind, "kind"),
    Column("what", _("What is to be done"), lambda row: row.title, width=40),
    Column("case", _("Case"), lambda row: row.number, "case", _case_of),
    Column("client", _("Client"), lambda row: row.organisation_zh, "client", width=30),
    Column("schemes", _("Standards"), lambda row: row.schemes, shown=False),
    Column("people", _("Persons"), lambda row: row.names, width=24),
    Column("consequence", _("If not"), lambda row: row.consequence, width=40),
    Column("source", _("Source"), lambda row: row.source_said, width=30),
    Column("rule", _("Rule"), lambda row: row.thing.rule, shown=False, width=24),
    Column("status", _("How far checked"), lambda row: row.source.status, shown=False),
)


def _choices(entries: Iterable[Entry]) -> dict[str, Choices]:
    """What a calendar can be narrowed to, as far as there is something to show."""
    rows = list(entries)
    kinds = sorted({row.thing.kind for row in rows}, key=list(DueKind).index)
    persons = {str(pk): name for row in rows for pk, name in row.people.items()}
    clients = {str(r.case.organisation_id): r.organisation_zh for r in rows if r.case}
    branches = {str(r.case.branch_id): r.case.branch for r in rows if r.case and r.case.branch}
    return {
        "kind": tuple((kind.value, kind.label) for kind in kinds),
        "person": tuple(sorted(persons.items(), key=lambda pair: str(pair[1]))),
        "client": tuple(sorted(clients.items(), key=lambda pair: str(pair[1]))),
        "branch": tuple(sorted(branches.items(), key=lambda pair: str(pair[1]))),
        "scheme": tuple((key, key) for key in sorted({s for row in rows for s in row.schemes})),
        "whose": (("mine", _("Only mine")),),
    }


LABELS = {"kind": _("Kind"), "person": _("Person"), "client": _("Client"),
          "branch": _("Branch"), "scheme": _("Standard"), "whose": _("Whose")}  # fmt: skip


def _filters(entries: Iterable[Entry], viewer: Actor) -> tuple[Filter, ...]:
    found = _choices(entries)
    names = ["kind", "person", "client", "branch", "scheme", "whose"]
    if not viewer.is_staff:
        names = ["kind", "scheme"]
    return tuple(Filter(name, LABELS[name], lambda name=name: found[name])  # type: ignore[misc]
                 for name in names if found[name])  # fmt: skip


def _wish(asked: Wanted) -> Wish:
    given = asked.filters
    return Wish(
        kind=given.get("kind", ""),
        person_id=int(given["person"]) if "person" in given else None,
        organisation_id=int(given["client"]) if "client" in given else None,
        branch_id=int(given["branch"]) if "branch" in given else None,
        scheme=given.get("scheme", ""),
        words=asked.words,
        mine=given.get("whose") == "mine",
    )


def _seen(viewer: Actor, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """What a client is told of its own; all for the body."""
    if viewer.organisation_id is None:
        return tuple(entries)
    return tuple(entry for entry in entries if calendar.for_client(entry))


def _page(title: object, entries: Iterable[Entry], viewer: Actor, *, empty: object,
          template: str, more: tuple[Filter, ...] = ()) -> ListPage:  # fmt: skip
    return ListPage(
        title=title,
        columns=COLUMNS,
        filters=(*more, *_filters(entries, viewer)),
        order="day",
        empty=empty,
        template=template,
    )


@require_GET
@login_required
def month(request: Request, year: int | None = None, month: int | None = None) -> HttpResponse:
    """A month as a grid and as a list of its days."""
    today = clock.today()
    first = today.replace(day=1) if year is None or month is None else _first(year, month)
    everything = _seen(
        request.actor, calendar.gather(request.actor, on=today, until=last_day(first))
    )
    page = _page(_("Calendar"), everything, request.actor, empty="", template="calendar/month.html")
    asked = wanted(request, page)
    wish = _wish(asked)
    found = [entry for entry in everything if wish.fits(entry, request.actor)]
    working = working_calendar(today)
    context = {
        "month": month_of(first, found, today=today, working=working),
        "late": sum(entry.thing.is_overdue_on(today) for entry in found),
        "choices": [(f, list(f.choices()), asked.filters.get(f.key, "")) for f in page.filters],
        "asked": asked,
        "is_filtered": bool(asked.words or asked.filters),
        "today": today,
        "is_this_month": first == today.replace(day=1),
    }
    return render(request, "calendar/month.html", context)


def _first(year: int, month: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= month <= 12:
        raise Http404
    return date(year, month, 1)


def _horizons() -> Choices:
    return (
        ("late", _("Overdue")),
        *((str(days), _("Within %(days)s days") % {"days": days}) for days in HORIZONS),
    )


@require_GET
@login_required
def due(request: Request) -> HttpResponse:
    """Everything that falls due, soonest first, as a list with its filters and as a file."""
    if not request.actor.is_staff and request.actor.organisation_id is None:
        raise Http404
    today = clock.today()
    raw = request.GET.get("days", "")
    days = int(raw) if raw.isascii() and raw.isdigit() and len(raw) <= 4 else HORIZONS[1]
    late = raw == "late"
    until = today + timedelta(days=min(0 if late else days, calendar.MOST_DAYS))
    first = _month_asked(request)
    if first is not None:
        until = last_day(first)
    found = _seen(request.actor, calendar.gather(request.actor, on=today, until=until))
    if late:
        found = tuple(entry for entry in found if entry.thing.is_overdue_on(today))
    if first is not None:
        found = tuple(e for e in found if first <= (e.thing.last_on or e.day) and e.day <= until)
    page = _page(
        _("Falls due"), found, request.actor, template="calendar/due.html",
        more=(Filter("days", _("When"), _horizons),),
        empty=_("Nothing falls due in this time. Cycles start when a certificate is issued."),
    )  # fmt: skip
    wish = _wish(wanted(request, page))
    rows = [entry for entry in found if wish.fits(entry, request.actor)]
    return render_list(request, page, rows, more={"today": today})


def _month_asked(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return None


class DayForm(forms.Form):
    """The day of a simulation."""

    on = forms.DateField(label=_("On this day"), widget=forms.DateInput(attrs={"type": "date"}))


@require_GET
@login_required
def choose_day(request: Request) -> HttpResponse:
    """To the simulation of the day asked for; of the first day of the month after next."""
    form = DayForm(request.GET)
    day = clock.today().replace(day=1) + timedelta(days=62)
    asked = form.cleaned_data["on"] if form.is_valid() else day.replace(day=1)
    return redirect("calendar:simulation", asked.isoformat())


@require_GET
@login_required
def simulation(request: Request, on: str) -> HttpResponse:
    """What would be overdue on a day if nothing more is done."""
    today = clock.today()
    day = _day(on)
    if day is None or any(calendar.day_problems(day, today=today)):
        raise Http404
    found = _seen(request.actor, calendar.overdue_on(request.actor, day))
    page = _page(
        _("If nothing more is done"), found, request.actor, template="calendar/simulation.html",
        empty=_("Nothing would be overdue on that day."),
    )  # fmt: skip
    wish = _wish(wanted(request, page))
    rows = [entry for entry in found if wish.fits(entry, request.actor)]
    more = {
        "day": day,
        "form": DayForm(initial={"on": day}),
        "is_provisional": not working_calendar(today).is_declared(day.year),
        "already": sum(entry.thing.is_overdue_on(today) for entry in rows),
        "count": len(rows),
    }
    return render_list(request, page, rows, more=more)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class FeedForm(forms.Form):
    """A feed's name and how much it shows."""

    name = forms.CharField(label=_("What is it for"), max_length=60)
    everything = forms.BooleanField(
        label=_("Everything I may see, not only what is mine"), required=False
    )


@require_GET
@login_required
def my_feeds(request: Request) -> HttpResponse:
    """One's own calendar feeds, and how to make one."""
    context = {"feeds": people.feeds(request.actor), "form": FeedForm()}
    return render(request, "calendar/feeds.html", context)


@require_POST
@login_required
def make_feed(request: Request) -> HttpResponse:
    """Make a feed; its address is shown this once."""
    form = FeedForm(request.POST)
    context = {"feeds": people.feeds(request.actor), "form": form}
    if not form.is_valid():
        return render(request, "calendar/feeds.html", context, status=422)
    try:
        made = actions.make_feed(**form.cleaned_data, by=request.actor, at=clock.now())
    except Refused as refusal:
        for violation in refusal.violations:
            form.add_error(None, sentence(violation))
        return render(request, "calendar/feeds.html", context, status=409)
    context = {
        "feeds": people.feeds(request.actor),
        "form": FeedForm(),
        "made": made,
        "address": request.build_absolute_uri(reverse("calendar:feed", args=[made.secret])),
    }
    return render(request, "calendar/feeds.html", context)


@require_POST
@login_required
def end_feed(request: Request, feed_id: int) -> HttpResponse:
    """End a feed of one's own."""
    if feed_id not in {row.id for row in people.feeds(request.actor)}:
        raise Http404
    actions.end_feed(feed_id=feed_id, by=request.actor, at=clock.now())
    messages.success(request, gettext("The feed is ended; its address leads nowhere now."))
    return redirect("calendar:feeds")


@require_GET
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """What falls due, for a calendar program that knows the secret address."""
    found = people.feed_of_secret(secret)
    if found is None:
        raise Http404
    viewer = people.actor_of(found.person_id, on=clock.today())
    with translation.override(people.language_of(found.person_id)):
        content = feeds.ics(found, viewer, on=clock.today(), at=clock.now())
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="xinheng.ics"'
    answer["Cache-Control"] = "private, max-age=900"
    answer["ETag"] = quote_etag(feeds.stamp_of(content))
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer

"""Calendar feeds: what falls due for a person, in the form calendar programs read."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from xinheng.apps.people import actions as people_actions
from xinheng.apps.people.queries import FeedView
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.wording import mark as _
from xinheng.front import calendar
from xinheng.front.calendar import Entry, Wish
from xinheng.front.wording import fill, said
from xinheng.printing.calendar_feed import Happening, feed

AHEAD = timedelta(days=400)
RULE = _("Rule: %(source)s")
STATUS = _("How far checked: %(status)s")
PROVISIONAL = _("Provisional: the days off of %(years)s have not been declared yet.")


def ics(found: FeedView, viewer: Actor, *, on: date, at: datetime) -> bytes:
    """The feed of a person: everything overdue and the next 400 days.

    A thing keeps its UID for life; its sequence counts up when what is said of it changes.
    """
    wish = Wish(mine=not found.everything)
    entries = [
        entry
        for entry in calendar.gather(viewer, on=on, until=on + AHEAD, wish=wish)
        if viewer.organisation_id is None or calendar.for_client(entry)
    ]
    return feed(_happenings(entries, at), name=_name(found))


def _name(found: FeedView) -> str:
    return f"{gettext('Due days')} · {found.name}"


def _happenings(entries: Iterable[Entry], at: datetime) -> list[Happening]:
    host = urlsplit(settings.PUBLIC_URL).hostname or "xinheng"
    said_of = {f"{entry.id}@{host}": (entry, _summary(entry), _text(entry)) for entry in entries}
    told = people_actions.tell_calendars(
        {uid: _fingerprint(entry) for uid, (entry, _title, _body) in said_of.items()}, at=at
    )
    return [
        Happening(
            uid=uid,
            sequence=told[uid][0],
            changed_at=told[uid][1],
            first_on=entry.day,
            last_on=entry.thing.last_on or entry.day,
            title=summary,
            text=text,
            category=said(entry.thing.kind),
            address=_address(entry),
            is_sure=not entry.thing.provisional,
        )
        for uid, (entry, summary, text) in said_of.items()
    ]


def _summary(entry: Entry) -> str:
    about = " ".join(part for part in (entry.number, entry.organisation_zh) if part)
    return f"{entry.title} · {about}" if about else entry.title


def _text(entry: Entry) -> str:
    thing = entry.thing
    lines = [entry.consequence, fill(RULE, {"source": thing.source})]
    if thing.source.status:
        lines.append(fill(STATUS, {"status": thing.source.status}))
    if thing.provisional:
        lines.append(fill(PROVISIONAL, {"years": ", ".join(map(str, thing.provisional))}))
    return "\n".join(line for line in lines if line)


def _fingerprint(entry: Entry) -> str:
    """Of what matters whatever the reader's language: the days, the rule and the facts."""
    thing = entry.thing
    plain = (thing.day, thing.last_on, thing.title, sorted(map(str, thing.facts.items())),
             thing.source, thing.consequence, entry.number, thing.provisional)  # fmt: skip
    return sha256(repr(plain).encode()).hexdigest()


def _address(entry: Entry) -> str:
    if not entry.number:
        return ""
    return str(settings.PUBLIC_URL) + reverse("cases:case", args=[entry.number])


def stamp_of(content: bytes) -> str:
    """A short mark of a feed's content, the same while nothing in it changes."""
    return sha256(content).hexdigest()[:32]

"""A calendar feed in iCalendar form (RFC 5545 with the names and colours of RFC 7986)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

PRODUCT = "-//Xinheng//Calendar//EN"
EVERY_HOURS = 6


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing of a feed, on whole days. `uid` never changes; `sequence` counts its changes.

    `is_sure` is false while the day may still move.
    """

    uid: str
    sequence: int
    changed_at: datetime
    first_on: date
    last_on: date
    title: str
    text: str
    category: str
    address: str
    is_sure: bool = True


def feed(happenings: Iterable[Happening], *, name: str) -> bytes:
    """The feed as a client of calendars reads it.

    Args:
        name: what the calendar is called.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=EVERY_HOURS), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", f"PT{EVERY_HOURS}H")
    for happening in happenings:
        calendar.add_component(_event(happening))
    return bytes(calendar.to_ical())


def _event(happening: Happening) -> Event:
    event = Event()
    event.add("uid", happening.uid)
    event.add("sequence", happening.sequence)
    event.add("dtstamp", happening.changed_at)
    event.add("last-modified", happening.changed_at)
    event.add("dtstart", happening.first_on)
    event.add("dtend", happening.last_on + timedelta(days=1))
    event.add("summary", happening.title)
    event.add("description", happening.text)
    event.add("categories", [happening.category])
    event.add("status", "CONFIRMED" if happening.is_sure else "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    if happening.address:
        event.add("url", happening.address)
    return event

"""People's half-days: taken, absent, free."""

from collections.abc import Sequence
from datetime import date, timedelta

from xinheng.apps.people.models import Absence, HalfDay

Slot = tuple[int, date, str]
DayHalves = frozenset[tuple[date, str]]
HALVES = ("am", "pm")
WEEKDAYS = 5


def is_taken(slot: Slot, *, presence: str) -> bool:
    """Whether somebody's half-day is already taken."""
    person_id, on, half = slot
    return HalfDay.objects.filter(person_id=person_id, on=on, half=half, presence=presence).exists()


def taken_halves(
    person_ids: Sequence[int], *, first: date, last: date, presence: str = "planned"
) -> dict[int, dict[tuple[date, str], int]]:
    """The half-days taken in a span, with the case each is taken for. One query for all."""
    found: dict[int, dict[tuple[date, str], int]] = {pk: {} for pk in person_ids}
    rows = HalfDay.objects.filter(
        person_id__in=person_ids, presence=presence, on__gte=first, on__lte=last
    )
    for row in rows:
        found[row.person_id][(row.on, row.half)] = row.case_id
    return found


def free_halves(person_ids: Sequence[int], *, first: date, last: date) -> dict[int, DayHalves]:
    """The half-days in a span that are neither taken nor covered by an absence."""
    taken = taken_halves(person_ids, first=first, last=last)
    away: dict[int, list[tuple[date, date]]] = {pk: [] for pk in person_ids}
    rows = Absence.objects.filter(person_id__in=person_ids, first_on__lte=last, last_on__gte=first)
    for row in rows:
        away[row.person_id].append((row.first_on, row.last_on))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return {
        pk: frozenset(
            (on, half)
            for on in days
            for half in HALVES
            if (on, half) not in taken[pk]
            and not any(start <= on <= end for start, end in away[pk])
        )
        for pk in person_ids
    }


def away_days(person_ids: Sequence[int], *, first: date, last: date) -> dict[int, int]:
    """How many weekdays of a span somebody is absent; who is not in the answer never is."""
    days: dict[int, set[date]] = {}
    rows = Absence.objects.filter(
        person_id__in=person_ids, first_on__lte=last, last_on__gte=first
    ).values_list("person_id", "first_on", "last_on")
    for person_id, start, end in rows:
        begin, stop = max(start, first), min(end, last)
        span = (begin + timedelta(days=n) for n in range((stop - begin).days + 1))
        days.setdefault(person_id, set()).update(on for on in span if on.weekday() < WEEKDAYS)
    return {person_id: len(found) for person_id, found in days.items()}

"""The month as a grid of weeks, with what falls due on each day and which days are worked."""

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from xinheng.core.shared.working_days import WorkingCalendar
from xinheng.front.calendar import Entry

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the grid. `off`: nobody works; `swapped`: a weekend day that is worked."""

    on: date
    is_in_month: bool
    is_today: bool
    off: bool
    swapped: bool
    entries: tuple[Entry, ...]

    @property
    def shown(self) -> tuple[Entry, ...]:
        return self.entries[:SHOWN]

    @property
    def more(self) -> int:
        return max(0, len(self.entries) - SHOWN)


@dataclass(frozen=True, slots=True)
class Month:
    """A month with its neighbours. `is_declared`: its days off have been declared."""

    first: date
    before: date
    after: date
    weeks: tuple[tuple[Day, ...], ...]
    is_declared: bool

    @property
    def days(self) -> tuple[Day, ...]:
        """The days of the month on which something falls due, in order."""
        return tuple(d for week in self.weeks for d in week if d.is_in_month and d.entries)


def last_day(first: date) -> date:
    """The last day of the month that begins on `first`."""
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def month_of(
    first: date, entries: Iterable[Entry], *, today: date, working: WorkingCalendar
) -> Month:
    """The grid of a month, weeks from Monday to Sunday.

    Something that lasts several days stands on each of them.
    """
    by_day: dict[date, list[Entry]] = defaultdict(list)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    begin, end = weeks[0][0], weeks[-1][-1]
    for entry in entries:
        day = max(entry.day, begin)
        while day <= min(entry.thing.last_on or entry.day, end):
            by_day[day].append(entry)
            day += timedelta(days=1)
    return Month(
        first=first,
        before=(first - timedelta(days=1)).replace(day=1),
        after=last_day(first) + timedelta(days=1),
        weeks=tuple(
            tuple(
                Day(
                    on=on,
                    is_in_month=on.month == first.month,
                    is_today=on == today,
                    off=not working.is_working(on),
                    swapped=working.is_working(on) and on.weekday() >= 5,
                    entries=tuple(by_day[on]),
                )
                for on in week
            )
            for week in weeks
        ),
        is_declared=working.is_declared(first.year),
    )

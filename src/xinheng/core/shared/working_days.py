"""Working days: Monday to Friday, as the State Council swaps them year by year.

A year is declared by a notice late in the year before. What falls in a year that
no notice has declared is provisional, and whoever reads a day reckoned there is told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from xinheng.core.shared.source import Source

SATURDAY = 5
MOST_DAYS = 4000


@dataclass(frozen=True, slots=True)
class DeclaredYear:
    """One year: weekdays that are days off, and weekend days that are worked instead."""

    year: int
    off: frozenset[date]
    working: frozenset[date]
    source: Source
    is_declared: bool = True


@dataclass(frozen=True, slots=True)
class Counted:
    """Where a count of working days ends, and the years it crossed that are not declared."""

    day: date
    provisional: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days are worked. Without any year every Monday to Friday is, provisionally."""

    years: Mapping[int, DeclaredYear] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        """Whether people of the body and of the regulator work on `day`."""
        year = self.years.get(day.year)
        if year is not None and day in year.working:
            return True
        if year is not None and day in year.off:
            return False
        return day.weekday() < SATURDAY

    def is_declared(self, year: int) -> bool:
        """Whether the days off of a year have been declared."""
        return year in self.years and self.years[year].is_declared

    def after(self, start: date, days: int) -> Counted:
        """The `days`-th working day after `start`; the day after `start` may be the first.

        A negative count goes back: the working day that lies so many before `start`.

        Args:
            days: how many, at most 4000 either way. Unit: working days.

        Raises:
            ValueError: too many.
        """
        if abs(days) > MOST_DAYS:
            raise ValueError(f"{days} working days are too many; {MOST_DAYS} at most")
        step = timedelta(days=1 if days >= 0 else -1)
        day, left, crossed = start, abs(days), set[int]()
        while left:
            day += step
            crossed.add(day.year)
            left -= self.is_working(day)
        return Counted(day, tuple(sorted(y for y in crossed if not self.is_declared(y))))

    def between(self, first: date, last: date) -> int:
        """How many days from `first` to `last` are worked, both counted. Unit: working days."""
        return sum(1 for day in _days(first, last) if self.is_working(day))


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += timedelta(days=1)

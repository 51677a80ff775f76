"""The clock of a journey: a story takes months, a test takes seconds."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

import time_machine

HOME = ZoneInfo("Asia/Shanghai")
SATURDAY = 5


class Clock(Protocol):
    """What a story needs of its clock."""

    @property
    def now(self) -> datetime:
        """The moment in the body's own time zone."""

    def to(self, moment: datetime) -> None:
        """Go to a moment; never back."""


class MovedClock:
    """The clock of this very process, moved by time-machine."""

    def __init__(self, traveller: time_machine.Traveller) -> None:
        self.traveller = traveller

    @property
    def now(self) -> datetime:
        return datetime.now(UTC).astimezone(HOME)  # noqa: TID251 - the tests' own clock

    def to(self, moment: datetime) -> None:
        if moment > self.now:
            self.traveller.move_to(moment)


def at_hour(moment: datetime, hour: int, minute: int = 0) -> datetime:
    """The same day at another time."""
    return moment.replace(hour=hour, minute=minute, second=0, microsecond=0)


def working_day_after(moment: datetime, days: int = 1) -> datetime:
    """A working day, at least so many days later."""
    found = moment + timedelta(days=days)
    while found.weekday() >= SATURDAY:
        found += timedelta(days=1)
    return found


class FileClock:
    """The clock of a server in another process: a file says how far it goes ahead."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.ahead = timedelta()

    @property
    def now(self) -> datetime:
        return datetime.now(UTC).astimezone(HOME) + self.ahead  # noqa: TID251 - the tests' own clock

    def to(self, moment: datetime) -> None:
        if moment <= self.now:
            return
        self.ahead += moment - self.now
        new = self.place.with_suffix(".new")
        new.write_text(str(self.ahead.total_seconds()))
        new.replace(self.place)

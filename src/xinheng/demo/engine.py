"""Telling many stories in the order in which they happened.

A story is a generator: it yields the moment at which it goes on, and acts when it
is resumed. The journal's moments only grow, so the stories are merged by a heap.
What lies after the last moment is not told: such a story simply stands where it is.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count

from django.utils import timezone

Story = Iterator[datetime]
SATURDAY = 5


@dataclass(slots=True)
class Times:
    """Moments in the body's own time zone, counted back from the last one."""

    last: datetime
    today: date = field(init=False)

    def __post_init__(self) -> None:
        self.today = timezone.localdate(self.last)

    def ago(self, days: int) -> date:
        """The working day that lies this many days back, or the one after it.

        Days to come are on or after the working day so many days ahead.
        """
        day = self.today - timedelta(days=days)
        return working_day(day)

    def moment(self, day: date, hour: int = 10, minute: int = 0) -> datetime:
        """A moment of a day, aware."""
        return datetime.combine(day, time(hour, minute), timezone.get_current_timezone())


def working_day(day: date) -> date:
    """`day` itself, or the Monday after a weekend."""
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day


def working_days_after(day: date, number: int) -> date:
    """The working day that follows `day` by so many working days."""
    for _ in range(number):
        day = working_day(day + timedelta(days=1))
    return day


Around = Callable[[datetime], AbstractContextManager[None]]


def _plainly(_moment: datetime) -> AbstractContextManager[None]:
    return nullcontext()


def tell(stories: Iterable[Story], *, until: datetime, around: Around = _plainly) -> int:
    """Tell stories side by side in the order of their moments, up to `until`.

    Args:
        around: what a story goes on within, by its moment.

    Returns:
        How many times a story went on.
    """
    order = count()
    heap: list[tuple[datetime, int, Story]] = []
    for story in stories:
        _ahead(heap, order.__next__, story)
    steps = 0
    while heap and heap[0][0] <= until:
        moment, _, story = heapq.heappop(heap)
        with around(moment):
            _ahead(heap, order.__next__, story)
        steps += 1
    return steps


def _ahead(heap: list[tuple[datetime, int, Story]], order: Callable[[], int], story: Story) -> None:
    try:
        moment = next(story)
    except StopIteration:
        return
    heapq.heappush(heap, (moment, order(), story))

"""Working days with the days the State Council swaps, and the years it has not declared."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinheng.core.shared.working_days import WorkingCalendar
from xinheng.rulebook.loader import table
from xinheng.rulebook.programmes import working_calendar

KNOWN = working_calendar(date(2026, 3, 10))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-10-09", True),  # a Friday after the holiday
        ("2026-10-10", True),  # a Saturday that is worked
        ("2026-10-11", False),  # an ordinary Sunday
        ("2026-10-07", False),  # the last day of the holiday, a Wednesday
        ("2026-02-14", True),
        ("2026-02-16", False),
        ("2027-03-06", False),  # an ordinary Saturday of an undeclared year
    ],
)
def test_swapped_days_are_worked_and_holidays_are_not(day, works):
    assert KNOWN.is_working(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("start", "days", "end", "provisional"),
    [
        ("2026-09-28", 5, "2026-10-10", ()),
        ("2026-09-28", 2, "2026-09-30", ()),
        ("2026-09-28", 3, "2026-10-08", ()),
        ("2026-12-31", 1, "2027-01-04", (2027,)),
        ("2026-12-30", 1, "2026-12-31", ()),
        ("2026-10-08", -1, "2026-09-30", ()),
        ("2026-03-10", 0, "2026-03-10", ()),
    ],
)
def test_working_days_are_counted_from_the_day_after(start, days, end, provisional):
    counted = KNOWN.after(date.fromisoformat(start), days)

    assert (counted.day.isoformat(), counted.provisional) == (end, provisional)


def test_a_year_is_provisional_until_the_day_of_its_notice():
    before, since = working_calendar(date(2025, 11, 3)), working_calendar(date(2025, 11, 4))

    assert not before.is_declared(2026)
    assert since.is_declared(2026)
    assert before.after(date(2025, 12, 31), 1).provisional == (2026,)
    assert since.after(date(2025, 12, 31), 1).provisional == ()


def test_without_any_notice_every_count_is_provisional():
    assert WorkingCalendar().after(date(2026, 3, 10), 1).provisional == (2026,)


def test_too_many_working_days_are_refused():
    KNOWN.after(date(2026, 3, 10), 4000)
    with pytest.raises(ValueError, match="too many"):
        KNOWN.after(date(2026, 3, 10), 4001)


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_the_table_agrees_with_the_library_of_holidays(year):
    known = holidays.country_holidays("CN", years=year)
    calendar = working_calendar(date(2026, 3, 10))
    day = date(year, 1, 1)
    while day.year == year:
        works = day in known.weekend_workdays or (day.weekday() < 5 and day not in known)
        assert calendar.is_working(day) is works, day
        day += timedelta(days=1)


def test_every_swapped_day_is_a_weekend_and_every_day_off_a_weekday():
    for version in table("working_days").versions:
        for row in version.rows:
            assert all(day.weekday() >= 5 and day.year == int(row["key"]) for day in row["working"])
            assert all(day.weekday() < 5 and day.year == int(row["key"]) for day in row["off"])


spans = st.dates(date(2022, 1, 1), date(2031, 12, 31))


@given(spans, st.integers(1, 300))
def test_a_count_ends_on_a_working_day_and_can_be_counted_back(start, days):
    end = KNOWN.after(start, days).day

    assert KNOWN.is_working(end)
    assert KNOWN.between(start + timedelta(days=1), end) == days
    assert KNOWN.between(start + timedelta(days=1), end - timedelta(days=1)) == days - 1


@given(spans, st.integers(0, 200))
def test_one_more_day_is_always_later(start, days):
    assert KNOWN.after(start, days).day < KNOWN.after(start, days + 1).day

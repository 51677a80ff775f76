"""The one place that looks at the clock."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, aware."""
    return timezone.now()  # noqa: TID251 - this is the place


def today() -> date:
    """This day in the body's own time zone."""
    return timezone.localdate()

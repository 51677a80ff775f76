"""What one's own statement says, for its owner; and B1 of everybody, for reckoning alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.utils.timezone import localdate

from xinheng.apps.staffing.models import Statement
from xinheng.apps.staffing.queries.sealed import UnreadableStatement, open_items, open_mean
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.period import add_months
from xinheng.core.staffing.readiness import ITEMS_MONTHS, MEAN_MONTHS, Events, Item, b1


@dataclass(frozen=True, slots=True)
class OwnStatement:
    """One's own statement. `items` is nothing once they are erased, `mean` likewise."""

    version: str
    given_at: datetime
    items: Mapping[Item, Fraction | None] | None
    mean: Fraction | None
    items_until: date
    mean_until: date
    is_readable: bool = True


def own_statement(viewer: Actor) -> OwnStatement | None:
    """The viewer's own statement, if the consent is in force. There is no way to another's."""
    row = Statement.objects.filter(person_id=viewer.person_id or -1, ended_at=None).first()
    if row is None:
        return None
    given_on = localdate(row.given_at)
    items, mean, is_readable = None, None, True
    try:
        items, mean = _opened(row)
    except UnreadableStatement:
        is_readable = False
    return OwnStatement(
        version=row.consent_version,
        given_at=row.given_at,
        items=items,
        mean=mean,
        items_until=add_months(given_on, ITEMS_MONTHS),
        mean_until=add_months(given_on, MEAN_MONTHS),
        is_readable=is_readable,
    )


def _opened(row: Statement) -> tuple[dict[Item, Fraction | None] | None, Fraction | None]:
    items = open_items(row.person_id, bytes(row.sealed_items)) if row.sealed_items else None
    mean = open_mean(row.person_id, bytes(row.sealed_mean)) if row.sealed_mean else None
    return items, mean


def readiness(events: Mapping[int, Events], on: date) -> dict[int, Fraction]:
    """B1 of everybody whose consent is in force, for reckoning alone; never to be shown.

    Somebody without a consent, with a statement past its time, or whose statement cannot be
    opened, is not in the answer and counts as neutral.
    """
    found: dict[int, Fraction] = {}
    for row in Statement.objects.filter(ended_at=None).order_by("pk"):
        given_on = localdate(row.given_at)
        if on >= add_months(given_on, MEAN_MONTHS):
            continue
        try:
            items, mean = _opened(row)
        except UnreadableStatement:
            continue
        if on >= add_months(given_on, ITEMS_MONTHS):
            items = None
        found[row.person_id] = b1(items, mean, events.get(row.person_id, Events()))
    return found


def consenting() -> frozenset[int]:
    """Whose consent is in force: only their recorded events may be looked at."""
    return frozenset(Statement.objects.filter(ended_at=None).values_list("person_id", flat=True))

"""What of the body's own duties is due: when each comes round, and how it stands."""

from dataclasses import dataclass
from datetime import date, timedelta

from xinheng.core.governance.words import Group, Standing
from xinheng.core.shared.period import add_months
from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import Bilingual

ORDER = (Standing.MISSING, Standing.OVERDUE, Standing.SOON, Standing.FINE)


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty of the body on a day. `what` and `about` are words for people.

    `kind` is the key of a kind of record, `record_id` or `matter` the thing it is
    about where there is one already.
    """

    group: Group
    kind: str
    what: Bilingual
    about: str
    due_on: date | None
    standing: Standing
    source: Source
    owner_id: int | None = None
    owner: str = ""
    record_id: int | None = None
    matter: str = ""
    organisation_id: int | None = None


def standing_of(due_on: date | None, on: date, soon_days: int) -> Standing:
    """How something stands that is due on a day. Due on the day itself is not overdue yet.

    Args:
        soon_days: how long before the day it is said to be due soon. Unit: days.
    """
    if due_on is None:
        return Standing.FINE
    if due_on < on:
        return Standing.OVERDUE
    return Standing.SOON if due_on <= on + timedelta(days=soon_days) else Standing.FINE


def next_due(last_on: date | None, every_months: int) -> date | None:
    """When something that comes round is due again, a period after it was last done."""
    return add_months(last_on, every_months) if last_on and every_months else None

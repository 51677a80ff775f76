"""Taking up people's half-days, and giving them back."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction

from xinheng.apps.people import queries
from xinheng.apps.people.models import HalfDay
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Refused, Violation
from xinheng.core.shared.wording import mark as _

ONE_PLACE = Source("ISO/IEC 17021-1", "9.2.2", "2015")
Slot = tuple[int, date, str]


@transaction.atomic
def book(slots: Iterable[Slot], *, presence: str, case_id: int, visit_key: str) -> None:
    """Take half-days of persons; the database lets nobody be in two places.

    Args:
        slots: (person, day, "am" or "pm").
        presence: "planned" or "actual".
        visit_key: what they are taken for; `release` gives them back by this key.

    Raises:
        Refused: somebody is already taken; names every clash.
    """
    wanted = sorted(set(slots))
    clashes = [slot for slot in wanted if queries.is_taken(slot, presence=presence)]
    if clashes:
        raise Refused([_clash(slot) for slot in clashes])
    try:
        with transaction.atomic():
            HalfDay.objects.bulk_create(
                HalfDay(
                    person_id=person_id,
                    on=on,
                    half=half,
                    presence=presence,
                    case_id=case_id,
                    visit_key=visit_key,
                )
                for person_id, on, half in wanted
            )
    except IntegrityError:
        # Somebody else booked at this very moment; the constraint has spoken.
        clashes = [slot for slot in wanted if queries.is_taken(slot, presence=presence)]
        raise Refused([_clash(slot) for slot in clashes or wanted]) from None


def release(*, visit_key: str, presence: str, person_id: int | None = None) -> None:
    """Give back the half-days taken for a visit: everybody's, or only those of one person."""
    rows = HalfDay.objects.filter(visit_key=visit_key, presence=presence)
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    rows.delete()


def _clash(slot: Slot) -> Violation:
    person_id, on, half = slot
    return Violation(
        code="people.double-booking",
        message=_("%(person)s is already taken on %(day)s (%(half)s)."),
        source=ONE_PLACE,
        facts={"person": queries.name_of(person_id), "day": on, "half": half},
    )

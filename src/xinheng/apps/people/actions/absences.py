"""Days on which somebody cannot be planned. No reason is asked for and none is kept."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from xinheng.apps.journal import actions as journal
from xinheng.apps.people.actions.telling import tell
from xinheng.apps.people.models import Absence, HalfDay, Person
from xinheng.core.people import acts
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _

LONGEST_DAYS = 366


@transaction.atomic
def take_absence(
    *, person_id: int, first_on: date, last_on: date, by: Actor, at: datetime
) -> Absence:
    """Enter days on which somebody cannot be planned: one's own, or by a planner.

    Days that are already taken by an audit stay taken; the planners are told.

    Raises:
        Refused: `by` may not, or the days are in the wrong order or overlap others.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    refuse_if(
        [
            *_own_or_planner(acts.TAKE_ABSENCE, person_id, by),
            *_days_obstacles(person_id, first_on, last_on),
        ]
    )
    made = Absence.objects.create(person=person, first_on=first_on, last_on=last_on)
    journal.record(
        acts.TAKE_ABSENCE, on=made, by=by, at=at, person=person.name_zh,
        first=first_on, last=last_on,
    )  # fmt: skip
    booked = HalfDay.objects.filter(
        person=person, presence="planned", on__gte=first_on, on__lte=last_on
    )
    for case_id in sorted(set(booked.values_list("case_id", flat=True))):
        tell(
            message=_("%(person)s is absent from %(first)s to %(last)s and planned in this case."),
            facts={"person": person.name_zh, "first": first_on, "last": last_on},
            case_id=case_id,
            at=at,
            duty=Duty.PLAN_AUDITS,
        )
    return made


@transaction.atomic
def cancel_absence(*, absence_id: int, by: Actor, at: datetime) -> None:
    """Take an absence back. The journal keeps that it was there.

    Raises:
        Refused: `by` may not.
    """
    row = Absence.objects.select_for_update().select_related("person").get(pk=absence_id)
    refuse_if(_own_or_planner(acts.CANCEL_ABSENCE, row.person_id, by))
    journal.record(
        acts.CANCEL_ABSENCE, on=row, by=by, at=at, person=row.person.name_zh,
        first=row.first_on, last=row.last_on,
    )  # fmt: skip
    row.delete()


def _own_or_planner(act: ActKind, person_id: int, by: Actor) -> Iterator[Violation]:
    if by.person_id != person_id and not by.holds_any((Duty.PLAN_AUDITS, Duty.KEEP_PEOPLE)):
        yield Violation(
            "duty-missing", _("This needs the duty “%(duty)s”."), act.source,
            {"duty": Duty.PLAN_AUDITS},
        )  # fmt: skip


def _days_obstacles(person_id: int, first_on: date, last_on: date) -> Iterator[Violation]:
    source = acts.TAKE_ABSENCE.source
    if last_on < first_on:
        yield Violation(
            "people.ends-before-start", _("The end must be after the start."), source,
            field="last_on",
        )  # fmt: skip
    elif (last_on - first_on).days >= LONGEST_DAYS:
        yield Violation(
            "people.absence-too-long", _("An absence is at most %(days)s days."), source,
            {"days": LONGEST_DAYS}, "last_on",
        )  # fmt: skip
    overlap = Absence.objects.filter(
        person_id=person_id, first_on__lte=last_on, last_on__gte=first_on
    )
    if overlap.exists():
        yield Violation(
            "people.absence-overlaps", _("Another absence covers some of these days."), source,
            field="first_on",
        )  # fmt: skip

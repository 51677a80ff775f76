"""Roles: given by another person, for a time, perhaps for some schemes or one branch."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from xinheng.apps.journal import actions as journal
from xinheng.apps.people import queries
from xinheng.apps.people.models import Appointment, Branch, Person
from xinheng.core.people import acts
from xinheng.core.people.appointing import appointing_obstacles, last_administrator
from xinheng.core.people.bars import bar_obstacles
from xinheng.core.shared.actor import Actor, Role
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _


@transaction.atomic
def appoint(
    *,
    person_id: int,
    role: Role,
    by: Actor,
    at: datetime,
    schemes: Sequence[str] = (),
    branch_id: int | None = None,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> Appointment:
    """Give somebody a role.

    Args:
        schemes: only for these; nothing means all.
        valid_from: first day; today when not given.
        valid_until: exclusive end; open when not given.

    Raises:
        Refused: `by` may not, appoints themself, or the role is not for this person.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    start = valid_from or localdate(at)
    refuse_if(
        [
            *acts.APPOINT.duty_obstacles(by),
            *appointing_obstacles(
                by,
                person_id=person_id,
                role=role,
                is_of_client=person.organisation_id is not None,
                is_active=person.is_active,
            ),
            *_limits_obstacles(start, valid_until, branch_id),
            *_bars_of(person, localdate(at)),
        ]
    )
    made = Appointment.objects.create(
        person=person,
        role=role,
        schemes=sorted(set(schemes)),
        branch_id=branch_id,
        valid_from=start,
        valid_until=valid_until,
        granted_at=at,
        granted_by_id=by.person_id,
    )
    journal.record(
        acts.APPOINT, on=made, by=by, at=at, person=person.name_zh, role=role.label,
        schemes=made.schemes, branch=branch_id, valid_from=start, valid_until=valid_until,
    )  # fmt: skip
    return made


@transaction.atomic
def end_appointment(
    *, appointment_id: int, by: Actor, at: datetime, on: date | None = None
) -> Appointment:
    """End a role on a day (today when not given). The row stays.

    Raises:
        Refused: `by` may not, it has ended, or the last administrator would go.
    """
    row = Appointment.objects.select_for_update().select_related("person").get(pk=appointment_id)
    end = on or localdate(at)
    reasons = [*acts.END_APPOINTMENT.duty_obstacles(by)]
    if row.valid_until is not None and row.valid_until <= end:
        reasons.append(
            Violation(
                "people.appointment-ended", _("This appointment has already ended."),
                acts.AUTHORITY,
            )
        )  # fmt: skip
    if row.role == Role.ADMINISTRATOR:
        others = queries.administrators(on=end, besides_appointment=row.pk)
        reasons += last_administrator(len(others))
    refuse_if(reasons)
    if end <= row.valid_from:
        # It never held: a start and an end on one day would say otherwise.
        row.delete()
        row.pk = appointment_id
    else:
        row.valid_until = end
        row.save(update_fields=["valid_until"])
    journal.record(
        acts.END_APPOINTMENT, on=row, by=by, at=at, person=row.person.name_zh,
        role=Role(row.role).label, ended_on=end,
    )  # fmt: skip
    return row


def _bars_of(person: Person, on: date) -> Iterator[Violation]:
    """Whoever is barred from certification work is given no role in it."""
    yield from bar_obstacles(person.name_zh, queries.bars_of([person.pk]).get(person.pk, ()), on)


def _limits_obstacles(
    start: date, until: date | None, branch_id: int | None
) -> Iterator[Violation]:
    if until is not None and until <= start:
        yield Violation(
            "people.ends-before-start", _("The end must be after the start."), acts.AUTHORITY,
            field="valid_until",
        )  # fmt: skip
    if branch_id is not None and not Branch.objects.filter(pk=branch_id).exists():
        yield Violation(
            "people.branch-id", _("There is no such branch."), acts.AUTHORITY, field="branch_id"
        )

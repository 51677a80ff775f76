"""Telling people things: notices that wait on their desk."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.timezone import localdate

from xinheng.apps.people import queries
from xinheng.apps.people.models import Notice, Person
from xinheng.core.shared.actor import DUTIES_OF, Actor, Duty, Role


def tell(
    *,
    message: str,
    facts: Mapping[str, object],
    case_id: int | None,
    at: datetime,
    person_ids: Iterable[int] = (),
    organisation_id: int | None = None,
    duty: Duty | None = None,
) -> None:
    """Leave a notice for persons, for everybody of a client, or for all who hold a duty.

    Args:
        message: an English template, marked for translation where it stands.
        facts: plain texts and numbers only.
    """
    told = set(person_ids)
    if organisation_id is not None:
        people = Person.objects.filter(organisation_id=organisation_id, is_active=True)
        told |= set(people.values_list("pk", flat=True))
    if duty is not None:
        roles = [role for role in Role if duty in DUTIES_OF[role] and role != Role.CLIENT]
        told |= set(queries.holders_of(roles, on=localdate(at)))
    Notice.objects.bulk_create(
        Notice(
            person_id=pk,
            message=message,
            facts={name: str(value) for name, value in facts.items()},
            case_id=case_id,
            told_at=at,
        )
        for pk in sorted(told)
    )


def read_notices(*, by: Actor, at: datetime, notice_id: int | None = None) -> None:
    """Note that somebody has read what they were told, or one notice of it."""
    unread = Notice.objects.filter(person_id=by.person_id or -1, read_at=None)
    if notice_id is not None:
        unread = unread.filter(pk=notice_id)
    unread.update(read_at=at)

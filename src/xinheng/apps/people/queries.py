"""Questions about persons and what they are trusted with."""

from datetime import date, datetime
from hashlib import sha256

from django.db.models import Q

from xinheng.apps.people.models import Appointment, Body, Person, Token
from xinheng.core.shared.actor import DUTIES_OF, VISITOR, Actor, Duty, Limit, Role

EVERYWHERE = Limit()


def actor_of(person_id: int, *, on: date) -> Actor:
    """The person as an actor on a day, with the duties of the roles held then.

    Each duty keeps the limits of the roles that give it. Inactive persons hold no duties.
    """
    person = Person.objects.get(pk=person_id)
    if not person.is_active:
        return VISITOR
    held = list(
        Appointment.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=on), person=person, valid_from__lte=on
        )
    )
    limits: dict[Duty, tuple[Limit, ...]] = {}
    for appointment in held:
        limit = Limit(frozenset(appointment.schemes), appointment.branch_id)
        for duty in DUTIES_OF[Role(appointment.role)]:
            limits[duty] = (*limits.get(duty, ()), limit)
    return Actor(
        person_id=person.pk,
        name=person.name_zh,
        duties=frozenset(limits),
        limits={duty: found for duty, found in limits.items() if EVERYWHERE not in found},
        organisation_id=person.organisation_id,
    )


def roles_of(person_id: int, *, on: date) -> tuple[Role, ...]:
    """The roles somebody holds on a day."""
    rows = Appointment.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=on), person_id=person_id, valid_from__lte=on
    )
    return tuple(sorted({Role(role) for role in rows.values_list("role", flat=True)}))


def body() -> Body | None:
    """The certification body, once it is set up."""
    return Body.objects.filter(pk=1).first()


def holder_of_token(token: str, *, at: datetime) -> int | None:
    """The person a program's token belongs to, if it is known and not over."""
    digest = sha256(token.encode()).hexdigest()
    row = Token.objects.filter(digest=digest, valid_until__gt=at, person__is_active=True).first()
    return row.person_id if row else None

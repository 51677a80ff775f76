"""Questions about persons and what they are trusted with."""

from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256

from django.db.models import Q

from xinheng.apps.people.models import (
    Appointment,
    Body,
    Competence,
    HalfDay,
    Person,
    Tie,
    Token,
)
from xinheng.core.people.words import Function, TieKind
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


def holders_of(roles: Iterable[Role], *, on: date) -> tuple[int, ...]:
    """The active persons who hold one of these roles on a day."""
    rows = Appointment.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=on),
        role__in=list(roles),
        valid_from__lte=on,
        person__is_active=True,
    )
    return tuple(sorted(set(rows.values_list("person_id", flat=True))))


def name_of(person_id: int) -> str:
    """What a person is called."""
    return str(Person.objects.values_list("name_zh", flat=True).get(pk=person_id))


def is_taken(slot: tuple[int, date, str], *, presence: str) -> bool:
    """Whether somebody's half-day is already taken."""
    person_id, on, half = slot
    return HalfDay.objects.filter(person_id=person_id, on=on, half=half, presence=presence).exists()


def competent_schemes(person_id: int, function: Function, *, on: date) -> frozenset[str]:
    """The schemes for which somebody is found competent for a function on a day."""
    rows = Competence.objects.filter(
        person_id=person_id, function=function, valid_from__lte=on, valid_until__gte=on
    )
    return frozenset(rows.values_list("scheme", flat=True))


def ties_to(person_id: int, organisation_id: int) -> tuple[tuple[TieKind, date | None], ...]:
    """The ties of somebody to a client, each with the day it ended, if it did."""
    rows = Tie.objects.filter(person_id=person_id, organisation_id=organisation_id).order_by("pk")
    return tuple((TieKind(kind), ended) for kind, ended in rows.values_list("kind", "ended_on"))

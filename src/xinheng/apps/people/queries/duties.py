"""Who somebody is, and what they are trusted with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db.models import Q

from xinheng.apps.people.models import Appointment, Body, Branch, Person, Token
from xinheng.core.shared.actor import DUTIES_OF, VISITOR, Actor, Duty, Limit, Role
from xinheng.core.shared.reading_once import answered_once

EVERYWHERE = Limit()


def actor_of(person_id: int, *, on: date) -> Actor:
    """The person as an actor on a day, with the duties of the roles held then.

    Each duty keeps the limits of the roles that give it. Inactive persons hold no duties.
    """
    return actor_from(Person.objects.get(pk=person_id), on=on)


def actor_from(person: Person, *, on: date) -> Actor:
    """A person whose row is at hand as an actor, as `actor_of` does."""
    if not person.is_active:
        return VISITOR
    limits: dict[Duty, tuple[Limit, ...]] = {}
    for appointment in _held(person.pk, on):
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
    return tuple(sorted({Role(appointment.role) for appointment in _held(person_id, on)}))


@answered_once
def _held(person_id: int, on: date) -> tuple[Appointment, ...]:
    """The appointments somebody holds on a day."""
    return tuple(
        Appointment.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=on),
            person_id=person_id,
            valid_from__lte=on,
        )
    )


@answered_once
@answered_once
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


def administrators(*, on: date, besides_appointment: int | None = None) -> frozenset[int]:
    """The active persons who may administer on a day and whose role has no end set.

    Args:
        besides_appointment: an appointment that is left out, because it is to end.
    """
    rows = Appointment.objects.filter(
        role=Role.ADMINISTRATOR,
        valid_from__lte=on,
        valid_until__isnull=True,
        person__is_active=True,
    )
    if besides_appointment is not None:
        rows = rows.exclude(pk=besides_appointment)
    return frozenset(rows.values_list("person_id", flat=True))


def is_organisation(organisation_id: int) -> bool:
    """Whether there is a client with this key."""
    clients = Person._meta.get_field("organisation").remote_field.model
    return bool(clients._default_manager.filter(pk=organisation_id).exists())


@answered_once
def branches() -> tuple[Branch, ...]:
    """The branch offices of the body, by code."""
    return tuple(Branch.objects.order_by("code"))


@answered_once
def branch_names() -> dict[int, str]:
    """What the branch offices are called in Chinese, by their keys."""
    return {row.pk: row.name_zh for row in branches()}


def branch_of(person_id: int) -> tuple[int, str] | None:
    """The branch somebody works in, as its key and its name; nothing where there is none."""
    row = Person.objects.select_related("branch").filter(pk=person_id).first()
    return (row.branch.pk, row.branch.name_zh) if row and row.branch else None


def branch_of_region(region_code: str) -> int | None:
    """The branch that looks after a region: of the same city, else of the same province.

    Nothing where no branch, or more than one, lies there: then staff choose.
    """
    for digits in (4, 2):
        near = Branch.objects.filter(region_code__startswith=region_code[:digits])
        found = list(near.values_list("pk", flat=True)[:2]) if len(region_code) >= digits else []
        if len(found) == 1:
            return found[0]
    return None


def evaluators() -> tuple[tuple[int, str], ...]:
    """The active persons of the body, by name, who may have evaluated somebody."""
    rows = Person.objects.filter(is_active=True, organisation=None).order_by("name_zh", "pk")
    return tuple(rows.values_list("pk", "name_zh"))


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who can sign in under which name, for the page of a demonstration."""

    username: str
    name_zh: str
    roles: tuple[Role, ...]


def sign_ins(*, on: date, first: Sequence[str] = ()) -> tuple[SignIn, ...]:
    """Active persons of whom every role that is held on a day has one, for demonstrations.

    Args:
        first: sign-in names that are wanted in any case, in this order. Names that nobody
            has are passed over.
    """
    rows = Appointment.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=on),
        valid_from__lte=on,
        person__is_active=True,
    ).select_related("person")
    found: dict[str, SignIn] = {}
    for row in rows.order_by("person_id", "role"):
        known = found.get(row.person.username)
        roles = (*(known.roles if known else ()), Role(row.role))
        found[row.person.username] = SignIn(row.person.username, row.person.name_zh, roles)
    wanted = [found[name] for name in first if name in found]
    shown = {role for person in wanted for role in person.roles}
    chosen = []
    for person in found.values():
        if not shown.issuperset(person.roles):
            chosen.append(person)
            shown |= set(person.roles)
    order = list(Role)
    chosen.sort(key=lambda person: order.index(person.roles[0]))
    return (*wanted, *chosen)


def person_called(username: str) -> int | None:
    """The key of whoever signs in by this name."""
    return Person.objects.filter(username=username).values_list("pk", flat=True).first()


def names_of(person_ids: Iterable[int]) -> dict[int, str]:
    """What persons are called, by their keys."""
    rows = Person.objects.filter(pk__in=list(person_ids))
    return dict(rows.values_list("pk", "name_zh"))


def persons_of_body(person_ids: Iterable[int] | None = None) -> dict[int, str]:
    """The active persons of the body, or those of `person_ids` who are, by their keys."""
    rows = Person.objects.filter(is_active=True, organisation=None).order_by("name_zh", "pk")
    if person_ids is not None:
        rows = rows.filter(pk__in=list(person_ids))
    return dict(rows.values_list("pk", "name_zh"))

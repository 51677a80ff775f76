"""The list of persons, with its filters."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.expressions import OrderBy

from xinheng.apps.people.models import Appointment, Competence, Person, Registration
from xinheng.core.people.standing import covers
from xinheng.core.people.words import Employment
from xinheng.core.shared.actor import Actor, Duty, Role

SEE_PEOPLE = (Duty.KEEP_PEOPLE, Duty.PLAN_AUDITS, Duty.OVERSEE, Duty.ADMINISTER)
WARN_DAYS = 60


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of persons is narrowed to. Empty means no narrowing.

    `expiring_days`: a registration ends within so many days. Unit: days.
    """

    text: str = ""
    role: Role | None = None
    scheme: str = ""
    code: str = ""
    expiring_days: int | None = None
    inactive: bool = False
    clients: bool = False


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as a line of the list."""

    id: int
    name_zh: str
    name_en: str
    username: str
    employment: Employment
    branch: str
    is_active: bool
    roles: tuple[Role, ...]
    registered: tuple[str, ...]
    codes: tuple[str, ...]
    expires_on: date | None
    expires_soon: bool


def may_see_people(viewer: Actor) -> bool:
    """Whether somebody may see the list of persons and their records."""
    return viewer.holds_any(SEE_PEOPLE)


ORDERS = {"name": "name_zh", "name_en": "name_en", "branch": "branch__name_zh", "expires": "ends"}


def listing(
    filters: Filters,
    *,
    viewer: Actor,
    on: date,
    order: str = "name",
    first: int = 0,
    count: int | None = None,
) -> tuple[PersonRow, ...]:
    """The persons `viewer` may see. Four queries however many there are.

    Args:
        order: a key of `ORDERS`, with a leading `-` for the other way round.
        first: how many rows to leave out.
        count: how many rows to give at most; all of them without it.
    """
    last = None if count is None else first + count
    rows = _found(filters, viewer, on).select_related("branch").order_by(*_order(order))[first:last]
    current = Q(valid_until__isnull=True) | Q(valid_until__gt=on)
    rows = rows.prefetch_related(
        Prefetch("appointments", Appointment.objects.filter(current, valid_from__lte=on)),
        Prefetch("registrations", Registration.objects.filter(valid_until__gte=on)),
        Prefetch("competences", Competence.objects.filter(valid_until__gte=on)),
    )
    return tuple(_row(found, on) for found in rows)


def how_many(filters: Filters, *, viewer: Actor, on: date) -> int:
    """How many persons `viewer` may see and seeks."""
    return _found(filters, viewer, on).count()


def _order(order: str) -> list[OrderBy | str]:
    field = F(ORDERS.get(order.lstrip("-"), "name_zh"))
    if order.startswith("-"):
        return [field.desc(nulls_last=True), "-pk"]
    return [field.asc(nulls_last=True), "pk"]


def _found(filters: Filters, viewer: Actor, on: date) -> "QuerySet[Person]":
    if not may_see_people(viewer):
        return Person.objects.none()
    ends = Registration.objects.filter(person=OuterRef("pk"), valid_until__gte=on)
    rows = (
        Person.objects.filter(is_active=not filters.inactive)
        .filter(organisation__isnull=not filters.clients)
        .annotate(ends=Subquery(ends.order_by("valid_until").values("valid_until")[:1]))
    )
    if filters.text:
        rows = rows.filter(
            Q(name_zh__icontains=filters.text)
            | Q(name_en__icontains=filters.text)
            | Q(username__icontains=filters.text)
        )
    if filters.role is not None:
        current = Q(valid_until__isnull=True) | Q(valid_until__gt=on)
        held = Appointment.objects.filter(current, role=filters.role, valid_from__lte=on)
        rows = rows.filter(pk__in=held.values("person"))
    if filters.scheme:
        rows = rows.filter(pk__in=_registered(filters.scheme, on).values("person"))
    if filters.expiring_days is not None:
        rows = rows.filter(ends__lte=on + timedelta(days=filters.expiring_days))
    return rows.filter(pk__in=_competent(filters.code, on)) if filters.code else rows


def _registered(scheme: str, on: date) -> "QuerySet[Registration]":
    return Registration.objects.filter(scheme=scheme, valid_from__lte=on, valid_until__gte=on)


def _competent(code: str, on: date) -> list[int]:
    """Persons whose codes cover this one. Codes cover each other by their parts, so by hand."""
    held: dict[int, set[str]] = {}
    rows = Competence.objects.filter(valid_until__gte=on).values_list("person", "codes")
    for person_id, codes in rows:
        held.setdefault(person_id, set()).update(codes)
    return [person_id for person_id, codes in held.items() if covers(tuple(codes), code)]


def _row(row: Person, on: date) -> PersonRow:
    registrations = list(row.registrations.all())
    ends = min((found.valid_until for found in registrations), default=None)
    return PersonRow(
        id=row.pk,
        name_zh=row.name_zh,
        name_en=row.name_en,
        username=row.username,
        employment=Employment(row.employment),
        branch=row.branch.name_zh if row.branch else "",
        is_active=row.is_active,
        roles=tuple(sorted({Role(found.role) for found in row.appointments.all()})),
        registered=tuple(
            sorted({found.scheme for found in registrations if found.valid_from <= on})
        ),
        codes=tuple(sorted({code for found in row.competences.all() for code in found.codes})),
        expires_on=ends,
        expires_soon=ends is not None and ends <= on + timedelta(days=WARN_DAYS),
    )

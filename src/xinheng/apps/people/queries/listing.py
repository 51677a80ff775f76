"""The list of persons, with its filters."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, Q

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


def listing(filters: Filters, *, viewer: Actor, on: date) -> tuple[PersonRow, ...]:
    """The persons `viewer` may see, by name. Four queries however many there are."""
    if not may_see_people(viewer):
        return ()
    current = Q(valid_until__isnull=True) | Q(valid_until__gt=on)
    rows = (
        Person.objects.filter(is_active=not filters.inactive)
        .filter(organisation__isnull=not filters.clients)
        .select_related("branch")
        .prefetch_related(
            Prefetch("appointments", Appointment.objects.filter(current, valid_from__lte=on)),
            Prefetch("registrations", Registration.objects.filter(valid_until__gte=on)),
            Prefetch("competences", Competence.objects.filter(valid_until__gte=on)),
        )
        .order_by("name_zh", "pk")
    )
    if filters.text:
        rows = rows.filter(
            Q(name_zh__icontains=filters.text)
            | Q(name_en__icontains=filters.text)
            | Q(username__icontains=filters.text)
        )
    return tuple(row for row in (_row(found, on) for found in rows) if _matches(row, filters, on))


def _matches(row: PersonRow, filters: Filters, on: date) -> bool:
    if filters.role is not None and filters.role not in row.roles:
        return False
    if filters.scheme and filters.scheme not in row.registered:
        return False
    if filters.code and not covers(row.codes, filters.code):
        return False
    if filters.expiring_days is not None:
        limit = on + timedelta(days=filters.expiring_days)
        return row.expires_on is not None and row.expires_on <= limit
    return True


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

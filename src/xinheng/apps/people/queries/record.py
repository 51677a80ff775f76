"""The page of one person: everything kept of them that the viewer may see."""

from dataclasses import dataclass
from datetime import date, timedelta

from xinheng.apps.people.models import (
    Absence,
    Appointment,
    Bar,
    Competence,
    Monitoring,
    Person,
    Practice,
    Registration,
    Tie,
)
from xinheng.apps.people.queries.days import taken_halves
from xinheng.apps.people.queries.listing import may_see_people
from xinheng.core.people.monitoring import (
    MonitoringKind,
    MonitoringResult,
    witness_due,
    witness_is_overdue,
)
from xinheng.core.people.words import Employment, Function, PracticeKind, TieKind
from xinheng.core.shared.actor import Actor, Duty, Role
from xinheng.core.shared.source import Source
from xinheng.rulebook.lists.bars import grounds

NoPerson = Person.DoesNotExist
CALENDAR_WEEKS = 6


@dataclass(frozen=True, slots=True)
class AppointmentView:
    """A row of the page of a person."""

    id: int
    role: Role
    schemes: tuple[str, ...]
    branch: str
    valid_from: date
    valid_until: date | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class RegistrationView:
    """A row of the page of a person."""

    id: int
    scheme: str
    grade: str
    number: str
    valid_from: date
    valid_until: date
    is_current: bool


@dataclass(frozen=True, slots=True)
class CompetenceView:
    """A row of the page of a person."""

    id: int
    scheme: str
    function: Function
    codes: tuple[str, ...]
    evaluated_by: str
    evidence: str
    valid_from: date
    valid_until: date
    is_current: bool


@dataclass(frozen=True, slots=True)
class MonitoringView:
    """A row of the page of a person."""

    id: int
    kind: MonitoringKind
    on: date
    result: MonitoringResult
    watched_by: str
    evidence: str


@dataclass(frozen=True, slots=True)
class TieView:
    """A row of the page of a person."""

    id: int
    organisation: str
    kind: TieKind
    started_on: date | None
    ended_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class PracticeView:
    """A row of the page of a person."""

    id: int
    body: str
    kind: PracticeKind
    started_on: date
    ended_on: date | None
    evidence: str


@dataclass(frozen=True, slots=True)
class BarView:
    """A row of the page of a person, with the names of its ground."""

    id: int
    name_zh: str
    name_en: str
    is_red_line: bool
    from_on: date
    until: date | None
    decided_by: str
    evidence: str
    source: Source
    is_lifted: bool
    lifted_because: str
    holds: bool


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """A row of the page of a person."""

    id: int
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class DayView:
    """One day of somebody's calendar. `am` and `pm`: taken by an audit; `away`: absent."""

    on: date
    am: bool
    pm: bool
    away: bool


@dataclass(frozen=True, slots=True)
class PersonPage:
    """What is kept of a person. Ties, practices and bars are nothing to those who may not see."""

    id: int
    username: str
    name_zh: str
    name_en: str
    email: str
    phone: str
    employment: Employment
    branch: str
    region_code: str
    contract_until: date | None
    is_active: bool
    organisation_id: int | None
    declared_until: date | None
    appointments: tuple[AppointmentView, ...]
    registrations: tuple[RegistrationView, ...]
    competences: tuple[CompetenceView, ...]
    monitoring: tuple[MonitoringView, ...]
    witness_due_on: date | None
    witness_overdue: bool
    ties: tuple[TieView, ...] | None
    practices: tuple[PracticeView, ...] | None
    bars: tuple[BarView, ...] | None
    absences: tuple[AbsenceView, ...]
    weeks: tuple[tuple[DayView, ...], ...]


def may_see_ties(viewer: Actor, person_id: int) -> bool:
    """Whether somebody may see a person's ties: their own, or as a duty."""
    return viewer.person_id == person_id or viewer.holds_any(
        (Duty.KEEP_PEOPLE, Duty.PLAN_AUDITS, Duty.OVERSEE)
    )


def person_page(person_id: int, *, viewer: Actor, on: date) -> PersonPage:
    """Everything kept of a person.

    Raises:
        NoPerson: there is no such person, or `viewer` may not see them.
    """
    if not may_see_people(viewer) and viewer.person_id != person_id:
        raise NoPerson
    row = Person.objects.select_related("branch").get(pk=person_id)
    newest = row.declarations.order_by("-valid_until").first()
    sees_ties = may_see_ties(viewer, person_id)
    seen = _monitoring(row)
    witnessed = max((m.on for m in seen if m.kind == MonitoringKind.WITNESSED), default=None)
    absences = tuple(Absence.objects.filter(person=row, last_on__gte=on).order_by("first_on"))
    return PersonPage(
        id=row.pk,
        username=row.username,
        name_zh=row.name_zh,
        name_en=row.name_en,
        email=row.email,
        phone=row.phone,
        employment=Employment(row.employment),
        branch=row.branch.name_zh if row.branch else "",
        region_code=row.region_code,
        contract_until=row.contract_until,
        is_active=row.is_active,
        organisation_id=row.organisation_id,
        declared_until=newest.valid_until if newest else None,
        appointments=_appointments(row, on),
        registrations=_registrations(row, on),
        competences=_competences(row, on),
        monitoring=seen,
        witness_due_on=witness_due(witnessed) if witnessed else None,
        witness_overdue=witness_is_overdue(witnessed, on),
        ties=_ties(row) if sees_ties else None,
        practices=_practices(row) if sees_ties else None,
        bars=_bars(row, on) if sees_ties else None,
        absences=tuple(AbsenceView(a.pk, a.first_on, a.last_on) for a in absences),
        weeks=calendar(person_id, absences, on),
    )


def calendar(
    person_id: int, absences: tuple[Absence, ...], on: date
) -> tuple[tuple[DayView, ...], ...]:
    """The weeks from the Monday of `on`, each of seven days."""
    monday = on - timedelta(days=on.weekday())
    last = monday + timedelta(days=7 * CALENDAR_WEEKS - 1)
    taken = taken_halves([person_id], first=monday, last=last)[person_id]
    days = [monday + timedelta(days=n) for n in range(7 * CALENDAR_WEEKS)]
    views = [
        DayView(
            on=day,
            am=(day, "am") in taken,
            pm=(day, "pm") in taken,
            away=any(a.first_on <= day <= a.last_on for a in absences),
        )
        for day in days
    ]
    return tuple(tuple(views[n : n + 7]) for n in range(0, len(views), 7))


def _appointments(row: Person, on: date) -> tuple[AppointmentView, ...]:
    rows = Appointment.objects.filter(person=row).select_related("branch").order_by("-valid_from")
    return tuple(
        AppointmentView(
            a.pk, Role(a.role), tuple(a.schemes), a.branch.name_zh if a.branch else "",
            a.valid_from, a.valid_until, a.valid_until is None or a.valid_until > on,
        )
        for a in rows
    )  # fmt: skip


def _registrations(row: Person, on: date) -> tuple[RegistrationView, ...]:
    rows = Registration.objects.filter(person=row).order_by("scheme", "-valid_until")
    return tuple(
        RegistrationView(
            r.pk, r.scheme, r.grade, r.number, r.valid_from, r.valid_until,
            r.valid_from <= on <= r.valid_until,
        )
        for r in rows
    )  # fmt: skip


def _competences(row: Person, on: date) -> tuple[CompetenceView, ...]:
    rows = Competence.objects.filter(person=row).select_related("evaluated_by")
    return tuple(
        CompetenceView(
            c.pk, c.scheme, Function(c.function), tuple(c.codes),
            c.evaluated_by.name_zh if c.evaluated_by else "", c.evidence,
            c.valid_from, c.valid_until, c.valid_from <= on <= c.valid_until,
        )
        for c in rows.order_by("scheme", "function", "-valid_until")
    )  # fmt: skip


def _monitoring(row: Person) -> tuple[MonitoringView, ...]:
    rows = Monitoring.objects.filter(person=row).select_related("watched_by").order_by("-on", "-pk")
    return tuple(
        MonitoringView(
            m.pk, MonitoringKind(m.kind), m.on, MonitoringResult(m.result), m.watched_by.name_zh,
            m.evidence,
        )
        for m in rows
    )  # fmt: skip


def _ties(row: Person) -> tuple[TieView, ...]:
    rows = Tie.objects.filter(person=row).select_related("organisation").order_by("-pk")
    return tuple(
        TieView(t.pk, t.organisation.name_zh, TieKind(t.kind), t.started_on, t.ended_on, t.note)
        for t in rows
    )


def _practices(row: Person) -> tuple[PracticeView, ...]:
    return tuple(
        PracticeView(p.pk, p.body, PracticeKind(p.kind), p.started_on, p.ended_on, p.evidence)
        for p in Practice.objects.filter(person=row).order_by("-pk")
    )


def _bars(row: Person, on: date) -> tuple[BarView, ...]:
    known = {one.key: (one.zh, one.en, one.red_line) for one in grounds()}
    return tuple(
        BarView(
            b.pk, *known.get(b.ground, (b.ground, b.ground, False)), b.from_on, b.until,
            b.decided_by, b.evidence, Source(b.document, b.place, b.edition, b.status),
            b.lifted_at is not None, b.lifted_because,
            b.lifted_at is None and b.from_on <= on and (b.until is None or on < b.until),
        )
        for b in Bar.objects.filter(person=row).order_by("-pk")
    )  # fmt: skip

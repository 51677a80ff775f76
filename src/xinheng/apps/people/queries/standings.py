"""Persons as the rules of assignments see them, many at once for a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from xinheng.apps.people.models import (
    Appointment,
    Bar,
    Competence,
    Declaration,
    Person,
    Practice,
    Registration,
    Tie,
)
from xinheng.core.people.bars import BarFact, PracticeFact
from xinheng.core.people.impartiality import exclusion_obstacles
from xinheng.core.people.monitoring import MonitoringKind
from xinheng.core.people.standing import CompetenceFact, RegistrationFact, Standing, TieFact
from xinheng.core.people.words import Employment, Function, TieKind
from xinheng.core.shared.actor import Role
from xinheng.core.shared.reading_once import answered_once
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.rulebook.programmes import clock_rules

NoPerson = Person.DoesNotExist
TEAM_ROLES = (Role.AUDITOR, Role.LEADER, Role.EXPERT)


def block_months(on: date) -> int:
    """How long an ended tie still blocks, by the rulebook. Unit: months."""
    return max(clock.value for clock in clock_rules(on).clocks["consultancy_block"])


def standing(person_id: int, *, organisation_id: int | None = None) -> Standing:
    """One person as the rules see them.

    Raises:
        NoPerson: there is no such person.
    """
    found = standings([person_id], organisation_id=organisation_id)
    if person_id not in found:
        raise NoPerson
    return found[person_id]


def standings_of_body(*, organisation_id: int, on: date) -> dict[int, Standing]:
    """Everybody who could sit in an audit team: the holders of a team role on a day."""
    holders = Person.objects.filter(
        appointments__role__in=TEAM_ROLES, appointments__valid_from__lte=on, is_active=True
    ).exclude(appointments__valid_until__lte=on)
    return standings(
        sorted(set(holders.values_list("pk", flat=True))), organisation_id=organisation_id
    )


def standings(
    person_ids: Iterable[int], *, organisation_id: int | None = None
) -> dict[int, Standing]:
    """Many persons as the rules see them, with their ties to one client. Five queries, and two
    more where one of them is barred or practises elsewhere."""
    keys = sorted(set(person_ids))
    declared = dict(
        Declaration.objects.filter(person_id__in=keys)
        .values_list("person_id")
        .annotate(until=Max("valid_until"))
    )
    registrations = _registrations(keys)
    competences = _competences(keys)
    ties = _ties(keys, organisation_id)
    witnessed = Q(monitoring__kind=MonitoringKind.WITNESSED)
    found = _with_exclusions().annotate(witnessed_on=Max("monitoring__on", filter=witnessed))
    persons = tuple(found.filter(pk__in=keys).order_by("name_zh", "pk"))
    bars, practices = _excluding(persons)
    return {
        row.pk: Standing(
            person_id=row.pk,
            name=row.name_zh,
            is_active=row.is_active,
            employment=Employment(row.employment),
            contract_until=row.contract_until,
            declared_until=declared.get(row.pk),
            registrations=tuple(registrations[row.pk]),
            competences=tuple(competences[row.pk]),
            ties=tuple(ties[row.pk]),
            bars=bars.get(row.pk, ()),
            practices=practices.get(row.pk, ()),
            witnessed_on=row.witnessed_on,
        )
        for row in persons
    }


def _registrations(keys: Sequence[int]) -> dict[int, list[RegistrationFact]]:
    found: dict[int, list[RegistrationFact]] = defaultdict(list)
    for row in Registration.objects.filter(person_id__in=keys).order_by("scheme", "pk"):
        found[row.person_id].append(
            RegistrationFact(row.scheme, row.grade, row.number, row.valid_from, row.valid_until)
        )
    return found


def _competences(keys: Sequence[int]) -> dict[int, list[CompetenceFact]]:
    found: dict[int, list[CompetenceFact]] = defaultdict(list)
    for row in Competence.objects.filter(person_id__in=keys).order_by("scheme", "pk"):
        found[row.person_id].append(
            CompetenceFact(
                row.scheme,
                Function(row.function),
                tuple(row.codes),
                row.valid_from,
                row.valid_until,
            )
        )
    return found


def _ties(keys: Sequence[int], organisation_id: int | None) -> dict[int, list[TieFact]]:
    found: dict[int, list[TieFact]] = defaultdict(list)
    if organisation_id is None:
        return found
    rows = Tie.objects.filter(person_id__in=keys, organisation_id=organisation_id)
    for row in rows.order_by("pk"):
        found[row.person_id].append(TieFact(TieKind(row.kind), row.started_on, row.ended_on))
    return found


def bars_of(keys: Iterable[int]) -> dict[int, tuple[BarFact, ...]]:
    """The bars of persons that were not lifted, whether or not they hold now. One query."""
    found: dict[int, list[BarFact]] = defaultdict(list)
    for row in Bar.objects.filter(person_id__in=list(keys), lifted_at=None).order_by("pk"):
        source = Source(row.document, row.place, row.edition, row.status)
        found[row.person_id].append(BarFact(row.from_on, row.until, source))
    return {key: tuple(facts) for key, facts in found.items()}


def _practices(keys: Iterable[int]) -> dict[int, tuple[PracticeFact, ...]]:
    found: dict[int, list[PracticeFact]] = defaultdict(list)
    for row in Practice.objects.filter(person_id__in=list(keys)).order_by("pk"):
        found[row.person_id].append(PracticeFact(row.body, row.started_on, row.ended_on))
    return {key: tuple(facts) for key, facts in found.items()}


def _with_exclusions() -> "QuerySet[Person]":
    """Persons, each with whether there is a bar or a practice elsewhere to look at."""
    return Person.objects.annotate(
        has_bars=Exists(Bar.objects.filter(person=OuterRef("pk"), lifted_at=None)),
        has_practices=Exists(Practice.objects.filter(person=OuterRef("pk"))),
    )


def _excluding(
    persons: Iterable[Person],
) -> tuple[dict[int, tuple[BarFact, ...]], dict[int, tuple[PracticeFact, ...]]]:
    """Bars and practices of persons from `_with_exclusions`; asked only where there are some."""
    barred = [row.pk for row in persons if row.has_bars]  # type: ignore[attr-defined]
    elsewhere = [row.pk for row in persons if row.has_practices]  # type: ignore[attr-defined]
    return (
        bars_of(barred) if barred else {},
        _practices(elsewhere) if elsewhere else {},
    )


@answered_once
def exclusions(person_id: int | None, on: date) -> tuple[Violation, ...]:
    """What excludes somebody from every part of certification on a day: bars, another body.

    For rooms whose act is done by the person: application review, review, decision. A
    clockwork job is nobody and is not asked. One query where there is nothing.
    """
    persons = tuple(_with_exclusions().filter(pk=person_id or -1))
    bars, practices = _excluding(persons)
    return tuple(
        obstacle
        for row in persons
        for obstacle in exclusion_obstacles(
            Standing(
                row.pk, row.name_zh, row.is_active, Employment(row.employment),
                bars=bars.get(row.pk, ()), practices=practices.get(row.pk, ()),
            ),
            on,
        )
    )  # fmt: skip


def ties_of_many(person_ids: Iterable[int]) -> dict[tuple[int, int], tuple[TieFact, ...]]:
    """The ties of many persons, by person and client. One query."""
    found: dict[tuple[int, int], list[TieFact]] = defaultdict(list)
    for row in Tie.objects.filter(person_id__in=sorted(set(person_ids))).order_by("pk"):
        found[row.person_id, row.organisation_id].append(
            TieFact(TieKind(row.kind), row.started_on, row.ended_on)
        )
    return {key: tuple(facts) for key, facts in found.items()}


def ever_in_teams() -> tuple[int, ...]:
    """Everybody who ever held a team role, by their first appointment. It only grows at its end."""
    rows = Appointment.objects.filter(role__in=TEAM_ROLES).order_by("pk")
    return tuple(dict.fromkeys(rows.values_list("person_id", flat=True)))


def registered_counts(days: Sequence[date]) -> dict[str, tuple[int, ...]]:
    """How many active persons are registered in each scheme on each of these days. One query."""
    counts = {
        f"on_{n}": Count(
            "person", distinct=True, filter=Q(valid_from__lte=day, valid_until__gte=day)
        )
        for n, day in enumerate(days)
    }
    found = Registration.objects.filter(person__is_active=True).values("scheme").annotate(**counts)
    rows: Iterable[Mapping[str, Any]] = found.order_by("scheme")
    return {row["scheme"]: tuple(row[f"on_{n}"] for n in range(len(days))) for row in rows}

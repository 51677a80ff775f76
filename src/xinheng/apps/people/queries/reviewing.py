"""What the body's persons can do and whom they are tied to, as room intake asks for it."""

from collections.abc import Iterable
from datetime import date

from xinheng.apps.people.models import Competence, Tie
from xinheng.core.intake.review import Ability, Bond
from xinheng.core.people.words import Function, TieKind


def abilities(schemes: Iterable[str], *, on: date) -> tuple[Ability, ...]:
    """What the body's active persons are found competent for in these schemes on a day."""
    rows = Competence.objects.filter(
        scheme__in=list(schemes),
        valid_from__lte=on,
        valid_until__gt=on,
        person__is_active=True,
        person__organisation__isnull=True,
    )
    return tuple(
        Ability(row.person_id, row.scheme, Function(row.function), tuple(row.codes)) for row in rows
    )


def bonds(person_id: int | None, organisation_id: int) -> tuple[Bond, ...]:
    """Every relation ever recorded between a person and a client."""
    rows = Tie.objects.filter(person_id=person_id or -1, organisation_id=organisation_id)
    return tuple(Bond(TieKind(row.kind), row.ended_on) for row in rows)


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

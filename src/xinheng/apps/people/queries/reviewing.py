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

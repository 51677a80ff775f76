"""What reviewers and decision makers are asked of: competence and ties."""

from datetime import date

from xinheng.apps.people.models import Competence, Tie
from xinheng.core.people.words import Function, TieKind


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

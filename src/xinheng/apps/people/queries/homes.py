"""Where people set out from."""

from collections.abc import Iterable

from xinheng.apps.people.models import Person


def homes_of(person_ids: Iterable[int]) -> dict[int, str]:
    """The region each person sets out from: the own one, else the branch's; empty where neither
    is recorded. One query."""
    rows = Person.objects.filter(pk__in=list(person_ids)).values_list(
        "pk", "region_code", "branch__region_code"
    )
    return {pk: own or of_branch or "" for pk, own, of_branch in rows}

"""People who can sit in audit teams, made as plainly as possible."""

from datetime import date

from tests.factories import NOON, TODAY, person
from xinheng.apps.people.models import Competence, Declaration, Person, Registration
from xinheng.core.people.words import Function
from xinheng.core.shared.actor import Role

LONG_AGO, FAR = date(2020, 1, 1), date(2099, 1, 1)
CODE = "03.07.01"


def competent(who: Person, scheme: str, function: Function, *codes: str) -> Person:
    """Found able to do the function in the scheme, since long ago."""
    Competence.objects.create(
        person=who, scheme=scheme, function=function, codes=list(codes),
        valid_from=LONG_AGO, valid_until=FAR,
    )  # fmt: skip
    return who


def auditor(
    name: str,
    *schemes: str,
    codes: tuple[str, ...] = (CODE,),
    leads: bool = False,
    **fields: object,
) -> Person:
    """A declared, registered and competent auditor."""
    made = person(name, Role.LEADER if leads else Role.AUDITOR, **fields)
    declare(made)
    for scheme in schemes or ("QMS",):
        Registration.objects.create(
            person=made, scheme=scheme, grade="审核员", number=f"{made.pk}-{scheme}",
            valid_from=LONG_AGO, valid_until=FAR,
        )  # fmt: skip
        competent(made, scheme, Function.AUDIT, *codes)
        if leads:
            competent(made, scheme, Function.LEAD)
    return made


def expert(name: str, scheme: str = "QMS", *codes: str) -> Person:
    """A declared technical expert."""
    made = person(name, Role.EXPERT)
    declare(made)
    return competent(made, scheme, Function.EXPERTISE, *(codes or (CODE,)))


def declare(who: Person) -> None:
    """A declaration in force for long."""
    Declaration.objects.create(person=who, declared_on=TODAY, valid_until=FAR)


__all__ = ["CODE", "FAR", "LONG_AGO", "NOON", "auditor", "competent", "declare", "expert"]

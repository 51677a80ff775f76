"""What falls due about persons: registrations, competence, declarations, contracts, absences."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Max, Q, QuerySet

from xinheng.apps.people.models import (
    Absence,
    Appointment,
    Competence,
    Declaration,
    Person,
    Registration,
)
from xinheng.apps.people.queries.listing import may_see_people
from xinheng.core.people import acts
from xinheng.core.people.words import Function
from xinheng.core.programmes.terms import NOT_ASSIGNABLE, NOT_REGISTERED
from xinheng.core.shared.actor import Actor, Role
from xinheng.core.shared.falling import DueKind, Falling, Span
from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.programmes import clock_rules

TEAM = (Role.AUDITOR, Role.LEADER)
DECLARING = (*TEAM, Role.EXPERT)
CONTRACT = Source("ISO/IEC 17021-1", "7.3", "2015", "verified-1")
AWAY = Source("House settings", "absences", "1", "cb-practice")
NOT_COMPETENT = _("Without a valid evaluation nobody may be assigned to this function.")
NO_CONTRACT = _("Without a contract nobody may be assigned.")


def falls_due(span: Span) -> tuple[Falling, ...]:
    """What ends for the persons that `span.viewer` may see, themselves at least. Six queries.

    A record that a newer one of the same sort outlasts is not told.
    """
    seen = tuple(_seen(span.viewer).values_list("pk", "name_zh", "contract_until"))
    staff = {pk: name for pk, name, _until in seen}
    if not staff:
        return ()
    holders = _holders(span.on)
    return (
        *_registrations(span, staff, holders),
        *_competences(span, staff, holders),
        *_declarations(span, staff, holders),
        *_contracts(span, seen),
        *_absences(span, staff),
    )


def _seen(viewer: Actor) -> "QuerySet[Person]":
    rows = Person.objects.filter(is_active=True, organisation__isnull=True)
    return rows if may_see_people(viewer) else rows.filter(pk=viewer.person_id or -1)


def _holders(on: date) -> Mapping[int, frozenset[str]]:
    """Who holds which roles of a team on a day."""
    current = Q(valid_until__isnull=True) | Q(valid_until__gt=on)
    rows = Appointment.objects.filter(current, valid_from__lte=on, role__in=DECLARING)
    found: dict[int, frozenset[str]] = {}
    for person_id, role in rows.values_list("person_id", "role"):
        found[person_id] = found.get(person_id, frozenset()) | {role}
    return found


def _registrations(
    span: Span, staff: Mapping[int, str], holders: Mapping[int, frozenset[str]]
) -> Iterator[Falling]:
    source = clock_rules(span.on).clocks["registration"][0].source
    rows = Registration.objects.filter(person_id__in=_who(staff, holders, TEAM))
    last = rows.values("person_id", "scheme").annotate(until=Max("valid_until"), key=Max("pk"))
    for row in last.filter(until__lte=span.until).order_by("until", "key"):
        yield _about(
            "registration", row["key"], DueKind.REGISTRATION, row["until"], staff,
            row["person_id"], _("The registration of %(person)s for %(scheme)s is renewed"),
            "registration-expiry", source, NOT_REGISTERED, scheme=row["scheme"],
        )  # fmt: skip


def _competences(
    span: Span, staff: Mapping[int, str], holders: Mapping[int, frozenset[str]]
) -> Iterator[Falling]:
    rows = Competence.objects.filter(person_id__in=_who(staff, holders, DECLARING))
    last = rows.values("person_id", "scheme", "function").annotate(
        until=Max("valid_until"), key=Max("pk")
    )
    for row in last.filter(until__lte=span.until).order_by("until", "key"):
        yield _about(
            "competence", row["key"], DueKind.COMPETENCE, row["until"], staff,
            row["person_id"],
            _("The competence of %(person)s for %(scheme)s (%(function)s) is evaluated again"),
            "", acts.RECORD_COMPETENCE.source, NOT_COMPETENT, scheme=row["scheme"],
            function=Function(row["function"]),
        )  # fmt: skip


def _declarations(
    span: Span, staff: Mapping[int, str], holders: Mapping[int, frozenset[str]]
) -> Iterator[Falling]:
    rows = Declaration.objects.filter(person_id__in=_who(staff, holders, DECLARING))
    last = rows.values("person_id").annotate(until=Max("valid_until"), key=Max("pk"))
    for row in last.filter(until__lte=span.until).order_by("until", "key"):
        yield _about(
            "declaration", row["key"], DueKind.DECLARATION, row["until"], staff,
            row["person_id"], _("%(person)s declares impartiality again"),
            "declaration", acts.DECLARE.source, NOT_ASSIGNABLE,
        )  # fmt: skip


def _contracts(span: Span, seen: Iterable[tuple[int, str, date | None]]) -> Iterator[Falling]:
    for pk, name, until in seen:
        if until is not None and until <= span.until:
            yield _about(
                "contract", pk, DueKind.CONTRACT, until, {pk: name}, pk,
                _("The contract with %(person)s is renewed"), "", CONTRACT, NO_CONTRACT,
            )  # fmt: skip


def _absences(span: Span, staff: Mapping[int, str]) -> Iterator[Falling]:
    rows = Absence.objects.filter(first_on__lte=span.until, last_on__gte=span.on)
    for row in rows.values("pk", "person_id", "first_on", "last_on").order_by("first_on", "pk"):
        if row["person_id"] in staff:
            yield Falling(
                key=f"people.absence-{row['pk']}",
                kind=DueKind.ABSENCE,
                day=row["first_on"],
                last_on=row["last_on"],
                title=_("%(person)s is absent"),
                facts={"person": staff[row["person_id"]]},
                rule="",
                source=AWAY,
                is_deadline=False,
                person_ids=(row["person_id"],),
            )


def _who(
    staff: Mapping[int, str], holders: Mapping[int, frozenset[str]], roles: Iterable[str]
) -> list[int]:
    wanted = set(roles)
    return sorted(pk for pk in staff if holders.get(pk, frozenset()) & wanted)


def _about(
    what: str, key: int, kind: DueKind, day: date, staff: Mapping[int, str], person_id: int,
    title: str, rule: str, source: Source, consequence: str, *, scheme: str = "",
    **facts: Any,
) -> Falling:  # fmt: skip
    named = {"person": staff[person_id], **({"scheme": scheme} if scheme else {}), **facts}
    return Falling(
        key=f"people.{what}-{key}",
        kind=kind,
        day=day,
        title=title,
        facts=named,
        rule=rule,
        source=source,
        consequence=consequence,
        person_ids=(person_id,),
        scheme=scheme,
    )

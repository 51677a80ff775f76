"""Registrations and evaluations of competence. Rows are ended, never deleted."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db import transaction

from xinheng.apps.journal import actions as journal
from xinheng.apps.people.models import Competence, Person, Registration
from xinheng.core.people import acts
from xinheng.core.people.words import Function
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _


@transaction.atomic
def register(
    *,
    person_id: int,
    scheme: str,
    grade: str,
    number: str,
    valid_from: date,
    valid_until: date,
    by: Actor,
    at: datetime,
) -> Registration:
    """Record a registration as the registrar gave it. In force on both days.

    Raises:
        Refused: `by` may not, the days are in the wrong order, or it is recorded already.
    """
    person = Person.objects.get(pk=person_id)
    reasons = [
        *acts.REGISTER.duty_obstacles(by),
        *_order(valid_from, valid_until, acts.REGISTER.source),
    ]
    same = Registration.objects.filter(
        person=person, scheme=scheme, number=number, valid_from=valid_from
    )
    if same.exists():
        reasons.append(
            Violation(
                "people.registration-known", _("This registration is recorded already."),
                acts.REGISTER.source, field="number",
            )
        )  # fmt: skip
    refuse_if(reasons)
    made = Registration.objects.create(
        person=person, scheme=scheme, grade=grade, number=number,
        valid_from=valid_from, valid_until=valid_until,
    )  # fmt: skip
    journal.record(
        acts.REGISTER, on=made, by=by, at=at, person=person.name_zh, scheme=scheme,
        number=number, valid_from=valid_from, valid_until=valid_until,
    )  # fmt: skip
    return made


@transaction.atomic
def end_registration(*, registration_id: int, on: date, by: Actor, at: datetime) -> Registration:
    """Note that a registration ends earlier: `on` is its last day.

    Raises:
        Refused: `by` may not, or `on` is not inside the registration.
    """
    row = Registration.objects.select_for_update().select_related("person").get(pk=registration_id)
    refuse_if(
        [
            *acts.END_REGISTRATION.duty_obstacles(by),
            *_inside(on, row.valid_from, row.valid_until, acts.END_REGISTRATION.source),
        ]
    )
    row.valid_until = on
    row.save(update_fields=["valid_until"])
    journal.record(
        acts.END_REGISTRATION, on=row, by=by, at=at, person=row.person.name_zh,
        scheme=row.scheme, ended_on=on,
    )  # fmt: skip
    return row


@transaction.atomic
def record_competence(
    *,
    person_id: int,
    scheme: str,
    function: Function,
    codes: Sequence[str],
    evaluated_by_id: int,
    evidence: str,
    valid_from: date,
    valid_until: date,
    by: Actor,
    at: datetime,
) -> Competence:
    """Record that somebody was found able to do a function in a scheme.

    Raises:
        Refused: `by` may not, the person evaluates themself, nothing shows it, or the
            days are in the wrong order; carries every reason.
    """
    person = Person.objects.get(pk=person_id)
    refuse_if(
        [
            *acts.RECORD_COMPETENCE.duty_obstacles(by),
            *_evaluation_obstacles(person_id, evaluated_by_id, evidence, by),
            *_order(valid_from, valid_until, acts.RECORD_COMPETENCE.source),
        ]
    )
    made = Competence.objects.create(
        person=person, scheme=scheme, function=function, codes=sorted(set(codes)),
        evaluated_by_id=evaluated_by_id, evidence=evidence,
        valid_from=valid_from, valid_until=valid_until,
    )  # fmt: skip
    journal.record(
        acts.RECORD_COMPETENCE, on=made, by=by, at=at, person=person.name_zh, scheme=scheme,
        function=function.label, codes=made.codes, evidence=evidence,
        valid_from=valid_from, valid_until=valid_until,
    )  # fmt: skip
    return made


@transaction.atomic
def end_competence(
    *, competence_id: int, on: date, because: str, by: Actor, at: datetime
) -> Competence:
    """Take a finding of competence back: `on` is its last day.

    Raises:
        Refused: `by` may not, or `on` is not inside it.
    """
    row = Competence.objects.select_for_update().select_related("person").get(pk=competence_id)
    refuse_if(
        [
            *acts.END_COMPETENCE.duty_obstacles(by),
            *_inside(on, row.valid_from, row.valid_until, acts.END_COMPETENCE.source),
        ]
    )
    row.valid_until = on
    row.save(update_fields=["valid_until"])
    journal.record(
        acts.END_COMPETENCE, on=row, by=by, at=at, person=row.person.name_zh,
        scheme=row.scheme, because=because, ended_on=on,
    )  # fmt: skip
    return row


def _evaluation_obstacles(
    person_id: int, evaluator_id: int, evidence: str, by: Actor
) -> Iterator[Violation]:
    source = acts.RECORD_COMPETENCE.source
    if person_id in (evaluator_id, by.person_id):
        yield Violation(
            "people.evaluates-oneself", _("Nobody evaluates or records their own competence."),
            source, field="evaluated_by_id",
        )  # fmt: skip
    if not Person.objects.filter(pk=evaluator_id, organisation=None).exists():
        yield Violation(
            "people.evaluator-unknown", _("There is no such evaluator in the body."),
            source, field="evaluated_by_id",
        )  # fmt: skip
    if not evidence.strip():
        yield Violation(
            "people.evidence-missing", _("Say what shows the competence."), source,
            field="evidence",
        )  # fmt: skip


def _order(start: date, end: date, source: Source) -> Iterator[Violation]:
    if end <= start:
        yield Violation(
            "people.ends-before-start", _("The end must be after the start."), source,
            field="valid_until",
        )  # fmt: skip


def _inside(on: date, start: date, end: date, source: Source) -> Iterator[Violation]:
    if not start < on < end:
        yield Violation(
            "people.end-outside", _("The last day lies between %(first)s and %(last)s."), source,
            {"first": start, "last": end}, "on",
        )  # fmt: skip

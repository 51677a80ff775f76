"""What of the body's own management stops a step of a case."""

from collections.abc import Iterator
from datetime import date

from xinheng.apps.cases.queries import Asked
from xinheng.apps.governance.models import Consideration, Matter, Record
from xinheng.apps.people import queries as people
from xinheng.core.cases.steps import Step
from xinheng.core.governance.guarding import (
    REVIEWED_KINDS,
    Risk,
    Unit,
    complaints_are_considered,
    risks_are_acceptable,
    unit_is_approved,
)
from xinheng.core.governance.rules import UNACCEPTABLE
from xinheng.core.governance.words import About, MatterKind, MatterState, RecordState
from xinheng.core.shared.reading_once import answered_once
from xinheng.core.shared.violation import Violation
from xinheng.rulebook.governance import number

ALIVE = (RecordState.OPEN, RecordState.IN_FORCE)


def obstacles(asked: Asked) -> Iterator[Violation]:
    """Unacceptable risks of the client, what the branch of whoever acts may not do, and
    complaints that nobody considered in the review."""
    yield from risks_are_acceptable(unacceptable_risks(asked.organisation_id))
    if asked.step == Step.REVIEWED and asked.kind in REVIEWED_KINDS:
        waiting = not_considered(asked.organisation_id, asked.round_id)
        numbers = [matter_number for _id, matter_number in waiting]
        yield from complaints_are_considered(asked.step, asked.kind, numbers)
    if asked.person_id is not None and asked.on is not None:
        must = number("unit_must_be_known", asked.on) == 1
        yield from unit_is_approved(
            unit_of(asked.person_id, asked.on), asked.step, must_be_known=must
        )


@answered_once
def unacceptable_risks(organisation_id: int) -> tuple[Risk, ...]:
    """The risks about a client that remain unacceptable."""
    rows = Record.objects.filter(
        kind="impartiality-risk", organisation_id=organisation_id, state__in=ALIVE
    )
    return tuple(
        Risk(row.number, row.title) for row in rows if row.values.get("residual") == UNACCEPTABLE
    )


@answered_once
def not_considered(organisation_id: int, round_id: int) -> tuple[tuple[int, str], ...]:
    """The open complaints about a client that were not considered in a round: key and number."""
    seen = Consideration.objects.filter(round_id=round_id).values("matter_id")
    rows = Matter.objects.filter(
        kind=MatterKind.COMPLAINT, about=About.CLIENT, organisation_id=organisation_id
    )
    rows = rows.exclude(state=MatterState.CLOSED).exclude(pk__in=seen).order_by("pk")
    return tuple(rows.values_list("pk", "number"))


def unit_of(person_id: int, on: date) -> Unit | None:
    """The branch of a person with what it may do on a day; nothing without a branch."""
    branch = people.branch_of(person_id)
    if branch is None:
        return None
    key, name = branch
    rows = list(
        Record.objects.filter(
            kind="unit", branch_id=key, state__in=[RecordState.IN_FORCE, RecordState.ENDED]
        ).order_by("pk")
    )
    allowed = {
        activity
        for row in rows
        if row.state == RecordState.IN_FORCE and (not row.valid_until or row.valid_until >= on)
        for activity in row.values.get("activities", ())
    }
    return Unit(name, bool(rows), allowed)

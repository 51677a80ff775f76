"""What the acts of this room share."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from xinheng.apps.governance.models import Record
from xinheng.apps.journal import actions as journal
from xinheng.apps.people import queries as people
from xinheng.core.governance.kinds import Kind
from xinheng.core.governance.lifecycle import RECORD, RecordFacts
from xinheng.core.governance.sources import LIMITS
from xinheng.core.governance.words import RecordState
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.lists.governance import kind_called


def locked(record_id: int) -> tuple[Record, Kind]:
    """A record, locked for the running act, and its kind. Raises Record.DoesNotExist."""
    row = Record.objects.select_for_update().get(pk=record_id)
    kind = kind_called(row.kind)
    if kind is None:
        raise Record.DoesNotExist
    return row, kind


def keeps(act: ActKind, kind: Kind, by: Actor, *, own: bool = False) -> Iterator[Violation]:
    """Whether `by` keeps records of this kind; `own` lets its owner act as well."""
    if own or by.holds_any((kind.duty, Duty.OVERSEE, Duty.CLOCKWORK)):
        return
    yield Violation(
        "duty-missing", _("This needs the duty “%(duty)s”."), act.source, {"duty": kind.duty}
    )


def life(move: str, row: Record, kind: Kind, by: Actor) -> Iterator[Violation]:
    """What the life itself says of a move; who may act is said by `keeps`."""
    facts = RecordFacts(
        kind.life, kind.is_checked, kind.source, row.opened_by_id, row.settled_by_id, by.person_id
    )
    for violation in RECORD.obstacles(move, origin=RecordState(row.state), by=by, facts=facts):
        if violation.code != "duty-missing":
            yield violation


def words_given(text: str, field: str, source: Source = LIMITS) -> Iterator[Violation]:
    """That a reason or an effect is said in words."""
    if not text.strip():
        yield Violation("governance.words-missing", _("Say it in words."), source, field=field)


def is_of_body(person_id: int | None, field: str, source: Source) -> Iterator[Violation]:
    """That an owner is named, and is an active person of the body."""
    if person_id is None or person_id not in people.persons_of_body([person_id]):
        yield Violation(
            "governance.owner-missing", _("It needs an owner who is a person of the body."),
            source, field=field,
        )  # fmt: skip


def note(act: ActKind, row: Record, *, by: Actor, at: datetime, **facts: Any) -> int:
    """Write an act on a record into the journal."""
    return journal.record(
        act, on=row, by=by, at=at, organisation_id=row.organisation_id, number=row.number,
        record_kind=row.kind, **facts,
    )  # fmt: skip


def settle(row: Record, state: RecordState, *, by: Actor, at: datetime) -> None:
    """Put a record into the state in which somebody answers for it."""
    row.state = state
    row.settled_at = at
    row.settled_by_id = by.person_id
    row.save(update_fields=["state", "settled_at", "settled_by", "values", "review_on",
                            "valid_until", "search_text"])  # fmt: skip


def year_of(at: datetime) -> int:
    """The year in whose series a number is given."""
    return localdate(at).year

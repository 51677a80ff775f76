"""Impartiality: ties to clients, and the yearly declaration."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from xinheng.apps.journal import actions as journal
from xinheng.apps.people import queries
from xinheng.apps.people.models import Declaration, Person, Tie
from xinheng.core.people import acts
from xinheng.core.people.bars import ONE_BODY
from xinheng.core.people.words import TieKind
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.period import add_years
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _


@transaction.atomic
def record_tie(
    *,
    person_id: int,
    organisation_id: int,
    kind: TieKind,
    by: Actor,
    at: datetime,
    started_on: date | None = None,
    ended_on: date | None = None,
    note: str = "",
) -> Tie:
    """Record a tie to a client: one's own, or another's by who keeps persons.

    Raises:
        Refused: `by` may not, the client is unknown, or the days are impossible.
    """
    refuse_if(
        [
            *(() if by.person_id == person_id else acts.END_TIE.duty_obstacles(by)),
            *_tie_obstacles(organisation_id, started_on, ended_on, localdate(at)),
        ]
    )
    return note_tie(
        person_id=person_id, organisation_id=organisation_id, kind=kind, by=by, at=at,
        started_on=started_on, ended_on=ended_on, note=note,
    )  # fmt: skip


def note_tie(
    *,
    person_id: int,
    organisation_id: int,
    kind: TieKind,
    by: Actor,
    at: datetime,
    started_on: date | None = None,
    ended_on: date | None = None,
    note: str = "",
) -> Tie:
    """Write a tie inside another room's act, such as a declined assignment."""
    person = Person.objects.get(pk=person_id)
    made = Tie.objects.create(
        person=person, organisation_id=organisation_id, kind=kind, started_on=started_on,
        ended_on=ended_on, note=note[:300], recorded_at=at,
    )  # fmt: skip
    journal.record(
        acts.RECORD_TIE, on=made, by=by, at=at, organisation_id=organisation_id,
        person=person.name_zh, kind=kind, started_on=started_on, ended_on=ended_on,
    )  # fmt: skip
    return made


@transaction.atomic
def end_tie(*, tie_id: int, on: date, by: Actor, at: datetime) -> Tie:
    """Record when a tie ended; the clock of two years starts then.

    Raises:
        Refused: `by` may not, it has ended, or the day is impossible.
    """
    row = Tie.objects.select_for_update().select_related("person").get(pk=tie_id)
    reasons = [*acts.END_TIE.duty_obstacles(by)]
    if row.person_id == by.person_id:
        reasons.append(
            Violation(
                "people.ends-own-tie", _("Another person must record that your own tie ended."),
                acts.END_TIE.source,
            )
        )  # fmt: skip
    if row.ended_on is not None:
        reasons.append(
            Violation("people.tie-ended", _("This tie has already ended."), acts.END_TIE.source)
        )
    reasons += _tie_obstacles(row.organisation_id, row.started_on, on, localdate(at))
    refuse_if(reasons)
    row.ended_on = on
    row.save(update_fields=["ended_on"])
    journal.record(
        acts.END_TIE, on=row, by=by, at=at, organisation_id=row.organisation_id,
        person=row.person.name_zh, kind=row.kind, ended_on=on,
    )  # fmt: skip
    return row


@transaction.atomic
def declare(*, practises_only_here: bool, statement: str, by: Actor, at: datetime) -> Declaration:
    """Declare one's own impartiality and interests for a year.

    Args:
        practises_only_here: that one practises at this body and no other.

    Raises:
        Refused: nobody is signed in, or one practises elsewhere.
    """
    reasons = []
    if by.person_id is None or by.organisation_id is not None:
        reasons.append(
            Violation(
                "people.not-of-the-body", _("Only a person of the body declares."),
                acts.DECLARE.source,
            )
        )  # fmt: skip
    if not practises_only_here:
        reasons.append(
            Violation(
                "people.practises-elsewhere",
                _("A certification person may practise at one body only."),
                ONE_BODY,
                field="practises_only_here",
            )
        )
    refuse_if(reasons)
    made = Declaration.objects.create(
        person_id=by.person_id or 0,
        declared_on=localdate(at),
        valid_until=add_years(localdate(at), 1),
        statement=statement,
    )
    journal.record(acts.DECLARE, on=made, by=by, at=at, until=made.valid_until)
    return made


def _tie_obstacles(
    organisation_id: int, started_on: date | None, ended_on: date | None, today: date
) -> Iterator[Violation]:
    source = acts.RECORD_TIE.source
    if not queries.is_organisation(organisation_id):
        yield Violation(
            "people.organisation-id", _("There is no such client."), source,
            field="organisation_id",
        )  # fmt: skip
    if started_on is not None and ended_on is not None and ended_on < started_on:
        yield Violation(
            "people.ends-before-start", _("The end must be after the start."), source,
            field="ended_on",
        )  # fmt: skip
    if ended_on is not None and ended_on > today:
        yield Violation(
            "people.end-in-future", _("A tie that will end still lasts; record the end then."),
            source, field="ended_on",
        )  # fmt: skip

"""Answering an entry into the rulebook: another person approves or declines it."""

from datetime import datetime

from django.db import transaction

from xinheng.apps.journal import actions as journal
from xinheng.apps.people import actions as people
from xinheng.apps.rules import queries
from xinheng.apps.rules.actions.numbering import next_rules
from xinheng.apps.rules.models import Amendment
from xinheng.core.rules import acts
from xinheng.core.rules.words import AmendmentState
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import refuse_if
from xinheng.core.shared.wording import mark as _


@transaction.atomic
def approve(*, amendment_id: int, by: Actor, at: datetime, note: str = "") -> Amendment:
    """Approve an entry: from now on it is known. Never by the person who proposed it.

    Raises:
        Refused: `by` may not, it was answered, or the rulebook could not reckon with it now.
        NoAmendment: there is none of that key.
    """
    row = Amendment.objects.select_for_update().get(pk=amendment_id)
    found = queries.amendment(amendment_id)
    refuse_if(
        [
            *queries.answer_obstacles(found, "approve", by, note),
            *queries.fit_obstacles(row),
        ]
    )
    content = queries.content_mark_of(row)
    entry = journal.record(
        acts.APPROVE, on=row, by=by, at=at, amendment=row.pk, content=content,
        number=queries.next_number(), note=note,
    )  # fmt: skip
    row.known = next_rules(content, entry=entry, at=at)
    row.state, row.answered_at, row.answered_by_id = AmendmentState.APPROVED, at, by.person_id
    row.note = note
    row.save(update_fields=["state", "answered_at", "answered_by", "note", "known"])
    people.tell(
        message=_("The entry into the rulebook was approved: %(what)s."),
        facts={"what": f"{row.table} {row.edition or row.value}"},
        case_id=None,
        at=at,
        person_ids=[row.proposed_by_id],
    )
    return row


@transaction.atomic
def decline(*, amendment_id: int, note: str, by: Actor, at: datetime) -> Amendment:
    """Decline an entry, with the reason. Raises Refused or NoAmendment."""
    return _closed(acts.DECLINE, AmendmentState.DECLINED, amendment_id, note, by, at)


@transaction.atomic
def take_back(*, amendment_id: int, note: str, by: Actor, at: datetime) -> Amendment:
    """Take one's own entry back before it is answered. Raises Refused or NoAmendment."""
    return _closed(acts.TAKE_BACK, AmendmentState.TAKEN_BACK, amendment_id, note, by, at)


def _closed(
    act: ActKind, state: AmendmentState, amendment_id: int, note: str, by: Actor, at: datetime
) -> Amendment:
    row = Amendment.objects.select_for_update().get(pk=amendment_id)
    move = act.name.partition(".")[2]
    refuse_if(queries.answer_obstacles(queries.amendment(amendment_id), move, by, note))
    row.state, row.answered_at, row.answered_by_id, row.note = state, at, by.person_id, note
    row.save(update_fields=["state", "answered_at", "answered_by", "note"])
    journal.record(act, on=row, by=by, at=at, amendment=row.pk, note=note)
    return row

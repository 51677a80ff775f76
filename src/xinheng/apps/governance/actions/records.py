"""Opening records, approving what is to be in force, and doing what is to be done."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from xinheng.apps.cases import actions as cases
from xinheng.apps.governance.actions import sending
from xinheng.apps.governance.actions.common import (
    is_of_body,
    keeps,
    life,
    locked,
    note,
    settle,
    words_given,
    year_of,
)
from xinheng.apps.governance.models import Record
from xinheng.apps.governance.queries import facts as world
from xinheng.apps.people import actions as people
from xinheng.apps.people import queries as people_queries
from xinheng.core.governance import acts
from xinheng.core.governance.duties import next_due
from xinheng.core.governance.fields import day_of, read, texts_of
from xinheng.core.governance.kinds import Kind
from xinheng.core.governance.rules import (
    completion_obstacles,
    concentration,
    opening_obstacles,
)
from xinheng.core.governance.sources import LIMITS
from xinheng.core.governance.words import Life, Moment, RecordState
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.governance import number as limit
from xinheng.rulebook.lists.governance import kind_called

ANNOUNCEMENT = "change-announcement"


@transaction.atomic
def open_record(
    *,
    kind: str,
    title: str,
    values: Mapping[str, object],
    by: Actor,
    at: datetime,
    owner_id: int | None = None,
    due_on: date | None = None,
) -> Record:
    """Open a record of a kind with what it must hold from the beginning.

    A note is recorded at once; what is to be in force waits for a second person; a task
    has an owner and a due day. An announcement tells every client it concerns.

    Raises:
        Refused: the kind is unknown, `by` does not keep it, a field is missing or wrong,
            a clause forbids it, or a task has no owner or day; carries every reason.
    """
    listed = kind_called(kind)
    if listed is None:
        refuse_if([_no("kind-unknown", _("There is no such kind of record."), "kind")])
        raise AssertionError(kind)
    on = localdate(at)
    owner_id = owner_id if owner_id is not None else _key(values.get("owner"))
    filled = read(listed, Moment.OPEN, values)
    organisation_id = _key(filled.values.get("client"))
    reasons = [
        *keeps(acts.OPEN, listed, by),
        *words_given(title, "title"),
        *filled.violations,
        *world.unknown_keys(listed, Moment.OPEN, values),
        *_task_obstacles(listed, owner_id, due_on, on),
    ]
    facts = world.facts_of(listed, filled.values, on=on, organisation_id=_known(organisation_id))
    refuse_if([*reasons, *opening_obstacles(facts)])
    row = _made(listed, title, filled.values, owner_id, due_on, by=by, at=at)
    note(acts.OPEN, row, by=by, at=at, title=row.title, values=dict(row.values),
         owner=owner_id, due=due_on)  # fmt: skip
    if kind == ANNOUNCEMENT:
        sending.announce(row, by=by, at=at)
    if owner_id is not None and owner_id != by.person_id:
        people.tell(
            message=_("%(number)s %(title)s is yours; it is due on %(due)s."),
            facts={"number": row.number, "title": row.title, "due": due_on or ""},
            case_id=None, at=at, person_ids=[owner_id],
        )  # fmt: skip
    return row


def _made(
    kind: Kind, title: str, values: Mapping[str, object], owner_id: int | None,
    due_on: date | None, *, by: Actor, at: datetime,
) -> Record:  # fmt: skip
    year = year_of(at)
    count = cases.next_number(f"governance-records-{year}")
    state = RecordState.RECORDED if kind.life == Life.NOTE else RecordState.OPEN
    organisation_id = _key(values.get("client"))
    return Record.objects.create(
        number=f"GR-{year}-{count:04d}",
        kind=kind.key,
        title=title.strip()[:200],
        state=state,
        values=dict(values),
        search_text=" ".join(texts_of(values)),
        organisation_id=organisation_id,
        certificate_id=world.certificate_id_of(values, organisation_id),
        branch_id=_key(values.get("branch")),
        owner_id=owner_id,
        due_on=due_on,
        valid_until=day_of(values, "valid_until"),
        opened_at=at,
        opened_by_id=by.person_id,
    )


def _task_obstacles(
    kind: Kind, owner_id: int | None, due_on: date | None, on: date
) -> list[Violation]:
    if kind.life != Life.TASK:
        return []
    found = list(is_of_body(owner_id, "owner_id", kind.source))
    if due_on is None:
        found.append(_no("due-missing", _("It needs a day it is due on."), "due_on", kind.source))
    elif due_on < on:
        found.append(_no("due-over", _("The day it is due on is over."), "due_on"))
    return found


@transaction.atomic
def approve(*, record_id: int, by: Actor, at: datetime) -> Record:
    """Put into force what another person opened. One in force at a time replaces the one before.

    Raises:
        Refused: `by` does not keep it or opened it, it is not waiting for approval, or a
            clause forbids it by now; carries every reason.
    """
    row, kind = locked(record_id)
    on = localdate(at)
    facts = world.facts_of(kind, row.values, on=on, organisation_id=row.organisation_id)
    refuse_if(
        [
            *keeps(acts.APPROVE, kind, by),
            *life("approve", row, kind, by),
            *opening_obstacles(facts),
        ]
    )
    if kind.is_single:
        _replace(kind, row, by=by, at=at)
    row.review_on = next_due(on, kind.every_months)
    settle(row, RecordState.IN_FORCE, by=by, at=at)
    note(acts.APPROVE, row, by=by, at=at, title=row.title)
    return row


def _replace(kind: Kind, new: Record, *, by: Actor, at: datetime) -> None:
    for old in Record.objects.select_for_update().filter(kind=kind.key, state=RecordState.IN_FORCE):
        old.state = RecordState.ENDED
        old.save(update_fields=["state"])
        note(acts.END, old, by=by, at=at, because=f"→ {new.number}")


@transaction.atomic
def refuse(*, record_id: int, because: str, by: Actor, at: datetime) -> Record:
    """Refuse what was to be in force, with the reason.

    Raises:
        Refused: `by` does not keep it, it is not waiting, or no reason is said.
    """
    row, kind = locked(record_id)
    refuse_if(
        [
            *keeps(acts.REFUSE, kind, by),
            *life("refuse", row, kind, by),
            *words_given(because, "because"),
        ]
    )
    settle(row, RecordState.REFUSED, by=by, at=at)
    note(acts.REFUSE, row, by=by, at=at, because=because)
    return row


@transaction.atomic
def complete(*, record_id: int, values: Mapping[str, object], by: Actor, at: datetime) -> Record:
    """Record a task as done, with what its kind asks for then.

    Where the effect must be verified, another person does so before it is closed. An
    evaluation of finance above the limit opens a risk to impartiality.

    Raises:
        Refused: `by` neither owns nor keeps it, it is not open, a field is missing or
            wrong, or a clause is not met; carries every reason.
    """
    row, kind = locked(record_id)
    on = localdate(at)
    filled = read(kind, Moment.DONE, values)
    merged = {**row.values, **filled.values}
    facts = world.facts_of(
        kind, merged, on=on, organisation_id=row.organisation_id, record_id=row.pk
    )
    move = "complete" if kind.is_checked else "settle"
    refuse_if(
        [
            *keeps(acts.COMPLETE, kind, by, own=row.owner_id == by.person_id is not None),
            *life(move, row, kind, by),
            *filled.violations,
            *world.unknown_keys(kind, Moment.DONE, values),
            *completion_obstacles(facts),
        ]
    )
    row.values = merged
    row.search_text = " ".join(texts_of(merged))
    settle(row, RecordState.DONE if kind.is_checked else RecordState.CLOSED, by=by, at=at)
    note(acts.COMPLETE, row, by=by, at=at, values=dict(filled.values))
    if kind.key == "finance-evaluation":
        _open_risk(row, on, by=by, at=at)
    return row


def _open_risk(row: Record, on: date, *, by: Actor, at: datetime) -> None:
    """Too much income from one hand is a risk to impartiality. Source: clause 5.3.2."""
    share, most = concentration(row.values), limit("income_share", on)
    listed = kind_called("impartiality-risk")
    if share <= most or listed is None:
        return
    percent, bound = f"{share * 100:.1f} %", f"{most * 100:.0f} %"
    who = str(row.values.get("largest_client", ""))
    values = {
        "relation": "relation.finances",
        "threat": "threat.self-interest",
        "description": f"{row.number}: {who} {percent} > {bound}",
        "treatment": str(row.values.get("conclusion", "")),
        "residual": "residual.with-measures",
        "consulted": row.number,
        "owner": row.owner_id,
        "treat_by": (next_due(on, 3) or on).isoformat(),
    }
    risk = _made(listed, f"{who} {percent}"[:200], values, row.owner_id, None, by=by, at=at)
    note(acts.OPEN, risk, by=by, at=at, title=risk.title, values=values, owner=row.owner_id,
         due=None)  # fmt: skip


def _known(organisation_id: int | None) -> int | None:
    """The client, if there is one of this key."""
    if organisation_id is not None and people_queries.is_organisation(organisation_id):
        return organisation_id
    return None


def _key(value: object) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() else None


def _no(code: str, message: str, field: str, source: Source = LIMITS) -> Violation:
    return Violation(f"governance.{code}", message, source, field=field)

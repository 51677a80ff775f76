"""Complaints and appeals, from their acknowledgement to their end. Each step is journalled."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from xinheng.apps.cases import actions as cases
from xinheng.apps.cases import queries as case_queries
from xinheng.apps.governance.actions.common import words_given
from xinheng.apps.governance.models import Consideration, Matter
from xinheng.apps.governance.queries import matters as queries
from xinheng.apps.journal import actions as journal
from xinheng.apps.people import actions as people
from xinheng.core.governance import acts
from xinheng.core.governance.lifecycle import MATTER
from xinheng.core.governance.matters import (
    handlers_are_independent,
    is_independent,
    panel_has_found,
    source_of,
)
from xinheng.core.governance.sources import APPEALS, COMPLAINTS
from xinheng.core.governance.words import About, MatterKind, MatterState, Result
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.governance import number as limit

LONGEST = 10_000


@transaction.atomic
def acknowledge(*, number: str, by: Actor, at: datetime) -> Matter:
    """Tell whoever brought a matter that it was received. Raises Refused."""
    row = _locked(number)
    refuse_if(_life("acknowledge", acts.ACKNOWLEDGE, row, by))
    row.acknowledged_at = at
    _move(row, MatterState.ACKNOWLEDGED, acts.ACKNOWLEDGE, by=by, at=at)
    message = _("We received %(number)s; nobody is disadvantaged for bringing it.")
    _tell_author(row, message, at)
    return row


@transaction.atomic
def validate(*, number: str, because: str, by: Actor, at: datetime) -> Matter:
    """Find that a matter concerns what the body is responsible for. Raises Refused."""
    row = _locked(number)
    refuse_if(
        [*_life("validate", acts.VALIDATE, row, by), *words_given(because, "because", COMPLAINTS)]
    )
    row.validated_at, row.ground = at, because.strip()
    _move(row, MatterState.VALIDATED, acts.VALIDATE, by=by, at=at, because=because)
    return row


@transaction.atomic
def dismiss(*, number: str, because: str, by: Actor, at: datetime) -> Matter:
    """Find that a complaint does not concern the body; the reason will be told. An appeal is
    never set aside so: it goes to its panel.

    Raises:
        Refused: carries every reason.
    """
    row = _locked(number)
    reasons = [
        *_life("dismiss", acts.DISMISS, row, by),
        *words_given(because, "because", COMPLAINTS),
        *_independent(row, by, at),
    ]
    if row.kind == MatterKind.APPEAL:
        reasons.append(
            Violation("governance.appeal-to-panel", _("An appeal goes to its panel."), APPEALS)
        )
    refuse_if(reasons)
    row.resolved_at, row.resolved_by_id = at, by.person_id
    row.result, row.outcome = Result.NOT_OURS, because.strip()
    _move(row, MatterState.RESOLVED, acts.DISMISS, by=by, at=at, because=because)
    return row


@transaction.atomic
def assign(*, number: str, people_ids: Sequence[int], by: Actor, at: datetime) -> Matter:
    """Have persons look into a matter who took no part in what it is about.

    Naming others later replaces them; what those who stay have reported stays.

    Raises:
        Refused: too few, not of the body, tied, or they took part; carries every reason.
    """
    row = _locked(number)
    kind, on = MatterKind(row.kind), localdate(at)
    wanted = queries.handlers(row, list(people_ids), on)
    refuse_if(
        [
            *_life("assign", acts.ASSIGN, row, by),
            *handlers_are_independent(kind, wanted, int(limit("panel_least", on))),
        ]
    )
    keys = {one.person_id for one in wanted}
    row.panel.filter(left_at=None).exclude(person_id__in=keys).update(left_at=at)
    there = set(row.panel.filter(left_at=None).values_list("person_id", flat=True))
    for key in sorted(keys - there):
        row.panel.create(person_id=key, seated_at=at)
    _move(row, MatterState.INVESTIGATING, acts.ASSIGN, by=by, at=at,
          people=[one.name for one in wanted])  # fmt: skip
    people.tell(
        message=_("You are asked to look into %(number)s: %(subject)s."),
        facts={"number": row.number, "subject": row.subject}, case_id=None, at=at,
        person_ids=sorted(keys - there),
    )  # fmt: skip
    return row


@transaction.atomic
def forward(*, number: str, by: Actor, at: datetime) -> Matter:
    """Pass a complaint on to the client it is about, without its source.

    Raises:
        Refused: it is not about a client, not found to concern the body, or passed on.
    """
    row = _locked(number)
    reasons = [*acts.FORWARD.duty_obstacles(by)]
    if row.about != About.CLIENT or row.organisation_id is None:
        reasons.append(
            Violation("governance.not-about-client", _("It is not about a client."), COMPLAINTS)
        )
    if row.validated_at is None:
        reasons.append(
            Violation(
                "governance.not-validated", _("It was not yet found to concern us."), COMPLAINTS
            )
        )
    if row.forwarded_at is not None:
        reasons.append(
            Violation("governance.forwarded", _("It was passed on already."), COMPLAINTS)
        )
    refuse_if(reasons)
    row.forwarded_at = at
    row.save(update_fields=["forwarded_at"])
    _note(acts.FORWARD, row, by=by, at=at)
    people.tell(
        message=_("%(number)s: a complaint about you was received: %(subject)s. Please answer."),
        facts={"number": row.number, "subject": row.subject}, case_id=row.case_id, at=at,
        organisation_id=row.organisation_id,
    )  # fmt: skip
    return row


@transaction.atomic
def report(*, number: str, result: Result, findings: str, by: Actor, at: datetime) -> Matter:
    """Say what one found, as a member of the panel.

    Raises:
        Refused: `by` is not asked to look into it, or nothing is said; carries every reason.
    """
    row = _locked(number)
    seat = row.panel.filter(left_at=None, person_id=by.person_id or -1).first()
    reasons = [*words_given(findings, "findings", source_of(MatterKind(row.kind)))]
    if seat is None or row.state != MatterState.INVESTIGATING:
        reasons.append(
            Violation(
                "governance.not-asked", _("You are not asked to look into this now."),
                source_of(MatterKind(row.kind)),
            )
        )  # fmt: skip
    reasons += [*_independent(row, by, at)]
    refuse_if(reasons)
    if seat is None:
        raise AssertionError(number)
    seat.result, seat.findings, seat.reported_at = result, findings.strip()[:LONGEST], at
    seat.save(update_fields=["result", "findings", "reported_at"])
    _note(acts.REPORT, row, by=by, at=at, result=result)
    return row


@transaction.atomic
def resolve(*, number: str, result: Result, outcome: str, by: Actor, at: datetime) -> Matter:
    """Resolve a matter as those who looked into it found, by somebody who took no part.

    What is upheld needs acts of other rooms: nothing changes by itself.

    Raises:
        Refused: carries every reason.
    """
    row = _locked(number)
    kind = MatterKind(row.kind)
    refuse_if(
        [
            *_life("resolve", acts.RESOLVE, row, by),
            *words_given(outcome, "outcome", source_of(kind)),
            *panel_has_found(kind, queries.opinions(row), result),
            *_independent(row, by, at),
        ]
    )
    row.resolved_at, row.resolved_by_id = at, by.person_id
    row.result, row.outcome = result, outcome.strip()[:LONGEST]
    _move(row, MatterState.RESOLVED, acts.RESOLVE, by=by, at=at, result=result)
    if result in (Result.UPHELD, Result.PARTLY):
        people.tell(
            message=_("%(number)s was upheld: %(outcome)s"),
            facts={"number": row.number, "outcome": row.outcome[:500]}, case_id=row.case_id,
            at=at, duty=Duty.DECIDE,
        )  # fmt: skip
    return row


@transaction.atomic
def tell(*, number: str, by: Actor, at: datetime) -> Matter:
    """Tell whoever brought a matter what came of it, and the client that was complained about.

    Raises:
        Refused: carries every reason.
    """
    row = _locked(number)
    reasons = [*_life("tell", acts.TELL, row, by)]
    if row.about == About.CLIENT and row.validated_at and row.forwarded_at is None:
        reasons.append(
            Violation(
                "governance.not-forwarded", _("Pass it on to the client it is about first."),
                COMPLAINTS,
            )
        )  # fmt: skip
    refuse_if(reasons)
    row.told_at = at
    _move(row, MatterState.TOLD, acts.TELL, by=by, at=at)
    _tell_author(row, _("%(number)s: %(outcome)s"), at)
    return row


@transaction.atomic
def close(*, number: str, by: Actor, at: datetime) -> Matter:
    """Close a matter whose outcome was told. Raises Refused."""
    row = _locked(number)
    refuse_if(_life("close", acts.CLOSE, row, by))
    row.closed_at = at
    _move(row, MatterState.CLOSED, acts.CLOSE, by=by, at=at)
    return row


@transaction.atomic
def consider(
    *, case_id: int, matter: int, note: str, by: Actor, at: datetime, seen: int | None = None
) -> Consideration:
    """Note in the review of a round what an open complaint about the client means for it.

    Raises:
        Refused: `by` may not, the complaint is not open about this client or was
            considered, or nothing is said; carries every reason.
    """
    case = cases.lock(case_id, seen=seen)
    found = case_queries.view(case)
    about = {row.id: row for row in queries.open_about(found.organisation_id)}
    done = queries.considered(found.round.id)
    reasons = [
        *acts.CONSIDER.duty_obstacles(by, found.where),
        *words_given(note, "note", acts.CONSIDER.source),
    ]
    if matter not in about or matter in done:
        reasons.append(
            Violation(
                "governance.not-to-consider",
                _("There is no such open complaint that still waits to be considered."),
                acts.CONSIDER.source, field="matter",
            )
        )  # fmt: skip
    refuse_if(reasons)
    made = Consideration.objects.create(
        matter_id=matter, round_id=found.round.id, note=note.strip()[:300], considered_at=at,
        considered_by_id=by.person_id,
    )  # fmt: skip
    journal.record(
        acts.CONSIDER, on=made, by=by, at=at, case_id=found.id,
        number=about[matter].number, note=note,
    )  # fmt: skip
    return made


def _locked(number: str) -> Matter:
    return Matter.objects.select_for_update().get(number=number)


def _life(move: str, act: ActKind, row: Matter, by: Actor) -> list[Violation]:
    found = MATTER.obstacles(move, origin=MatterState(row.state), by=by, facts=None)
    own = [violation for violation in found if violation.code != "duty-missing"]
    return [*act.duty_obstacles(by), *own]


def _independent(row: Matter, by: Actor, at: datetime) -> Iterator[Violation]:
    if by.person_id is not None:
        who = queries.handlers(row, [by.person_id], localdate(at))[0]
        yield from is_independent(MatterKind(row.kind), who)


def _move(
    row: Matter, state: MatterState, act: ActKind, *, by: Actor, at: datetime, **facts: Any
) -> None:
    row.state, row.state_since = state, localdate(at)
    row.save()
    _note(act, row, by=by, at=at, **facts)


def _note(act: ActKind, row: Matter, *, by: Actor, at: datetime, **facts: Any) -> int:
    # Not filed under the case or the client: its journal would tell who complained about whom.
    return journal.record(act, on=row, by=by, at=at, number=row.number, **facts)


def _tell_author(row: Matter, message: str, at: datetime) -> None:
    if row.brought_by_client_id is not None:
        people.tell(
            message=message, facts={"number": row.number, "outcome": row.outcome[:500]},
            case_id=None, at=at, organisation_id=row.brought_by_client_id,
        )  # fmt: skip

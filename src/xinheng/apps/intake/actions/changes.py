"""Changes a client tells of, and what the body does about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from xinheng.apps.cases import actions as cases
from xinheng.apps.cases import queries as case_queries
from xinheng.apps.documents import queries as documents
from xinheng.apps.intake import queries
from xinheng.apps.intake.models import ChangeNotice, ChangesQuestion
from xinheng.apps.journal import actions as journal
from xinheng.apps.people import actions as people
from xinheng.core.cases.steps import Step
from xinheng.core.clients.rules import own_client_only
from xinheng.core.intake import acts
from xinheng.core.intake.words import ChangeKind, Triage
from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _

if TYPE_CHECKING:
    from xinheng.apps.cases.models import Case


@dataclass(frozen=True, slots=True)
class Told:
    """One change as the client tells it."""

    kind: ChangeKind
    description: str
    effective_on: date
    file: int | None = None


@transaction.atomic
def file_change(
    *, case_id: int, told: Told, by: Actor, at: datetime, seen: int | None = None
) -> ChangeNotice:
    """Tell the body of a change; possible at any time while the case is alive.

    Raises:
        Refused: `by` may not, or nothing is described.
    """
    case = cases.lock(case_id, seen=seen)
    refuse_if(
        [
            *acts.FILE_CHANGE.duty_obstacles(by),
            *own_client_only(by, case.organisation_id),
            *_told_problems(told),
        ]
    )
    notice = _enter(case, told, by=by, at=at)
    cases.touch(case)
    return notice


@transaction.atomic
def triage_change(
    *,
    case_id: int,
    notice_id: int,
    outcome: Triage,
    by: Actor,
    at: datetime,
    note: str = "",
    seen: int | None = None,
) -> ChangeNotice:
    """Say what the body does about a change.

    Raises:
        Refused: `by` may not, or the change is settled already.
    """
    case = cases.lock(case_id, seen=seen)
    notice = ChangeNotice.objects.select_for_update().get(pk=notice_id, case=case)
    reasons = list(acts.TRIAGE_CHANGE.duty_obstacles(by, case_queries.view(case).where))
    if notice.settled_at is not None:
        reasons.append(_no("intake.change-settled", _("This change is settled already.")))
    refuse_if(reasons)
    notice.outcome, notice.note = outcome, note[:500]
    notice.settled_at, notice.settled_by_id = at, by.person_id
    notice.save()
    entry = journal.record(
        acts.TRIAGE_CHANGE, on=notice, by=by, at=at, case_id=case.pk,
        organisation_id=case.organisation_id, kind=ChangeKind(notice.kind), outcome=outcome,
        note=note,
    )  # fmt: skip
    if not _finish(case, by=by, at=at, entry=entry):
        cases.touch(case)
    facts = {"case": case.number, "outcome": outcome.label}
    people.tell(
        message=_("Your change for %(case)s has been looked at."), facts=facts, case_id=case.pk,
        at=at, organisation_id=case.organisation_id,
    )  # fmt: skip
    if outcome == Triage.SPECIAL_AUDIT:
        people.tell(
            message=_("A change of %(case)s needs a special audit."), facts=facts,
            case_id=case.pk, at=at, duty=Duty.PLAN_AUDITS,
        )  # fmt: skip
    if outcome == Triage.NEW_CERTIFICATE:
        people.tell(
            message=_("A change of %(case)s needs a new certificate."), facts=facts,
            case_id=case.pk, at=at, duty=Duty.ISSUE,
        )  # fmt: skip
    return notice


@transaction.atomic
def ask_changes(
    *, case_id: int, by: Actor, at: datetime, seen: int | None = None
) -> ChangesQuestion:
    """Ask the client, before a later round, whether anything has changed.

    Raises:
        Refused: `by` may not, the round needs no answer, or it was asked already.
    """
    case = cases.lock(case_id, seen=seen)
    view = case_queries.view(case)
    asked = queries.question_of(view.round.id)
    reasons = [
        *acts.ASK_CHANGES.duty_obstacles(by, view.where),
        *case_queries.obstacles_to(view, Step.CHANGES_ASKED),
    ]
    if asked is not None:
        reasons.append(_no("intake.changes-asked", _("The client was asked already.")))
    refuse_if(reasons)
    row = ChangesQuestion.objects.create(
        case=case, round_id=view.round.id, asked_at=at, asked_by_id=by.person_id
    )
    journal.record(
        acts.ASK_CHANGES, on=row, by=by, at=at, case_id=case.pk,
        organisation_id=case.organisation_id,
    )  # fmt: skip
    cases.touch(case)
    people.tell(
        message=_("Before the next audit of %(case)s: has anything changed?"),
        facts={"case": case.number}, case_id=case.pk, at=at,
        organisation_id=case.organisation_id,
    )  # fmt: skip
    return row


@transaction.atomic
def answer_changes(
    *,
    case_id: int,
    none: bool,
    changes: Sequence[Told],
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> ChangesQuestion:
    """Answer whether anything has changed: “none”, or the changes.

    The step is taken when no change waits any more for what the body does about it.

    Raises:
        Refused: `by` may not, nothing was asked, or the answer says neither or both.
    """
    case = cases.lock(case_id, seen=seen)
    view = case_queries.view(case)
    row = queries.question_of(view.round.id)
    reasons = [
        *acts.ANSWER_CHANGES.duty_obstacles(by),
        *own_client_only(by, case.organisation_id),
        *(violation for told in changes for violation in _told_problems(told)),
    ]
    if none == bool(changes):
        message = _("Say either that nothing has changed, or what has.")
        reasons.append(_no("intake.answer-unclear", message, "none"))
    if row is None or row.answered_at is not None:
        message = _("No question about changes waits for an answer.")
        refuse_if([*reasons, _no("intake.changes-not-asked", message)])
        raise LookupError("refused above")
    refuse_if(reasons)
    for told in changes:
        _enter(case, told, by=by, at=at)
    row.answered_at, row.answered_by_id, row.says_none = at, by.person_id, none
    row.save()
    entry = journal.record(
        acts.ANSWER_CHANGES, on=row, by=by, at=at, case_id=case.pk,
        organisation_id=case.organisation_id, none=none, count=len(changes),
    )  # fmt: skip
    if not _finish(case, by=by, at=at, entry=entry):
        cases.touch(case)
    return row


def _finish(case: "Case", *, by: Actor, at: datetime, entry: int) -> bool:
    """Take the step once the client has answered and every change is settled."""
    view = case_queries.view(case)
    asked = queries.question_of(view.round.id)
    answered = asked is not None and asked.answered_at is not None
    waiting = any(notice.settled_at is None for notice in queries.notices_of(case.pk))
    if not answered or waiting or case_queries.obstacles_to(view, Step.CHANGES_ASKED):
        return False
    cases.take_step(case, Step.CHANGES_ASKED, by=by, at=at, entry=entry)
    return True


def _enter(case: "Case", told: Told, *, by: Actor, at: datetime) -> ChangeNotice:
    refuse_if(
        documents.file_obstacles(
            told.file, by=by, case_id=case.pk, organisation_id=case.organisation_id, field="file"
        )
    )
    notice = ChangeNotice.objects.create(
        case=case, kind=told.kind, description=told.description, effective_on=told.effective_on,
        file_id=told.file, filed_at=at, filed_by_id=by.person_id,
    )  # fmt: skip
    journal.record(
        acts.FILE_CHANGE, on=notice, by=by, at=at, case_id=case.pk,
        organisation_id=case.organisation_id, kind=told.kind, description=told.description,
        effective_on=told.effective_on, file=told.file,
    )  # fmt: skip
    people.tell(
        message=_("The client of %(case)s tells of a change: %(what)s"),
        facts={"case": case.number, "what": told.description[:120]}, case_id=case.pk, at=at,
        duty=Duty.REVIEW_APPLICATIONS,
    )  # fmt: skip
    return notice


def _told_problems(told: Told) -> list[Violation]:
    if told.description.strip():
        return []
    return [_no("intake.change-empty", _("Describe the change."), "description")]


def _no(code: str, message: str, place: str = "") -> Violation:
    return Violation(code, message, acts.NOTICE, {}, place)

"""The application review: accept, return with questions, or refuse."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from xinheng.apps.cases import actions as cases
from xinheng.apps.cases import queries as case_queries
from xinheng.apps.documents import queries as documents
from xinheng.apps.intake import queries
from xinheng.apps.intake.models import Application, TransferReview
from xinheng.apps.journal import actions as journal
from xinheng.apps.people import actions as people
from xinheng.apps.waivers import queries as waivers
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import Part
from xinheng.core.intake import acts
from xinheng.core.intake.lifecycle import APPLICATION, NoFacts
from xinheng.core.intake.review import refusal_problems
from xinheng.core.intake.transfer import TransferFacts, transfer_problems
from xinheng.core.intake.words import ApplicationState, RefusalReason
from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _

if TYPE_CHECKING:
    from xinheng.apps.cases.models import Case


@transaction.atomic
def accept(
    *,
    case_id: int,
    by: Actor,
    at: datetime,
    note: str = "",
    body_gives_consultancy: bool = False,
    body_internal_audits_ended_on: date | None = None,
    related_consultancy_ended_on: date | None = None,
    seen: int | None = None,
) -> Application:
    """Accept an application after its review.

    Args:
        body_gives_consultancy: what the reviewer declares of the body's own services to
            this client; with the last days of internal audits and related consultancy.

    Raises:
        Refused: a prerequisite, a document or competence is missing; carries everything.
    """
    case, row = _locked(case_id, seen=seen)
    declared: Mapping[str, Any] = {
        "body_gives_consultancy": body_gives_consultancy,
        "body_internal_audits_ended_on": body_internal_audits_ended_on,
        "related_consultancy_ended_on": related_consultancy_ended_on,
    }
    view = case_queries.view(case)
    on = queries.day_of(at)
    waived = waivers.gate(
        queries.accept_obstacles(row, view, by=by, on=on, declared=declared),
        case_id=view.id, organisation_id=view.organisation_id, on=on,
    )  # fmt: skip
    few = queries.few_auditors(view, on=on)
    entry = _move(
        row, "accept", case, acts.ACCEPT, by=by, at=at, note=note, few_auditors=few,
        **declared, **waived,
    )  # fmt: skip
    cases.take_step(case, Step.APPLICATION_REVIEWED, by=by, at=at, entry=entry)
    cases.involve(case, person_id=by.person_id, part=Part.REVIEWED_APPLICATION, at=at)
    facts = {"case": case.number}
    people.tell(
        message=_("The application %(case)s was accepted."), facts=facts, case_id=case.pk, at=at,
        organisation_id=case.organisation_id,
    )  # fmt: skip
    people.tell(
        message=_("The application %(case)s was accepted: audit time can be reckoned."),
        facts=facts, case_id=case.pk, at=at, duty=Duty.PLAN_AUDITS,
    )  # fmt: skip
    if few:
        people.tell(
            message=_("%(case)s: the body has fewer than two auditors for %(codes)s."),
            facts={**facts, "codes": ", ".join(few)}, case_id=case.pk, at=at, duty=Duty.KEEP_PEOPLE,
        )  # fmt: skip
    return row


@transaction.atomic
def return_application(
    *, case_id: int, questions: str, by: Actor, at: datetime, seen: int | None = None
) -> Application:
    """Send an application back with questions; the client corrects it and submits again.

    Raises:
        Refused: `by` may not, nothing is asked, or the application is past that.
    """
    case, row = _locked(case_id, seen=seen)
    reasons = [
        *acts.RETURN.duty_obstacles(by, case_queries.view(case).where),
        *queries.move_obstacles(row, "return", by=by),
    ]
    if not questions.strip():
        reasons.append(_no("intake.questions-missing", _("Say what is asked."), "questions"))
    refuse_if(reasons)
    row.questions, row.answers = questions, ""
    _move(row, "return", case, acts.RETURN, by=by, at=at, questions=questions)
    cases.untake_step(case, Step.APPLIED, by=by, at=at, because=questions)
    people.tell(
        message=_("The application %(case)s came back with questions: %(questions)s"),
        facts={"case": case.number, "questions": questions[:200]}, case_id=case.pk, at=at,
        organisation_id=case.organisation_id,
    )  # fmt: skip
    return row


@transaction.atomic
def refuse(
    *,
    case_id: int,
    reason: RefusalReason,
    because: str,
    nothing_else_was_asked: bool,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> Application:
    """Refuse an application with its reasons; the case ends.

    Args:
        nothing_else_was_asked: the reviewer's word that the refusal does not rest on the
            client's having bought no consultancy or training.

    Raises:
        Refused: `by` may not, the reasons are missing, or the application is past that.
    """
    case, row = _locked(case_id, seen=seen)
    reasons = [
        *acts.REFUSE.duty_obstacles(by, case_queries.view(case).where),
        *queries.move_obstacles(row, "refuse", by=by),
        *refusal_problems(nothing_else_was_asked=nothing_else_was_asked),
    ]
    if not because.strip():
        reasons.append(_no("intake.reasons-missing", _("Give the reasons."), "because"))
    refuse_if(reasons)
    _move(
        row, "refuse", case, acts.REFUSE, by=by, at=at, reason=reason, because=because,
        nothing_else_was_asked=nothing_else_was_asked,
    )  # fmt: skip
    cases.involve(case, person_id=by.person_id, part=Part.REVIEWED_APPLICATION, at=at)
    cases.end(case, "refuse", by=by, at=at, because=because)
    people.tell(
        message=_("The application %(case)s was refused: %(because)s"),
        facts={"case": case.number, "because": because[:200]}, case_id=case.pk, at=at,
        organisation_id=case.organisation_id,
    )  # fmt: skip
    return row


@transaction.atomic
def review_transfer(
    *,
    case_id: int,
    facts: TransferFacts,
    by: Actor,
    at: datetime,
    reports: list[int] | None = None,
    seen: int | None = None,
) -> TransferReview:
    """Record the review before a certificate of another body is taken over.

    Args:
        reports: keys of the files that were looked at.

    Raises:
        Refused: `by` may not, or the certificate cannot be taken over; carries every reason.
    """
    case = cases.lock(case_id, seen=seen)
    view = case_queries.view(case)
    refuse_if(
        [
            *acts.REVIEW_TRANSFER.duty_obstacles(by, view.where),
            *case_queries.obstacles_to(view, Step.TRANSFER_REVIEWED),
            *transfer_problems(facts),
            *(
                found
                for file in reports or ()
                for found in documents.file_obstacles(
                    file,
                    by=by,
                    case_id=case_id,
                    organisation_id=case.organisation_id,
                    field="reports",
                )
            ),
        ]
    )
    said: dict[str, Any] = {name: getattr(facts, name) for name in facts.__slots__ if name != "on"}
    plain = {n: v.isoformat() if isinstance(v, date) else v for n, v in said.items()}
    row, _made = TransferReview.objects.update_or_create(
        case=case,
        defaults={"facts": plain | {"reports": reports or []}, "reviewed_at": at,
                  "reviewed_by_id": by.person_id},
    )  # fmt: skip
    entry = journal.record(
        acts.REVIEW_TRANSFER, on=row, by=by, at=at, case_id=case.pk,
        organisation_id=case.organisation_id, reports=reports or [], **said,
    )  # fmt: skip
    cases.take_step(case, Step.TRANSFER_REVIEWED, by=by, at=at, entry=entry)
    return row


def _locked(case_id: int, *, seen: int | None) -> "tuple[Case, Application]":
    case = cases.lock(case_id, seen=seen)
    return case, Application.objects.select_for_update().get(case=case)


def _move(
    row: Application, move: str, case: "Case", act: Any, *, by: Actor, at: datetime, **facts: Any
) -> int:
    """Make a move in the life of an application and write it into the journal."""
    state = ApplicationState(row.state)
    row.state = APPLICATION.step(move, origin=state, by=by, facts=NoFacts()).target
    row.reviewed_at, row.reviewed_by_id = at, by.person_id
    row.note = str(facts.get("note") or facts.get("because") or row.note)
    row.version += 1
    row.save()
    return journal.record(
        act, on=row, by=by, at=at, case_id=case.pk, organisation_id=case.organisation_id, **facts
    )


def _no(code: str, message: str, place: str) -> Violation:
    return Violation(code, message, acts.REVIEWING, {}, place)

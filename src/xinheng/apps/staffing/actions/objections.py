"""The client's objections to members of the team."""

from datetime import datetime

from django.db import transaction

from xinheng.apps.cases import actions as cases
from xinheng.apps.cases import queries as case_queries
from xinheng.apps.cases.queries import CaseView, SeatView
from xinheng.apps.journal import actions as journal
from xinheng.apps.people import actions as people
from xinheng.apps.staffing import queries
from xinheng.apps.staffing.models import Objection
from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.core.staffing import acts


@transaction.atomic
def object_to(
    *, case_id: int, seat_id: int, because: str, by: Actor, at: datetime, seen: int | None = None
) -> Objection:
    """The client objects to a member of the team; planners have to answer.

    Raises:
        Refused: `by` does not act for this client, the member does not sit, gives no
            reason, or an objection waits already.
    """
    locked = cases.lock(case_id, seen=seen)
    case = case_queries.view(locked)
    seat = next((s for s in case_queries.team(case.round.id) if s.id == seat_id), None)
    refuse_if(_objecting_obstacles(case, seat, because, by))
    row = Objection.objects.create(
        case_id=case_id,
        seat_id=seat_id,
        because=because,
        raised_at=at,
        raised_by_id=by.person_id or 0,
    )
    facts = {"person": seat.name if seat else "", "number": case.number}
    journal.record(
        acts.OBJECT, on=row, by=by, at=at, case_id=case.id,
        organisation_id=case.organisation_id, because=because, person=facts["person"],
    )  # fmt: skip
    people.tell(
        message=_("The client objects to %(person)s in %(number)s."),
        facts=facts, case_id=case.id, at=at, duty=Duty.PLAN_AUDITS,
    )  # fmt: skip
    cases.touch(locked)
    return row


@transaction.atomic
def overrule_objection(
    *,
    case_id: int,
    objection_id: int,
    because: str,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> Objection:
    """Keep the member in spite of the objection, with a reason the client is told.

    Raises:
        Refused: `by` may not, it was settled, or no reason is given.
        Objection.DoesNotExist: this case has no such objection.
    """
    locked = cases.lock(case_id, seen=seen)
    case = case_queries.view(locked)
    row = Objection.objects.select_related("seat__person").get(pk=objection_id, case_id=case_id)
    reasons = [*acts.OVERRULE.duty_obstacles(by, case.where)]
    if row.settled_at is not None:
        reasons.append(
            Violation(
                "staffing.objection-settled", _("This objection was already settled."),
                acts.OBJECTED,
            )
        )  # fmt: skip
    if not because.strip():
        reasons.append(
            Violation(
                "staffing.reason-missing", _("Overruling an objection needs a reason."),
                acts.OBJECTED, field="because",
            )
        )  # fmt: skip
    refuse_if(reasons)
    row.settled_at, row.settled_by_id, row.is_upheld, row.answer = at, by.person_id, False, because
    row.save(update_fields=["settled_at", "settled_by", "is_upheld", "answer"])
    person = row.seat.person.name_zh
    journal.record(
        acts.OVERRULE, on=row, by=by, at=at, case_id=case.id,
        organisation_id=case.organisation_id, person=person, because=because,
    )  # fmt: skip
    people.tell(
        message=_("Your objection to %(person)s was not followed: %(because)s"),
        facts={"person": person, "because": because},
        case_id=case.id,
        at=at,
        organisation_id=case.organisation_id,
    )
    cases.touch(locked)
    return row


def settle_objections(seat: SeatView, *, by: Actor, at: datetime) -> None:
    """Whoever has left need not be objected to any more."""
    Objection.objects.filter(seat_id=seat.id, settled_at=None).update(
        settled_at=at, settled_by_id=by.person_id, is_upheld=True
    )


def _objecting_obstacles(
    case: CaseView, seat: SeatView | None, because: str, by: Actor
) -> list[Violation]:
    reasons = [
        *acts.OBJECT.duty_obstacles(by, case.where),
        *queries.not_under_way(case, acts.OBJECTED),
    ]
    if by.organisation_id != case.organisation_id:
        reasons.append(
            Violation(
                "staffing.not-the-client", _("Only the client itself objects."), acts.OBJECTED
            )
        )
    if seat is None:
        reasons.append(
            Violation(
                "staffing.nobody-to-replace", _("This person does not sit in the team."), acts.TEAM
            )
        )
    if not because.strip():
        reasons.append(
            Violation(
                "staffing.reason-missing", _("An objection needs a reason."), acts.OBJECTED,
                field="because",
            )
        )  # fmt: skip
    if any(o.is_open and seat and o.seat_id == seat.id for o in queries.objections(case.id)):
        reasons.append(
            Violation(
                "staffing.objection-waits", _("An objection to this member waits already."),
                acts.OBJECTED,
            )
        )  # fmt: skip
    return reasons

"""A conflict recorded after an assignment reopens the assignment, in the same transaction.

The room of people records ties, bars and practice elsewhere and knows no teams; this
room knows the teams. So the acts that may bring a conflict to light are composed here,
and the fronts call them here.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from xinheng.apps.cases import actions as cases
from xinheng.apps.cases import queries as case_queries
from xinheng.apps.impartiality import actions as impartiality
from xinheng.apps.journal import actions as journal
from xinheng.apps.people import actions as people
from xinheng.apps.staffing import queries
from xinheng.core.impartiality.words import ServiceKind, ThreatKind
from xinheng.core.people.words import PracticeKind, TieKind
from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.wording import mark as _
from xinheng.core.staffing import acts
from xinheng.core.staffing.conflicts import are_of_impartiality, consequence

BECAUSE = "a conflict was recorded"


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
) -> Any:
    """Record a tie of a person to a client, and reopen the teams it concerns.

    Raises:
        Refused: as the room of people refuses it.
    """
    made = people.record_tie(
        person_id=person_id, organisation_id=organisation_id, kind=kind, started_on=started_on,
        ended_on=ended_on, note=note, by=by, at=at,
    )  # fmt: skip
    follow_up([person_id], by=by, at=at)
    return made


@transaction.atomic
def record_bar(
    *,
    person_id: int,
    ground: str,
    from_on: date,
    evidence: str,
    by: Actor,
    at: datetime,
    until: date | None = None,
    decided_by: str = "",
) -> Any:
    """Bar somebody from certification work, and reopen every team they sit in.

    Raises:
        Refused: as the room of people refuses it.
    """
    made = people.record_bar(
        person_id=person_id, ground=ground, from_on=from_on, until=until, evidence=evidence,
        decided_by=decided_by, by=by, at=at,
    )  # fmt: skip
    follow_up([person_id], by=by, at=at)
    return made


@transaction.atomic
def record_practice(
    *,
    person_id: int,
    body: str,
    kind: PracticeKind,
    started_on: date,
    by: Actor,
    at: datetime,
    evidence: str = "",
) -> Any:
    """Record practice at another body, and reopen every team the person sits in.

    Raises:
        Refused: as the room of people refuses it.
    """
    made = people.record_practice(
        person_id=person_id, body=body, kind=kind, started_on=started_on, evidence=evidence,
        by=by, at=at,
    )  # fmt: skip
    follow_up([person_id], by=by, at=at)
    return made


@transaction.atomic
def record_service(
    *,
    organisation_id: int,
    kind: ServiceKind,
    by: Actor,
    at: datetime,
    person_ids: list[int] | None = None,
    **more: Any,
) -> Any:
    """Record a service to a client; the persons who did it leave no team of it unseen.

    Args:
        more: as `impartiality.actions.record_service` takes it.

    Raises:
        Refused: as the room of impartiality refuses it.
    """
    made = impartiality.record_service(
        organisation_id=organisation_id, kind=kind, person_ids=person_ids or [], by=by, at=at,
        **more,
    )  # fmt: skip
    if kind in (ServiceKind.CONSULTANCY, ServiceKind.INTERNAL_AUDIT):
        people.tell(
            message=_("Consultancy or internal audits for %(client)s were recorded."),
            facts={"client": made.organisation.name_zh}, case_id=None, at=at, duty=Duty.OVERSEE,
        )  # fmt: skip
    follow_up(person_ids or [], by=by, at=at)
    return made


def follow_up(person_ids: Iterable[int], *, by: Actor, at: datetime) -> None:
    """Reopen each team in which one of these persons may not sit any more for a conflict.

    Runs inside the act that brought the conflict to light.
    """
    wanted = set(person_ids)
    if not wanted:
        return
    found = [
        conflict
        for conflict in queries.conflicts(localdate(at))
        if conflict.assignment.seat.person_id in wanted and are_of_impartiality(conflict.obstacles)
    ]
    # Cases are locked in one order, so that two such acts never wait for each other.
    for conflict in sorted(found, key=lambda one: one.assignment.case_id):
        _reopen(conflict, by=by, at=at)


def _reopen(conflict: queries.Conflict, *, by: Actor, at: datetime) -> None:
    assignment = conflict.assignment
    locked = cases.lock(assignment.case_id)
    case = case_queries.view(locked)
    meant = consequence(case.round.kind, case.done)
    name = assignment.seat.name
    for step in meant.reopens:
        cases.untake_step(locked, step, by=by, at=at, because=BECAUSE)
    journal.record(
        acts.REOPEN_TEAM, on=locked, by=by, at=at, case_id=case.id,
        organisation_id=case.organisation_id, person=name, seat=assignment.seat.id,
        reasons=[obstacle.code for obstacle in conflict.obstacles], work=list(meant.work),
        reopened=list(meant.reopens),
    )  # fmt: skip
    if meant.needs_assessment:
        impartiality.note_threat(
            kind=ThreatKind.CONFLICT, what=f"{case.number} {name}", case_id=case.id,
            organisation_id=case.organisation_id, person_id=assignment.seat.person_id,
            work=meant.work, by=by, at=at,
        )  # fmt: skip
    for duty in (Duty.PLAN_AUDITS, Duty.OVERSEE):
        people.tell(
            message=_("A conflict of %(person)s was recorded: look at the team of %(number)s."),
            facts={"person": name, "number": case.number}, case_id=case.id, at=at, duty=duty,
        )  # fmt: skip
    cases.touch(locked)

"""Threats to impartiality: recorded by whoever sees one, assessed by who oversees."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from xinheng.apps.impartiality.actions.common import field_missing
from xinheng.apps.impartiality.models import Threat
from xinheng.apps.journal import actions as journal
from xinheng.apps.people import actions as people
from xinheng.apps.people import queries as people_queries
from xinheng.core.cases.steps import Step
from xinheng.core.impartiality import acts
from xinheng.core.impartiality.lifecycle import THREAT, AssessmentFacts
from xinheng.core.impartiality.words import ThreatKind, ThreatState
from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _


@transaction.atomic
def raise_threat(
    *,
    organisation_id: int,
    what: str,
    by: Actor,
    at: datetime,
    case_id: int | None = None,
    person_id: int | None = None,
) -> Threat:
    """Record something that threatens impartiality towards a client.

    Raises:
        Refused: `by` may not, the client is unknown, or nothing is said.
    """
    reasons = [
        *acts.RAISE_THREAT.duty_obstacles(by),
        *field_missing(acts.RAISE_THREAT, "what", what),
    ]
    if not people_queries.is_organisation(organisation_id):
        reasons.append(
            Violation(
                "impartiality.organisation-id", _("There is no such client."), acts.RISKS,
                field="organisation_id",
            )
        )  # fmt: skip
    refuse_if(reasons)
    return note_threat(
        kind=ThreatKind.OTHER, what=what, organisation_id=organisation_id, case_id=case_id,
        person_id=person_id, by=by, at=at,
    )  # fmt: skip


def note_threat(
    *,
    kind: ThreatKind,
    what: str,
    by: Actor,
    at: datetime,
    organisation_id: int | None = None,
    case_id: int | None = None,
    person_id: int | None = None,
    work: Sequence[Step] = (),
    year: int | None = None,
) -> Threat:
    """Write a threat inside another act, and tell those who assess it.

    Args:
        work: the steps that were done with the team as it was, for conflicts found later.
    """
    made = Threat.objects.create(
        kind=kind, what=what, organisation_id=organisation_id, case_id=case_id,
        person_id=person_id, work=[str(step) for step in work], year=year, raised_at=at,
        raised_by_id=by.person_id,
    )  # fmt: skip
    journal.record(
        acts.RAISE_THREAT, on=made, by=by, at=at, case_id=case_id,
        organisation_id=organisation_id, what=what, threat=kind, work=list(work),
    )  # fmt: skip
    people.tell(
        message=_("A threat to impartiality waits for its assessment: %(what)s"),
        facts={"what": what[:200]}, case_id=case_id, at=at, duty=Duty.OVERSEE,
    )  # fmt: skip
    return made


@transaction.atomic
def assess_threat(
    *,
    threat_id: int,
    is_acceptable: bool,
    because: str,
    by: Actor,
    at: datetime,
    treatment: str = "",
) -> Threat:
    """Assess a threat: acceptable with its treatment, or not. What is not stops the client.

    Raises:
        Refused: `by` may not or it is about them, it was found acceptable, or no reason.
        Threat.DoesNotExist: there is no such threat.
    """
    row = Threat.objects.select_for_update().get(pk=threat_id)
    move = "accept" if is_acceptable else "reject"
    facts, state = AssessmentFacts(row.person_id, by.person_id), ThreatState(row.state)
    refuse_if(
        [
            *THREAT.obstacles(move, origin=state, by=by, facts=facts),
            *field_missing(acts.ASSESS_THREAT, "because", because),
        ]
    )
    row.state = THREAT.step(move, origin=state, by=by, facts=facts).target
    row.because, row.treatment = because, treatment
    row.assessed_at, row.assessed_by_id = at, by.person_id
    row.save()
    journal.record(
        acts.ASSESS_THREAT, on=row, by=by, at=at, case_id=row.case_id,
        organisation_id=row.organisation_id, outcome=ThreatState(row.state), because=because,
        treatment=treatment, what=row.what,
    )  # fmt: skip
    return row

"""Records of how auditors do their work."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from xinheng.apps.journal import actions as journal
from xinheng.apps.people.models import Monitoring, Person
from xinheng.core.people import acts
from xinheng.core.people.monitoring import MonitoringKind, MonitoringResult, monitoring_obstacles
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import refuse_if


@transaction.atomic
def record_monitoring(
    *,
    person_id: int,
    kind: MonitoringKind,
    on: date,
    result: MonitoringResult,
    watched_by_id: int,
    evidence: str,
    by: Actor,
    at: datetime,
) -> Monitoring:
    """Record that somebody's work was watched; a witnessed audit starts its time anew.

    Raises:
        Refused: `by` may not, somebody monitors themself, the day is to come, or nothing
            shows it; carries every reason.

    Source: ISO/IEC 17021-1:2015, 7.2.
    """
    person = Person.objects.get(pk=person_id, organisation=None)
    refuse_if(
        [
            *acts.RECORD_MONITORING.duty_obstacles(by),
            *monitoring_obstacles(
                person_id=person_id, watched_by=watched_by_id, on=on, today=localdate(at),
                evidence=evidence,
            ),
        ]
    )  # fmt: skip
    row = Monitoring.objects.create(
        person=person, kind=kind, on=on, result=result, watched_by_id=watched_by_id,
        evidence=evidence,
    )  # fmt: skip
    journal.record(
        acts.RECORD_MONITORING, on=row, by=by, at=at, person=person.name_zh, kind=kind.label,
        day=on, result=result.label, evidence=evidence,
    )  # fmt: skip
    return row

"""Auditors are watched at their work: reviews of reports, feedback, witnessed audits."""

from collections.abc import Iterator
from datetime import date

from xinheng.core.shared.period import add_months
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _

MONITORED = Source("ISO/IEC 17021-1", "7.2", "2015", "verified-1")
WITNESS_MONTHS = 36
"""How long a witnessed audit holds, by the body's own practice. Unit: months."""
GRACE_MONTHS = 6
"""How long an overdue witness only warns, by the body's own practice. Unit: months."""


class MonitoringKind(Named):
    """How somebody was monitored."""

    REPORT_REVIEW = "report-review", _("Review of a report")
    FEEDBACK = "feedback", _("Feedback of a client")
    WITNESSED = "witnessed", _("Witnessed audit")


class MonitoringResult(Named):
    """What came of it."""

    SATISFACTORY = "satisfactory", _("Satisfactory")
    TO_IMPROVE = "to-improve", _("To be improved")


def witness_due(witnessed_on: date) -> date:
    """The day by which somebody is to be witnessed again."""
    return add_months(witnessed_on, WITNESS_MONTHS)


def witness_is_overdue(witnessed_on: date | None, on: date) -> bool:
    """Whether a warning is due: the last witnessed audit no longer holds."""
    return witnessed_on is not None and on > witness_due(witnessed_on)


def witness_obstacles(name: str, witnessed_on: date | None, on: date) -> Iterator[Violation]:
    """Say so when the last witnessed audit lies so far back that nobody may be assigned on it.

    Who was never witnessed is not barred: the body's own plan says when the first is due.

    Args:
        name: whose work it is.
        witnessed_on: the last witnessed audit on record.

    Source: ISO/IEC 17021-1:2015, 7.2 (the interval is the body's own).
    """
    if witnessed_on is None:
        return
    last = add_months(witnessed_on, WITNESS_MONTHS + GRACE_MONTHS)
    if on > last:
        yield Violation(
            code="people.witness-overdue",
            message=_(
                "%(person)s was last witnessed on %(day)s; no assignment after %(last)s"
                " before the next witnessed audit."
            ),
            source=MONITORED,
            facts={"person": name, "day": witnessed_on, "last": last},
        )


def monitoring_obstacles(
    *, person_id: int, watched_by: int | None, on: date, today: date, evidence: str
) -> Iterator[Violation]:
    """Say what is wrong with a record of monitoring.

    Source: ISO/IEC 17021-1:2015, 7.2.
    """
    if person_id == watched_by:
        yield Violation(
            "people.monitors-oneself", _("Nobody monitors themself."), MONITORED,
            field="watched_by_id",
        )  # fmt: skip
    if on > today:
        yield Violation(
            "people.monitored-in-future", _("This day is still to come."), MONITORED, field="on"
        )
    if not evidence.strip():
        yield Violation(
            "people.monitoring-unevidenced", _("Say what was seen."), MONITORED, field="evidence"
        )

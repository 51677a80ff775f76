"""Whom to remind of what, today."""

from datetime import date, datetime

from django.db import transaction

from xinheng.apps.audits import queries as audits
from xinheng.apps.findings import queries as findings
from xinheng.apps.governance import actions as governance
from xinheng.apps.governance import queries as governance_queries
from xinheng.apps.people import actions as people
from xinheng.apps.programmes import queries as programmes
from xinheng.core.governance.words import Standing
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.wording import mark as _

AHEAD_DAYS = (90, 30, 7, 0)


@transaction.atomic
def tell_all(*, on: date, at: datetime) -> int:
    """Leave every reminder of the day. Returns how many things people were reminded of."""
    return (
        _visits(on, at)
        + _nonconformities(on, at)
        + _overdue_audits(on, at)
        + _duties_of_the_body(on, at)
    )


def _visits(on: date, at: datetime) -> int:
    due = audits.visits_to_remind(on)
    for visit in due:
        people.tell(
            message=_("%(number)s: the audit begins on %(day)s; top management must attend."),
            facts={"number": visit.number, "day": visit.first_on.isoformat()},
            case_id=visit.case_id,
            at=at,
            person_ids=visit.member_ids,
            organisation_id=visit.organisation_id,
        )
    return len(due)


def _nonconformities(on: date, at: datetime) -> int:
    soon, late = findings.due_soon(on), findings.overdue(on)
    for found in soon:
        people.tell(
            message=_("%(number)s: %(name)s must be dealt with by %(day)s."),
            facts={"number": found.number, "name": found.name, "day": found.due_on.isoformat()},
            case_id=found.case_id,
            at=at,
            organisation_id=found.organisation_id if found.waits_for_client else None,
            duty=None if found.waits_for_client else Duty.LEAD,
        )
    for found in late:
        people.tell(
            message=_("%(number)s: %(name)s is overdue since %(day)s."),
            facts={"number": found.number, "name": found.name, "day": found.due_on.isoformat()},
            case_id=found.case_id,
            at=at,
            organisation_id=found.organisation_id,
            duty=Duty.OVERSEE,
        )
    return len(soon) + len(late)


def _overdue_audits(on: date, at: datetime) -> int:
    late = programmes.overdue(on)
    for item in late:
        people.tell(
            message=_("%(number)s: an audit was due on %(day)s and has not been held."),
            facts={"number": item.case_number, "day": item.due_on.isoformat()},
            case_id=item.case_id,
            at=at,
            duty=Duty.PLAN_AUDITS,
        )
    return len(late)


def _duties_of_the_body(on: date, at: datetime) -> int:
    """What the body itself owes: on the day it comes near, on its day, and weekly once overdue."""
    governance.ensure_stop_use_checks(on=on, at=at)
    told = [line for line in governance_queries.duties(on) if _is_the_day(line.due_on, on)]
    for line in told:
        late = line.standing == Standing.OVERDUE
        people.tell(
            message=_("Overdue since %(day)s: %(what)s. %(about)s")
            if late
            else _("Due on %(day)s: %(what)s. %(about)s"),
            facts={"day": line.due_on, "what": line.what, "about": line.about},
            case_id=None,
            at=at,
            person_ids=[line.owner_id] if line.owner_id else (),
            duty=Duty.OVERSEE if late or not line.owner_id else None,
        )
    return len(told)


def _is_the_day(due_on: date | None, on: date) -> bool:
    if due_on is None:
        return False
    left = (due_on - on).days
    return left in AHEAD_DAYS if left >= 0 else -left % 7 == 1

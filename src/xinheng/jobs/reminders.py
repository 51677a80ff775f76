"""Whom to remind of what, today: drawn from the calendar of everything that falls due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from xinheng.apps.audits import queries as audits
from xinheng.apps.governance import actions as governance
from xinheng.apps.governance import queries as governance_queries
from xinheng.apps.people import actions as people
from xinheng.core.governance.words import Standing
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.falling import DueKind
from xinheng.core.shared.wording import mark as _
from xinheng.front import calendar
from xinheng.front.calendar import Entry

K, D = DueKind, Duty
AHEAD_DAYS = (90, 30, 7, 0)  # days before what the body itself owes
MARKS = (60, 30, 14, 7, 1)  # days before, for what is reminded of now and then


@dataclass(frozen=True, slots=True)
class Reminding:
    """What is said of a sort of thing, and to whom: its persons, its client, holders of a duty.

    `daily`: the setting that says from how many days before it is said every day; without
    one it is said on `MARKS`. `late` is said every day from the first day after.
    """

    soon: str
    duty: Duty | None = None
    client: bool = False
    persons: bool = False
    daily: str = ""
    late: str = ""
    late_duty: Duty | None = None


NC_SOON = _("%(number)s: %(name)s must be dealt with by %(day)s.")
REMINDINGS: Mapping[DueKind, Reminding] = {
    K.VISIT: Reminding(
        _("%(number)s: the audit begins on %(day)s; top management must attend."),
        client=True, persons=True, daily="visit_reminder_days",
    ),
    K.NONCONFORMITY: Reminding(
        NC_SOON, daily="nonconformity_reminder_days", client=True,
        late=_("%(number)s: %(name)s is overdue since %(day)s."), late_duty=D.OVERSEE,
    ),
    K.AUDIT: Reminding(
        _("%(number)s: an audit is due by %(day)s."), D.PLAN_AUDITS,
        late=_("%(number)s: an audit was due on %(day)s and has not been held."),
        late_duty=D.PLAN_AUDITS,
    ),
    K.STAGE_GAP: Reminding(_("%(number)s: stage 2 is due by %(day)s."), D.PLAN_AUDITS),
    K.EXPIRY: Reminding(
        _("Certificate %(certificate)s is valid until %(day)s."), D.ISSUE, client=True
    ),
    K.SUSPENSION: Reminding(
        _("The suspension of %(certificate)s must be solved by %(day)s."), D.ISSUE, client=True
    ),
    K.OFFER: Reminding(_("%(number)s: an offer or agreement ends on %(day)s."), D.QUOTE,
                       client=True),
    K.DOCUMENT: Reminding(_("%(number)s: a document is valid until %(day)s."), client=True),
    K.REGISTRATION: Reminding(
        _("The registration of %(person)s for %(scheme)s ends on %(day)s."), D.KEEP_PEOPLE,
        persons=True,
    ),
    K.COMPETENCE: Reminding(
        _("The competence of %(person)s for %(scheme)s is to be evaluated by %(day)s."),
        D.KEEP_PEOPLE, persons=True,
    ),
    K.DECLARATION: Reminding(
        _("The declaration of impartiality of %(person)s ends on %(day)s."), D.KEEP_PEOPLE,
        persons=True,
    ),
    K.CONTRACT: Reminding(
        _("The contract with %(person)s ends on %(day)s."), D.KEEP_PEOPLE, persons=True
    ),
    K.REPORT: Reminding(
        _("The report of %(month)s to the regulator is due on %(day)s."), D.OVERSEE
    ),
}  # fmt: skip

AHEAD_DAYS = (90, 30, 7, 0)


@transaction.atomic
def tell_all(*, on: date, at: datetime) -> int:
    """Leave every reminder of the day. Returns how many things people were reminded of."""
    windows = {
        kind: audits.house_number(how.daily, on) for kind, how in REMINDINGS.items() if how.daily
    }
    until = on + timedelta(days=max(*MARKS, *windows.values()))
    entries = calendar.gather(calendar.OVERSEER, on=on, until=until)
    told = sum(_remind(entry, windows, on, at) for entry in entries)
    return told + _duties_of_the_body(on, at)


def _remind(entry: Entry, windows: Mapping[DueKind, int], on: date, at: datetime) -> bool:
    how = REMINDINGS.get(entry.thing.kind)
    left = (entry.day - on).days
    if how is None:
        return False
    if left < 0:
        if not how.late or not entry.thing.is_deadline:
            return False
        _tell(entry, how.late, how.late_duty, how, at, client=how.client)
        return True
    window = windows.get(entry.thing.kind)
    if left > window if window is not None else left not in MARKS:
        return False
    if entry.thing.kind == K.NONCONFORMITY and not entry.thing.waits_for_client:
        _tell(entry, how.soon, D.LEAD, how, at, client=False)
    else:
        _tell(entry, how.soon, how.duty, how, at, client=how.client)
    return True


def _tell(
    entry: Entry, message: str, duty: Duty | None, how: Reminding, at: datetime, *, client: bool
) -> None:
    thing = entry.thing
    facts = {name: str(value) for name, value in thing.facts.items()}
    facts["certificate"] = facts.get("number", "")
    facts["number"], facts["day"] = entry.number, thing.day.isoformat()
    people.tell(
        message=message,
        facts=facts,
        case_id=thing.case_id,
        at=at,
        person_ids=thing.person_ids if how.persons else (),
        organisation_id=entry.case.organisation_id if client and entry.case else None,
        duty=duty,
    )


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

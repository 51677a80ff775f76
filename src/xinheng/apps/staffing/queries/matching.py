"""The body's own records as the matching degree sees them: auditors, projects, scores.

Nothing personal leaves this module but what `readiness.group_readiness` makes of a group.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from django.utils.timezone import make_aware

from xinheng.apps.cases import queries as cases
from xinheng.apps.cases.queries import ProjectRow
from xinheng.apps.journal import queries as journal
from xinheng.apps.people import queries as people
from xinheng.apps.people.queries import Standing
from xinheng.apps.programmes import queries as programmes
from xinheng.apps.staffing.queries.statements import consenting, readiness
from xinheng.core.audits import acts as audit_acts
from xinheng.core.cases.words import RoundKind
from xinheng.core.people.words import Employment, Function
from xinheng.core.shared.actor import Role
from xinheng.core.shared.reading_once import answered_once
from xinheng.core.staffing import acts
from xinheng.core.staffing.matching import Form
from xinheng.core.staffing.matching_table import Able, Cell, Needed
from xinheng.core.staffing.readiness import (
    Events,
    blocks,
    client_cooperation,
    coordination,
    group_readiness,
    policy,
)
from xinheng.rulebook.settings import settings_on

YEAR = timedelta(days=365)
CLIENT_CHANGES = (audit_acts.DECLINE_PLAN.name, audit_acts.APPROVE_WITHDRAWAL.name)
WORK_DAYS_OF_A_YEAR = 250
WEEKDAYS = 5


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks for a project, for a planner to talk to."""

    case_number: str
    name: str


@dataclass(frozen=True, slots=True)
class Records:
    """What the matching degree of a day is reckoned from.

    `full_days`: auditor-days a full-time auditor without absence has on offer. `waiting`: for
    each cell, the readiness and qualifications of those who hold the scheme but not the code.
    """

    form: Form
    auditors: tuple[Able, ...]
    projects: tuple[Needed, ...]
    clients: Mapping[int, Client]
    full_days: float
    holders: Mapping[str, tuple[Able, ...]]


@answered_once
def records(on: date) -> Records:
    """The records of the whole body. The number of queries does not grow with it."""
    settings = settings_on(on)
    last = on + timedelta(days=int(settings["matching_horizon_days"].number))
    due = programmes.due_items(on, (last - on).days)
    rows = cases.projects({item.case_id for item in due})
    dues = {item.case_id: item.due_on for item in reversed(due)}
    projects = tuple(_needed(rows, dues, _changes(on)))
    codes = {cell for project in projects for cell in project.cells}
    part = float(settings["part_time_percent"].number) / 100
    auditors, holders = _auditors(on, last, codes, part)
    return Records(
        form=Form(settings["matching_form"].value),
        auditors=auditors,
        projects=projects,
        clients={row.case_id: Client(row.number, row.organisation_zh) for row in rows},
        full_days=float(_weekdays(on, last)),
        holders=holders,
    )


def _weekdays(first: date, last: date) -> int:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return sum(1 for day in days if day.weekday() < WEEKDAYS)


def _auditors(
    on: date, last: date, codes: set[Cell], part: float
) -> tuple[tuple[Able, ...], dict[str, tuple[Able, ...]]]:
    keys = people.holders_of([Role.AUDITOR, Role.LEADER], on=on)
    standings = people.standings(keys)
    ready = _readiness(on, keys)
    away = people.away_days(keys, first=on, last=last)
    weekdays = _weekdays(on, last)
    children = _children(codes)
    found: list[Able] = []
    holders: dict[str, list[Able]] = {}
    for who in standings.values():
        schemes = sorted(
            {fact.scheme for fact in who.registrations if _holds(who, fact.scheme, on)}
        )
        if not schemes:
            continue
        share = 1.0 if who.employment == Employment.FULL_TIME else part
        days = max(0, weekdays - away.get(who.person_id, 0)) * share
        able = Able(
            ready=float(ready.get(who.person_id, 1)), held=len(schemes), days=days,
            cells=tuple(_cells(who, schemes, on, children)),
        )  # fmt: skip
        found.append(able)
        for scheme in schemes:
            holders.setdefault(scheme, []).append(able)
    return tuple(found), {scheme: tuple(those) for scheme, those in holders.items()}


def _holds(who: Standing, scheme: str, on: date) -> bool:
    return who.is_registered(scheme, on) and who.is_competent(scheme, Function.AUDIT, on)


def _children(codes: Iterable[Cell]) -> dict[Cell, list[Cell]]:
    """The codes asked for under each code that may cover them (03.07 covers 03.07.01)."""
    found: dict[Cell, list[Cell]] = {}
    for scheme, code in codes:
        pieces = code.split(".")
        for count in range(1, len(pieces) + 1):
            found.setdefault((scheme, ".".join(pieces[:count])), []).append((scheme, code))
    return found


def _cells(
    who: Standing, schemes: Sequence[str], on: date, children: Mapping[Cell, Sequence[Cell]]
) -> set[Cell]:
    cells: set[Cell] = set()
    for scheme in schemes:
        for code in who.codes(scheme, Function.AUDIT, on):
            cells.add((scheme, code))
            cells.update(children.get((scheme, code), ()))
    return cells


def _readiness(on: date, keys: Sequence[int]) -> Mapping[int, Fraction]:
    """The readiness of each auditor's group; events are looked at only with consent."""
    present = set(keys)
    events = _events(sorted(consenting() & present), on)
    known = {who: b1 for who, b1 in readiness(events, on).items() if who in present}
    return group_readiness(known, blocks(people.ever_in_teams()))


def _events(willing: Sequence[int], on: date) -> dict[int, Events]:
    since = make_aware(datetime.combine(on - YEAR, time()))
    asked = cases.asked_counts(willing, since=since)
    refused = _refusals(willing, since)
    away = people.away_days(willing, first=on - YEAR, last=on - timedelta(days=1))
    return {
        person: Events(
            asked.get(person, 0), refused[person], away.get(person, 0), WORK_DAYS_OF_A_YEAR
        )
        for person in willing
    }


def _refusals(willing: Sequence[int], since: datetime) -> Counter[int]:
    """How often somebody declined; who declared a conflict of interest is not counted."""
    if not willing:
        return Counter()
    lines = journal.about(journal.About(act=acts.DECLINE.name, since=since), count=None)
    return Counter(
        line.person_id
        for line in lines
        if line.person_id in set(willing) and not line.facts.get("has_conflict")
    )


def _changes(on: date) -> dict[int, int]:
    """How often each client declined a plan or had a visit broken off, in two years."""
    since = make_aware(datetime.combine(on - 2 * YEAR, time()))
    return journal.counted(CLIENT_CHANGES, since=since, of="organisation_id")


def _needed(
    rows: Sequence[ProjectRow], dues: Mapping[int, date], changes: Mapping[int, int]
) -> Iterable[Needed]:
    months = {row.case_id: _month(row, dues) for row in rows}
    groups: dict[tuple[str, str], set[int]] = {}
    for row in rows:
        if row.group_name:
            key = (row.group_name, months[row.case_id])
            groups.setdefault(key, set()).add(row.organisation_id)
    for row in rows:
        key = (row.group_name, months[row.case_id])
        at_once = len(groups[key]) if row.group_name else 1
        yield Needed(
            id=row.case_id,
            cells=tuple((scheme, code) for scheme, codes in row.schemes for code in codes),
            b2=float(client_cooperation(changes.get(row.organisation_id, 0))),
            together=max(1, len(row.schemes)),
            d=float(coordination(at_once)),
            e=float(policy(_demands(row))),
            days=None if row.days is None else float(row.days),
            client=row.organisation_id,
            group=f"{row.group_name} {months[row.case_id]}" if at_once > 1 else "",
        )


def _month(row: ProjectRow, dues: Mapping[int, date]) -> str:
    day = dues.get(row.case_id) or row.due_on
    return f"{day:%Y-%m}" if day else ""


def _demands(row: ProjectRow) -> int:
    """How many special demands the records show: the interval between the two stages of a first
    audit; the frequency of a special audit. Sex, size and named auditors are not on record."""
    return int(row.kind in (RoundKind.INITIAL, RoundKind.SPECIAL))

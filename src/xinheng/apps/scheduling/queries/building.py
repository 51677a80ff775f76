"""The body's own open rounds over a horizon as a planning problem.

Rounds whose next step is the team become audits of the problem; the rules of room staffing say
who may sit and lead; absences and half-days that are taken already make people unavailable, so
what was promised stays as it is. What a round lacks to be planned is said with it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import cos, radians
from typing import Any
from uuid import uuid4

from xinheng.apps.cases import queries as cases
from xinheng.apps.cases.queries import CaseView
from xinheng.apps.clients import queries as clients
from xinheng.apps.people import queries as people
from xinheng.apps.programmes import queries as programmes
from xinheng.apps.staffing import queries as staffing
from xinheng.apps.staffing.queries import Ability
from xinheng.core.audits.words import Stage
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import RoundKind
from xinheng.core.people.standing import Standing
from xinheng.core.programmes.words import VisitKind
from xinheng.core.scheduling.wishes import Wishes, team_and_days
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.wording import mark as _
from xinheng.optim.planning.problem import After, Audit, Auditor, Problem, Weights
from xinheng.rulebook.codes import regions
from xinheng.rulebook.programmes import working_calendar

UNSTAFFED, MATCH, ROAD_FACTOR = Decimal(20000), Decimal(10), 1.2
KM_OF_DEGREE, MIDDLE_LATITUDE = 111.32, 33.0
PARTLY = 40  # match penalty of whoever holds half of what is needed
NO_TIME = _("The audit time has not been reckoned yet.")
NOT_READY = _("The audit programme has not been set yet.")
LATER = _("Its window begins after the end of this plan.")
NO_DAY = _("Its window holds no working days enough for the audit.")


@dataclass(frozen=True, slots=True)
class Built:
    """A problem with what its parts are called, as plain JSON values."""

    problem: Problem
    about: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Horizon:
    """The working days that are planned, in order."""

    days: tuple[date, ...]

    @property
    def months(self) -> tuple[int, ...]:
        """The month of each day, counted from the first."""
        first = self.days[0]
        return tuple((on.year - first.year) * 12 + on.month - first.month for on in self.days)


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit that wants a team and days. `first` and `last` bound its days."""

    case: CaseView
    stage: Stage
    auditor_days: Decimal
    first: date | None
    last: date | None

    @property
    def key(self) -> str:
        """How the problem calls it."""
        return f"R{self.case.round.id}-{self.stage}"


def horizon(first: date, last: date, on: date) -> Horizon:
    """The working days of a span, as they are known on a day."""
    calendar = working_calendar(on)
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return Horizon(tuple(day for day in every if calendar.is_working(day)))


def waiting(by: Actor) -> tuple[tuple[cases.Waiting, str], ...]:
    """The rounds in selection that wait for a planner, each with what it lacks; empty if ready."""
    lacks = {Step.TIME_RECKONED: NO_TIME, Step.PROGRAMMED: NOT_READY, Step.TEAM_APPOINTED: ""}
    return tuple((row, lacks[row.step]) for row in cases.waiting_for(by) if row.step in lacks)


def build(by: Actor, span: Horizon, wishes: Wishes, on: date) -> Built:
    """The problem of what waits for a team now."""
    rows = waiting(by)
    left = [_left(row.number, row.organisation_zh, why) for row, why in rows if why]
    ready = [cases.case(row.case_id) for row, why in rows if not why]
    groups = clients.groups_of({case.organisation_id for case in ready}) if wishes.together else {}
    facts = staffing.facts_of_many(ready, on)
    able = {case.id: staffing.abilities(facts[case.id]) for case in ready}
    map_, audits, told = _Map(), list[Audit](), dict[str, Any]()
    for case in ready:
        for visit in _visits(case, on, left):
            team = _team(visit, able[case.id], wishes)
            found = _audit(visit, able[case.id], team, span, map_, groups)
            if isinstance(found, str):
                left.append(_left(case.number, case.organisation_zh, found))
            else:
                audits.append(found)
                told[found.id] = _told(visit, found, span)
    standings = next(iter(facts.values())).people if facts else {}
    auditors = _auditors(ready, able, audits, span, wishes, map_, standings)
    problem = Problem(
        name="", days=len(span.days), month_of_day=span.months,
        weights=Weights(UNSTAFFED, Decimal(0), wishes.km_price, MATCH, wishes.balance_price),
        chain_trips=True, cities_km=map_.points(), road_factor=ROAD_FACTOR, auditors=auditors,
        audits=_whole(audits),
    )  # fmt: skip
    named = {audit.id for audit in problem.audits}
    about = {
        "stamp": uuid4().hex,
        "days": [day.isoformat() for day in span.days],
        "audits": {key: each for key, each in told.items() if key in named},
        "people": {one.id: _person(one, standings[int(one.id[1:])]) for one in auditors},
        "left": left,
    }
    return Built(problem, about)


def _person(one: Auditor, who: Standing) -> dict[str, Any]:
    return {"person_id": who.person_id, "name": who.name, "employment": str(who.employment),
            "away": sorted(one.away)}  # fmt: skip


def _whole(audits: Sequence[Audit]) -> tuple[Audit, ...]:
    """Only what is preceded by something in the problem waits for it."""
    names = {audit.id for audit in audits}
    return tuple(audit for audit in audits if audit.after is None or audit.after.audit in names)


def _left(number: str, client: str, why: str) -> dict[str, str]:
    return {"number": number, "client": client, "why": why}


def _visits(case: CaseView, on: date, left: list[dict[str, str]]) -> Iterator[Visit]:
    """The visits of a round that have to be held, each with its window."""
    wanted = {Stage.VISIT: case.round.days}
    if case.round.kind == RoundKind.INITIAL:
        wanted = {Stage.STAGE1: case.round.stage1_days, Stage.VISIT: case.round.stage2_days}
    if not all(wanted.values()):
        left.append(_left(case.number, case.organisation_zh, NO_TIME))
        return
    due = {row.round_id: row for row in programmes.due_of_case(case.id, on)}.get(case.round.id)
    plan = programmes.programme(case.id)
    windows = {visit.kind: visit for visit in plan.visits} if plan else {}
    for stage, days in wanted.items():
        kind = due.kind if due else _kind(case.round.kind, stage)
        window = windows.get(kind) if kind else None
        first, last = (window.first_on, window.last_on) if window else (None, case.round.due_on)
        if due and (last is None or due.due_on < last):
            last = due.due_on
        yield Visit(case, stage, Decimal(days or 0), first, last)


def _kind(kind: RoundKind, stage: Stage) -> VisitKind | None:
    if kind == RoundKind.INITIAL:
        return VisitKind.STAGE_1 if stage == Stage.STAGE1 else VisitKind.STAGE_2
    return VisitKind.RECERTIFICATION if kind == RoundKind.RECERTIFICATION else None


def _needs(case: CaseView) -> tuple[str, ...]:
    """What a team must hold together: every scheme, and every code of each."""
    return tuple(
        need
        for scheme in case.schemes
        for need in (scheme.scheme, *(f"{scheme.scheme} {code}" for code in scheme.codes))
    )


def _team(visit: Visit, able: Sequence[Ability], wishes: Wishes) -> tuple[int, int]:
    fit = [one for one in able if one.holds and not one.obstacles]
    return team_and_days(
        visit.auditor_days, _needs(visit.case), {one.person_id: one.holds for one in fit},
        [one.person_id for one in fit if one.leads], wishes.longest_days,
    )  # fmt: skip


def _audit(
    visit: Visit, able: Sequence[Ability], size: tuple[int, int], span: Horizon, map_: "_Map",
    groups: Mapping[int, str],
) -> Audit | str:  # fmt: skip
    """The visit as an audit of the problem, or why it cannot be planned."""
    case, (team, days), stage1 = visit.case, size, f"R{visit.case.round.id}-{Stage.STAGE1}"
    starts = _starts(visit, days, span)
    if isinstance(starts, str):
        return starts
    needs = _needs(case)
    fit = [one for one in able if one.holds and not one.obstacles]
    excluded = {f"P{one.person_id}" for one in able if one.obstacles}
    is_second = case.round.kind == RoundKind.INITIAL and visit.stage == Stage.VISIT
    return Audit(
        id=visit.key, city=map_.place(_region(case)), standards=needs,
        lead_standard=f"lead {case.number}", codes=(), team=team, days=days, starts=starts,
        female_needed=False, excluded=frozenset(excluded),
        after=After(stage1, 0) if is_second else None,
        same_start=groups.get(case.organisation_id) if not is_second else None,
        candidates={f"P{one.person_id}": _penalty(one, needs) for one in fit},
    )  # fmt: skip


def _penalty(one: Ability, needs: Sequence[str]) -> int:
    """How much of what is needed somebody does not hold, from 0 to `PARTLY` × 2."""
    return round(2 * PARTLY * (1 - len(one.holds & set(needs)) / len(needs)))


def _starts(visit: Visit, days: int, span: Horizon) -> tuple[int, ...] | str:
    """The days a visit may begin on. What is overdue may begin on any."""
    last_start = len(span.days) - days
    if visit.first and visit.first > span.days[-1]:
        return LATER
    is_overdue = visit.last is not None and visit.last < span.days[0]
    found = tuple(
        n
        for n in range(last_start + 1)
        if is_overdue
        or (
            (visit.first is None or span.days[n] >= visit.first)
            and (visit.last is None or span.days[n + days - 1] <= visit.last)
        )
    )
    return found or NO_DAY


def _region(case: CaseView) -> str:
    central = next((site for site in case.sites if site.is_central), None)
    site = central or next(iter(case.sites), None)
    return site.region_code if site else ""


def _told(visit: Visit, audit: Audit, span: Horizon) -> dict[str, Any]:
    case = visit.case
    return {
        "case_id": case.id, "number": case.number, "client": case.organisation_zh,
        "client_en": case.organisation_en, "round_id": case.round.id,
        "kind": str(case.round.kind), "stage": str(visit.stage), "schemes": list(case.scheme_keys),
        "auditor_days": str(visit.auditor_days), "days": audit.days, "team": audit.team,
        "region": _region(case),
        "last": visit.last.isoformat() if visit.last else None,
        "overdue": visit.last is not None and visit.last < span.days[0],
    }  # fmt: skip


class _Map:
    """Places on a plane, by region."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def place(self, region: str) -> int:
        """The number of a region's place."""
        return self._places.setdefault(region, len(self._places))

    def points(self) -> tuple[tuple[float, float], ...]:
        """The places in km; one that is not known lies in the middle of the others."""
        wide = KM_OF_DEGREE * cos(radians(MIDDLE_LATITUDE))
        found = {code: _point(code) for code in self._places}
        known = [point for point in found.values() if point]
        middle = (
            (sum(x for x, _y in known) / len(known), sum(y for _x, y in known) / len(known))
            if known
            else (0.0, 0.0)
        )
        flat = (found[code] or middle for code in self._places)
        return tuple((lon * wide, lat * KM_OF_DEGREE) for lon, lat in flat) or ((0.0, 0.0),)


def _point(code: str) -> tuple[float, float] | None:
    if not regions.is_known(code):
        return None
    region = regions.find(code)
    if region.lon is not None and region.lat is not None:
        return region.lon, region.lat
    return _point(region.parent)


def _auditors(
    ready: Sequence[CaseView], able: Mapping[int, Sequence[Ability]], audits: Sequence[Audit],
    span: Horizon, wishes: Wishes, map_: _Map, standings: Mapping[int, Standing],
) -> tuple[Auditor, ...]:  # fmt: skip
    """Everybody with an auditor's role, with what they hold in any of these cases."""
    holds: dict[int, set[str]] = defaultdict(set)
    leads: dict[int, set[str]] = defaultdict(set)
    for case in ready:
        for one in able[case.id]:
            holds[one.person_id] |= one.holds
            if one.leads:
                leads[one.person_id].add(f"lead {case.number}")
    who = sorted(holds)
    first, last = span.days[0], span.days[-1]
    free = people.free_halves(who, first=first, last=last)
    taken = people.taken_halves(who, first=first, last=last)
    homes = people.homes_of(who)
    wanted = sum(one.team * one.days for one in audits)
    most = {pk: wishes.most_days(standings[pk].employment) for pk in who}
    shares = sum(most.values()) or 1
    return tuple(
        Auditor(
            id=f"P{pk}", city=map_.place(homes.get(pk, "")), standards=frozenset(holds[pk]),
            leads=frozenset(leads[pk]), codes=frozenset(), female=False,
            away=frozenset(n for n, on in enumerate(span.days)
                           if (on, "am") not in free[pk] or (on, "pm") not in free[pk]),
            most_days_by_month=_months(span, taken[pk], most[pk]),
            target_days=(Decimal(wanted * most[pk]) / shares).quantize(Decimal("0.001")),
        )
        for pk in who
    )  # fmt: skip


def _months(span: Horizon, taken: Mapping[tuple[date, str], int], most: int) -> tuple[int, ...]:
    """What is left of somebody's limit in each month, once the days given already are taken off."""
    first = span.days[0]
    halves = Counter((on.year - first.year) * 12 + on.month - first.month for on, _half in taken)
    return tuple(max(0, most - (halves[n] + 1) // 2) for n in range(span.months[-1] + 1))

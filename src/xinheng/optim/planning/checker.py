"""Is a plan sound, and what does it cost? Trusts no solver and shares no code with one."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xinheng.core.shared.source import Source, Verified
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _
from xinheng.optim.planning.problem import Assignment, Audit, Auditor, Problem

COMPETENCE = Source("ISO/IEC 17021-1", "7.1.2", "2015", "verified-1")
TEAM = Source("ISO/IEC 17021-1", "9.2.2", "2015", Verified.MEMORY)
IMPARTIALITY = Source("ISO/IEC 17021-1", "5.2.13", "2015", Verified.MEMORY)
HOUSE = Source("House settings", "planning", "", Verified.PRACTICE)

CHAINS_WITHIN = 1  # days after an audit has ended (start + days) that a trip goes straight on


@dataclass(frozen=True, slots=True)
class Cost:
    """What a plan costs, part by part, in the problem's unit; beside it what was counted."""

    unstaffed: Decimal
    missing_codes: Decimal
    road: Decimal
    match: Decimal
    balance: Decimal
    unstaffed_audits: int
    codes_nobody_holds: int
    road_km: int

    @property
    def total(self) -> Decimal:
        """The objective."""
        return self.unstaffed + self.missing_codes + self.road + self.match + self.balance


def faults(problem: Problem, plan: Sequence[Assignment]) -> Iterator[Violation]:
    """Everything that is wrong with a plan; nothing means sound.

    Source: docs/explain/planning.md, What must hold.
    """
    for audit, times in Counter(one.audit for one in plan).items():
        if times > 1:
            yield _fault("planned-twice", _("%(audit)s stands in the plan twice."), audit)
    by_audit = {one.audit: one for one in plan}
    for one in plan:
        yield from audit_faults(problem, one)
        yield from _order_faults(problem, one, by_audit)
    yield from _group_faults(problem, by_audit)
    yield from _calendar_faults(problem, plan)
    for promise in problem.promised:
        kept = by_audit.get(promise.audit)
        if kept is None or not _same(kept, promise):
            said = _("%(audit)s was promised and must stay as it is.")
            yield _fault("promise-broken", said, promise.audit)


def audit_faults(problem: Problem, one: Assignment) -> Iterator[Violation]:
    """What is wrong with one assignment by itself: day, team, leader, competence.

    Source: docs/explain/planning.md, What must hold.
    """
    audit = problem.audit[one.audit]
    if one.start not in audit.starts:
        said = _("%(audit)s may not start on day %(day)s.")
        yield _fault("start-not-allowed", said, audit.id, day=one.start)
    if len(one.team) != audit.team:
        said = _("%(audit)s needs a team of %(needed)s and has %(given)s.")
        yield _fault("team-size", said, audit.id, TEAM, needed=audit.team, given=len(one.team))
    for who, times in Counter(one.team).items():
        if times > 1:
            said = _("%(auditor)s stands in the team of %(audit)s twice.")
            yield _fault("twice-in-team", said, audit.id, TEAM, auditor=who)
        yield from _person_faults(audit, who)
    yield from _competence_faults(problem, audit, one)


def _person_faults(audit: Audit, who: str) -> Iterator[Violation]:
    if who in audit.excluded:
        said = _("%(auditor)s may not audit %(audit)s, for impartiality.")
        yield _fault("excluded", said, audit.id, IMPARTIALITY, auditor=who)
    elif who not in audit.candidates:
        said = _("%(auditor)s is no candidate for %(audit)s.")
        yield _fault("no-candidate", said, audit.id, COMPETENCE, auditor=who)


def _competence_faults(problem: Problem, audit: Audit, one: Assignment) -> Iterator[Violation]:
    if one.lead not in one.team:
        said = _("%(auditor)s leads %(audit)s but is not in its team.")
        yield _fault("leader-not-in-team", said, audit.id, TEAM, auditor=one.lead)
    if audit.lead_standard not in problem.auditor[one.lead].leads:
        said = _("%(auditor)s may not lead %(standard)s, as %(audit)s needs.")
        yield _fault(
            "may-not-lead", said, audit.id, COMPETENCE, auditor=one.lead,
            standard=audit.lead_standard,
        )  # fmt: skip
    people = [problem.auditor[who] for who in one.team]
    for standard in audit.standards:
        if not any(standard in person.standards for person in people):
            said = _("Nobody in the team of %(audit)s may audit %(standard)s.")
            yield _fault("standard-not-held", said, audit.id, COMPETENCE, standard=standard)
    if audit.female_needed and not any(person.female for person in people):
        said = _("%(audit)s needs a woman in the team.")
        yield _fault("woman-needed", said, audit.id, HOUSE)


def _order_faults(
    problem: Problem, one: Assignment, plan: dict[str, Assignment]
) -> Iterator[Violation]:
    after = problem.audit[one.audit].after
    if after is None:
        return
    before = plan.get(after.audit)
    if before is None:
        said = _("%(audit)s is staffed, but %(earlier)s before it is not.")
        yield _fault("earlier-unstaffed", said, one.audit, earlier=after.audit)
    elif one.start < before.start + problem.audit[after.audit].days + after.days_between:
        said = _("%(audit)s starts less than %(days)s days after %(earlier)s has ended.")
        yield _fault(
            "too-soon-after", said, one.audit, earlier=after.audit, days=after.days_between
        )


def _group_faults(problem: Problem, plan: dict[str, Assignment]) -> Iterator[Violation]:
    first: dict[str, Assignment] = {}
    for audit in problem.audits:
        if audit.same_start is None or audit.id not in plan:
            continue
        one = plan[audit.id]
        told = first.setdefault(audit.same_start, one)
        if told.start != one.start:
            said = _("%(audit)s and %(other)s of group %(group)s start on different days.")
            yield _fault("group-apart", said, audit.id, other=told.audit, group=audit.same_start)


def _calendar_faults(problem: Problem, plan: Sequence[Assignment]) -> Iterator[Violation]:
    work: dict[str, list[Assignment]] = defaultdict(list)
    for one in plan:
        for who in dict.fromkeys(one.team):
            work[who].append(one)
    for who, given in work.items():
        auditor = problem.auditor[who]
        taken: dict[int, str] = {}
        for one in sorted(given, key=lambda one: (one.start, one.audit)):
            days = range(one.start, one.start + problem.audit[one.audit].days)
            if off := [day for day in days if day in auditor.away]:
                said = _("%(auditor)s is away on day %(day)s of %(audit)s.")
                yield _fault("away", said, one.audit, auditor=who, day=off[0])
            clashes = dict.fromkeys(taken[day] for day in days if day in taken)
            for other in clashes:
                said = _("%(auditor)s is in two places at once: %(other)s and %(audit)s.")
                yield _fault("two-places", said, one.audit, auditor=who, other=other)
            taken.update(dict.fromkeys(days, one.audit))
        yield from _limit_faults(problem, auditor, given)


def _limit_faults(
    problem: Problem, auditor: Auditor, given: Sequence[Assignment]
) -> Iterator[Violation]:
    by_month: Counter[int] = Counter()
    for one in given:
        if 0 <= one.start < problem.days:
            by_month[problem.month_of_day[one.start]] += problem.audit[one.audit].days
    for month, days in sorted(by_month.items()):
        if days > auditor.most_days_by_month[month]:
            yield Violation(
                "planning.over-month-limit",
                _("%(auditor)s has %(days)s days in month %(month)s, of %(most)s."),
                HOUSE,
                {"auditor": auditor.id, "days": days, "month": month,
                 "most": auditor.most_days_by_month[month]},
            )  # fmt: skip


def cost_of(problem: Problem, plan: Sequence[Assignment]) -> Cost:
    """What a plan costs by the objective, reckoned from nothing."""
    staffed = {one.audit for one in plan}
    missing, penalties = 0, Decimal(0)
    days_given: dict[str, int] = dict.fromkeys(problem.auditor, 0)
    work: dict[str, list[tuple[int, Audit]]] = defaultdict(list)
    for one in plan:
        audit = problem.audit[one.audit]
        held = {code for who in one.team for code in problem.auditor[who].codes}
        missing += sum(code not in held for code in audit.codes)
        for who in one.team:
            penalties += Decimal(audit.candidates.get(who, 0))
            days_given[who] += audit.days
            work[who].append((one.start, audit))
    off_target = sum(
        (abs(days_given[who] - one.target_days) for who, one in problem.auditor.items()),
        Decimal(0),
    )
    road_km = sum(_road(problem, problem.auditor[who], done) for who, done in work.items())
    unstaffed = sum(audit.id not in staffed for audit in problem.audits)
    weights = problem.weights
    return Cost(
        unstaffed=weights.unstaffed * unstaffed,
        missing_codes=weights.missing_code * missing,
        road=weights.km * road_km,
        match=weights.match * penalties,
        balance=weights.balance_day * off_target,
        unstaffed_audits=unstaffed,
        codes_nobody_holds=missing,
        road_km=road_km,
    )


def _road(problem: Problem, auditor: Auditor, work: list[tuple[int, Audit]]) -> int:
    """The road of one auditor. Unit: km. Straight on only where it chains and is shorter."""

    def km(one: int, two: int) -> int:
        apart = math.dist(problem.cities_km[one], problem.cities_km[two])
        return round(apart * problem.road_factor)

    home, total = auditor.city, 0
    before: tuple[int, Audit] | None = None
    for start, audit in sorted(work, key=lambda item: (item[0], item[1].id)):
        if before is None:
            total += km(home, audit.city)
        else:
            by_home = km(before[1].city, home) + km(home, audit.city)
            ended = before[0] + before[1].days
            straight = km(before[1].city, audit.city)
            chains = problem.chain_trips and start - ended <= CHAINS_WITHIN
            total += min(straight, by_home) if chains else by_home
        before = (start, audit)
    return total + (km(before[1].city, home) if before else 0)


def _same(one: Assignment, two: Assignment) -> bool:
    return (one.start, set(one.team), one.lead) == (two.start, set(two.team), two.lead)


def _fault(
    code: str, message: str, audit: str, source: Source = HOUSE, **facts: object
) -> Violation:
    return Violation(f"planning.{code}", message, source, {"audit": audit, **facts})

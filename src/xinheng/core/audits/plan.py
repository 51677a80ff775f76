"""What an audit plan must show before it is sent."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from decimal import ROUND_DOWN, ROUND_UP, Decimal

from xinheng.core.audits import sources as src
from xinheng.core.audits.words import Half, Stage
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

MINUTES_A_DAY = 480
NOON = time(12, 0)
EARLY_AFTERNOON = time(13, 0)
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timetable. Times are those of the place of the audit."""

    on: date
    begins: time
    ends: time
    site_id: int
    activity: str
    member_ids: tuple[int, ...]
    clauses: tuple[str, ...] = ()

    @property
    def halves(self) -> tuple[Half, ...]:
        """The half-days that the line takes up."""
        morning = (Half.AM,) if self.begins < NOON else ()
        afternoon = (Half.PM,) if self.ends > EARLY_AFTERNOON or not morning else ()
        return (*morning, *afternoon)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the team, and whether their time is audit time."""

    person_id: int
    name: str
    counts: bool


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What the rules of a plan need to know. `days_needed` in auditor-days on site."""

    stage: Stage
    lines: tuple[Line, ...]
    team: tuple[Member, ...]
    sites: tuple[tuple[int, str], ...]
    agreed_sites: frozenset[int]
    agreement_signed_on: date | None
    days_needed: Decimal | None
    on: date
    not_before: date | None = None
    objectives: str = ""
    criteria: str = ""


def slots(lines: Iterable[Line]) -> tuple[tuple[int, date, str], ...]:
    """Every half-day that the plan takes of anybody, once: (person, day, half)."""
    taken = {
        (person, line.on, str(half))
        for line in lines
        for person in line.member_ids
        for half in line.halves
    }
    return tuple(sorted(taken))


def planned_days(lines: Iterable[Line], team: Iterable[Member]) -> Decimal:
    """Planned audit time: only leader and auditors, at most eight hours a day, nothing twice.

    Returns:
        Unit: auditor-days of 8 h, cut to two places, so that nothing is rounded into being enough.

    Source: ISO/IEC 17021-1:2015, 9.1.4; IAF MD 5.
    """
    counting = {member.person_id for member in team if member.counts}
    spans: dict[tuple[int, date], list[tuple[int, int]]] = defaultdict(list)
    for line in lines:
        for person in counting.intersection(line.member_ids):
            spans[person, line.on].append((_minutes(line.begins), _minutes(line.ends)))
    minutes = sum(min(_covered(found), MINUTES_A_DAY) for found in spans.values())
    return (Decimal(minutes) / MINUTES_A_DAY).quantize(HUNDREDTH, ROUND_DOWN)


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _covered(spans: list[tuple[int, int]]) -> int:
    """Minutes covered by at least one of the spans."""
    total, reached = 0, 0
    for begins, ends in sorted(spans):
        start = max(begins, reached)
        total += max(ends - start, 0)
        reached = max(reached, ends)
    return total


def needed_days(
    *, on_site_min: Decimal | None, days: Decimal | None, stage_days: Decimal | None
) -> Decimal | None:
    """How much of the audit time a stage must spend on site.

    The minimum on site is shared out over the stages as their days are; without
    stages it is wanted as a whole.

    Returns:
        Unit: auditor-days, to two places; nothing when no time was reckoned.
    """
    if on_site_min is None or not days:
        return None
    if stage_days is None:
        return on_site_min
    return (on_site_min * stage_days / days).quantize(HUNDREDTH, ROUND_UP)


def plan_obstacles(facts: PlanFacts) -> Iterator[Violation]:
    """Say everything that a plan lacks.

    Source: ISO/IEC 17021-1:2015, 9.2.3, 9.1.4 and 5.1.2.
    """
    if not facts.lines:
        yield _no("audits.plan-empty", _("The plan has no line yet."))
        return
    yield from _what_it_says(facts)
    yield from _dates(facts)
    yield from _people(facts)
    yield from _places(facts)
    yield from _time(facts)


def _no(code: str, message: str, **facts: object) -> Violation:
    return Violation(code=code, message=message, source=src.PLAN, facts=facts)


def _what_it_says(facts: PlanFacts) -> Iterator[Violation]:
    if not facts.objectives.strip():
        yield _no("audits.no-objectives", _("The plan does not say what the audit is for."))
    if not facts.criteria.strip():
        yield _no("audits.no-criteria", _("The plan does not say what is audited against."))


def _dates(facts: PlanFacts) -> Iterator[Violation]:
    for line in facts.lines:
        if line.ends <= line.begins:
            yield _no(
                "audits.line-ends-before-it-begins",
                _("On %(day)s a line ends before it begins: %(activity)s."),
                day=line.on,
                activity=line.activity,
            )
    first = min(line.on for line in facts.lines)
    if first < facts.on:
        yield _no(
            "audits.date-past",
            _("The plan begins on %(day)s, which is past."),
            day=first,
        )
    if facts.not_before and first < facts.not_before:
        yield _no(
            "audits.before-stage1",
            _("The audit cannot begin on %(day)s: stage 1 was concluded on %(concluded)s."),
            day=first,
            concluded=facts.not_before,
        )
    if facts.agreement_signed_on is None or facts.agreement_signed_on > first:
        yield Violation(
            code="audits.no-agreement",
            message=_("No agreement is in force on the first day of the plan."),
            source=src.AGREEMENT,
        )


def _people(facts: PlanFacts) -> Iterator[Violation]:
    known = {member.person_id for member in facts.team}
    scheduled = {person for line in facts.lines for person in line.member_ids}
    if not facts.team:
        yield _no("audits.no-team", _("There is no audit team yet."))
    for member in facts.team:
        if member.person_id not in scheduled:
            yield _no(
                "audits.member-not-scheduled",
                _("%(person)s of the team has no line in the plan."),
                person=member.name,
            )
    if scheduled - known:
        yield _no(
            "audits.not-of-the-team", _("The plan names somebody who is not of the audit team.")
        )
    if any(not line.member_ids for line in facts.lines):
        yield _no("audits.line-without-member", _("A line of the plan names nobody of the team."))


def _places(facts: PlanFacts) -> Iterator[Violation]:
    visited = {line.site_id for line in facts.lines}
    names = dict(facts.sites)
    if visited - set(names):
        yield _no("audits.site-not-of-case", _("The plan names a site that is not in scope."))
    for site_id, name in facts.sites:
        if facts.stage == Stage.VISIT and site_id not in visited:
            yield _no(
                "audits.site-without-time",
                _("The site “%(site)s” is to be visited and has no time in the plan."),
                site=name,
            )
        if site_id in visited and site_id not in facts.agreed_sites:
            yield Violation(
                code="audits.site-not-agreed",
                message=_("No agreement is in force for the site “%(site)s”."),
                source=src.AGREEMENT,
                facts={"site": name},
            )


def _time(facts: PlanFacts) -> Iterator[Violation]:
    if facts.days_needed is None:
        yield Violation(
            code="audits.time-not-reckoned",
            message=_("The audit time has not been reckoned yet."),
            source=src.AUDIT_TIME,
        )
        return
    have = planned_days(facts.lines, facts.team)
    if have < facts.days_needed:
        yield Violation(
            code="audits.too-little-time",
            message=_(
                "The plan holds %(have)s auditor-days on site; %(needed)s are needed: "
                "%(short)s are missing."
            ),
            source=src.AUDIT_TIME,
            facts={
                "have": have, "needed": facts.days_needed, "short": facts.days_needed - have,
            },
        )  # fmt: skip

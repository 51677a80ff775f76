"""Questions to the optimiser about a draft: why not, who else, what would it cost, what breaks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from xinheng.apps.cases import queries as cases
from xinheng.apps.scheduling.models import PlanDraft
from xinheng.apps.scheduling.queries.drafts import DraftView, Line, Member
from xinheng.apps.scheduling.queries.snapshot import assignments_of, problem_of
from xinheng.apps.staffing import queries as staffing
from xinheng.core.shared.violation import Violation
from xinheng.optim.planning.checker import Cost, cost_of, faults
from xinheng.optim.planning.explain import Explanation, Remedy, explain, why_not
from xinheng.optim.planning.problem import Assignment, Problem


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody who could be in the team of a line: what it would cost more, or why not."""

    member: Member
    is_in: bool
    leads: bool
    instead_of: str
    more: Decimal | None
    reasons: tuple[Violation, ...]


def plan_of(draft_id: int) -> tuple[Assignment, ...]:
    """The lines of a draft as the optimiser takes them."""
    kept = PlanDraft.objects.values_list("assignments", flat=True).get(pk=draft_id)
    return assignments_of(kept)


def reasons(found: DraftView, line: Line) -> Explanation:
    """Why a line has no team, and what would help, tried."""
    asked = explain(problem_of(found.row.id), plan_of(found.row.id), line.key)
    return replace(
        asked,
        reasons=tuple(in_words(found, each) for each in asked.reasons),
        remedies=tuple(_remedy(found, each) for each in asked.remedies),
    )


def choices(found: DraftView, line: Line) -> tuple[Choice, ...]:
    """Everybody the draft plans with, for one line with a team: the cheapest first."""
    problem, plan = problem_of(found.row.id), plan_of(found.row.id)
    audit = problem.audit[line.key]
    result = []
    for key in audit.candidates:
        why = why_not(problem, plan, line.key, key) if line.team else None
        instead = found.people[why.instead_of].name if why and why.instead_of else ""
        result.append(
            Choice(
                found.people[key], key in line.team,
                audit.lead_standard in problem.auditor[key].leads, instead,
                why.more if why else None,
                tuple(in_words(found, each) for each in why.rules) if why else (),
            )
        )  # fmt: skip
    return tuple(
        sorted(
            result,
            key=lambda one: (
                not one.is_in, bool(one.reasons), one.more is None, one.more or 0, one.member.name
            ),
        )
    )  # fmt: skip


def barred(line: Line, on: date) -> tuple[staffing.Candidate, ...]:
    """Who may not sit in this team at all, with every reason of the rules of teams."""
    found = staffing.candidates(cases.case(line.case_id), on=on)
    return tuple(one for one in found if not one.is_fit)


def changed(plan: Sequence[Assignment], wanted: Assignment | None, key: str) -> list[Assignment]:
    """The plan with one line as wanted; without `wanted` the line is left open."""
    others = [one for one in plan if one.audit != key]
    return [*others, wanted] if wanted else others


def breaches(
    problem: Problem, before: Sequence[Assignment], after: Sequence[Assignment]
) -> tuple[Violation, ...]:
    """What a change breaks that was sound before. Trusts no solver."""
    old = {(each.code, repr(sorted(each.facts.items(), key=str))) for each in
           faults(problem, before)}  # fmt: skip
    return tuple(
        each
        for each in faults(problem, after)
        if (each.code, repr(sorted(each.facts.items(), key=str))) not in old
    )


def cost_parts(cost: Cost) -> dict[str, str]:
    """A cost part by part, as it is kept."""
    names = ("unstaffed", "road", "match", "balance")
    parts = {name: str(getattr(cost, name)) for name in names}
    return {**parts, "road_km": str(cost.road_km), "unstaffed_audits": str(cost.unstaffed_audits)}


def price(problem: Problem, plan: Sequence[Assignment]) -> Cost:
    """What a plan costs, reckoned from nothing."""
    return cost_of(problem, plan)


def in_words(found: DraftView, violation: Violation) -> Violation:
    """A reason of the optimiser with names and dates for its keys and numbers."""
    return replace(violation, facts=named(found, violation.facts))


def named(found: DraftView, facts: Mapping[str, object]) -> dict[str, object]:
    """Facts with names for keys of people and lines, and dates for numbers of days."""
    return dict(_named(found, facts))


def _named(found: DraftView, facts: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    lines = {line.key: f"{line.number} {line.client}" for line in found.lines}
    for name, value in facts.items():
        yield name, _name(found, lines, name, value)


def _name(found: DraftView, lines: Mapping[str, str], name: str, value: Any) -> object:
    if isinstance(value, list | tuple):
        return tuple(_name(found, lines, name, each) for each in value)
    if value in found.people:
        return found.people[value].name
    if value in lines:
        return lines[value]
    is_day = name == "day" or (name == "thing" and str(value).isdecimal())
    if is_day and int(value) < len(found.days):
        return found.days[int(value)]
    if name == "month":
        first = found.days[0]
        count = first.month - 1 + int(value)
        return f"{first.year + count // 12}-{count % 12 + 1:02d}"
    if isinstance(value, str) and value.startswith("lead "):
        return value.removeprefix("lead ")
    return value


def _remedy(found: DraftView, each: Remedy) -> Remedy:
    return replace(each, facts=named(found, each.facts))

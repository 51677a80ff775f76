"""Changing a draft by hand: every change is checked by rules that trust no solver."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from xinheng.apps.journal import actions as journal
from xinheng.apps.scheduling import queries
from xinheng.apps.scheduling.actions.common import lock_draft, must_be_draft, put
from xinheng.apps.scheduling.models import PlanDraft
from xinheng.core.scheduling import acts
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.optim.planning.problem import Assignment, Problem


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a line is to be: its first day and its team, by persons. Without a team it is left open.

    Without `lead` whoever may lead and fits best leads.
    """

    start_on: date | None
    team: tuple[int, ...]
    lead: int | None = None


@transaction.atomic
def change(
    *, draft_id: int, line: str, wanted: Wanted, by: Actor, at: datetime, seen: int | None = None
) -> PlanDraft:
    """Give a line another day or team.

    Raises:
        Refused: `by` may not, the plan is no draft any more, the line is locked or accepted, or
            the plan would break a rule; carries every reason.
        NoDraft: there is no such draft, or it has no such line.
    """
    row = lock_draft(draft_id, seen)
    refuse_if([*acts.CHANGE.duty_obstacles(by), *must_be_draft(row)])
    found = queries.draft(draft_id, viewer=by)
    said = found.line(line)
    refuse_if(conflicts(found, line, wanted))
    problem, plan = queries.problem_of(draft_id), queries.plan_of(draft_id)
    put(row, problem, queries.changed(plan, _assignment(found, problem, line, wanted), line))
    journal.record(acts.CHANGE, on=row, by=by, at=at, line=f"{said.number} {said.client}")
    return row


def conflicts(found: queries.DraftView, line: str, wanted: Wanted) -> list[Violation]:
    """What a change of a line would break; asked while somebody drags.

    Source: docs/explain/planning.md, What must hold.
    """
    kept = found.line(line)
    reasons: list[Violation] = []
    if kept.is_locked or kept.is_accepted:
        reasons.append(
            Violation(
                "scheduling.line-stays",
                _("%(line)s is locked or accepted and stays as it is."), acts.TEAM,
                {"line": f"{kept.number} {kept.client}"},
            )
        )  # fmt: skip
    problem, plan = queries.problem_of(found.row.id), queries.plan_of(found.row.id)
    unknown = [who for who in wanted.team if f"P{who}" not in problem.auditor]
    is_off = wanted.team and wanted.start_on not in found.days
    if unknown or is_off:
        reasons.append(
            Violation(
                "scheduling.outside-plan",
                _("This day or person is not part of the plan."), acts.TEAM, {}, "start_on",
            )
        )  # fmt: skip
        return reasons
    after = queries.changed(plan, _assignment(found, problem, line, wanted), line)
    broken = queries.breaches(problem, plan, after)
    return [*reasons, *(queries.in_words(found, each) for each in broken)]


def cost_change(found: queries.DraftView, line: str, wanted: Wanted) -> object:
    """How much more or less the plan would cost with a line changed."""
    problem, plan = queries.problem_of(found.row.id), queries.plan_of(found.row.id)
    after = queries.changed(plan, _assignment(found, problem, line, wanted), line)
    return queries.price(problem, after).total - queries.price(problem, plan).total


@transaction.atomic
def lock(
    *, draft_id: int, line: str, locked: bool, by: Actor, at: datetime, seen: int | None = None
) -> PlanDraft:
    """Keep a line as it is when the search goes on, or let it go again.

    Raises:
        Refused: `by` may not, the plan is no draft any more, or the line has no team.
        NoDraft: there is no such draft, or it has no such line.
    """
    row = lock_draft(draft_id, seen)
    refuse_if([*acts.LOCK.duty_obstacles(by), *must_be_draft(row)])
    said = queries.draft(draft_id, viewer=by).line(line)
    if not said.team:
        refuse_if(
            [Violation("scheduling.line-open", _("An audit without a team cannot be locked."),
                       acts.TEAM)]
        )  # fmt: skip
    row.locked = sorted({*row.locked, line} if locked else {*row.locked} - {line})
    row.version += 1
    row.save(update_fields=["locked", "version"])
    journal.record(acts.LOCK, on=row, by=by, at=at, line=f"{said.number} {said.client}")
    return row


@transaction.atomic
def undo(*, draft_id: int, by: Actor, at: datetime, seen: int | None = None) -> PlanDraft:
    """Take the last change by hand back.

    Raises:
        Refused: `by` may not, the plan is no draft any more, or nothing was changed.
        NoDraft: there is no such draft.
    """
    row = lock_draft(draft_id, seen)
    reasons = [*acts.UNDO.duty_obstacles(by), *must_be_draft(row)]
    if not row.history:
        reasons.append(
            Violation("scheduling.nothing-to-undo", _("Nothing was changed by hand."), acts.TEAM)
        )
    refuse_if(reasons)
    before = queries.assignments_of(row.history[-1])
    row.history = row.history[:-1]
    put(row, queries.problem_of(draft_id), list(before), remember=False)
    journal.record(acts.UNDO, on=row, by=by, at=at)
    return row


def _assignment(
    found: queries.DraftView, problem: Problem, line: str, wanted: Wanted
) -> Assignment | None:
    if not wanted.team or wanted.start_on not in found.days:
        return None
    team = tuple(f"P{who}" for who in wanted.team)
    lead = f"P{wanted.lead}" if wanted.lead in wanted.team else _leader(problem, line, team)
    return Assignment(line, found.days.index(wanted.start_on), team, lead)


def _leader(problem: Problem, line: str, team: Sequence[str]) -> str:
    audit = problem.audit[line]
    able = [who for who in team if audit.lead_standard in problem.auditor[who].leads]
    return min(able or team, key=lambda who: (audit.candidates.get(who, 100), who))

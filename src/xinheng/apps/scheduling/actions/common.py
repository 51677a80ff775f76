"""What acts on drafts have in common."""

from collections.abc import Iterator

from xinheng.apps.scheduling import queries
from xinheng.apps.scheduling.models import PlanDraft
from xinheng.core.scheduling import acts
from xinheng.core.scheduling.lifecycle import DRAFT
from xinheng.core.scheduling.words import DraftState
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.optim.planning.plan import assignments_to_json
from xinheng.optim.planning.problem import Assignment, Problem

MOST_UNDONE = 30


def lock_draft(draft_id: int, seen: int | None) -> PlanDraft:
    """The draft, held until the act is over.

    Raises:
        Refused: somebody has changed it since it was `seen`.
        NoDraft: there is no such draft.
    """
    row = PlanDraft.objects.select_for_update().get(pk=draft_id)
    if seen is not None and seen != row.version:
        refuse_if(
            [
                Violation(
                    "scheduling.changed-since",
                    _("Somebody has changed this draft since you looked at it."), acts.TEAM,
                )
            ]
        )  # fmt: skip
    return row


def guarded(act: ActKind, move: str, row: PlanDraft, by: Actor) -> Iterator[Violation]:
    """Say why a move of a draft's life may not be made."""
    yield from act.duty_obstacles(by)
    for each in DRAFT.obstacles(move, origin=DraftState(row.state), by=by, facts=None):
        if each.code != "duty-missing":
            yield each


def must_be_draft(row: PlanDraft) -> Iterator[Violation]:
    """Say so when a draft can no longer be changed by hand."""
    if row.state != DraftState.READY:
        yield Violation(
            "scheduling.not-a-draft", _("The plan stands at “%(state)s” and cannot be changed."),
            acts.TEAM, {"state": DraftState(row.state)},
        )  # fmt: skip


def put(row: PlanDraft, problem: Problem, plan: list[Assignment], *, remember: bool = True) -> None:
    """Give a draft other lines; what it costs is reckoned again. The bound stays true."""
    if remember:
        row.history = [*row.history, row.assignments][-MOST_UNDONE:]
    cost = queries.price(problem, plan)
    row.assignments = assignments_to_json(plan)
    row.parts, row.cost, row.unstaffed = (
        queries.cost_parts(cost), cost.total, cost.unstaffed_audits,
    )  # fmt: skip
    row.version += 1
    row.save()

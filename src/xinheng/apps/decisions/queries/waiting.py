"""The files that wait for review or decision, and what waits for its second person."""

from dataclasses import dataclass, replace

from xinheng.apps.cases import queries as cases
from xinheng.apps.decisions.models import Decision
from xinheng.core.cases.proposals import Proposal
from xinheng.core.cases.words import CaseState
from xinheng.core.decisions import acts
from xinheng.core.decisions.words import DecisionState
from xinheng.core.shared.actor import Actor

OUR_STATES = (CaseState.REVIEW, CaseState.DECISION)
EVERY_FILE = cases.Sought()


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A case that waits for review or decision, and what of it is already proposed."""

    id: int
    case: cases.CaseRow
    proposed: tuple[str, ...]


def waiting(
    viewer: Actor,
    sought: cases.Sought = EVERY_FILE,
    *,
    order: str = "opened",
    first: int = 0,
    count: int | None = None,
) -> tuple[WaitingLine, ...]:
    """The cases that wait for review or decision, longest waiting first.

    Args:
        sought: what to narrow them to; order, first and count as `cases.queries.listing` has them.
    """
    rows = cases.listing(viewer, _at_us(sought), order=order, first=first, count=count)
    open_rows = Decision.objects.filter(
        state=DecisionState.PROPOSED, case_id__in=[row.id for row in rows]
    )
    proposed: dict[int, tuple[str, ...]] = {}
    for case_id, scheme in open_rows.order_by("pk").values_list("case_id", "scheme"):
        proposed[case_id] = (*proposed.get(case_id, ()), scheme)
    return tuple(WaitingLine(row.id, row, proposed.get(row.id, ())) for row in rows)


def how_many_wait(viewer: Actor, sought: cases.Sought = EVERY_FILE) -> int:
    """How many cases wait for review or decision."""
    return cases.how_many(viewer, _at_us(sought))


def _at_us(sought: cases.Sought) -> cases.Sought:
    return sought if sought.state else replace(sought, states=OUR_STATES)


def proposals(_language: str) -> tuple[Proposal, ...]:
    """Every decision that waits for its second person, in all cases under way."""
    rows = Decision.objects.filter(
        state=DecisionState.PROPOSED, case__state=CaseState.DECISION, round__ended_at=None
    )
    return tuple(
        cases.proposal_in(
            row.case, acts.CONFIRM, target=row.pk, about=row.scheme, by=row.proposed_by,
            since=row.proposed_at, scheme=row.scheme,
        )
        for row in rows.select_related("case__organisation", "proposed_by").order_by("pk")
    )  # fmt: skip

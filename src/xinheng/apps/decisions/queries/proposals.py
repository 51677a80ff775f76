"""Decisions that wait for their second person, in all cases."""

from xinheng.apps.cases import queries as cases
from xinheng.apps.decisions.models import Decision
from xinheng.core.cases.proposals import Proposal
from xinheng.core.cases.words import CaseState
from xinheng.core.decisions import acts
from xinheng.core.decisions.words import DecisionState


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

"""Proposals to withdraw a team that wait for the body, in all cases."""

from xinheng.apps.audits.models import Withdrawal
from xinheng.apps.cases import queries as cases
from xinheng.core.audits import acts
from xinheng.core.audits.words import ProposalState
from xinheng.core.cases.proposals import Proposal
from xinheng.rulebook.lists.withdrawal import withdrawal_conditions


def proposals(language: str) -> tuple[Proposal, ...]:
    """Every open proposal to withdraw a team, with the conditions it names.

    Args:
        language: in which the conditions are named.
    """
    names = {item.key: item.name(language) for item in withdrawal_conditions()}
    rows = Withdrawal.objects.filter(state=ProposalState.PROPOSED)
    return tuple(
        cases.proposal_in(
            row.case,
            acts.APPROVE_WITHDRAWAL,
            target=None,
            about=" · ".join(names.get(key, key) for key in row.conditions),
            by=row.proposed_by,
            since=row.proposed_at,
        )
        for row in rows.select_related("case__organisation", "proposed_by")
        .prefetch_related("case__schemes")
        .order_by("pk")
    )

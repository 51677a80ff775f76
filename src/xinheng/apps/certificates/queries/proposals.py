"""Proposals to withdraw a certificate that wait for a second person, in all cases."""

from xinheng.apps.cases import queries as cases
from xinheng.apps.certificates.models import WithdrawalProposal
from xinheng.core.cases.proposals import Proposal
from xinheng.core.certificates import acts
from xinheng.core.certificates.words import ProposalState
from xinheng.rulebook.lists.reasons import reasons


def proposals(language: str) -> tuple[Proposal, ...]:
    """Every open proposal to withdraw a certificate, with its reason.

    Args:
        language: in which the reasons are named.
    """
    names = {reason.key: reason.name(language) for reason in reasons()}
    rows = WithdrawalProposal.objects.filter(state=ProposalState.OPEN)
    return tuple(
        cases.proposal_in(
            row.certificate.case,
            acts.WITHDRAW,
            target=row.certificate_id,
            about=f"{row.certificate.number} · {names.get(row.reason, row.reason)}",
            by=row.proposed_by,
            since=row.proposed_at,
            scheme=row.certificate.scheme,
        )
        for row in rows.select_related("certificate__case__organisation", "proposed_by")
        .prefetch_related("certificate__case__schemes")
        .order_by("pk")
    )

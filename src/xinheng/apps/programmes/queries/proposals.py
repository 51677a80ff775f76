"""Requests for less audit time that wait for an answer, in all cases."""

from django.db.models import Max

from xinheng.apps.cases import queries as cases
from xinheng.apps.programmes.models import TimeReckoning, Waiver
from xinheng.core.cases.proposals import Proposal
from xinheng.core.programmes import acts


def proposals(_language: str) -> tuple[Proposal, ...]:
    """Every open request about the standing reckoning of a round that has not ended."""
    standing = (
        TimeReckoning.objects.filter(round__ended_at__isnull=True)
        .values("round_id")
        .annotate(newest=Max("pk"))
        .values("newest")
    )
    rows = Waiver.objects.filter(answered_at__isnull=True, reckoning__in=standing)
    return tuple(
        cases.proposal_in(
            row.reckoning.case,
            acts.ANSWER_WAIVER,
            target=row.pk,
            about=row.because,
            by=row.asked_by,
            since=row.asked_at,
        )
        for row in rows.select_related("reckoning__case__organisation", "asked_by")
        .prefetch_related("reckoning__case__schemes")
        .order_by("pk")
    )

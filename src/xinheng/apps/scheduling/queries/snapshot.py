"""A problem as it is kept with a draft, and read back."""

from functools import lru_cache
from typing import Any

from xinheng.apps.scheduling.models import PlanDraft
from xinheng.core.shared.reading import Unreadable
from xinheng.optim.planning.plan import assignments_to_json
from xinheng.optim.planning.problem import Assignment, Audit, Auditor, Problem
from xinheng.optim.planning.reading import read_assignment, read_problem


def problem_to_json(problem: Problem) -> dict[str, Any]:
    """A problem in the form that `read_problem` takes."""
    weights = problem.weights
    return {
        "name": problem.name,
        "days": problem.days,
        "month_of_day": list(problem.month_of_day),
        "weights": {
            name: str(getattr(weights, name))
            for name in ("unstaffed", "missing_code", "km", "match", "balance_day")
        },
        "chain_trips": problem.chain_trips,
        "cities_km": [[round(x, 2), round(y, 2)] for x, y in problem.cities_km],
        "road_factor": problem.road_factor,
        "auditors": [_auditor(one) for one in problem.auditors],
        "audits": [_audit(one) for one in problem.audits],
        "promised": assignments_to_json(problem.promised),
    }


def _auditor(one: Auditor) -> dict[str, Any]:
    return {
        "id": one.id, "city": one.city, "standards": sorted(one.standards),
        "leads": sorted(one.leads), "codes": sorted(one.codes), "female": one.female,
        "away": sorted(one.away), "most_days_by_month": list(one.most_days_by_month),
        "target_days": str(one.target_days),
    }  # fmt: skip


def _audit(one: Audit) -> dict[str, Any]:
    after = (
        {"audit": one.after.audit, "days_between": one.after.days_between} if one.after else None
    )
    return {
        "id": one.id, "city": one.city, "standards": list(one.standards),
        "lead_standard": one.lead_standard, "codes": list(one.codes), "team": one.team,
        "days": one.days, "starts": list(one.starts), "female_needed": one.female_needed,
        "excluded": sorted(one.excluded), "after": after, "same_start": one.same_start,
        "candidates": {who: int(price) for who, price in one.candidates.items()},
    }  # fmt: skip


@lru_cache(maxsize=4)
def _kept(draft_id: int, _stamp: str) -> Problem:
    document = PlanDraft.objects.values_list("problem", flat=True).get(pk=draft_id)
    return read_problem(document)


def problem_of(draft_id: int) -> Problem:
    """The question of a draft, read once while it stays as it is.

    Raises:
        NoDraft: there is no such draft.
        Unreadable: its question has not been put together yet.
    """
    stamp = PlanDraft.objects.values_list("about__stamp", flat=True).get(pk=draft_id)
    if not stamp:
        raise Unreadable("problem", "is not there yet")
    return _kept(draft_id, stamp)


def assignments_of(kept: list[dict[str, Any]]) -> tuple[Assignment, ...]:
    """The lines of a plan as they are kept."""
    return tuple(read_assignment(one, f"[{n}]") for n, one in enumerate(kept))

"""The answer: assignments, with what they cost and how far they can be from the best."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from typing import Any

from xinheng.optim.planning.problem import Assignment

CENT = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as it was found.

    `bound`: no plan of the problem costs less, or None when nothing is proven.
    `seconds`: how long the search ran.
    """

    assignments: tuple[Assignment, ...]
    cost: Decimal
    bound: Decimal | None
    seconds: Decimal
    seed: int

    @property
    def gap_ratio(self) -> Decimal | None:
        """How much of the cost the bound does not account for, from 0 to 1."""
        if self.bound is None:
            return None
        return max(Decimal(0), (self.cost - self.bound) / self.cost) if self.cost else Decimal(0)


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """A plan as a JSON document; reported numbers are texts."""
    gap = plan.gap_ratio
    return {
        "assignments": assignments_to_json(plan.assignments),
        "cost": said(plan.cost),
        "bound": None if plan.bound is None else said(plan.bound.quantize(CENT, ROUND_FLOOR)),
        "gap_ratio": None if gap is None else said(gap.quantize(Decimal("0.0001"))),
        "seconds": said(plan.seconds.quantize(CENT, ROUND_HALF_EVEN)),
        "seed": plan.seed,
    }


def assignments_to_json(assignments: Sequence[Assignment]) -> list[dict[str, Any]]:
    """Assignments in the order of their audits."""
    return [
        {"audit": one.audit, "start": one.start, "team": list(one.team), "lead": one.lead}
        for one in sorted(assignments, key=lambda one: one.audit)
    ]


def said(number: Decimal) -> str:
    """A decimal as a text without needless zeros."""
    return format(number.normalize(), "f")

"""Questions about plans of many audits."""

from xinheng.apps.scheduling.queries.asking import (
    Choice,
    barred,
    breaches,
    changed,
    choices,
    cost_parts,
    in_words,
    named,
    plan_of,
    price,
    reasons,
)
from xinheng.apps.scheduling.queries.building import Built, build, horizon, waiting
from xinheng.apps.scheduling.queries.drafts import (
    DraftRow,
    DraftView,
    Line,
    Member,
    NoDraft,
    draft,
    gap,
    listing,
    may_see,
    next_quarter,
)
from xinheng.apps.scheduling.queries.loads import Load, loads, months
from xinheng.apps.scheduling.queries.snapshot import (
    assignments_of,
    problem_of,
    problem_to_json,
)

__all__ = [
    "Built", "Choice", "DraftRow", "DraftView", "Line", "Load", "Member", "NoDraft",
    "assignments_of", "barred", "breaches", "build", "changed", "choices", "cost_parts", "draft",
    "gap", "horizon", "in_words", "listing", "loads", "may_see", "months", "named",
    "next_quarter", "plan_of", "price", "problem_of", "problem_to_json", "reasons", "waiting",
]  # fmt: skip

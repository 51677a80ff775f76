"""What is done about plans of many audits, one module for each subject."""

from xinheng.apps.scheduling.actions.accepting import accept, discard
from xinheng.apps.scheduling.actions.changing import (
    Wanted,
    change,
    conflicts,
    cost_change,
    lock,
    undo,
)
from xinheng.apps.scheduling.actions.repairing import repair
from xinheng.apps.scheduling.actions.searching import carry_out, improve, plan, stop

__all__ = [
    "Wanted", "accept", "carry_out", "change", "conflicts", "cost_change", "discard", "improve",
    "lock", "plan", "repair", "stop", "undo",
]  # fmt: skip

"""What is done about audit time, the programme and the cycle, one module for each."""

from xinheng.apps.programmes.actions.cycle import audit_done, open_due_rounds, start_cycle
from xinheng.apps.programmes.actions.override import answer_waiver, override_time
from xinheng.apps.programmes.actions.plan import PlannedWindow, set_programme
from xinheng.apps.programmes.actions.rules import (
    move_due_audit,
    move_windows,
    reckon_by_new_rules,
)
from xinheng.apps.programmes.actions.sites import Sampling
from xinheng.apps.programmes.actions.timing import (
    Difference,
    StandardWanted,
    reckon_time,
    recompute_for_actuals,
)

__all__ = [
    "Difference",
    "PlannedWindow",
    "Sampling",
    "StandardWanted",
    "answer_waiver",
    "audit_done",
    "move_due_audit",
    "move_windows",
    "open_due_rounds",
    "override_time",
    "reckon_by_new_rules",
    "reckon_time",
    "recompute_for_actuals",
    "set_programme",
    "start_cycle",
]

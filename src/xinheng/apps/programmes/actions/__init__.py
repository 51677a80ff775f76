"""What is done about audit time, the programme and the cycle, one module for each."""

from xinheng.apps.programmes.actions.cycle import (
    audit_done,
    end_cycle,
    open_due_rounds,
    renewal_audited,
    start_cycle,
)
from xinheng.apps.programmes.actions.editions import reckon_again
from xinheng.apps.programmes.actions.override import answer_waiver, override_time
from xinheng.apps.programmes.actions.plan import PlannedWindow, set_programme
from xinheng.apps.programmes.actions.rules import (
    move_cycle,
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
    "end_cycle",
    "move_cycle",
    "move_windows",
    "open_due_rounds",
    "override_time",
    "reckon_again",
    "reckon_by_new_rules",
    "reckon_time",
    "recompute_for_actuals",
    "renewal_audited",
    "set_programme",
    "start_cycle",
]

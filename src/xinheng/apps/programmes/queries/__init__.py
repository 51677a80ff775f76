"""Questions about audit time, the programme and what falls due."""

from xinheng.apps.programmes.queries.actuals import days_for_people, request_for_people
from xinheng.apps.programmes.queries.client import client_obstacles, significant_changes
from xinheng.apps.programmes.queries.doors import (
    can_reckon_again,
    doors,
    reckon_obstacles,
    waiver_obstacles,
)
from xinheng.apps.programmes.queries.due import (
    DueView,
    cycle_of,
    due_items,
    due_of_case,
    falls_due,
    next_surveillance,
    overdue,
    stale_cycles,
)
from xinheng.apps.programmes.queries.plan import (
    ProgrammeView,
    VisitView,
    programme,
    sites_of_round,
    sites_to_visit,
)
from xinheng.apps.programmes.queries.population import facts_of, ruled_cases, standing_days
from xinheng.apps.programmes.queries.proposals import proposals
from xinheng.apps.programmes.queries.timing import (
    LineView,
    NoReckoning,
    ReckoningView,
    Rerun,
    WaiverView,
    reckoning,
    reckonings,
    rerun,
    rerun_all,
    standing_reckoning,
)

__all__ = [
    "DueView",
    "LineView",
    "NoReckoning",
    "ProgrammeView",
    "ReckoningView",
    "Rerun",
    "VisitView",
    "WaiverView",
    "can_reckon_again",
    "client_obstacles",
    "cycle_of",
    "days_for_people",
    "doors",
    "due_items",
    "due_of_case",
    "facts_of",
    "falls_due",
    "next_surveillance",
    "overdue",
    "programme",
    "proposals",
    "reckon_obstacles",
    "reckoning",
    "reckonings",
    "request_for_people",
    "rerun",
    "rerun_all",
    "ruled_cases",
    "significant_changes",
    "sites_of_round",
    "sites_to_visit",
    "stale_cycles",
    "standing_days",
    "standing_reckoning",
    "waiver_obstacles",
]

"""Questions about audit time, the programme and what falls due."""

from xinheng.apps.programmes.queries.actuals import days_for_people, request_for_people
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
    overdue,
)
from xinheng.apps.programmes.queries.plan import (
    ProgrammeView,
    VisitView,
    programme,
    sites_of_round,
    sites_to_visit,
)
from xinheng.apps.programmes.queries.population import facts_of, ruled_cases
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
    "cycle_of",
    "days_for_people",
    "doors",
    "due_items",
    "due_of_case",
    "facts_of",
    "overdue",
    "programme",
    "reckon_obstacles",
    "reckoning",
    "reckonings",
    "request_for_people",
    "rerun",
    "rerun_all",
    "ruled_cases",
    "sites_of_round",
    "sites_to_visit",
    "standing_reckoning",
    "waiver_obstacles",
]

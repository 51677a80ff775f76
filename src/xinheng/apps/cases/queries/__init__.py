"""Questions about cases. Answers are plain values; no query hides in a template."""

from xinheng.apps.cases.queries.assignments import AssignmentView, assignments
from xinheng.apps.cases.queries.casefile import (
    CaseView,
    LedgerLine,
    NoCase,
    RoundView,
    SchemeView,
    SiteView,
    case,
    case_by_number,
    case_facts,
    done_steps,
    last_act,
    ledger,
    may_see,
    new_round_obstacles,
    obstacles_to,
    step_obstacles,
    view,
    visible_cases,
)
from xinheng.apps.cases.queries.doors import branch_obstacles, doors
from xinheng.apps.cases.queries.history import RoundPast, StepTaken, rounds_of
from xinheng.apps.cases.queries.listing import (
    CaseRow,
    Sought,
    how_many,
    listing,
    numbers_of,
    schemes_in_use,
)
from xinheng.apps.cases.queries.proposals import proposal_in
from xinheng.apps.cases.queries.teams import (
    SeatView,
    open_schemes,
    team,
    took_part,
)
from xinheng.apps.cases.queries.waiting import Waiting, waiting_for

__all__ = [
    "AssignmentView",
    "CaseRow",
    "CaseView",
    "LedgerLine",
    "NoCase",
    "RoundPast",
    "RoundView",
    "SchemeView",
    "SeatView",
    "SiteView",
    "Sought",
    "StepTaken",
    "Waiting",
    "assignments",
    "branch_obstacles",
    "case",
    "case_by_number",
    "case_facts",
    "done_steps",
    "doors",
    "how_many",
    "last_act",
    "ledger",
    "listing",
    "may_see",
    "new_round_obstacles",
    "numbers_of",
    "obstacles_to",
    "open_schemes",
    "proposal_in",
    "rounds_of",
    "schemes_in_use",
    "step_obstacles",
    "team",
    "took_part",
    "view",
    "visible_cases",
    "waiting_for",
]

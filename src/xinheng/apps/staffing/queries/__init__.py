"""Questions about teams, about what auditors say of themselves, and about the matching degree."""

from xinheng.apps.staffing.queries.matching import Records, records
from xinheng.apps.staffing.queries.statements import OwnStatement, own_statement
from xinheng.apps.staffing.queries.teams import (
    Ability,
    Candidate,
    Conflict,
    ObjectionView,
    SeatWanted,
    abilities,
    candidates,
    capacity_days,
    conflicts,
    doors,
    facts_of_many,
    holder_of_calendar,
    not_under_way,
    objection_obstacles,
    objections,
    own_seat,
    planned_start,
    team_facts,
)

__all__ = [
    "Ability",
    "Candidate",
    "Conflict",
    "ObjectionView",
    "OwnStatement",
    "Records",
    "SeatWanted",
    "abilities",
    "candidates",
    "capacity_days",
    "conflicts",
    "doors",
    "facts_of_many",
    "holder_of_calendar",
    "not_under_way",
    "objection_obstacles",
    "objections",
    "own_seat",
    "own_statement",
    "planned_start",
    "records",
    "team_facts",
]

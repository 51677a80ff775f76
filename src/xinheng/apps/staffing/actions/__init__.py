"""What is done about teams, one module for each subject."""

from xinheng.apps.staffing.actions.calendar import make_calendar_key
from xinheng.apps.staffing.actions.conflicts import (
    record_bar,
    record_practice,
    record_service,
    record_tie,
)
from xinheng.apps.staffing.actions.held import give_back, hold
from xinheng.apps.staffing.actions.objections import object_to, overrule_objection
from xinheng.apps.staffing.actions.statements import (
    erase_old_statements,
    give_statement,
    withdraw_statement,
)
from xinheng.apps.staffing.actions.team import appoint_team, declare, decline, replace_member

__all__ = [
    "appoint_team",
    "declare",
    "decline",
    "erase_old_statements",
    "give_back",
    "give_statement",
    "hold",
    "make_calendar_key",
    "object_to",
    "overrule_objection",
    "record_bar",
    "record_practice",
    "record_service",
    "record_tie",
    "replace_member",
    "withdraw_statement",
]

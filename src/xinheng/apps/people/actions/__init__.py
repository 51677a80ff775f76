"""What is done with persons, one module for each subject."""

from xinheng.apps.people.actions.absences import cancel_absence, take_absence
from xinheng.apps.people.actions.appointments import appoint, end_appointment
from xinheng.apps.people.actions.bars import (
    end_practice,
    lift_bar,
    record_bar,
    record_practice,
)
from xinheng.apps.people.actions.body import (
    BranchWanted,
    FirstAdministrator,
    add_branch,
    set_up_body,
)
from xinheng.apps.people.actions.feeds import NewFeed, end_feed, make_feed, tell_calendars
from xinheng.apps.people.actions.half_days import Slot, book, release
from xinheng.apps.people.actions.monitoring import record_monitoring
from xinheng.apps.people.actions.persons import PersonRecord, add, amend, deactivate, reactivate
from xinheng.apps.people.actions.records import (
    end_competence,
    end_registration,
    record_competence,
    register,
)
from xinheng.apps.people.actions.telling import read_notices, tell
from xinheng.apps.people.actions.ties import declare, end_tie, note_tie, record_tie
from xinheng.apps.people.actions.tokens import NewToken, end_token, make_token

__all__ = [
    "BranchWanted",
    "FirstAdministrator",
    "NewFeed",
    "NewToken",
    "PersonRecord",
    "Slot",
    "add",
    "add_branch",
    "amend",
    "appoint",
    "book",
    "cancel_absence",
    "deactivate",
    "declare",
    "end_appointment",
    "end_competence",
    "end_feed",
    "end_practice",
    "end_registration",
    "end_tie",
    "end_token",
    "lift_bar",
    "make_feed",
    "make_token",
    "note_tie",
    "reactivate",
    "read_notices",
    "record_bar",
    "record_competence",
    "record_monitoring",
    "record_practice",
    "record_tie",
    "register",
    "release",
    "set_up_body",
    "take_absence",
    "tell",
    "tell_calendars",
]

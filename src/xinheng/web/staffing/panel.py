"""What the case page shows of the team."""

from xinheng import clock
from xinheng.apps.cases import queries as cases
from xinheng.apps.cases.queries import CaseView
from xinheng.apps.staffing import queries
from xinheng.core.shared.actor import Actor, Duty
from xinheng.web.panels import Panel


def panels(case: CaseView, viewer: Actor) -> tuple[Panel, ...]:
    """The team with its declarations, objections, and members who may not sit any more."""
    team = cases.team(case.round.id)
    if not team:
        return ()
    is_planner = viewer.holds_any((Duty.PLAN_AUDITS, Duty.OVERSEE), case.where)
    found = queries.conflicts(clock.today(), case_id=case.id) if is_planner else ()
    own = next((seat for seat in team if seat.person_id == viewer.person_id), None)
    context = {
        "case": case,
        "team": team,
        "own": own,
        "objections": queries.objections(case.id) if is_planner or not viewer.is_staff else (),
        "conflicts": found,
    }
    return (Panel("staffing/_panel.html", context),)

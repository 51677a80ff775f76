"""Appointing the team of a round, and its declarations."""

from xinheng.apps.cases import queries as cases
from xinheng.apps.staffing import actions as staffing
from xinheng.core.cases.steps import Step
from xinheng.core.people.words import SeatPart
from xinheng.core.shared.actor import Role
from xinheng.core.staffing.team import SeatWanted
from xinheng.demo.tale import Going, Tale
from xinheng.demo.world import TeamWanted

LARGE, VERY_LARGE = 8, 16


def team(tale: Tale) -> Going:
    """A planner appoints the team; everybody in it declares."""
    tale.before(Step.TEAM_APPOINTED)
    yield from tale.later(2)
    days = tale.case().round.days or 0
    size = 2 if days < LARGE else 3 if days < VERY_LARGE else 4
    tale.team = tale.world.team(
        TeamWanted(tale.schemes, tale.row.trade, tale.today, size, tale.prefer)
    )
    staffing.appoint_team(
        case_id=tale.case_id,
        seats=[
            SeatWanted(
                tale.world.person_ids[row.username],
                SeatPart.LEADER if row is tale.team[0] else SeatPart.AUDITOR,
            )
            for row in tale.team
        ],
        by=tale.staff(Role.PLANNER),
        at=tale.now,
    )
    tale.before(Step.TEAM_DECLARED)
    yield from tale.later(1)
    for seat in cases.team(tale.case().round.id):
        row = next(r for r in tale.team if tale.world.person_ids[r.username] == seat.person_id)
        staffing.declare(
            case_id=tale.case_id, seat_id=seat.id, by=tale.world.actor(row.username), at=tale.now
        )

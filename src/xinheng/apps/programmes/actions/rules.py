"""Moving what is kept of a case to other rules. For the room that holds the case locked.

Nothing is overwritten but a day that has not come: a reckoning and a programme get a
new version beside the old one. The caller journals.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from xinheng.apps.cases import queries as case_queries
from xinheng.apps.programmes import queries
from xinheng.apps.programmes.actions.cycle import move_rounds, set_due
from xinheng.apps.programmes.actions.timing import store
from xinheng.apps.programmes.models import Cycle, PlannedVisit, Programme, TimeReckoning
from xinheng.core.programmes import acts
from xinheng.core.programmes.request import AuditTimeResult
from xinheng.core.programmes.words import Cause, VisitKind
from xinheng.core.rulechange.effects import WindowFact, new_window
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _

if TYPE_CHECKING:
    from xinheng.apps.cases.models import Case


def move_cycle(locked: "Case", *, begins_on: date) -> None:
    """Let the running cycle fall due by the clocks that begin on a day, ahead of that day.

    The due days of a cycle are one chain and move together, with the day of a round that is
    open; what falls due before `begins_on` keeps its day. From then on the cycle is reckoned
    by those clocks.
    """
    cycle = Cycle.objects.select_for_update().filter(case=locked, ended_on=None).latest("number")
    set_due(cycle, case_queries.view(locked), on=begins_on, begins_on=begins_on)
    move_rounds(cycle)


def reckon_by_new_rules(
    locked: "Case", *, result: AuditTimeResult, by: Actor, at: datetime
) -> TimeReckoning:
    """Keep the time of the open round as the new rules reckon it, beside the old one.

    Raises:
        Refused: something rests on the time already, such as a quotation.
    """
    case = case_queries.view(locked)
    standing = queries.standing_reckoning(case.id, case.round.id)
    if standing is None or not queries.can_reckon_again(case):
        refuse_if(
            [
                Violation(
                    "programmes.time-in-use",
                    _("The time is not reckoned yet, or something rests on it already."),
                    acts.TIME,
                )
            ]
        )
    assert standing is not None  # noqa: S101 - refused above
    request = replace(queries.request_for_people(standing, {}), on=result.rules_on)
    return store(
        case, request, result, Cause.RULES, list(standing.site_ids), None, by, at,
        sampling_json=standing.sampling,
    )  # fmt: skip


def move_windows(
    locked: "Case", *, last_days: Mapping[VisitKind, date], by: Actor, at: datetime
) -> Programme:
    """Make a new version of the programme whose windows end on other days.

    Args:
        last_days: the new last day, by visit; other visits stay as they are.
    """
    old = Programme.objects.filter(case=locked).prefetch_related("visits").latest("version")
    new = Programme.objects.create(
        case=locked, round_id=old.round_id, version=old.version + 1, shifts=old.shifts,
        made_at=at, made_by_id=by.person_id,
    )  # fmt: skip
    for visit in old.visits.all():
        window = WindowFact(VisitKind(visit.kind), visit.first_on, visit.last_on)
        if window.kind in last_days:
            window = new_window(window, last_days[window.kind])
        PlannedVisit.objects.create(
            programme=new, kind=visit.kind, first_on=window.first_on, last_on=window.last_on,
            site_ids=visit.site_ids, working=visit.working,
        )  # fmt: skip
    return new

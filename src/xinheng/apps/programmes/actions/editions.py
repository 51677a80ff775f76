"""When the clocks change: the cycles that run are reckoned again by the rules now in force.

An edition binds from its day whether anybody moved a case to it or not, so what is left is
moved on that day by the clockwork; `rulechange` tells beforehand and may move cases ahead.
"""

from datetime import date, datetime

from django.db import transaction

from xinheng.apps.cases import queries as case_queries
from xinheng.apps.journal import actions as journal
from xinheng.apps.programmes import queries
from xinheng.apps.programmes.actions.cycle import move_rounds, set_due
from xinheng.apps.programmes.models import Cycle
from xinheng.core.programmes import acts
from xinheng.core.shared.actor import Actor
from xinheng.rulebook.known import rules_known
from xinheng.rulebook.programmes import clocks_since


def reckon_again(*, on: date, by: Actor, at: datetime) -> tuple[int, ...]:
    """Reckon the due days again of every running cycle whose clocks have changed since.

    What was held stays, and so does what fell due before those clocks began; a round that is
    open moves with its audit. Each cycle is its own transaction; a second run finds nothing to
    do.

    Returns:
        The keys of the cases of which a day has moved.

    Source: ISO/IEC 17021-1, 9.1.3.3; CNCA-QMS-01, 5.4.1.4.
    """
    stale = queries.stale_cycles(on).values_list("pk", flat=True)
    return tuple(pk for key in list(stale) if (pk := _again(key, on, by, at)) is not None)


@transaction.atomic
def _again(cycle_id: int, on: date, by: Actor, at: datetime) -> int | None:
    cycle = Cycle.objects.select_for_update().get(pk=cycle_id)
    before = _days(cycle)
    case = case_queries.case(cycle.case_id)
    set_due(cycle, case, on=on, begins_on=clocks_since(on))
    after = _days(cycle)
    if after == before:
        return None
    move_rounds(cycle)
    moved = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    journal.record(
        acts.RECKON_AGAIN, on=cycle, by=by, at=at, case_id=cycle.case_id,
        organisation_id=case.organisation_id, rules_on=on, rules_known=rules_known(),
        due=min(row.due_on for row in cycle.due.filter(done_on=None)),
        what="; ".join(f"{kind} {before.get((kind, n), '')} → {after.get((kind, n), '')}"
                       for kind, n in moved),
    )  # fmt: skip
    return cycle.case_id


def _days(cycle: Cycle) -> dict[tuple[str, int], date]:
    rows = cycle.due.filter(done_on=None).order_by("due_on", "pk")
    return {(row.kind, row.number): row.due_on for row in rows}

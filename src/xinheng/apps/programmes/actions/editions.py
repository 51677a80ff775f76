"""When the clocks change: the cycles that run are reckoned again by the rules now in force."""

from datetime import date, datetime

from django.db import transaction

from xinheng.apps.cases import actions as cases
from xinheng.apps.cases import queries as case_queries
from xinheng.apps.journal import actions as journal
from xinheng.apps.programmes import queries
from xinheng.apps.programmes.actions.cycle import set_due
from xinheng.apps.programmes.models import Cycle
from xinheng.core.programmes import acts
from xinheng.core.shared.actor import Actor


def reckon_again(*, on: date, by: Actor, at: datetime) -> tuple[int, ...]:
    """Reckon the due days again of every running cycle whose clocks have changed since.

    What was held stays; a round that is open moves with its audit. Each cycle is its own
    transaction; a second run finds nothing to do.

    Returns:
        The keys of the cases of which a day has moved.

    Source: ISO/IEC 17021-1, 9.1.3.3; CNCA-QMS-01, 5.4.1.4.
    """
    stale = queries.stale_cycles(on).values_list("pk", flat=True)
    return tuple(pk for key in list(stale) if (pk := _again(key, on, by, at)) is not None)


@transaction.atomic
def _again(cycle_id: int, on: date, by: Actor, at: datetime) -> int | None:
    cycle = Cycle.objects.select_for_update().get(pk=cycle_id)
    before = {row.pk: row.due_on for row in cycle.due.all()}
    case = case_queries.case(cycle.case_id)
    set_due(cycle, case, on=on)
    rows = list(cycle.due.all())
    moved = [row for row in rows if before.get(row.pk) != row.due_on]
    if not moved and len(rows) == len(before):
        return None
    for row in moved:
        if row.round_id is not None and row.done_on is None:
            cases.move_round(case_id=cycle.case_id, round_id=row.round_id, due_on=row.due_on)
    first = min((row for row in rows if row.done_on is None), key=lambda row: row.due_on)
    journal.record(
        acts.RECKON_AGAIN, on=cycle, by=by, at=at, case_id=cycle.case_id,
        organisation_id=case.organisation_id, due=first.due_on,
    )  # fmt: skip
    return cycle.case_id

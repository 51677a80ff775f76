"""Acts on a case as a whole."""

from datetime import datetime

from xinheng.apps.cases import actions
from xinheng.core.cases import acts
from xinheng.core.cases.steps import Step
from xinheng.core.shared.actor import Actor
from xinheng.front.operation import Operation, Shape


class ReopenStepIn(Shape):
    """Which step to return, and why."""

    step: Step
    because: str
    seen: int | None = None


def _reopen(case_id: int, given: ReopenStepIn, by: Actor, at: datetime) -> object:
    return actions.reopen_step(
        case_id=case_id, step=given.step, because=given.because, seen=given.seen, by=by, at=at
    )


OPERATIONS = (Operation(acts.REOPEN_STEP, ReopenStepIn, _reopen),)

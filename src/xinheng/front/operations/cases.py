"""Acts on a case as a whole."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from xinheng.apps.cases import actions
from xinheng.apps.certificates import actions as certificates
from xinheng.core.cases import acts
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import RoundKind
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


class ChooseBranchIn(Shape):
    """Which branch looks after the case, by its key."""

    branch_id: int
    seen: int | None = None


def _choose_branch(case_id: int, given: ChooseBranchIn, by: Actor, at: datetime) -> object:
    return actions.choose_branch(
        case_id=case_id, branch_id=given.branch_id, seen=given.seen, by=by, at=at
    )


class OpenSpecialIn(Shape):
    """Why a special audit is needed, and by when."""

    reason: Annotated[str, Field(min_length=2, max_length=200)]
    due_on: date | None = None
    seen: int | None = None


class CloseIn(Shape):
    """Why the case ends."""

    because: Annotated[str, Field(min_length=2, max_length=300)]
    seen: int | None = None


def _open_special(case_id: int, given: OpenSpecialIn, by: Actor, at: datetime) -> object:
    return actions.open_round(
        case_id=case_id, kind=RoundKind.SPECIAL, due_on=given.due_on, reason=given.reason,
        seen=given.seen, by=by, at=at,
    )  # fmt: skip


def _close(case_id: int, given: CloseIn, by: Actor, at: datetime) -> object:
    return certificates.close_case(
        case_id=case_id, because=given.because, seen=given.seen, by=by, at=at
    )


OPERATIONS = (
    Operation(acts.REOPEN_STEP, ReopenStepIn, _reopen),
    Operation(acts.OPEN_ROUND, OpenSpecialIn, _open_special),
    Operation(acts.CLOSE, CloseIn, _close),
    Operation(acts.CHOOSE_BRANCH, ChooseBranchIn, _choose_branch),
)

"""Acts of review and decision."""

from datetime import datetime

from xinheng.apps.decisions import actions
from xinheng.core.decisions import acts
from xinheng.core.decisions.words import Outcome, Recommendation
from xinheng.core.shared.actor import Actor
from xinheng.front.operation import Operation, Shape


class MarkItemIn(Shape):
    """Which record of the file is in order; none means every record not yet looked at."""

    record: str = ""
    seen: int | None = None


class ReturnItemIn(Shape):
    """Which record goes back, and why."""

    record: str
    note: str
    seen: int | None = None


class PassReviewIn(Shape):
    """The reviewer's recommendation and comments."""

    recommendation: Recommendation
    comments: str = ""
    seen: int | None = None


class ProposeIn(Shape):
    """What is decided of one scheme, with the scope as decided."""

    scheme: str
    outcome: Outcome
    statement: str
    scope_zh: str = ""
    scope_en: str = ""
    codes: list[str] = []
    seen: int | None = None


class ConfirmIn(Shape):
    """Which decision is confirmed."""

    decision: int
    seen: int | None = None


class ReturnFileIn(Shape):
    """Why the file goes back."""

    because: str
    seen: int | None = None


def _mark(case_id: int, given: MarkItemIn, by: Actor, at: datetime) -> object:
    if given.record:
        return actions.mark_item(case_id=case_id, by=by, at=at, **given.model_dump())
    return actions.mark_all(case_id=case_id, by=by, at=at, seen=given.seen)


def _return_item(case_id: int, given: ReturnItemIn, by: Actor, at: datetime) -> object:
    return actions.return_item(case_id=case_id, by=by, at=at, **given.model_dump())


def _pass(case_id: int, given: PassReviewIn, by: Actor, at: datetime) -> object:
    return actions.pass_review(case_id=case_id, by=by, at=at, **given.model_dump())


def _propose(case_id: int, given: ProposeIn, by: Actor, at: datetime) -> object:
    return actions.propose(case_id=case_id, by=by, at=at, **given.model_dump())


def _confirm(case_id: int, given: ConfirmIn, by: Actor, at: datetime) -> object:
    return actions.confirm(case_id=case_id, by=by, at=at, **given.model_dump())


def _return_file(case_id: int, given: ReturnFileIn, by: Actor, at: datetime) -> object:
    return actions.return_file(case_id=case_id, by=by, at=at, **given.model_dump())


OPERATIONS = (
    Operation(acts.MARK_ITEM, MarkItemIn, _mark),
    Operation(acts.RETURN_ITEM, ReturnItemIn, _return_item),
    Operation(acts.PASS_REVIEW, PassReviewIn, _pass),
    Operation(acts.PROPOSE, ProposeIn, _propose),
    Operation(acts.CONFIRM, ConfirmIn, _confirm),
    Operation(acts.RETURN_FILE, ReturnFileIn, _return_file),
)

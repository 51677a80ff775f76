"""Acts on the rulebook."""

from datetime import date, datetime
from typing import Any

from xinheng.apps.documents import queries as documents
from xinheng.apps.rules import actions
from xinheng.core.rules import acts
from xinheng.core.shared.actor import Actor
from xinheng.front.operation import Operation, Shape


class ProposeIn(Shape):
    """A file handed in before, in the import layout, and why it is entered."""

    file: int
    reason: str
    evidence: str = ""


class ChooseIn(Shape):
    """A value for a setting or a conflict, from a day on."""

    target: str
    value: str
    valid_from: date
    reason: str
    evidence: str = ""


class AnswerIn(Shape):
    """Which entry is approved, and a remark."""

    amendment: int
    note: str = ""


class RefuseIn(Shape):
    """Which entry is declined or taken back, and why."""

    amendment: int
    note: str


class ConfirmIn(Shape):
    """Which rule was held against which licensed copy, on which day."""

    target: str
    evidence: str
    on: date
    file: int | None = None


class UnconfirmIn(Shape):
    """Which confirmation is taken back, and why."""

    confirmation: int
    because: str


def _propose(_case_id: int, given: ProposeIn, by: Actor, at: datetime) -> object:
    stored = documents.visible_file(given.file, viewer=by)
    content = documents.place_of(stored.sha256).read_bytes()
    return actions.propose(
        name=stored.name, content=content, reason=given.reason, evidence=given.evidence,
        file_id=given.file, by=by, at=at,
    )  # fmt: skip


def _choose(_case_id: int, given: ChooseIn, by: Actor, at: datetime) -> object:
    return actions.choose(**given.model_dump(), by=by, at=at)


def _approve(_case_id: int, given: AnswerIn, by: Actor, at: datetime) -> object:
    return actions.approve(amendment_id=given.amendment, note=given.note, by=by, at=at)


def _decline(_case_id: int, given: RefuseIn, by: Actor, at: datetime) -> object:
    return actions.decline(amendment_id=given.amendment, note=given.note, by=by, at=at)


def _take_back(_case_id: int, given: RefuseIn, by: Actor, at: datetime) -> object:
    return actions.take_back(amendment_id=given.amendment, note=given.note, by=by, at=at)


def _confirm(_case_id: int, given: ConfirmIn, by: Actor, at: datetime) -> object:
    if given.file is not None:
        documents.visible_file(given.file, viewer=by)
    return actions.confirm(
        target=given.target, evidence=given.evidence, on=given.on, file_id=given.file,
        by=by, at=at,
    )  # fmt: skip


def _unconfirm(_case_id: int, given: UnconfirmIn, by: Actor, at: datetime) -> object:
    return actions.unconfirm(
        confirmation_id=given.confirmation, because=given.because, by=by, at=at
    )


def _entry(row: Any) -> dict[str, object]:
    return {"amendment": row.pk, "state": str(row.state), "rule_set": row.known_id}


def _confirmation(row: Any) -> dict[str, object]:
    return {"confirmation": row.pk, "target": row.target, "rule_set": row.ended_id or row.known_id}


OPERATIONS = (
    Operation(acts.PROPOSE, ProposeIn, _propose, of_case=False, answer=_entry),
    Operation(acts.CHOOSE, ChooseIn, _choose, of_case=False, answer=_entry),
    Operation(acts.APPROVE, AnswerIn, _approve, of_case=False, answer=_entry),
    Operation(acts.DECLINE, RefuseIn, _decline, of_case=False, answer=_entry),
    Operation(acts.TAKE_BACK, RefuseIn, _take_back, of_case=False, answer=_entry),
    Operation(acts.CONFIRM, ConfirmIn, _confirm, of_case=False, answer=_confirmation),
    Operation(acts.UNCONFIRM, UnconfirmIn, _unconfirm, of_case=False, answer=_confirmation),
)

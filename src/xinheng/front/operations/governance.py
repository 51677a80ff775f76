"""Acts of the body's own management, and on complaints and appeals."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from xinheng.apps.governance import actions
from xinheng.core.governance import acts
from xinheng.core.governance.words import About, MatterKind, Result
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor
from xinheng.front.operation import Operation, Shape


class OpenIn(Shape):
    """A record of a kind: `values` holds the fields the kind asks for when it is opened."""

    kind: str
    title: str
    values: dict[str, Any] = {}
    owner_id: int | None = None
    due_on: date | None = None


class RecordIn(Shape):
    """Which record."""

    record_id: int


class BecauseIn(Shape):
    """Which record, and why."""

    record_id: int
    because: str


class CompleteIn(Shape):
    """Which task is done, with the fields its kind asks for then."""

    record_id: int
    values: dict[str, Any] = {}


class VerifyIn(Shape):
    """Which task had its effect, and what shows it."""

    record_id: int
    effect: str


class SendBackIn(Shape):
    """Which task had no effect, why, and when it is due now."""

    record_id: int
    because: str
    due_on: date


class ReviewIn(Shape):
    """Which record was looked at again, what changes, and what was found."""

    record_id: int
    note_text: str
    values: dict[str, Any] = {}


class HandOverIn(Shape):
    """Who does it now, by when, and why."""

    record_id: int
    owner_id: int
    due_on: date
    because: str


class ComplianceIn(Shape):
    """Which client complies with which change, and what shows it."""

    record_id: int
    organisation_id: int
    evidence: str


class FileIn(Shape):
    """A complaint, or an appeal against a decision."""

    kind: MatterKind = MatterKind.COMPLAINT
    about: About = About.CLIENT
    subject: str
    text: str
    brought_by: str = ""
    contact: str = ""
    certificate: str = ""
    organisation_id: int | None = None


class MatterIn(Shape):
    """Which complaint or appeal."""

    number: str


class GroundIn(Shape):
    """Which complaint or appeal, and why."""

    number: str
    because: str


class AssignIn(Shape):
    """Who looks into it."""

    number: str
    people_ids: list[int]


class ReportIn(Shape):
    """What one found."""

    number: str
    result: Result
    findings: str


class ResolveIn(Shape):
    """What came of it."""

    number: str
    result: Result
    outcome: str


class ConsiderIn(Shape):
    """Which open complaint, and what it means for the round under review."""

    matter: int
    note: str
    seen: int | None = None


def _plain(act: Callable[..., object]) -> Callable[[int, Any, Actor, datetime], object]:
    """An act whose arguments are exactly the fields of its shape."""

    def call(_case_id: int, given: Shape, by: Actor, at: datetime) -> object:
        return act(**dict(given), by=by, at=at)

    return call


def _consider(case_id: int, given: ConsiderIn, by: Actor, at: datetime) -> object:
    return actions.consider(case_id=case_id, by=by, at=at, **given.model_dump())


def _key(result: Any) -> dict[str, object]:
    return {"id": result.pk, "number": result.number, "state": result.state}


def _receipt(result: actions.Receipt) -> dict[str, object]:
    return {"id": result.id, "number": result.number, "code": result.code}


def _told(result: Any) -> dict[str, object]:
    return {"id": result.pk, "complied_at": result.complied_at}


def _of_body(
    act: ActKind, shape: type[Shape], done: Callable[..., object],
    answer: Callable[[Any], dict[str, object]] = _key,
) -> Operation:  # fmt: skip
    return Operation(act, shape, _plain(done), of_case=False, answer=answer)


A = actions
OPERATIONS = (
    _of_body(acts.OPEN, OpenIn, A.open_record),
    _of_body(acts.APPROVE, RecordIn, A.approve),
    _of_body(acts.REFUSE, BecauseIn, A.refuse),
    _of_body(acts.COMPLETE, CompleteIn, A.complete),
    _of_body(acts.VERIFY, VerifyIn, A.verify),
    _of_body(acts.SEND_BACK, SendBackIn, A.send_back),
    _of_body(acts.REVIEW, ReviewIn, A.review),
    _of_body(acts.END, BecauseIn, A.end),
    _of_body(acts.HAND_OVER, HandOverIn, A.hand_over),
    _of_body(acts.COMPLIED, ComplianceIn, A.note_compliance, _told),
    _of_body(acts.FILE, FileIn, A.file, _receipt),
    _of_body(acts.ACKNOWLEDGE, MatterIn, A.acknowledge),
    _of_body(acts.VALIDATE, GroundIn, A.validate),
    _of_body(acts.DISMISS, GroundIn, A.dismiss),
    _of_body(acts.ASSIGN, AssignIn, A.assign),
    _of_body(acts.FORWARD, MatterIn, A.forward),
    _of_body(acts.REPORT, ReportIn, A.report),
    _of_body(acts.RESOLVE, ResolveIn, A.resolve),
    _of_body(acts.TELL, MatterIn, A.tell),
    _of_body(acts.CLOSE, MatterIn, A.close),
    Operation(acts.CONSIDER, ConsiderIn, _consider),
)

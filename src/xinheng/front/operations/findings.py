"""Acts on findings and on the report of an audit."""

from datetime import date, datetime
from typing import Any

from xinheng.apps.findings import actions
from xinheng.apps.findings.actions import AnswerText, NewFinding
from xinheng.core.findings import acts
from xinheng.core.findings.report import Sections
from xinheng.core.findings.words import Grade
from xinheng.core.shared.actor import Actor
from xinheng.front.operation import Operation, Shape


class RaiseIn(Shape):
    """A requirement that was not met."""

    scheme: str
    clause: str
    grade: Grade
    statement: str = ""
    evidence: str = ""
    site_id: int
    seen: int | None = None


class SuggestIn(Shape):
    """A chance to improve."""

    text: str = ""
    seen: int | None = None


class AnswerIn(Shape):
    """The client's answer to a nonconformity."""

    finding_id: int
    correction: str = ""
    cause: str = ""
    action: str = ""
    responsible: str = ""
    done_by_on: date
    answer_file: int | None = None
    seen: int | None = None


class OnFindingIn(Shape):
    """Which nonconformity, and why."""

    finding_id: int
    because: str = ""
    seen: int | None = None


class AcceptIn(Shape):
    """Which nonconformity; how a recurrence is followed to its end."""

    finding_id: int
    escalation: str = ""
    seen: int | None = None


class ResolveIn(Shape):
    """By which clause an objection is resolved, and whether the nonconformity stands."""

    finding_id: int
    clause: str = ""
    resolution: str = ""
    stands: bool = False
    seen: int | None = None


class VerifyIn(Shape):
    """How the effect was verified, and what was found."""

    finding_id: int
    method: str = ""
    evidence: str = ""
    effective: bool = False
    seen: int | None = None


class SeenIn(Shape):
    """The version of the case that was seen."""

    seen: int | None = None


class ReportIn(Shape):
    """The parts of a report that people write."""

    summary: str = ""
    scope: str = ""
    deviations: str = ""
    strengths: str = ""
    conclusions: dict[str, str] = {}
    recommendations: dict[str, str] = {}
    seen: int | None = None

    def sections(self) -> Sections:
        """As the rules know them."""
        return Sections(**self.model_dump(exclude={"seen"}))


class TemplateIn(Shape):
    """The stored Word file."""

    template: int


def _raise(case_id: int, given: RaiseIn, by: Actor, at: datetime) -> object:
    values = given.model_dump(exclude={"seen"})
    return actions.raise_finding(
        case_id=case_id, given=NewFinding(**values), seen=given.seen, by=by, at=at
    )


def _answer(case_id: int, given: AnswerIn, by: Actor, at: datetime) -> object:
    text = AnswerText(
        given.correction, given.cause, given.action, given.responsible, given.done_by_on,
        given.answer_file,
    )  # fmt: skip
    return actions.answer(
        case_id=case_id, finding_id=given.finding_id, text=text, seen=given.seen, by=by, at=at
    )


def _draft(case_id: int, given: ReportIn, by: Actor, at: datetime) -> object:
    return actions.draft_report(
        case_id=case_id, sections=given.sections(), seen=given.seen, by=by, at=at
    )


def _use_template(_case_id: int, given: TemplateIn, by: Actor, at: datetime) -> object:
    return actions.use_template(template=given.template, by=by, at=at)


def _plain(act: Any) -> Any:
    """An act that takes its shape's fields as they are."""

    def call(case_id: int, given: Shape, by: Actor, at: datetime) -> object:
        return act(case_id=case_id, by=by, at=at, **given.model_dump())

    return call


OPERATIONS = (
    Operation(acts.RAISE, RaiseIn, _raise),
    Operation(acts.SUGGEST, SuggestIn, _plain(actions.suggest)),
    Operation(acts.ANSWER, AnswerIn, _answer),
    Operation(acts.OBJECT, OnFindingIn, _plain(actions.object_to)),
    Operation(acts.RESOLVE, ResolveIn, _plain(actions.resolve)),
    Operation(acts.ACCEPT_PLAN, AcceptIn, _plain(actions.accept_plan)),
    Operation(acts.RETURN_ANSWER, OnFindingIn, _plain(actions.return_answer)),
    Operation(acts.VERIFY, VerifyIn, _plain(actions.verify)),
    Operation(acts.CLEAR, SeenIn, _plain(actions.clear)),
    Operation(acts.DRAFT_REPORT, ReportIn, _draft),
    Operation(acts.ISSUE_REPORT, SeenIn, _plain(actions.issue_report)),
    Operation(
        acts.USE_TEMPLATE,
        TemplateIn,
        _use_template,
        of_case=False,
        answer=lambda _done: {"done": acts.USE_TEMPLATE.name},
    ),
)

"""Acts on waivers: asked for, approved or refused by another person, revoked."""

from datetime import date, datetime

from xinheng.apps.waivers import actions
from xinheng.core.shared.actor import Actor
from xinheng.core.waivers import acts
from xinheng.core.waivers.rules import Scope
from xinheng.front.casefile import case_named
from xinheng.front.operation import Operation, Shape


class AskIn(Shape):
    """Which rule, where (a case by its number, a client, a person), for which days, and why."""

    code: str
    case: str = ""
    organisation_id: int | None = None
    person_id: int | None = None
    because: str
    evidence: str = ""
    file: int | None = None
    starts_on: date
    ends_on: date


class AnswerIn(Shape):
    """Which waiver, by its number, and why."""

    waiver: str
    because: str


def _ask(_case_id: int, given: AskIn, by: Actor, at: datetime) -> object:
    case = case_named(given.case, by)
    return actions.ask(
        code=given.code,
        scope=Scope(case, given.organisation_id, given.person_id),
        because=given.because,
        evidence=given.evidence,
        file_id=given.file,
        starts_on=given.starts_on,
        ends_on=given.ends_on,
        by=by,
        at=at,
    )


def _approve(_case_id: int, given: AnswerIn, by: Actor, at: datetime) -> object:
    return actions.approve(**dict(given), by=by, at=at)


def _refuse(_case_id: int, given: AnswerIn, by: Actor, at: datetime) -> object:
    return actions.refuse(**dict(given), by=by, at=at)


def _revoke(_case_id: int, given: AnswerIn, by: Actor, at: datetime) -> object:
    return actions.revoke(**dict(given), by=by, at=at)


def _number(made: object) -> dict[str, object]:
    return {"waiver": made.number, "state": str(made.state)}  # type: ignore[attr-defined]


OPERATIONS = (
    Operation(acts.ASK, AskIn, _ask, of_case=False, answer=_number),
    Operation(acts.APPROVE, AnswerIn, _approve, of_case=False, answer=_number),
    Operation(acts.REFUSE, AnswerIn, _refuse, of_case=False, answer=_number),
    Operation(acts.REVOKE, AnswerIn, _revoke, of_case=False, answer=_number),
)

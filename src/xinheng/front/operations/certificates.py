"""Acts on certificates."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from xinheng.apps.certificates import actions
from xinheng.apps.decisions import queries as decisions
from xinheng.core.certificates import acts
from xinheng.core.shared.actor import Actor
from xinheng.front.operation import Operation, Shape


class IssueIn(Shape):
    """Which scheme's certificate is issued: by its name, or by the key of its decision."""

    scheme: str = ""
    decision: int | None = None
    effective_on: date | None = None
    expires_on: date | None = None
    extras: dict[str, str] = {}
    seen: int | None = None


class KeepIn(Shape):
    """Which certificate continues, and when the audit ended."""

    certificate: int
    audited_on: date | None = None
    note: str = ""
    seen: int | None = None


class SuspendIn(Shape):
    """Which certificate, and why: a reason of the list and a note."""

    certificate: int
    reason: str
    note: str = ""
    seen: int | None = None


class RestoreIn(Shape):
    """Which certificate, on which grounds and evidence."""

    certificate: int
    reason: str
    note: str
    evidence: int | None = None
    seen: int | None = None


class ReduceIn(Shape):
    """Which certificate, and to which scope where no decision of the round gives it."""

    certificate: int
    reason: str
    scope_zh: str = ""
    scope_en: str = ""
    codes: list[str] = []
    note: str = ""
    seen: int | None = None


class ExtendIn(Shape):
    """Which certificate gets the wider scope that was decided."""

    certificate: int
    note: str = ""
    seen: int | None = None


class WithdrawIn(Shape):
    """Which certificate; the reason was given with the proposal."""

    certificate: int
    seen: int | None = None


class DropIn(Shape):
    """Which proposal is dropped, and why."""

    certificate: int
    because: str
    seen: int | None = None


class CancelIn(Shape):
    """Which certificate, why, and the client's request."""

    certificate: int
    reason: str
    note: str = ""
    evidence: int | None = None
    seen: int | None = None


class TransferOutIn(Shape):
    """Which certificate, and which body takes it over."""

    certificate: int
    receiver: str
    seen: int | None = None


def _issue(case_id: int, given: IssueIn, by: Actor, at: datetime) -> object:
    scheme = given.scheme
    if given.decision is not None:
        scheme = decisions.decision(given.decision).scheme
    return actions.issue(
        case_id=case_id, scheme=scheme, effective_on=given.effective_on,
        expires_on=given.expires_on, extras=given.extras, seen=given.seen, by=by, at=at,
    )  # fmt: skip


def _keep(case_id: int, given: KeepIn, by: Actor, at: datetime) -> object:
    return actions.keep(case_id=case_id, by=by, at=at, **given.model_dump())


def _suspend(case_id: int, given: SuspendIn, by: Actor, at: datetime) -> object:
    return actions.suspend(case_id=case_id, by=by, at=at, **given.model_dump())


def _restore(case_id: int, given: RestoreIn, by: Actor, at: datetime) -> object:
    return actions.restore(case_id=case_id, by=by, at=at, **given.model_dump())


def _reduce(case_id: int, given: ReduceIn, by: Actor, at: datetime) -> object:
    return actions.reduce(case_id=case_id, by=by, at=at, **given.model_dump())


def _extend(case_id: int, given: ExtendIn, by: Actor, at: datetime) -> object:
    return actions.extend(case_id=case_id, by=by, at=at, **given.model_dump())


def _propose(case_id: int, given: SuspendIn, by: Actor, at: datetime) -> object:
    return actions.propose_withdrawal(case_id=case_id, by=by, at=at, **given.model_dump())


def _withdraw(case_id: int, given: WithdrawIn, by: Actor, at: datetime) -> object:
    return actions.withdraw(case_id=case_id, by=by, at=at, **given.model_dump())


def _drop(case_id: int, given: DropIn, by: Actor, at: datetime) -> object:
    return actions.drop_withdrawal(case_id=case_id, by=by, at=at, **given.model_dump())


def _cancel(case_id: int, given: CancelIn, by: Actor, at: datetime) -> object:
    return actions.cancel(case_id=case_id, by=by, at=at, **given.model_dump())


def _transfer(case_id: int, given: TransferOutIn, by: Actor, at: datetime) -> object:
    return actions.transfer_out(case_id=case_id, by=by, at=at, **given.model_dump())


class NumberPatternIn(Shape):
    """How the numbers of a scheme are made; no scheme: of all without an own pattern."""

    scheme: Annotated[str, Field(max_length=12)] = ""
    pattern: Annotated[str, Field(max_length=80)] = ""


def _pattern(_case_id: int, given: NumberPatternIn, by: Actor, at: datetime) -> object:
    return actions.set_number_pattern(scheme=given.scheme, pattern=given.pattern, by=by, at=at)


def _patterned(row: Any) -> dict[str, object]:
    return {"scheme": row.scheme, "pattern": row.pattern}


OPERATIONS = (
    Operation(acts.ISSUE, IssueIn, _issue),
    Operation(acts.KEEP, KeepIn, _keep),
    Operation(acts.SUSPEND, SuspendIn, _suspend),
    Operation(acts.RESTORE, RestoreIn, _restore),
    Operation(acts.REDUCE, ReduceIn, _reduce),
    Operation(acts.EXTEND, ExtendIn, _extend),
    Operation(acts.PROPOSE_WITHDRAWAL, SuspendIn, _propose),
    Operation(acts.WITHDRAW, WithdrawIn, _withdraw),
    Operation(acts.DROP_WITHDRAWAL, DropIn, _drop),
    Operation(acts.CANCEL, CancelIn, _cancel),
    Operation(acts.TRANSFER_OUT, TransferOutIn, _transfer),
    Operation(acts.SET_PATTERN, NumberPatternIn, _pattern, of_case=False, answer=_patterned),
)

"""What may be done next about the visits of a case."""

from collections.abc import Iterator
from datetime import date

from xinheng.apps.audits.queries.file import AuditFile, audit_file, open_proposal, stopped_by
from xinheng.apps.audits.queries.rules import (
    closing_reasons,
    more_time_reasons,
    plan_reasons,
    reasons_for,
)
from xinheng.apps.cases.queries import CaseView
from xinheng.core.audits import acts
from xinheng.core.audits.meetings import LOOKS_BACK
from xinheng.core.audits.words import Consent, Stage
from xinheng.core.audits.words import VisitState as S
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import CaseState
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.door import Door


def doors(case: CaseView, viewer: Actor, on: date) -> tuple[Door, ...]:
    """Every act on visits that concerns the case now, open or closed with its reasons."""
    if case.state == CaseState.SELECTION and Step.TEAM_APPOINTED not in case.done:
        return ()
    if case.state not in (CaseState.SELECTION, CaseState.DETERMINATION, CaseState.STOPPED):
        return ()
    file = audit_file(case)
    return tuple(_door(act, file, viewer, on) for act in _next_acts(file))


def _next_acts(file: AuditFile) -> Iterator[ActKind]:
    if file.case.state == CaseState.STOPPED:
        if stopped_by(file):
            yield acts.RESUME
        return
    if open_proposal(file):
        yield from (acts.APPROVE_WITHDRAWAL, acts.REJECT_WITHDRAWAL)
    state = file.state
    is_stage1 = file.stage == Stage.STAGE1
    if state == S.DRAFT:
        yield from (acts.SAVE_PLAN, acts.SEND_PLAN)
    elif state == S.SENT:
        yield from (acts.CONFIRM_PLAN, acts.DECLINE_PLAN, acts.REVISE_PLAN)
    elif state == S.CONFIRMED:
        yield acts.OPEN_STAGE1 if is_stage1 else acts.OPEN_VISIT
        yield from (acts.REVISE_PLAN, acts.PROPOSE_WITHDRAWAL)
    elif state == S.OPENED:
        yield from _on_site(file, is_stage1=is_stage1)
    elif state == S.CLOSED and Step.FINDINGS_CLEARED not in file.case.done:
        yield acts.ADD_EVIDENCE
        if is_stage1:
            yield acts.CONCLUDE_STAGE1
        yield acts.PROPOSE_WITHDRAWAL


def _on_site(file: AuditFile, *, is_stage1: bool) -> Iterator[ActKind]:
    yield from (acts.SIGN_IN, acts.ADD_EVIDENCE, acts.TELL_BODY)
    if is_stage1:
        yield from (acts.CLOSE_STAGE1, acts.PROPOSE_WITHDRAWAL)
        return
    consent = file.comparison.consent if file.comparison else None
    if consent == Consent.ASKED:
        yield acts.CONSENT_TO_DAYS
    elif consent == Consent.GIVEN and Step.ACTUALS_COMPARED not in file.case.done:
        yield acts.EXTEND_PLAN
    elif Step.ACTUALS_COMPARED not in file.case.done:
        yield acts.COMPARE_ACTUALS
    if file.case.round.kind in LOOKS_BACK:
        yield acts.ANSWER_ITEMS
    yield from (acts.CLOSE_VISIT, acts.PROPOSE_WITHDRAWAL)


def _door(act: ActKind, file: AuditFile, viewer: Actor, on: date) -> Door:
    reasons = reasons_for(act, file, viewer)
    if act == acts.SEND_PLAN:
        reasons += plan_reasons(file, on=on)
    if act in (acts.CLOSE_VISIT, acts.CLOSE_STAGE1):
        reasons += (*closing_reasons(file), *more_time_reasons(file))
    proposal = open_proposal(file) or stopped_by(file)
    if act in (acts.APPROVE_WITHDRAWAL, acts.REJECT_WITHDRAWAL, acts.RESUME):
        return Door(act, reasons, target=proposal.pk if proposal else None)
    return Door(act, reasons, target=file.visit.pk if file.visit else None)

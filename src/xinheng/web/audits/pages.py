"""Act pages on visits."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from xinheng import clock
from xinheng.apps.audits import queries
from xinheng.apps.cases.queries import CaseView
from xinheng.core.audits import acts
from xinheng.core.shared.act import ActKind
from xinheng.front.operation import Operation
from xinheng.front.operations.audits import OPERATIONS
from xinheng.web.acts import ActForm, ActPage
from xinheng.web.audits import forms
from xinheng.web.audits.rows import plan_rows

BY_ACT: Mapping[ActKind, Operation] = {operation.act: operation for operation in OPERATIONS}


def _plan(case: CaseView, _target: int | None) -> Mapping[str, object]:
    file = queries.audit_file(case)
    visit = file.visit
    if visit is None:
        return plan_rows(case)
    return {
        "objectives": visit.objectives,
        "criteria": visit.criteria,
        "scope": visit.scope,
        "rows": file.plan,
    }


def _meeting(case: CaseView, _target: int | None) -> Mapping[str, object]:
    file = queries.audit_file(case)
    manager = file.visit.top_manager if file.visit else ""
    return {
        "held_at": clock.now(),
        "top_manager": manager,
        "member_ids": [seat.person_id for seat in file.team],
        "place": case.sites[0].name_zh if case.sites else "",
    }


def _today(_case: CaseView, _target: int | None) -> Mapping[str, object]:
    return {"on": clock.today(), "dated_on": clock.today()}


def _page(act: ActKind, form: type[ActForm] = ActForm, **more: object) -> ActPage:
    return ActPage(BY_ACT[act], form, **more)  # type: ignore[arg-type]


TIMETABLE = "audits/timetable.html"
PAGES = (
    _page(acts.SAVE_PLAN, forms.SavePlan, template=TIMETABLE, initial=_plan),
    _page(
        acts.SEND_PLAN,
        consequence=_("The client is told, and the half-days of the team are taken."),
    ),
    _page(acts.REVISE_PLAN, forms.Because),
    _page(acts.CONFIRM_PLAN, forms.ConfirmPlan),
    _page(acts.DECLINE_PLAN, forms.Because),
    _page(acts.OPEN_STAGE1, forms.Opening, initial=_meeting),
    _page(acts.CLOSE_STAGE1, forms.Closing, initial=_meeting),
    _page(acts.CONCLUDE_STAGE1, forms.ConcludeStage1),
    _page(acts.OPEN_VISIT, forms.OpenVisit, initial=_meeting),
    _page(acts.SIGN_IN, forms.SignIn, initial=_today),
    _page(acts.ADD_EVIDENCE, forms.AddEvidence, initial=_today),
    _page(acts.TELL_BODY, forms.TellBody),
    _page(acts.COMPARE_ACTUALS, forms.CompareActuals),
    _page(acts.CONSENT_TO_DAYS, forms.Consent),
    _page(acts.EXTEND_PLAN, forms.ExtendPlan, template=TIMETABLE),
    _page(acts.ANSWER_ITEMS, forms.AnswerItems),
    _page(acts.CLOSE_VISIT, forms.Closing, initial=_meeting),
    _page(
        acts.PROPOSE_WITHDRAWAL,
        forms.ProposeWithdrawal,
        consequence=_("The body decides; if it agrees, the case stops and the client is told."),
    ),
    _page(
        acts.APPROVE_WITHDRAWAL,
        forms.MaybeBecause,
        consequence=_("The case stops, the half-days are free again, and the client is told."),
    ),
    _page(acts.REJECT_WITHDRAWAL, forms.Because),
    _page(acts.RESUME, forms.Because),
)

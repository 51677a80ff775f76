"""Act pages on findings and the report."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from xinheng.apps.cases.queries import CaseView
from xinheng.apps.findings import queries
from xinheng.core.findings import acts
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor
from xinheng.front.operation import Operation
from xinheng.front.operations.findings import OPERATIONS
from xinheng.web.acts import ActForm, ActPage
from xinheng.web.findings import forms

BY_ACT: Mapping[ActKind, Operation] = {operation.act: operation for operation in OPERATIONS}


def _gaps(case: CaseView, _target: int | None, _actor: Actor) -> Mapping[str, object]:
    return {"gaps": queries.report_gaps(case)}


def _page(act: ActKind, form: type[ActForm] = ActForm, **more: object) -> ActPage:
    return ActPage(BY_ACT[act], form, **more)  # type: ignore[arg-type]


def _of_finding(act: ActKind, form: type[ActForm]) -> ActPage:
    return _page(act, form, target_field="finding_id")


PAGES = (
    _page(acts.RAISE, forms.Raise, intro=_("State what was found; the cause is the client's.")),
    _page(acts.SUGGEST, forms.Suggest),
    _of_finding(acts.ANSWER, forms.Answer),
    _of_finding(acts.OBJECT, forms.Because),
    _of_finding(acts.RESOLVE, forms.Resolve),
    _of_finding(acts.ACCEPT_PLAN, forms.Accept),
    _of_finding(acts.RETURN_ANSWER, forms.Because),
    _of_finding(acts.VERIFY, forms.Verify),
    _page(acts.CLEAR),
    _page(
        acts.DRAFT_REPORT,
        forms.Report,
        template="findings/report.html",
        initial=forms.report_initial,
        more=_gaps,
    ),
    _page(
        acts.ISSUE_REPORT,
        consequence=_("The report is locked for ever; a returned report gets a new version."),
    ),
)

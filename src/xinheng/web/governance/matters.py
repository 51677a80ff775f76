"""Complaints and appeals after signing in: the list, one of them, and what is done."""

from collections.abc import Mapping
from typing import Any

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from xinheng import clock
from xinheng.apps.governance import queries
from xinheng.apps.governance.queries import MatterView
from xinheng.apps.governance.queries.matters import TYPE
from xinheng.apps.journal import queries as journal
from xinheng.core.governance.words import About, MatterKind, MatterState
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.violation import Refused
from xinheng.front.operations.governance import OPERATIONS
from xinheng.front.who import Request
from xinheng.front.wording import sentence
from xinheng.web.governance import forms
from xinheng.web.journal.said import told
from xinheng.web.lists import Column, Filter, ListPage, Rows, Wanted, render_list
from xinheng.web.plain import act_page

matters = queries.matters
OPERATION_OF = {one.act.name.split(".", 1)[1]: one for one in OPERATIONS}
FORMS: Mapping[str, type[django_forms.Form]] = {
    "acknowledge": forms.Nothing,
    "validate": forms.Because,
    "dismiss": forms.Because,
    "assign": forms.Assign,
    "forward": forms.Nothing,
    "report": forms.Report,
    "resolve": forms.Resolve,
    "tell": forms.Nothing,
    "close": forms.Nothing,
}


def _address(row: MatterView) -> str:
    return reverse("governance:matter", args=[row.number])


def _client(row: MatterView) -> str:
    if get_language() == "en" and row.organisation_en:
        return row.organisation_en
    return row.organisation_zh


PAGE = ListPage(
    title=_("Complaints and appeals"),
    columns=(
        Column("number", _("Number"), lambda row: row.number, "number", _address),
        Column("kind", _("Kind"), lambda row: row.kind),
        Column("subject", _("Subject"), lambda row: row.subject, width=40),
        Column("about", _("About"), lambda row: row.about),
        Column("client", _("Client concerned"), _client, width=32),
        Column("state", _("State"), lambda row: row.state, "state", look="pill"),
        Column("due", _("Next step due"), lambda row: row.due_on, look="due"),
        Column("day", _("Due on"), lambda row: row.due_on, shown=False),
        Column("received", _("Received"), lambda row: row.received_at, "received", look="moment"),
        Column("result", _("Result"), lambda row: row.result, shown=False),
        Column("certificate", _("Certificate"), lambda row: row.certificate, shown=False),
    ),
    filters=(
        Filter("kind", _("Kind"), MatterKind.pairs),
        Filter("about", _("About"), About.pairs),
        Filter(
            "state", _("State"),
            lambda: [("running", _("All that are not closed")), *MatterState.pairs()],
        ),
    ),
    empty=_("Anybody brings the first by the public form; staff write down what comes otherwise."),
    template="governance/matters.html",
)  # fmt: skip


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """The complaints and appeals one may see, filtered by the address; also as a file."""

    def fetch(asked: Wanted) -> Rows:
        chosen = asked.filters
        sought = matters.Sought(
            words=asked.words, kind=chosen.get("kind", ""), state=chosen.get("state", ""),
            about=chosen.get("about", ""),
        )  # fmt: skip
        rows = matters.listing(
            request.actor, sought, order=asked.order, first=asked.first, count=asked.count
        )
        return Rows(rows, matters.how_many(request.actor, sought))

    return render_list(request, PAGE, fetch)


@require_GET
@login_required
def matter(request: Request, number: str) -> HttpResponse:
    """One complaint or appeal with where it stands, and what may be done now."""
    row = matters.matter(number, viewer=request.actor)
    is_staff = request.actor.organisation_id is None
    context = {
        "matter": row,
        "acts": queries.open_to_matter(row, request.actor) if is_staff else (),
        "is_staff": is_staff,
        "may_correct": request.actor.holds(Duty.OVERSEE),
        "history": told(journal.of_object(TYPE, row.id)) if is_staff else (),
        "stages": stages_of(row),
    }
    return render(request, "governance/matter.html", context)


def stages_of(row: MatterView) -> list[tuple[MatterState, str]]:
    """Every stage in order, each with whether it is past, here or to come."""
    order = list(MatterState)
    here = order.index(row.state)
    looks = dict.fromkeys(order[:here], "is-done") | {row.state: "is-next"}
    if row.state == MatterState.CLOSED:
        looks[row.state] = "is-done"
    return [(state, looks.get(state, "is-missing")) for state in order]


@require_http_methods(["GET", "POST"])
@login_required
def act(request: Request, number: str, verb: str) -> HttpResponse:
    """The page of one act on a complaint or an appeal."""
    row = matters.matter(number, viewer=request.actor)
    if verb not in FORMS or request.actor.organisation_id is not None:
        raise Http404
    form = FORMS[verb](request.POST if request.method == "POST" else None)
    return act_page(
        request, OPERATION_OF[verb], form, leads_to=lambda _result: _address(row),
        about=f"{row.number} {row.subject}", fixed={"number": row.number}, back_to=_address(row),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@login_required
def file(request: Request) -> HttpResponse:
    """Bring a complaint or an appeal after signing in; staff write down what came otherwise."""
    is_client = request.actor.organisation_id is not None
    kind = forms.ClientFileForm if is_client else forms.StaffFileForm
    start = {key: request.GET[key] for key in ("kind", "certificate") if key in request.GET}
    form = kind(request.POST if request.method == "POST" else None, initial=start)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            receipt = filed(form, request)
        except Refused as refusal:
            status = 409
            for violation in refusal.violations:
                name = violation.field if violation.field in form.fields else None
                form.add_error(name, sentence(violation))
        else:
            context = {"receipt": receipt, "is_signed_in": True}
            return render(request, "governance/receipt.html", context)
    elif request.method == "POST":
        status = 422
    context = {"form": form, "act": OPERATION_OF["file"].act, "obstacles": (), "about": "",
               "back_to": reverse("governance:matters")}  # fmt: skip
    return render(request, "plain/act.html", context, status=status)


def filed(form: django_forms.Form, request: Request) -> Any:
    """File what a checked form says."""
    operation = OPERATION_OF["file"]
    given = {key: value for key, value in form.cleaned_data.items()
             if value not in (None, "") and key != "website"}  # fmt: skip
    shape = operation.shape.model_validate(given)
    return operation.call(0, shape, request.actor, clock.now())

"""The body's relations, services to clients, income and threats, and the acts on them."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from xinheng import clock
from xinheng.apps.cases import queries as cases
from xinheng.apps.impartiality import actions, queries
from xinheng.apps.impartiality.queries import ThreatView
from xinheng.core.impartiality import acts
from xinheng.core.impartiality.words import LimitKey, ThreatKind, ThreatState
from xinheng.core.shared.violation import Refused
from xinheng.front.operations.impartiality import OPERATIONS
from xinheng.front.who import Request
from xinheng.web.impartiality import forms
from xinheng.web.lists import Column, Filter, ListPage, render_list, wanted
from xinheng.web.plain import act_page

OPERATION_OF = {operation.act.name.split(".", 1)[1]: operation for operation in OPERATIONS}
FORMS: dict[str, type[django_forms.Form]] = {
    "record-related": forms.RecordRelated,
    "end-related": forms.EndRelated,
    "record-service": forms.RecordService,
    "end-service": forms.EndService,
    "record-income": forms.RecordIncome,
    "set-limit": forms.SetLimit,
    "raise-threat": forms.RaiseThreat,
    "assess-threat": forms.AssessThreat,
}


def _address(row: ThreatView) -> str:
    return reverse("impartiality:threat", args=[row.id])


THREATS = ListPage(
    title=_("Threats to impartiality"),
    columns=(
        Column("what", _("What"), lambda row: row.what, "what", _address, width=40),
        Column("kind", _("Kind"), lambda row: row.kind, "kind"),
        Column("client", _("Client"), lambda row: row.organisation, "client", width=30),
        Column("person", _("Person"), lambda row: row.person),
        Column("raised", _("Recorded"), lambda row: row.raised_at, "raised", look="moment"),
        Column("state", _("Where it stands"), lambda row: row.state),
        Column("assessed", _("Assessed by"), lambda row: row.assessed_by),
    ),
    filters=(
        Filter("state", _("Where it stands"), ThreatState.pairs),
        Filter("kind", _("Kind"), ThreatKind.pairs),
    ),
    order="-raised",
    empty=_("None is recorded. Value-added services and later conflicts appear by themselves."),
    template="impartiality/threats.html",
)  # fmt: skip


def _open_to(request: Request) -> None:
    if not queries.may_see(request.actor):
        raise Http404


def _may(request: Request, *verbs: str) -> dict[str, bool]:
    return {
        f"may_{verb.replace('-', '_')}": not tuple(
            OPERATION_OF[verb].act.duty_obstacles(request.actor)
        )
        for verb in verbs
    }


@require_GET
@login_required
def index(request: Request) -> HttpResponse:
    """Related entities, services to clients, limits, and how many threats wait."""
    _open_to(request)
    today = clock.today()
    context = {
        "entities": queries.entities(today),
        "services": queries.services(today),
        "limits": queries.limits(today),
        "waiting": len(queries.threats(state=ThreatState.OPEN)),
        **_may(request, "record-related", "end-related", "record-service", "end-service",
               "set-limit", "raise-threat"),
    }  # fmt: skip
    return render(request, "impartiality/index.html", context)


@require_GET
@login_required
def threats(request: Request) -> HttpResponse:
    """The threats, narrowed by what stands in the address; also as a file."""
    _open_to(request)
    asked = wanted(request, THREATS)
    rows = queries.threats(
        state=asked.filters.get("state", ""), kind=asked.filters.get("kind", ""), words=asked.words
    )
    return render_list(request, THREATS, rows, more=_may(request, "raise-threat"))


@require_GET
@login_required
def threat(request: Request, threat_id: int) -> HttpResponse:
    """One threat with its assessment, and the work done with the team as it was."""
    try:
        found = queries.threat(threat_id, viewer=request.actor)
    except queries.NoThreat as missing:
        raise Http404 from missing
    number = cases.case(found.case_id).number if found.case_id else ""
    context = {"threat": found, "case_number": number,
               "may_assess": queries.may_assess(found, request.actor)}  # fmt: skip
    return render(request, "impartiality/threat.html", context)


@require_GET
@login_required
def income(request: Request) -> HttpResponse:
    """A year's income by party, with the shares above the body's limit."""
    _open_to(request)
    years = queries.income_years()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in years else None
    year = year or (years[0] if years else clock.today().year)
    limit = queries.limit(LimitKey.INCOME_PERCENT, clock.today())
    context = {
        "years": years,
        "found": queries.incomes(year, limit),
        "limit": limit,
        **_may(request, "record-income", "import-income"),
    }
    return render(request, "impartiality/income.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def import_income(request: Request) -> HttpResponse:
    """Import a year's income; every wrong row is told."""
    _open_to(request)
    act = acts.IMPORT_INCOME
    form = forms.ImportIncome(request.POST or None, request.FILES or None)
    violations, status = tuple(act.duty_obstacles(request.actor)), 200
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            kept = actions.import_income(
                year=form.cleaned_data["year"], name=upload.name, content=upload.read(),
                by=request.actor, at=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            violations, status = refusal.violations, 409
        else:
            messages.success(request, gettext("%(count)s parties are kept now.") % {"count": kept})
            return redirect("impartiality:income")
    context = {"act": act, "form": form, "obstacles": violations, "refused": status == 409,
               "back_to": reverse("impartiality:income")}  # fmt: skip
    return render(request, "plain/act.html", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def act(request: Request, verb: str) -> HttpResponse:
    """The page of one act; what it is about comes with the address."""
    _open_to(request)
    if verb not in FORMS:
        raise Http404
    form = FORMS[verb](request.POST or None, initial=dict(request.GET.items()))
    back = reverse(f"impartiality:{_home(verb)}")
    return act_page(request, OPERATION_OF[verb], form, leads_to=_leads(back), back_to=back)


def _home(verb: str) -> str:
    if verb.endswith("threat"):
        return "threats"
    return "income" if verb.endswith("income") else "list"


def _leads(address: str) -> Callable[[Any], str]:
    return lambda _made: address

"""The list of waivers, the page of one, what may be waived, and the acts on them."""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from xinheng import clock
from xinheng.apps.cases import queries as cases
from xinheng.apps.waivers import queries
from xinheng.apps.waivers.queries import WaiverView
from xinheng.core.waivers import acts
from xinheng.core.waivers.words import WaiverState
from xinheng.front.operations.waivers import OPERATIONS
from xinheng.front.who import Request
from xinheng.rulebook.lists.waivable import waivable
from xinheng.web.lists import Column, Filter, ListPage, render_list, wanted
from xinheng.web.plain import act_page
from xinheng.web.waivers.forms import Answer, Ask

OPERATION_OF = {operation.act.name.split(".", 1)[1]: operation for operation in OPERATIONS}
STANDINGS = {
    "in-force": _("In force"),
    "asked": _("Asked for"),
    "coming": _("Begins later"),
    "ended": _("Ended"),
    "refused": _("Waiver refused"),
    "revoked": _("Revoked"),
}


def rule_name(code: str) -> str:
    """What a rule is called for the reader; its code where it left the list."""
    found = next((one for one in waivable() if one.key == code), None)
    return found.name(get_language() or "") if found else code


def _address(row: WaiverView) -> str:
    return reverse("waivers:waiver", args=[row.number])


def _standing(row: WaiverView) -> object:
    return STANDINGS[row.standing(clock.today())]


def _where(row: WaiverView) -> str:
    return " · ".join(part for part in (row.organisation, row.person) if part)


PAGE = ListPage(
    title=_("Waivers"),
    columns=(
        Column("number", _("Number"), lambda row: row.number, "number", _address),
        Column("rule", _("Rule"), lambda row: rule_name(row.code), "rule", width=30),
        Column("where", _("Client or person"), _where, width=30),
        Column("starts", _("First day"), lambda row: row.starts_on, "starts"),
        Column("ends", _("Last day"), lambda row: row.ends_on, "ends", look="due"),
        Column("asked", _("Asked by"), lambda row: row.asked_by, "asked"),
        Column("answered", _("Answered by"), lambda row: row.answered_by, "answered"),
        Column("standing", _("Where it stands"), _standing),
        Column("because", _("Reason"), lambda row: row.because, shown=False, width=40),
    ),
    filters=(
        Filter("standing", _("Where it stands"), lambda: list(STANDINGS.items())),
        Filter("code", _("Rule"), lambda: [(one.key, rule_name(one.key)) for one in waivable()]),
    ),
    order="-number",
    empty=_("A waiver begins where a rule stands in the way: ask for one, another person answers."),
    template="waivers/list.html",
)  # fmt: skip


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """The waivers, narrowed by what stands in the address; also as a file."""
    if not queries.may_see(request.actor):
        raise Http404
    asked = wanted(request, PAGE)
    rows = queries.listing(
        request.actor, on=clock.today(), words=asked.words,
        standing=asked.filters.get("standing", ""), code=asked.filters.get("code", ""),
    )  # fmt: skip
    may_ask = not tuple(acts.ASK.duty_obstacles(request.actor))
    return render_list(request, PAGE, rows, more={"may_ask": may_ask})


@require_GET
@login_required
def rules(request: Request) -> HttpResponse:
    """Which rules may be set aside, why, and for how long at most."""
    if not queries.may_see(request.actor):
        raise Http404
    language = get_language() or ""
    shown = [
        {"name": one.name(language), "why": one.why(language), "days": one.longest_days,
         "source": one.source}
        for one in waivable()
    ]  # fmt: skip
    return render(request, "waivers/rules.html", {"rules": shown})


@require_GET
@login_required
def one(request: Request, waiver: str) -> HttpResponse:
    """One waiver: what, where, who asked, who answered, and what may be done now."""
    found = _found(request, waiver)
    context = {
        "waiver": found,
        "rule": rule_name(found.code),
        "case_number": _case_number(found, request),
        "standing": STANDINGS[found.standing(clock.today())],
        "is_in_force": found.standing(clock.today()) == "in-force",
        "may_answer": found.state == WaiverState.ASKED and queries.may_answer(found, request.actor),
        "may_revoke": found.state == WaiverState.APPROVED
        and not tuple(acts.REVOKE.duty_obstacles(request.actor)),
    }
    return render(request, "waivers/waiver.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def ask(request: Request) -> HttpResponse:
    """Ask for a waiver; case, client and rule may come with the address."""
    if not queries.may_see(request.actor):
        raise Http404
    known = {name: request.GET[name] for name in _known(request.GET)}
    form = Ask(request.POST or None, initial={"starts_on": clock.today(), **known})
    return act_page(
        request, OPERATION_OF["ask"], form, leads_to=lambda made: _page(made.number),
        back_to=reverse("waivers:list"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@login_required
def answer(request: Request, waiver: str, verb: str) -> HttpResponse:
    """Approve, refuse or revoke a waiver."""
    found = _found(request, waiver)
    if verb not in OPERATION_OF or verb == "ask":
        raise Http404
    return act_page(
        request, OPERATION_OF[verb], Answer(request.POST or None),
        about=f"{found.number} {rule_name(found.code)}", back_to=_page(found.number),
        fixed={"waiver": found.number}, leads_to=lambda _made: _page(found.number),
    )  # fmt: skip


def _known(given: Iterable[str]) -> list[str]:
    return [name for name in Ask.base_fields if name in given]


def _found(request: Request, number: str) -> WaiverView:
    try:
        return queries.one(number, viewer=request.actor)
    except queries.NoWaiver as missing:
        raise Http404 from missing


def _case_number(found: WaiverView, request: Request) -> str:
    if found.case_id is None:
        return ""
    try:
        return cases.case(found.case_id, viewer=request.actor).number
    except cases.NoCase:
        return ""


def _page(number: str) -> str:
    return reverse("waivers:waiver", args=[number])

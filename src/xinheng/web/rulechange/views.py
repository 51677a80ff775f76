"""What a change of rules moves: asking, the list of effects, the derivations, moving."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xinheng import clock
from xinheng.apps.rulechange import actions, queries
from xinheng.apps.rulechange.queries import EffectView
from xinheng.apps.rules import queries as rules
from xinheng.core.rulechange import acts
from xinheng.core.rulechange.words import EffectKind, EffectState
from xinheng.core.shared.violation import Refused, Violation
from xinheng.core.shared.wording import Term
from xinheng.front.rules_told import title_of
from xinheng.front.who import Request
from xinheng.front.wording import fill
from xinheng.rulebook.register import editions
from xinheng.web.lists import (
    BulkAct,
    Column,
    Filter,
    ListPage,
    Rows,
    Wanted,
    render_list,
    ticked,
)


@require_http_methods(["GET", "POST"])
@login_required
def report(request: Request) -> HttpResponse:
    """Choose a change, and see the reports that were made."""
    if not request.actor.is_staff:
        raise Http404
    violations: tuple[Violation, ...] = ()
    if request.method == "POST":
        try:
            made = _asked(request)
        except Refused as refusal:
            violations = refusal.violations
        else:
            return redirect("rulechange:effects", made)
    starts = sorted(
        {(each.valid_from, each.key): each for each in editions()}.items(), reverse=True
    )
    context = {
        "act": acts.ASK,
        "reports": queries.reports(),
        "entries": [row for row in rules.amendments() if row.number or row.is_open],
        "chosen": request.GET.get("entry", ""),
        "days": [(day, title_of(each), each.edition) for (day, _key), each in starts],
        "obstacles": violations or tuple(acts.ASK.duty_obstacles(request.actor)),
        "refused": bool(violations),
    }
    return render(request, "rulechange/report.html", context, status=409 if violations else 200)


def _asked(request: Request) -> int:
    entry = request.POST.get("entry", "")
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        day = None
    try:
        made = actions.ask(
            day=None if entry else day, entry_id=int(entry) if entry.isdecimal() else None,
            by=request.actor, at=clock.now(),
        )  # fmt: skip
    except rules.NoAmendment as absent:
        raise Http404 from absent
    return int(made.pk)


def _case(row: EffectView) -> str:
    return reverse("cases:case", args=[row.case_number])


def _lines(kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Kept lines whose facts are words of the house again, so that they are translated."""
    return [
        line | {"facts": {n: Term(v) if isinstance(v, str) and v else v
                          for n, v in line["facts"].items()}}
        for line in kept
    ]  # fmt: skip


def _derivation(kept: list[dict[str, Any]]) -> str:
    """A derivation in one cell of a workbook."""
    return "; ".join(
        f"{fill(line['label'], line['facts'])} {line['value']}"
        f" ({line['source']['document']} {line['source']['place']})"
        for line in _lines(kept)
    )


def _audit(row: EffectView) -> object:
    """Which audit, with the number of a further surveillance where there are several."""
    if row.about is None or row.number == 1:
        return row.about
    return f"{gettext(row.about.label)} ({row.number})"


DIRECTIONS = (("more", _("Earlier, or more time")), ("less", _("Later, or less time")))
COLUMNS = (
    Column("case", _("Case"), lambda row: row.case_number, sort="case"),
    Column("organisation", _("Client"), lambda row: row.organisation, width=30),
    Column("certificates", _("Certificates"), lambda row: row.certificates, width=24),
    Column("kind", _("What moves"), lambda row: row.kind, width=20),
    Column("about", _("Audit"), _audit),
    Column("before", _("Before"), lambda row: row.before_on or row.before_days),
    Column("after", _("After"), lambda row: row.after_on or row.after_days, sort="after"),
    Column("shift", _("By days"), lambda row: row.shift_days, sort="shift", look="num"),
    Column("more", _("Auditor-days more"), lambda row: row.more_days, sort="more", look="num"),
    Column("state", _("State"), lambda row: row.state, look="pill"),
    Column("why", _("Why not"), lambda row: "; ".join(
        fill(each["message"], each["facts"]) for each in row.reasons), shown=False, width=40),
    Column("old", _("Derivation before"), lambda row: _derivation(row.working["before"]),
           shown=False, width=60),
    Column("new", _("Derivation after"), lambda row: _derivation(row.working["after"]),
           shown=False, width=60),
)  # fmt: skip


def _page(report_id: int) -> ListPage:
    """The list of one report: its rows lead to their derivations."""

    def link(row: EffectView) -> str:
        return reverse("rulechange:effect", args=[report_id, row.id])

    first, *others = COLUMNS
    return ListPage(
        title=_("What the change of rules moves"),
        columns=(
            Column(first.key, first.label, first.value, sort=first.sort, link=link), *others,
        ),
        filters=(
            Filter("kind", _("What moves"), EffectKind.pairs),
            Filter("direction", _("Which way"), lambda: DIRECTIONS),
            Filter("state", _("State"), EffectState.pairs),
        ),
        empty=_("This change moves nothing."),
        bulk=(
            BulkAct(
                _("Move what was chosen to the new rules"),
                reverse("rulechange:move", args=[report_id]),
                _("The chosen days, times and windows are moved now. Continue?"),
            ),
        ),
        template="rulechange/effects.html",
    )  # fmt: skip


def _fetch(report_id: int, asked: Wanted) -> Rows:
    wanted = queries.Wanted(
        asked.filters.get("kind", ""), asked.filters.get("state", ""),
        asked.filters.get("direction", ""), asked.words,
    )  # fmt: skip
    rows = queries.listing(
        report_id, wanted, order=asked.order, first=asked.first, count=asked.count
    )
    return Rows(rows, queries.how_many(report_id, wanted))


@require_GET
@login_required
def effects(request: Request, report_id: int) -> HttpResponse:
    """Every effect of a report, with filters, export and ticks."""
    found = _report(request, report_id)
    more = {"report": found, "moves": queries.moves(report_id),
            "entry": rules.amendment(found.entry_id) if found.entry_id else None}  # fmt: skip
    page = _page(report_id)
    return render_list(request, page, lambda asked: _fetch(report_id, asked), more=more)


@require_GET
@login_required
def effect(request: Request, report_id: int, effect_id: int) -> HttpResponse:
    """One effect: how it is derived by the old rules, and how by the new."""
    found = _report(request, report_id)
    try:
        row = queries.effect(report_id, effect_id)
    except queries.NoEffect as absent:
        raise Http404 from absent
    sides = (
        (
            _("Before"),
            found.before_on,
            row.before_on or row.before_days,
            _lines(row.working["before"]),
        ),
        (_("After"), found.after_on, row.after_on or row.after_days, _lines(row.working["after"])),
    )
    context = {"report": found, "row": row, "sides": sides, "case_address": _case(row)}
    return render(request, "rulechange/effect.html", context)


@require_POST
@login_required
def move(request: Request, report_id: int) -> HttpResponse:
    """Move the ticked effects."""
    _report(request, report_id)
    page = _page(report_id)
    chosen = ticked(request, page, lambda asked: _fetch(report_id, asked))
    try:
        done = actions.move(
            report_id=report_id, effect_ids=chosen, by=request.actor, at=clock.now()
        )
    except Refused as refusal:
        context = {"act": acts.MOVE, "obstacles": refusal.violations, "refused": True,
                   "back_to": reverse("rulechange:effects", args=[report_id])}  # fmt: skip
        return render(request, "rulechange/refused.html", context, status=409)
    told = gettext("%(done)s of %(total)s effects were gone through.")
    messages.success(request, told % {"done": done.done, "total": done.total})
    return redirect("rulechange:effects", report_id)


def _report(request: Request, report_id: int) -> queries.ReportView:
    if not request.actor.is_staff:
        raise Http404
    try:
        return queries.report(report_id)
    except queries.NoReport as absent:
        raise Http404 from absent

"""Applications: the list, the form that saves itself, the workbook, and the price list."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xinheng import clock
from xinheng.apps.documents import actions as documents
from xinheng.apps.intake import actions, queries
from xinheng.core.cases.words import RoundKind
from xinheng.core.intake import acts
from xinheng.core.intake.words import ApplicationState, PriceKind
from xinheng.core.shared.violation import Refused, Violation
from xinheng.front import operations
from xinheng.front.who import Request
from xinheng.front.wording import said
from xinheng.printing.application_layout import DOCUMENTS
from xinheng.printing.application_workbook import application_template, parse_application_workbook
from xinheng.printing.uploads import inspect
from xinheng.web.intake import entry
from xinheng.web.plain import act_page

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EDITABLE = (ApplicationState.DRAFT, ApplicationState.RETURNED)


class PriceForm(forms.Form):
    """A price from a day on."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[(kind.value, gettext_lazy(kind.label)) for kind in PriceKind],
    )
    scheme = forms.CharField(
        label=gettext_lazy("Scheme (empty: every scheme)"), max_length=12, required=False
    )
    amount = forms.DecimalField(
        label=gettext_lazy("Amount (CNY; percent for tax)"), max_digits=12, decimal_places=2
    )
    valid_from = forms.DateField(
        label=gettext_lazy("In force from"), widget=forms.DateInput(attrs={"type": "date"})
    )


@require_POST
@login_required
def start(request: Request) -> HttpResponse:
    """Begin a draft and open its form."""
    given = request.POST.get("client", "")
    client = int(given) if given.isascii() and given.isdigit() else None
    asked = request.POST.get("kind", "")
    kind = RoundKind.TRANSFER if asked == RoundKind.TRANSFER else RoundKind.INITIAL
    row = actions.start(organisation_id=client, kind=kind, by=request.actor, at=clock.now())
    return redirect("intake:edit", row.pk)


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: Request, application_id: int) -> HttpResponse:
    """The form of an application. Saving keeps everything; submitting says what is wrong."""
    row = queries.application(application_id, viewer=request.actor)
    if request.method == "GET":
        return _form(request, application_id, ())
    try:
        actions.save_draft(
            application_id=row.pk, draft=entry.draft_of(request.POST, request.FILES),
            seen=_seen(request), by=request.actor, at=clock.now(),
        )  # fmt: skip
    except Refused as refusal:
        return _form(request, application_id, refusal.violations, status=409)
    refused = _keep_files(request, application_id)
    if refused:
        return _form(request, application_id, refused, status=409)
    if request.POST.get("do") != "submit":
        messages.success(request, _("The draft is saved."))
        return redirect(_back_to(request, application_id))
    try:
        submitted = actions.submit(
            application_id=row.pk, answers=request.POST.get("answers", ""), by=request.actor,
            at=clock.now(),
        )  # fmt: skip
    except Refused as refusal:
        return _form(request, application_id, refusal.violations, status=409)
    messages.success(request, _("Done: %(act)s.") % {"act": _(acts.SUBMIT.title)})
    number = submitted.case.number if submitted.case else ""
    return redirect(reverse("cases:case", args=[number]))


@require_POST
@login_required
def autosave(request: Request, application_id: int) -> HttpResponse:
    """Keep what is typed while it is typed; answers with a line that says so."""
    queries.application(application_id, viewer=request.actor)
    context: dict[str, object] = {"saved_at": clock.now(), "obstacles": ()}
    try:
        row = actions.save_draft(
            application_id=application_id, draft=entry.draft_of(request.POST),
            seen=_seen(request), by=request.actor, at=clock.now(),
        )  # fmt: skip
    except Refused as refusal:
        context["obstacles"] = refusal.violations
    else:
        context |= {"version": row.version, "score": _percent(row),
                    "missing": _missing(request, row)}  # fmt: skip
    return render(request, "intake/_saved.html", context)


@require_GET
@login_required
def template(request: Request) -> HttpResponse:
    """The empty workbook of an application."""
    response = HttpResponse(application_template(), content_type=SHEET)
    response["Content-Disposition"] = 'attachment; filename="application.xlsx"'
    return response


@require_POST
@login_required
def workbook(request: Request, application_id: int) -> HttpResponse:
    """Take a filled-in workbook over into the draft; cells to correct are listed."""
    queries.application(application_id, viewer=request.actor)
    upload = request.FILES.get("workbook")
    try:
        if upload is None:
            messages.error(request, _("Choose the workbook first."))
            return redirect("intake:edit", application_id)
        content = inspect(upload.name or "", documents.read(upload)).content
        parsed = parse_application_workbook(content)
        found = [
            {"sheet": p.sheet, "cell": p.cell, "code": p.code, "message": p.message,
             "facts": {name: said(value) for name, value in p.facts.items()}}
            for p in parsed.problems
        ]  # fmt: skip
        actions.save_draft(
            application_id=application_id, draft=parsed.values, problems=found,
            by=request.actor, at=clock.now(),
        )  # fmt: skip
    except Refused as refusal:
        return _form(request, application_id, refusal.violations, status=409)
    count = len(parsed.problems)
    messages.success(request, _("The workbook was read; %(count)s cells to correct.") % {
        "count": count})  # fmt: skip
    return redirect("intake:edit", application_id)


@require_http_methods(["GET", "POST"])
@login_required
def prices(request: Request) -> HttpResponse:
    """Set a price; the list in force is below."""
    operation = operations.named("intake.set-price")
    if request.method == "GET" and not request.GET.get("set"):
        context = {
            "prices": queries.price_list(on=clock.today()),
            "may_set": not tuple(operation.act.duty_obstacles(request.actor)),
        }
        return render(request, "intake/prices.html", context)
    form = PriceForm(request.POST or None)
    return act_page(request, operation, form, leads_to=lambda _row: reverse("intake:prices"),
                    back_to=reverse("intake:prices"))  # fmt: skip


def _form(
    request: Request, application_id: int, violations: Iterable[Violation], *, status: int = 200
) -> HttpResponse:
    row = queries.application(application_id, viewer=request.actor)
    found = tuple(violations)
    context = {
        "application": row,
        "state": ApplicationState(row.state),
        "is_open": row.state in EDITABLE,
        "sections": entry.sections_of(row.draft, found, more=request.GET.get("more", "")),
        "summary": entry.places(found, row.draft),
        "missing": _missing(request, row) if row.state in EDITABLE else (),
        "cells": entry.cell_problems(row.problems),
        "score": _percent(row),
    }
    return render(request, "intake/form.html", context, status=status)


def _missing(request: Request, row: Any) -> list[entry.Place]:
    """What would stand in the way of handing the draft in as it is."""
    found = actions.submit_problems(application_id=row.pk, by=request.actor, at=clock.now())
    return entry.places(found, row.draft)


def _back_to(request: Request, application_id: int) -> str:
    """The form again, at the table that was added to or that a file was handed in for."""
    address = reverse("intake:edit", args=[application_id])
    do, _colon, table = request.POST.get("do", "").partition(":")
    if do == "more" and table in entry.ROWS:
        return f"{address}?more={table}#{table}"
    return f"{address}#documents" if request.FILES else address


def _percent(row: object) -> str:
    return f"{queries.completeness_of(row, on=clock.today()) * 100:.0f}"  # type: ignore[arg-type]


def _seen(request: Request) -> int | None:
    raw = request.POST.get("seen", "")
    return int(raw) if raw.isascii() and raw.isdigit() else None


def _keep_files(request: Request, application_id: int) -> tuple[Violation, ...]:
    """Keep the files sent with the rows of documents; say which were refused."""
    row = queries.application(application_id, viewer=request.actor)
    rows = list(row.draft.get("documents") or [])
    refused: list[Violation] = []
    order = entry.rows_of(DOCUMENTS, request.POST, request.FILES)
    for place, (index, _row) in enumerate(order):
        upload = request.FILES.get(f"documents-{index}-upload")
        if upload is None or place >= len(rows):
            continue
        try:
            stored = documents.store(
                upload=upload, kind="application", by=request.actor, at=clock.now(),
                organisation_id=row.organisation_id,
            )  # fmt: skip
            rows[place] = {**rows[place], "file": stored.pk}
        except Refused as refusal:
            refused += [
                replace(violation, field=f"documents.{place}.upload")
                for violation in refusal.violations
            ]
    if request.FILES:
        actions.save_draft(
            application_id=row.pk, draft={"documents": rows}, by=request.actor, at=clock.now()
        )
    return tuple(refused)

"""Pages on findings and the report that are no acts."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xinheng import clock
from xinheng.apps.cases import queries as cases
from xinheng.apps.documents import actions as documents
from xinheng.apps.findings import actions, queries
from xinheng.core.findings import acts
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.violation import Refused
from xinheng.front.operations.findings import ReportIn
from xinheng.front.who import Request
from xinheng.web.findings.forms import Report

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """What is overdue or falls due soon; clients see their own."""
    today = clock.today()
    actor = request.actor
    late, soon = queries.overdue(today), queries.due_soon(today)
    if not actor.is_staff:
        late = tuple(row for row in late if row.organisation_id == actor.organisation_id)
        soon = tuple(row for row in soon if row.organisation_id == actor.organisation_id)
    return render(request, "findings/list.html", {"late": late, "soon": soon})


def _preview(request: Request, number: str) -> tuple[bytes, bytes]:
    case = cases.case_by_number(number, viewer=request.actor)
    if not request.actor.is_staff:
        raise Http404
    return actions.preview_report(case, at=clock.now())


@require_GET
@login_required
def word(request: Request, number: str) -> HttpResponse:
    """The report as it would be issued now, in Word."""
    return _download(_preview(request, number)[0], WORD, f"{number}.docx")


@require_GET
@login_required
def pdf(request: Request, number: str) -> HttpResponse:
    """The report as it would be issued now, as PDF."""
    return _download(_preview(request, number)[1], "application/pdf", f"{number}.pdf")


def _download(content: bytes, media_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
@login_required
def autosave(request: Request, number: str) -> HttpResponse:
    """Keep what is being typed in the report."""
    case = cases.case_by_number(number, viewer=request.actor)
    form = Report(request.POST, case=case, target=None)
    form.is_valid()
    given = ReportIn.model_validate({k: v for k, v in form.cleaned_data.items() if v is not None})
    try:
        actions.autosave_report(
            case_id=case.id, sections=given.sections(), by=request.actor, at=clock.now()
        )
    except Refused:
        return HttpResponse(_("Not saved."), status=409)
    return HttpResponse(_("Saved."))


class TemplateForm(forms.Form):
    """A Word template of the body's own."""

    template = forms.FileField(label=gettext_lazy("Word template"))
    preview = forms.BooleanField(label=gettext_lazy("Only show me a preview"), required=False)


@require_http_methods(["GET", "POST"])
@login_required
def template(request: Request) -> HttpResponse:
    """Look at a report in one's own template, and put the template into use."""
    if not request.actor.holds(Duty.ADMINISTER):
        raise Http404
    form = TemplateForm(request.POST or None, request.FILES or None)
    reasons: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["template"]
        try:
            if form.cleaned_data["preview"]:
                return _download(actions.preview_template(upload.read()), WORD, "preview.docx")
            with transaction.atomic():
                kept = documents.store(
                    upload=upload, kind="report-template", by=request.actor, at=clock.now()
                )
                actions.use_template(template=kept.pk, by=request.actor, at=clock.now())
        except Refused as refusal:
            reasons = refusal.violations
        else:
            messages.success(request, _("Done: %(act)s.") % {"act": _(acts.USE_TEMPLATE.title)})
            return redirect("findings:template")
    context = {"form": form, "obstacles": reasons, "in_use": queries.template_in_use()}
    return render(request, "findings/template.html", context, status=409 if reasons else 200)

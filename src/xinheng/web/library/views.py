"""Scope codes, standards and the catalogue of services."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from xinheng import clock
from xinheng.apps.library import actions, queries
from xinheng.core.library import acts
from xinheng.core.shared.violation import Refused
from xinheng.front.who import Request
from xinheng.rulebook.codes import standards

MOST_FOUND = 30


class ImportForm(forms.Form):
    """The body's official list."""

    file = forms.FileField(label=gettext_lazy("Official list (CSV or Excel)"))
    other_counts = forms.BooleanField(
        label=gettext_lazy("The list has other counts than 39, 280 and 626"), required=False
    )


@require_GET
@login_required
def codes(request: Request) -> HttpResponse:
    """Search in the scope codes."""
    text, parent = request.GET.get("q", ""), request.GET.get("parent", "")
    context = {
        "codes": queries.search(text, parent=parent),
        "parent": queries.scope_code(parent) if parent else None,
        "q": text,
        "counts": queries.counts(),
        "may_import": not tuple(acts.IMPORT_CODES.duty_obstacles(request.actor)),
    }
    return render(request, "library/codes.html", context)


@require_GET
@login_required
def find_codes(request: Request) -> HttpResponse:
    """Codes for a field that picks them: those an application may name, by words or beginning."""
    is_english = (get_language() or "").startswith("en")
    found = queries.search(request.GET.get("q", ""), limit=MOST_FOUND)
    return JsonResponse({"found": [
        {"value": row.code,
         "label": f"{row.code} {(row.title_en if is_english else '') or row.title_zh}"}
        for row in found
    ]})  # fmt: skip


@require_GET
@login_required
def register(request: Request) -> HttpResponse:
    """Schemes, standards and the catalogue of services."""
    context = {
        "schemes": standards.schemes(),
        "standards": standards.standards(),
        "rules": standards.rule_documents(),
        "offerings": queries.offerings(),
    }
    return render(request, "library/standards.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def import_codes(request: Request) -> HttpResponse:
    """Import the body's official list; every wrong row is told."""
    form = ImportForm(request.POST or None, request.FILES or None)
    violations, status = tuple(acts.IMPORT_CODES.duty_obstacles(request.actor)), 200
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            kept = actions.import_codes(
                name=upload.name, content=upload.read(), by=request.actor, at=clock.now(),
                other_counts=form.cleaned_data["other_counts"],
            )  # fmt: skip
        except Refused as refusal:
            violations, status = refusal.violations, 409
        else:
            messages.success(request, _("%(count)s codes are kept now.") % {"count": kept})
            return redirect("library:codes")
    context = {"act": acts.IMPORT_CODES, "form": form, "obstacles": violations,
               "refused": status == 409}  # fmt: skip
    return render(request, "plain/act.html", context, status=status)

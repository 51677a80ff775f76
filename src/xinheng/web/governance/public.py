"""What anybody may read of the body, and how anybody complains, without signing in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from xinheng import clock
from xinheng.apps.governance import queries
from xinheng.core.governance.words import MatterState
from xinheng.core.shared.violation import Refused
from xinheng.front import complaint_limits as limits
from xinheng.front.who import Request
from xinheng.front.wording import sentence
from xinheng.rulebook.codes.standards import schemes
from xinheng.web.governance import forms
from xinheng.web.governance.matters import filed, stages_of

TOO_OFTEN = 429


@require_GET
def about(request: Request) -> HttpResponse:
    """What clause 8.1.1 asks to be public, made from what the body has in force."""
    language = get_language() or ""
    context = {
        "page": queries.public_page(clock.today()),
        "schemes": [(scheme.key, scheme.name(language)) for scheme in schemes()],
        "may_open": queries.may_see(request.actor),
        "is_english": language == "en",
    }
    return render(request, "governance/about.html", context)


@require_http_methods(["GET", "POST"])
def complain(request: Request) -> HttpResponse:
    """A complaint by anybody. The receipt shows number and code once."""
    form = forms.FileForm(
        request.POST if request.method == "POST" else None,
        initial={"certificate": request.GET.get("certificate", "")[:60]},
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        address = request.META.get("REMOTE_ADDR", "")
        # The hidden field is empty unless a program filled the form.
        if form.cleaned_data["website"] or not limits.allows(address, at=clock.now()):
            return render(request, "governance/too_often.html", status=TOO_OFTEN)
        try:
            receipt = filed(form, request)
        except Refused as refusal:
            status = 409
            for violation in refusal.violations:
                name = violation.field if violation.field in form.fields else None
                form.add_error(name, sentence(violation))
        else:
            return render(request, "governance/receipt.html", {"receipt": receipt})
    elif request.method == "POST":
        status = 422
    return render(request, "governance/complain.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def status(request: Request) -> HttpResponse:
    """How a complaint or an appeal stands, for whoever knows its number and code."""
    if request.method == "GET":
        start = {"number": request.GET.get("number", "")[:32]}
        return render(request, "governance/status.html", {"form": forms.StatusForm(initial=start)})
    form = forms.StatusForm(request.POST)
    if not form.is_valid():
        return render(request, "governance/status.html", {"form": form}, status=422)
    if not limits.allows_look_up(request.META.get("REMOTE_ADDR", ""), at=clock.now()):
        return render(request, "governance/too_often.html", status=TOO_OFTEN)
    number, code = form.cleaned_data["number"].strip().upper(), form.cleaned_data["code"]
    found = queries.matters.by_code(number, code)
    context = {
        "form": form,
        "matter": found,
        "asked": True,
        "is_told": found is not None and found.state in (MatterState.TOLD, MatterState.CLOSED),
        "stages": stages_of(found) if found else (),
    }
    return render(request, "governance/status.html", context, status=200 if found else 404)

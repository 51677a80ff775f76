"""One's own statement on readiness: a page that nobody else is ever shown."""

from fractions import Fraction
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from xinheng import clock
from xinheng.apps.staffing import actions, queries
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.violation import Refused
from xinheng.core.staffing.readiness import CONSENT_VERSION, Item
from xinheng.front.who import Request
from xinheng.front.wording import sentence


class StatementForm(forms.Form):
    """Five scores, each of which may be left empty, and the consent."""

    consent = forms.BooleanField(
        label=gettext_lazy("I have read this and consent to it, for this purpose alone."),
        error_messages={"required": gettext_lazy("Without your consent nothing is kept.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in Item:
            self.fields[item.value] = forms.DecimalField(
                label=gettext_lazy(item.label), required=False, min_value=0, max_value=1,
                max_digits=10, widget=forms.NumberInput(attrs={"step": "any"}),
                help_text=gettext_lazy("1: no restriction; 0: hardly ever able. Empty: I prefer"
                                       " not to say; that counts as 1."),
            )  # fmt: skip
        self.order_fields([*(item.value for item in Item), "consent"])

    def said(self) -> dict[Item, Fraction | None]:
        """What was said, exactly."""
        given = {item: self.cleaned_data[item.value] for item in Item}
        return {item: None if v is None else Fraction(v) for item, v in given.items()}


def _plain(score: Fraction | None) -> str:
    """A score as it was typed."""
    return "" if score is None else f"{float(score):.7f}".rstrip("0").rstrip(".")


def _own_page_only(request: Request) -> None:
    if not request.actor.holds_any((Duty.AUDIT, Duty.LEAD)):
        raise Http404


@sensitive_post_parameters()
@sensitive_variables()
@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def statement(request: Request) -> HttpResponse:
    """What one said of oneself, and the form to say it."""
    _own_page_only(request)
    form = StatementForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            actions.give_statement(
                said=form.said(), consents_to=request.POST.get("version", ""),
                by=request.actor, at=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            for violation in refusal.violations:
                form.add_error(None, sentence(violation))
            status = 409
        else:
            messages.success(request, _("Your statement is kept. Only you can see it."))
            return redirect("staffing:statement")
    elif form.is_bound:
        status = 422
    own = queries.own_statement(request.actor)
    context = {
        "form": form,
        "own": own,
        "scores": [(item, _plain(score)) for item, score in (own.items or {}).items()]
        if own
        else [],
        "mean": _plain(own.mean) if own else "",
        "version": CONSENT_VERSION,
    }
    return render(request, "staffing/statement.html", context, status=status)


@never_cache
@require_POST
@login_required
def withdraw(request: Request) -> HttpResponse:
    """Withdraw one's consent; all that was said is erased at once."""
    _own_page_only(request)
    try:
        actions.withdraw_statement(by=request.actor, at=clock.now())
    except Refused as refusal:
        for violation in refusal.violations:
            messages.error(request, sentence(violation))
    else:
        messages.success(request, _("Your consent is withdrawn and your statement erased."))
    return redirect("staffing:statement")

"""The page of the certificate numbers: what is in force, a preview, and the change."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from xinheng import clock
from xinheng.apps.certificates import queries
from xinheng.core.certificates.issuing import DEFAULT_PATTERN
from xinheng.core.certificates.numbering import example_of
from xinheng.core.shared.violation import Refused, Violation
from xinheng.front.operations import named
from xinheng.front.who import Request
from xinheng.front.wording import sentence
from xinheng.rulebook.codes.standards import schemes

PARTS = (
    ("{body}", _("the digits of the body's approval number")),
    ("{year}", _("the year, four digits")),
    ("{year2}", _("the year, two digits")),
    ("{letter}", _("the letter of the scheme, such as Q, E, S")),
    ("{scheme}", _("the scheme in full")),
    ("{serial}", _("the number in the year; {serial:05d} pads it to five digits")),
    ("{cycle}", _("0 at first, 1 after the first recertification")),
    ("{size}", _("the size of the client: S, M or L")),
)


class PatternForm(forms.Form):
    """A scheme and its pattern."""

    scheme = forms.ChoiceField(label=_("Scheme"), required=False)
    pattern = forms.CharField(
        label=_("Pattern"),
        required=False,
        max_length=80,
        help_text=_("Empty: give up the own pattern of the scheme."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        language = get_language() or ""
        named_ = [(one.key, f"{one.key} · {one.name(language)}") for one in schemes()]
        self.fields["scheme"].choices = [("", _("Every scheme without its own")), *named_]  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@login_required
def numbers(request: Request) -> HttpResponse:
    """See, try and set how certificate numbers are made. For the body's people."""
    if not request.actor.is_staff:
        raise Http404
    scheme = request.GET.get("scheme", "")
    form = PatternForm(request.POST or None, initial={"scheme": scheme, "pattern": DEFAULT_PATTERN})
    obstacles: tuple[Violation, ...] = ()
    preview, status = "", 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if request.POST.get("preview"):
            obstacles = tuple(_problems(request, given))
            preview = "" if obstacles else _example(given)
        else:
            try:
                _set(request, given)
            except Refused as refusal:
                obstacles, status = refusal.violations, 409
            else:
                messages.success(request, gettext("The numbers were set."))
                return redirect("certificates:numbers")
        for violation in obstacles:
            if violation.field in form.fields:
                form.add_error(violation.field, sentence(violation))
    elif request.method == "POST":
        status = 422
    operation = named("certificates.set-number-pattern")
    context = {
        "act": operation.act,
        "form": form,
        "rows": queries.patterns(clock.today()),
        "parts": PARTS,
        "preview": preview,
        "obstacles": obstacles,
        "refused": status == 409,
        "may": not tuple(operation.act.duty_obstacles(request.actor)),
    }
    return render(request, "certificates/numbers.html", context, status=status)


def _problems(request: Request, given: dict[str, str]) -> list[Violation]:
    found = queries.pattern_obstacles(
        given["scheme"], given["pattern"], by=request.actor, on=clock.today()
    )
    return [one for one in found if one.code != "certificates.pattern-unchanged"]


def _example(given: dict[str, str]) -> str:
    pattern = given["pattern"] or queries.pattern_of("") or DEFAULT_PATTERN
    scheme = given["scheme"] or "QMS"
    return example_of(pattern, scheme, body=queries.body_digits(), year=clock.today().year)


def _set(request: Request, given: dict[str, str]) -> None:
    operation = named("certificates.set-number-pattern")
    with transaction.atomic():
        operation.call(0, operation.shape.model_validate(given), request.actor, clock.now())

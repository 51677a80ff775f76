"""The pages on which the rulebook is entered into, answered and confirmed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from xinheng import clock
from xinheng.apps.documents import actions as documents
from xinheng.apps.rules import actions, queries
from xinheng.core.rules import acts
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.violation import Refused, Violation
from xinheng.front.who import Request
from xinheng.front.wording import sentence
from xinheng.rulebook.register import NoRule, show


class ProposeForm(forms.Form):
    """A file in the import layout, and why."""

    file = forms.FileField(
        label=gettext_lazy("Edition or correction (TOML, CSV or Excel)"),
        help_text=gettext_lazy(
            "Take the layout of a table from its page, change it and hand it in here."
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    evidence = forms.CharField(
        label=gettext_lazy("Held against"), max_length=300, required=False,
        help_text=gettext_lazy("The licensed copy: document, edition, where it is kept."),
    )  # fmt: skip


class ChooseForm(forms.Form):
    """A value where the body may choose."""

    target = forms.CharField(label=gettext_lazy("Setting or row"), max_length=200)
    value = forms.CharField(label=gettext_lazy("Value"), max_length=200)
    valid_from = forms.DateField(
        label=gettext_lazy("From which day"), widget=forms.DateInput(attrs={"type": "date"})
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    evidence = forms.CharField(
        label=gettext_lazy("Held against"), max_length=300, required=False,
        help_text=gettext_lazy("The licensed copy: document, edition, where it is kept."),
    )  # fmt: skip


class ConfirmForm(forms.Form):
    """What was held against which copy, when."""

    target = forms.CharField(label=gettext_lazy("Rule"), max_length=200)
    evidence = forms.CharField(
        label=gettext_lazy("Held against"), max_length=300,
        help_text=gettext_lazy("The licensed copy: document, edition, where it is kept."),
    )  # fmt: skip
    on = forms.DateField(
        label=gettext_lazy("On which day"), widget=forms.DateInput(attrs={"type": "date"})
    )
    file = forms.FileField(label=gettext_lazy("Evidence (optional)"), required=False)


class NoteForm(forms.Form):
    """Why."""

    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@login_required
def propose(request: Request) -> HttpResponse:
    """Enter an edition or a correction; every wrong row is told, and nothing is kept then."""

    def do(given: dict[str, Any]) -> str:
        upload = given["file"]
        content = upload.read()
        row = actions.propose(
            name=upload.name, content=content, reason=given["reason"],
            evidence=given["evidence"], by=request.actor, at=clock.now(),
        )  # fmt: skip
        return reverse("rules:entry", args=[row.pk])

    return _page(request, acts.PROPOSE, ProposeForm, do, back=reverse("rules:entries"))


@require_http_methods(["GET", "POST"])
@login_required
def choose(request: Request) -> HttpResponse:
    """Choose a setting, or one of the values that sources print."""

    def do(given: dict[str, Any]) -> str:
        row = actions.choose(**given, by=request.actor, at=clock.now())
        return reverse("rules:entry", args=[row.pk])

    return _page(request, acts.CHOOSE, ChooseForm, do, back=reverse("rules:list"))


@require_http_methods(["GET", "POST"])
@login_required
def confirm(request: Request) -> HttpResponse:
    """Confirm a table, an edition or a row against a licensed copy."""

    def do(given: dict[str, Any]) -> str:
        upload = given.pop("file")
        stored = None
        if upload is not None:
            stored = documents.store(
                upload=upload, kind="rule-evidence", case_id=None, organisation_id=None,
                by=request.actor, at=clock.now(),
            )  # fmt: skip
        actions.confirm(
            **given, file_id=stored.pk if stored else None, by=request.actor, at=clock.now()
        )
        return reverse("rules:rule", args=[show(given["target"].split("#")[0]).entry.id])

    back = request.GET.get("target", "").split("#")[0]
    try:
        address = reverse("rules:rule", args=[show(back).entry.id]) if back else ""
    except NoRule:
        address = ""
    return _page(request, acts.CONFIRM, ConfirmForm, do, back=address or reverse("rules:list"))


@require_http_methods(["GET", "POST"])
@login_required
def unconfirm(request: Request, confirmation_id: int) -> HttpResponse:
    """Take a confirmation back."""

    def do(given: dict[str, Any]) -> str:
        actions.unconfirm(
            confirmation_id=confirmation_id, because=given["note"], by=request.actor,
            at=clock.now(),
        )  # fmt: skip
        return reverse("rules:entries")

    try:
        return _page(request, acts.UNCONFIRM, NoteForm, do, back=reverse("rules:entries"))
    except queries.NoConfirmation as absent:
        raise Http404 from absent


ANSWERS: dict[str, tuple[ActKind, Callable[..., object]]] = {
    "approve": (acts.APPROVE, actions.approve),
    "decline": (acts.DECLINE, actions.decline),
    "take-back": (acts.TAKE_BACK, actions.take_back),
}


@require_http_methods(["GET", "POST"])
@login_required
def answer(request: Request, amendment_id: int, verb: str) -> HttpResponse:
    """Approve an entry, decline it, or take it back."""
    if verb not in ANSWERS:
        raise Http404
    act, done = ANSWERS[verb]
    address = reverse("rules:entry", args=[amendment_id])

    def do(given: dict[str, Any]) -> str:
        done(amendment_id=amendment_id, note=given["note"], by=request.actor, at=clock.now())
        return address

    try:
        found = queries.amendment(amendment_id)
    except queries.NoAmendment as absent:
        raise Http404 from absent
    obstacles = queries.answer_obstacles(found, verb, request.actor, "-")
    return _page(request, act, NoteForm, do, back=address, about=found.about, obstacles=obstacles)


def _page(
    request: Request,
    act: ActKind,
    kind: type[forms.Form],
    do: Callable[[dict[str, Any]], str],
    *,
    back: str,
    about: str = "",
    obstacles: tuple[Violation, ...] | None = None,
) -> HttpResponse:
    """One act: the form, why it may not be done, and where to go afterwards."""
    if not request.actor.is_staff:
        raise Http404
    initial = {name: request.GET[name] for name in kind.base_fields if name in request.GET}
    for name in ("on", "valid_from"):
        if name in kind.base_fields:
            initial.setdefault(name, clock.today().isoformat())
    form = kind(request.POST or None, request.FILES or None, initial=initial)
    reasons, status = obstacles, 200
    if reasons is None:
        reasons = tuple(act.duty_obstacles(request.actor))
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with transaction.atomic():
                    address = do(dict(form.cleaned_data))
            except Refused as refusal:
                reasons, status = refusal.violations, 409
                _to_fields(form, refusal.violations)
            else:
                messages.success(request, _("Done: %(act)s.") % {"act": _(act.title)})
                return redirect(address)
    context = {"act": act, "form": form, "obstacles": reasons, "refused": status == 409,
               "back_to": back, "about": about}  # fmt: skip
    return render(request, "plain/act.html", context, status=status)


def _to_fields(form: forms.Form, violations: tuple[Violation, ...]) -> None:
    for violation in violations:
        if violation.field in form.fields and violation.field != "file":
            form.add_error(violation.field, sentence(violation))

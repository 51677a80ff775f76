"""The page of one act: what it does, what stands in the way, the form, the answer.

A room lists its pages as `ActPage`; `urls_of` turns them into addresses
`cases/<number>/<room>/<verb>/`. The page and the API call the same operation.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from pydantic import ValidationError

from xinheng import clock
from xinheng.apps.cases import queries as cases
from xinheng.apps.cases.queries import CaseView
from xinheng.apps.documents import actions as documents
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Refused, Violation
from xinheng.front.casefile import door_to
from xinheng.front.operation import Operation
from xinheng.front.wording import sentence


class ActForm(forms.Form):
    """The base of act forms: the version of the case that was seen travels along."""

    def __init__(self, *args: Any, case: CaseView, target: int | None, **kwargs: Any) -> None:
        self.case = case
        self.target = target
        super().__init__(*args, **kwargs)


@dataclass(frozen=True, slots=True)
class ActPage:
    """How an operation looks as a page.

    `target_field` names the field of the shape that holds the key of the thing
    inside the case the act is about; it comes from the address (`?target=3`).
    `consequence` warns of what cannot be undone. `more` gives the template
    more to show. `success` says where to go afterwards (default: the case).
    """

    operation: Operation
    form: type[ActForm] = ActForm
    template: str = "acts/page.html"
    target_field: str = ""
    consequence: object = ""
    intro: object = ""
    initial: Callable[[CaseView, int | None], Mapping[str, object]] | None = None
    more: Callable[[CaseView, int | None, Actor], Mapping[str, object]] | None = None
    success: Callable[[CaseView, Any], str] | None = None


def urls_of(pages: tuple[ActPage, ...]) -> list[URLPattern]:
    """One address for each page: `cases/<number>/<room>/<verb>/`, named by the verb."""
    found = []
    for page in pages:
        room, verb = page.operation.act.name.split(".", 1)
        found.append(path(f"cases/<str:number>/{room}/{verb}/", view_of(page), name=verb))
    return found


def view_of(page: ActPage) -> Callable[..., HttpResponse]:
    """The view of one act page."""

    @require_http_methods(["GET", "POST"])
    @login_required
    def view(request: HttpRequest, number: str) -> HttpResponse:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        case = cases.case_by_number(number, viewer=actor)
        target = _target(request)
        if request.method == "POST":
            return _post(request, page, case, target, actor)
        initial = page.initial(case, target) if page.initial else None
        form = page.form(case=case, target=target, initial=initial)
        return _show(
            request, page, case, target, actor, form, _obstacles(page, case, target, actor)
        )

    return view


def _target(request: HttpRequest) -> int | None:
    raw = request.POST.get("target") or request.GET.get("target") or ""
    return int(raw) if raw.isascii() and raw.isdigit() else None


def _obstacles(
    page: ActPage, case: CaseView, target: int | None, actor: Actor
) -> tuple[Violation, ...]:
    door = door_to(page.operation.act, case, actor, target=target)
    return door.obstacles if door else tuple(page.operation.act.duty_obstacles(actor, case.where))


def _post(
    request: HttpRequest, page: ActPage, case: CaseView, target: int | None, actor: Actor
) -> HttpResponse:
    form = page.form(request.POST, request.FILES, case=case, target=target)
    if not form.is_valid():
        return _show(request, page, case, target, actor, form, (), status=422)
    try:
        with transaction.atomic():
            given = _shaped(page, form, case, target, actor)
            result = page.operation.call(case.id, given, actor, clock.now())
    except Refused as refusal:
        _to_fields(form, refusal.violations)
        return _show(request, page, case, target, actor, form, refusal.violations, status=409)
    except ValidationError as error:
        _shape_errors(form, error)
        return _show(request, page, case, target, actor, form, (), status=422)
    messages.success(request, _("Done: %(act)s.") % {"act": _(page.operation.act.title)})
    if page.success:
        return redirect(page.success(case, result))
    return redirect(reverse("cases:case", args=[case.number]))


def _shaped(
    page: ActPage, form: ActForm, case: CaseView, target: int | None, actor: Actor
) -> object:
    """The input of the operation from a checked form. Uploads are stored and become keys."""
    values: dict[str, Any] = {}
    for name, value in form.cleaned_data.items():
        if isinstance(value, UploadedFile):
            stored = documents.store(
                upload=value, kind=name, case_id=case.id, organisation_id=case.organisation_id,
                by=actor, at=clock.now(),
            )  # fmt: skip
            values[name] = stored.pk
        elif value not in (None, ""):
            values[name] = value
    if page.target_field and target is not None:
        values[page.target_field] = target
    seen = form.data.get("seen", "")
    if "seen" in page.operation.shape.model_fields and seen.isascii() and seen.isdigit():
        values["seen"] = int(seen)
    return page.operation.shape.model_validate(values)


def _to_fields(form: ActForm, violations: tuple[Violation, ...]) -> None:
    for violation in violations:
        if violation.field in form.fields:
            form.add_error(violation.field, sentence(violation))


def _shape_errors(form: ActForm, error: ValidationError) -> None:
    for item in error.errors():
        name = str(item["loc"][0]) if item["loc"] else None
        form.add_error(name if name in form.fields else None, item["msg"])


def _show(
    request: HttpRequest,
    page: ActPage,
    case: CaseView,
    target: int | None,
    actor: Actor,
    form: ActForm,
    obstacles: tuple[Violation, ...],
    *,
    status: int = 200,
) -> HttpResponse:
    # Only what stands inside a case has a name of its own to show.
    found = target is not None
    door = door_to(page.operation.act, case, actor, target=target) if found else None
    context: dict[str, object] = {
        "page": page,
        "act": page.operation.act,
        "case": case,
        "target": target,
        "about": door.about if door else "",
        "form": form,
        "obstacles": obstacles,
        "refused": status == 409,
        "set_aside": door.set_aside if door else (),
    }
    if page.more:
        context |= page.more(case, target, actor)
    return render(request, page.template, context, status=status)

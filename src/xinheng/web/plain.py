"""The page of an act that belongs to no case: a form, its refusals, and where it leads."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from pydantic import ValidationError

from xinheng import clock
from xinheng.core.shared.violation import Refused, Violation
from xinheng.front.operation import Operation
from xinheng.front.who import Request
from xinheng.front.wording import sentence


def act_page(
    request: Request,
    operation: Operation,
    form: forms.Form,
    *,
    leads_to: Callable[[Any], str],
    about: str = "",
    fixed: Mapping[str, object] | None = None,
    back_to: str = "",
    inputs: Callable[[Any], Mapping[str, object]] | None = None,
) -> HttpResponse:
    """Show the form of an act, or do the act and go on.

    Args:
        leads_to: the address to go to, from what the act returned.
        fixed: inputs that come from the address and not from the form.
        back_to: the address to return to without doing anything.
        inputs: makes the act's input of a checked form; without it, each field is one.
    """
    obstacles: tuple[Violation, ...] = tuple(operation.act.duty_obstacles(request.actor))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                result = _done(request, operation, (inputs or _fields)(form), fixed or {})
        except Refused as refusal:
            obstacles, status = refusal.violations, 409
            for violation in refusal.violations:
                if violation.field in form.fields:
                    form.add_error(violation.field, sentence(violation))
        except ValidationError as error:
            status = 422
            for item in error.errors():
                name = str(item["loc"][0]) if item["loc"] else None
                form.add_error(name if name in form.fields else None, item["msg"])
        else:
            messages.success(request, _("Done: %(act)s.") % {"act": _(operation.act.title)})
            return redirect(leads_to(result))
    elif request.method == "POST":
        status = 422
    context = {
        "act": operation.act,
        "form": form,
        "about": about,
        "back_to": back_to,
        "obstacles": obstacles,
        "refused": status == 409,
    }
    return render(request, "plain/act.html", context, status=status)


def _fields(form: Any) -> dict[str, object]:
    """The filled fields of a checked form."""
    return {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}


def _done(
    request: Request,
    operation: Operation,
    given: Mapping[str, object],
    fixed: Mapping[str, object],
) -> object:
    shape = operation.shape.model_validate({**given, **fixed})
    return operation.call(0, shape, request.actor, clock.now())

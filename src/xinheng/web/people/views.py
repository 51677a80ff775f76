"""The pages of persons: the list, one person, one's own, and the acts on them."""

from dataclasses import dataclass

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from pydantic import ValidationError

from xinheng import clock
from xinheng.apps.people import actions, queries
from xinheng.core.shared.actor import Role
from xinheng.core.shared.violation import Refused, Violation
from xinheng.front.operations.people import OPERATIONS
from xinheng.front.who import Request
from xinheng.front.wording import sentence
from xinheng.web.people import forms

OPERATION_OF = {operation.act.name.split(".", 1)[1]: operation for operation in OPERATIONS}


@dataclass(frozen=True, slots=True)
class Page:
    """The form of an act, and what it warns of."""

    form: type[django_forms.Form]
    consequence: str = ""


PAGES = {
    "add": Page(forms.Add),
    "add-branch": Page(forms.AddBranch),
    "amend": Page(forms.Amend),
    "deactivate": Page(forms.Deactivate),
    "reactivate": Page(forms.OfPerson),
    "appoint": Page(forms.Appoint),
    "end-appointment": Page(forms.EndAppointment),
    "register": Page(forms.Register),
    "end-registration": Page(forms.EndRegistration),
    "record-competence": Page(forms.RecordCompetence),
    "end-competence": Page(forms.EndCompetence),
    "record-tie": Page(forms.RecordTie),
    "end-tie": Page(forms.EndTie),
    "declare": Page(forms.Declare),
    "take-absence": Page(forms.TakeAbsence),
    "cancel-absence": Page(forms.CancelAbsence),
    "make-token": Page(forms.MakeToken),
    "end-token": Page(forms.EndToken),
}


class FilterForm(django_forms.Form):
    """What the list is narrowed to; lives in the address."""

    text = django_forms.CharField(required=False)
    role = django_forms.ChoiceField(required=False, choices=forms.named(Role, empty=True))
    scheme = django_forms.ChoiceField(required=False, choices=(("", "—"), *forms.SCHEMES))
    code = django_forms.CharField(required=False)
    expiring_days = django_forms.IntegerField(required=False, min_value=0, max_value=3660)
    inactive = django_forms.BooleanField(required=False)
    clients = django_forms.BooleanField(required=False)


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """The persons of the body, narrowed by what stands in the address."""
    if not queries.may_see_people(request.actor):
        raise Http404
    form = FilterForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    filters = queries.Filters(
        text=given.get("text", ""),
        role=Role(given["role"]) if given.get("role") else None,
        scheme=given.get("scheme", ""),
        code=given.get("code", ""),
        expiring_days=given.get("expiring_days"),
        inactive=given.get("inactive", False),
        clients=given.get("clients", False),
    )
    people = queries.listing(filters, viewer=request.actor, on=clock.today())
    return render(request, "people/list.html", {"people": people, "form": form, "roles": Role})


@require_GET
@login_required
def person(request: Request, person_id: int) -> HttpResponse:
    """One person, as far as the viewer may see."""
    page = queries.person_page(person_id, viewer=request.actor, on=clock.today())
    keeps = not list(OPERATION_OF["amend"].act.duty_obstacles(request.actor))
    context = {"person": page, "keeps": keeps, "own": page.id == request.actor.person_id}
    return render(request, "people/person.html", context)


@require_GET
@login_required
def me(request: Request) -> HttpResponse:
    """One's own page: declaration, absences, tokens and notices."""
    actor = request.actor
    page = queries.person_page(actor.person_id or 0, viewer=actor, on=clock.today())
    context = {
        "person": page,
        "notices": queries.notices(actor),
        "tokens": queries.tokens(actor),
        "own": True,
        "is_of_body": actor.organisation_id is None,
        "declaration_runs": page.declared_until is not None
        and page.declared_until >= clock.today(),
    }
    return render(request, "people/me.html", context)


@require_POST
@login_required
def read_notices(request: Request) -> HttpResponse:
    """Note that all notices were read."""
    actions.read_notices(by=request.actor, at=clock.now())
    return redirect("people:me")


@require_http_methods(["GET", "POST"])
@login_required
def act(request: Request, verb: str) -> HttpResponse:
    """The page of one act on a person: form, reasons, answer."""
    if verb not in PAGES:
        raise Http404
    if not request.actor.is_staff and verb not in ("make-token", "end-token", "declare"):
        _expert_or_nobody(request)
    page, operation = PAGES[verb], OPERATION_OF[verb]
    if request.method == "GET":
        form = page.form(initial=_initial(request, verb))
        return _show(request, verb, form, tuple(operation.act.duty_obstacles(request.actor)))
    form = page.form(request.POST)
    if not form.is_valid():
        return _show(request, verb, form, (), status=422)
    values = {name: v for name, v in form.cleaned_data.items() if v not in (None, "")}
    try:
        given = operation.shape.model_validate(values)
        result = operation.call(0, given, request.actor, clock.now())
    except Refused as refusal:
        for violation in refusal.violations:
            if violation.field in form.fields:
                form.add_error(violation.field, sentence(violation))
        return _show(request, verb, form, refusal.violations, status=409)
    except ValidationError as error:
        for item in error.errors():
            form.add_error(None, item["msg"])
        return _show(request, verb, form, (), status=422)
    if isinstance(result, actions.NewToken):
        return render(request, "people/token.html", {"token": result})
    messages.success(request, _("Done: %(act)s.") % {"act": _(operation.act.title)})
    return redirect(_after(request, form))


def _expert_or_nobody(request: Request) -> None:
    """Persons of a client have nothing to do here; an expert of the body has."""
    if request.actor.organisation_id is not None or request.actor.person_id is None:
        raise PermissionDenied


def _initial(request: Request, verb: str) -> dict[str, object]:
    initial: dict[str, object] = dict(request.GET.items())
    if verb == "amend" and str(initial.get("person_id", "")).isdigit():
        page = queries.person_page(
            int(str(initial["person_id"])), viewer=request.actor, on=clock.today()
        )
        for name in ("name_zh", "name_en", "email", "phone", "employment", "contract_until"):
            initial[name] = getattr(page, name)
    return initial


def _after(request: Request, form: django_forms.Form) -> str:
    """Back to the person the act was about; to one's own page when there is none."""
    person_id = form.cleaned_data.get("person_id") or request.POST.get("back", "")
    if str(person_id).isdigit() and int(person_id) != request.actor.person_id:
        return reverse("people:person", args=[int(person_id)])
    return reverse("people:me")


def _show(
    request: Request,
    verb: str,
    form: django_forms.Form,
    obstacles: tuple[Violation, ...],
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "act": OPERATION_OF[verb].act,
        "form": form,
        "obstacles": obstacles,
        "refused": status == 409,
        "consequence": PAGES[verb].consequence,
        "back": request.GET.get("back") or request.POST.get("back", ""),
    }
    return render(request, "plain/act.html", context, status=status)

"""The pages of persons: the list, one person, one's own, and the acts on them."""

from dataclasses import dataclass

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from pydantic import ValidationError

from xinheng import clock
from xinheng.apps.people import actions, queries
from xinheng.core.shared.actor import Role
from xinheng.core.shared.violation import Refused, Violation
from xinheng.front.operations.people import OPERATIONS
from xinheng.front.who import Request
from xinheng.front.wording import sentence
from xinheng.web.lists import Column, Filter, ListPage, Rows, Wanted, render_list
from xinheng.web.people import forms
from xinheng.web.templatetags.house import own_name

OPERATION_OF = {operation.act.name.split(".", 1)[1]: operation for operation in OPERATIONS}


@dataclass(frozen=True, slots=True)
class Page:
    """The form of an act, and what it warns of."""

    form: type[django_forms.Form]
    consequence: object = ""


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
    "record-monitoring": Page(forms.RecordMonitoring),
    "record-tie": Page(forms.RecordTie),
    "end-tie": Page(forms.EndTie),
    "record-practice": Page(forms.RecordPractice),
    "end-practice": Page(forms.EndPractice),
    "record-bar": Page(
        forms.RecordBar,
        _("Whoever is barred can hold no place in a team, review or decide; teams open again."),
    ),
    "lift-bar": Page(forms.LiftBar),
    "declare": Page(forms.Declare),
    "take-absence": Page(forms.TakeAbsence),
    "cancel-absence": Page(forms.CancelAbsence),
    "make-token": Page(forms.MakeToken),
    "end-token": Page(forms.EndToken),
}


EXPIRY = (("30", _("within 30 days")), ("60", _("within 60 days")), ("90", _("within 90 days")),
          ("180", _("within 180 days")))  # fmt: skip
WHO = (
    ("inactive", _("No longer active")),
    ("clients", _("Persons of clients")),
)


def _person_address(row: queries.PersonRow) -> str:
    return reverse("people:person", args=[row.id])


PEOPLE = ListPage(
    title=_("People"),
    columns=(
        Column("name", _("Name"), own_name, "name", _person_address),
        Column("name_en", _("Name in English"), lambda row: row.name_en, "name_en", shown=False),
        Column("roles", _("Roles"), lambda row: row.roles),
        Column("registered", _("Registered for"), lambda row: row.registered),
        Column("expires", _("Registration ends"), lambda row: row.expires_on, "expires"),
        Column("left", _("Time left"), lambda row: row.expires_on, look="due", shown=False),
        Column("codes", _("Scope codes"), lambda row: row.codes, shown=False, width=40),
        Column("employment", _("Employment"), lambda row: row.employment),
        Column("branch", _("Branch"), lambda row: row.branch, "branch"),
        Column("username", _("Sign-in name"), lambda row: row.username, shown=False),
    ),
    filters=(
        Filter("role", _("Role"), Role.pairs),
        Filter("scheme", _("Registered for"), lambda: forms.SCHEMES),
        Filter("expiring_days", _("Registration ends"), lambda: EXPIRY),
        Filter("who", _("Who else"), lambda: WHO),
    ),
    order="name",
    empty=_("Add a person, then appoint the person to a role."),
    template="people/list.html",
)


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """The persons of the body, narrowed by what stands in the address; also as a file."""
    if not queries.may_see_people(request.actor):
        raise Http404
    code = request.GET.get("code", "").strip()[:20]

    def fetch(asked: Wanted) -> Rows:
        filters, on = _filters(asked, code), clock.today()
        rows = queries.listing(
            filters, viewer=request.actor, on=on, order=asked.order, first=asked.first,
            count=asked.count,
        )  # fmt: skip
        return Rows(rows, queries.how_many(filters, viewer=request.actor, on=on))

    may_add = not tuple(OPERATION_OF["add"].act.duty_obstacles(request.actor))
    return render_list(request, PEOPLE, fetch, more={"code": code, "may_add": may_add})


def _filters(asked: Wanted, code: str) -> queries.Filters:
    days = asked.filters.get("expiring_days", "")
    return queries.Filters(
        text=asked.words,
        role=Role(asked.filters["role"]) if asked.filters.get("role") else None,
        scheme=asked.filters.get("scheme", ""),
        code=code,
        expiring_days=int(days) if days else None,
        inactive=asked.filters.get("who") == "inactive",
        clients=asked.filters.get("who") == "clients",
    )


@require_GET
@login_required
def person(request: Request, person_id: int) -> HttpResponse:
    """One person, as far as the viewer may see."""
    page = queries.person_page(person_id, viewer=request.actor, on=clock.today())
    keeps = not list(OPERATION_OF["amend"].act.duty_obstacles(request.actor))
    context = {
        "person": page,
        "keeps": keeps,
        "own": page.id == request.actor.person_id,
        "bars": not list(OPERATION_OF["record-bar"].act.duty_obstacles(request.actor)),
        "lifts": not list(OPERATION_OF["lift-bar"].act.duty_obstacles(request.actor)),
    }
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
    messages.success(request, now("Done: %(act)s.") % {"act": now(operation.act.title)})
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


def _about(form: django_forms.Form) -> str:
    """The name of the person an act is about, where one travels along."""
    given = str(form["person_id"].value() or "") if "person_id" in form.fields else ""
    return queries.name_of(int(given)) if given.isascii() and given.isdigit() else ""


def _way_back(request: Request, form: django_forms.Form) -> str:
    """The page of the person, the list for what is about nobody yet, or one's own page."""
    given = request.GET.get("back") or request.POST.get("back", "")
    if "person_id" in form.fields:
        given = str(form["person_id"].value() or "")
    if given.isascii() and given.isdigit() and int(given) != request.actor.person_id:
        return reverse("people:person", args=[int(given)])
    return reverse("people:list" if "username" in form.fields else "people:me")


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
        "about": _about(form),
        "back_to": _way_back(request, form),
    }
    return render(request, "plain/act.html", context, status=status)

"""The records by which the body manages itself: the list, one record, and what is done to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from xinheng import clock
from xinheng.apps.clients import queries as clients
from xinheng.apps.documents import actions as documents
from xinheng.apps.documents import queries as document_queries
from xinheng.apps.governance import queries
from xinheng.apps.governance.queries import RecordView
from xinheng.apps.journal import queries as journal
from xinheng.apps.people import queries as people
from xinheng.core.governance.kinds import FieldRule
from xinheng.core.governance.words import FieldForm, Group, Moment, RecordState
from xinheng.core.shared.actor import Duty
from xinheng.front.operations.governance import OPERATIONS
from xinheng.front.who import Request
from xinheng.front.wording import said
from xinheng.rulebook.lists.governance import choice_called, kind_called, kinds
from xinheng.web.governance import forms
from xinheng.web.journal.said import told
from xinheng.web.lists import Column, Filter, ListPage, Rows, Wanted, render_list
from xinheng.web.plain import act_page

OPERATION_OF = {one.act.name.split(".", 1)[1]: one for one in OPERATIONS}
TYPE = "governance.record"


def _address(row: RecordView) -> str:
    return reverse("governance:record", args=[row.id])


def _kinds() -> list[tuple[str, object]]:
    return [(kind.key, kind.label.name(get_language() or "")) for kind in kinds()]


def _client(row: RecordView) -> str:
    return (
        row.organisation_en or row.organisation_zh
        if get_language() == "en"
        else (row.organisation_zh)
    )


PAGE = ListPage(
    title=_("Records of the body"),
    columns=(
        Column("number", _("Number"), lambda row: row.number, "number", _address),
        Column("kind", _("Kind"), lambda row: said(row.kind.label), width=28),
        Column("title", _("Title"), lambda row: row.title, "title", width=36),
        Column("state", _("State"), lambda row: row.state, "state", look="pill"),
        Column("client", _("Client"), _client, width=32),
        Column("owner", _("Owner"), lambda row: row.owner),
        Column("due", _("Due"), lambda row: row.next_on, "due", look="due"),
        Column("day", _("Due on"), lambda row: row.next_on, shown=False),
        Column("opened", _("Opened on"), lambda row: row.opened_at, "opened", look="moment"),
        Column("clause", _("Clause"), lambda row: str(row.kind.source), shown=False, width=28),
    ),
    filters=(
        Filter("group", _("Field"), Group.pairs),
        Filter("kind", _("Kind"), _kinds),
        Filter("state", _("State"), RecordState.pairs),
        Filter("due", _("Due"), lambda: [("late", _("Overdue"))]),
    ),
    empty=_("Choose a kind under “Open record”; the duties page says which the body needs first."),
    template="governance/records.html",
)  # fmt: skip


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """The records one may see, filtered by the address; also as a file."""
    if request.actor.organisation_id is not None or request.actor.person_id is None:
        raise PermissionDenied
    on = clock.today()

    def fetch(asked: Wanted) -> Rows:
        chosen = asked.filters
        sought = queries.Sought(
            words=asked.words, kind=chosen.get("kind", ""), group=chosen.get("group", ""),
            state=chosen.get("state", ""), due=chosen.get("due", ""), on=on,
        )  # fmt: skip
        rows = queries.listing(
            request.actor, sought, order=asked.order, first=asked.first, count=asked.count
        )
        return Rows(rows, queries.how_many(request.actor, sought))

    return render_list(request, PAGE, fetch, more={"may_open": queries.may_see(request.actor)})


@dataclass(frozen=True, slots=True)
class Shown:
    """One field of a record as a reader sees it. `parts` where it has several answers."""

    label: object
    text: str
    parts: tuple[tuple[object, str], ...] = ()
    address: str = ""


@require_GET
@login_required
def record(request: Request, record_id: int) -> HttpResponse:
    """One record with its fields, what may be done with it, and its journal."""
    row = queries.record(record_id, viewer=request.actor)
    context = {
        "record": row,
        "fields": shown(row),
        "acts": queries.open_to(row, request.actor),
        "recipients": queries.recipients(row.id) if row.kind.key == "change-announcement" else (),
        "may_note": request.actor.holds_any((Duty.OVERSEE, Duty.ISSUE, Duty.PLAN_AUDITS)),
        "history": told(journal.of_object(TYPE, row.id)),
    }
    return render(request, "governance/record.html", context)


def shown(row: RecordView) -> tuple[Shown, ...]:
    """The filled fields of a record, in the order of its kind."""
    found = [_shown(rule, row.values[rule.key], row) for rule in row.kind.fields
             if rule.key in row.values]  # fmt: skip
    if row.values.get("effect"):
        found.append(Shown(_("What shows the effect"), str(row.values["effect"])))
    return tuple(found)


def _shown(rule: FieldRule, value: Any, row: RecordView) -> Shown:
    label = said(rule.label)
    match rule.form:
        case FieldForm.CHOICE:
            return Shown(label, _word(str(value)))
        case FieldForm.CHOICES:
            return Shown(label, said([_word(key) for key in value]))
        case FieldForm.CHECKLIST:
            return Shown(label, "", tuple((_word(key), text) for key, text in value.items()))
        case FieldForm.CLIENT:
            address = reverse("clients:client", args=[value])
            return Shown(label, row.organisation_zh, address=address)
        case FieldForm.PERSON:
            return Shown(label, people.names_of([value]).get(value, ""))
        case FieldForm.BRANCH:
            names = {branch.pk: branch.name_zh for branch in people.branches()}
            return Shown(label, names.get(value, ""))
        case FieldForm.RECORD | FieldForm.RECORDS:
            keys = value if isinstance(value, list) else [value]
            return Shown(label, said(list(queries.titles_of(keys).values())))
        case FieldForm.FILE:
            name = document_queries.names_of([value]).get(value, "")
            return Shown(label, name, address=reverse("documents:file", args=[value]))
        case _:
            return Shown(label, said(value))


def _word(key: str) -> str:
    found = choice_called(key)
    return said(found.label) if found else key


@require_http_methods(["GET", "POST"])
@login_required
def open_record(request: Request) -> HttpResponse:
    """Choose a kind, then fill in what it asks for."""
    if not queries.may_see(request.actor):
        raise PermissionDenied
    kind = kind_called(request.GET.get("kind", ""))
    if kind is None:
        mine = [one for one in kinds() if request.actor.holds_any((one.duty, Duty.OVERSEE))]
        groups = [(group, [one for one in mine if one.group == group]) for group in Group]
        context = {"groups": [(group, found) for group, found in groups if found]}
        return render(request, "governance/kinds.html", context)
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = forms.OpenForm(*given, kind=kind, initial=_initial(request))
    return _page(
        request, "open", form, about=str(said(kind.label)), fixed={"kind": kind.key},
        back_to=reverse("governance:records"),
    )  # fmt: skip


def _initial(request: Request) -> dict[str, object]:
    given: dict[str, object] = {
        f"{forms.PREFIX}{key}": value for key, value in request.GET.items() if key != "kind"
    }
    client = str(given.get(f"{forms.PREFIX}client", ""))
    if client and clients.by_key_or_name(client) is None:
        del given[f"{forms.PREFIX}client"]
    return given


FORMS: Mapping[str, Callable[[RecordView, tuple[Any, Any]], django_forms.Form]] = {
    "approve": lambda _row, given: forms.Nothing(*given),
    "refuse": lambda _row, given: forms.Because(*given),
    "complete": lambda row, given: forms.OfKind(*given, kind=row.kind, moment=Moment.DONE),
    "verify": lambda _row, given: forms.Verify(*given),
    "send-back": lambda _row, given: forms.SendBack(*given),
    "review": lambda row, given: forms.ReviewForm(
        *given, kind=row.kind, initial=forms.as_initial(row, Moment.REVIEW)
    ),
    "end": lambda _row, given: forms.Because(*given),
    "hand-over": lambda _row, given: forms.HandOver(*given),
}


@require_http_methods(["GET", "POST"])
@login_required
def act(request: Request, record_id: int, verb: str) -> HttpResponse:
    """The page of one act on a record."""
    row = queries.record(record_id, viewer=request.actor)
    if verb not in FORMS:
        raise Http404
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return _page(
        request, verb, FORMS[verb](row, given), about=f"{row.number} {row.title}",
        fixed={"record_id": row.id}, back_to=_address(row),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@login_required
def comply(request: Request, record_id: int, organisation_id: int) -> HttpResponse:
    """Note that a client complies with an announced change."""
    row = queries.record(record_id, viewer=request.actor)
    one = next(
        (r for r in queries.recipients(row.id) if r.organisation_id == organisation_id), None
    )
    if one is None:
        raise Http404
    form = forms.Compliance(request.POST or None)
    return act_page(
        request, OPERATION_OF["note-compliance"], form,
        leads_to=lambda _result: _address(row), about=f"{row.number} · {one.name_zh}",
        fixed={"record_id": row.id, "organisation_id": organisation_id}, back_to=_address(row),
    )  # fmt: skip


def _page(
    request: Request, verb: str, form: django_forms.Form, *, about: str,
    fixed: Mapping[str, object], back_to: str,
) -> HttpResponse:  # fmt: skip
    """The page of an act whose form holds fields of a kind."""
    return act_page(
        request, OPERATION_OF[verb], form,
        leads_to=lambda result: reverse("governance:record", args=[result.pk]), about=about,
        fixed=fixed, back_to=back_to,
        inputs=lambda given: _inputs(given, request),
    )  # fmt: skip


def _inputs(form: Any, request: Request) -> dict[str, object]:
    """The input of an act from a form: its fields of the kind become `values`, uploads keys."""
    plain = {
        name: value
        for name, value in form.cleaned_data.items()
        if value not in (None, "") and not name.startswith(forms.PREFIX)
    }
    if not isinstance(form, forms.OfKind):
        return plain
    return {**plain, "values": _stored(form.values(), request)}


def _stored(values: dict[str, object], request: Request) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in values.items():
        if isinstance(value, UploadedFile):
            kept = documents.store(upload=value, kind=name, by=request.actor, at=clock.now())
            found[name] = kept.pk
        else:
            found[name] = value
    return found

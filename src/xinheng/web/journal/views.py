"""The journal: what was done by whom, and proof that it was not changed."""

from base64 import b64encode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from xinheng.apps.cases import queries as cases
from xinheng.apps.journal import queries
from xinheng.apps.journal.queries import About
from xinheng.core.shared.actor import Actor, Duty
from xinheng.front.acts_said import title_of
from xinheng.front.who import Request
from xinheng.web.journal.said import Told, told
from xinheng.web.lists import Column, Filter, ListPage, Rows, Wanted, render_list
from xinheng.web.templatetags.house import late_days, who

MAY_VERIFY = (Duty.OVERSEE, Duty.ADMINISTER)
FAULTS = {
    "edited": _("an entry was changed"),
    "deleted": _("an entry is missing"),
    "inserted": _("an entry was put in that the journal does not count"),
    "reordered": _("an entry stands in another's place"),
    "truncated": _("the newest entries are missing"),
    "forked": _("the kept hashes do not fit the entries"),
}


def _address(row: Told) -> str:
    return reverse("journal:entry", args=[row.line.idx])


def _case_address(row: Told) -> str:
    return reverse("cases:case", args=[row.case_number]) if row.case_number else ""


def _acts() -> list[tuple[str, object]]:
    return [(act, title_of(act)) for act in queries.acts_done()]


PAGE = ListPage(
    title=_("Journal"),
    columns=(
        Column("idx", _("Entry"), lambda row: f"#{row.line.idx}", link=_address),
        Column("at", _("Written down"), lambda row: row.line.logged_at),
        Column("by", _("Who"), lambda row: who(row.line.by)),
        Column("said", _("What was done"), lambda row: row.sentence, width=60),
        Column("case", _("Case"), lambda row: row.case_number, link=_case_address),
        Column("late", _("Entered late"), lambda row: late_days(row.line.late)),
        Column("claimed", _("Happened"), lambda row: row.line.claimed_at, shown=False),
        Column("clause", _("Clause"), lambda row: row.line.clause, width=30),
    ),
    filters=(
        Filter("act", _("Act"), _acts),
        Filter("late", _("Entered late"), lambda: [("1", _("Only these"))]),
    ),
    empty=_("The first act anyone does is the first entry here."),
    template="journal/list.html",
)


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """The newest entries, of everything for staff and of their own cases for clients."""

    def fetch(asked: Wanted) -> Rows:
        about = _about(request, asked)
        if about is None:
            return Rows((), 0)
        lines = queries.about(about, first=asked.first, count=asked.count)
        ids = frozenset(line.case_id for line in lines if line.case_id is not None)
        numbers = cases.numbers_of(ids, viewer=request.actor)
        return Rows(told(lines, numbers), queries.how_many(about))

    may_verify = request.actor.holds_any(MAY_VERIFY)
    more = {"may_verify": may_verify, "size": queries.size(), "person": request.GET.get("person")}
    return render_list(request, PAGE, fetch, more=more)


def _about(request: Request, asked: Wanted) -> About | None:
    """Which entries are asked for; nothing when the case sought is not there for the viewer."""
    case_id = None
    if asked.words:
        try:
            case_id = cases.case_by_number(asked.words, viewer=request.actor).id
        except cases.NoCase:
            return None
    person = request.GET.get("person", "")
    return About(
        act=asked.filters.get("act", ""),
        late_only=bool(asked.filters.get("late")),
        case_id=case_id,
        person_id=int(person) if person.isascii() and person.isdigit() else None,
        organisation_id=_only_of(request.actor),
    )


def _only_of(viewer: Actor) -> int | None:
    """The client whose entries a viewer may see; none for staff, who see all."""
    return None if viewer.is_staff else viewer.organisation_id or -1


@require_GET
@login_required
def entry(request: Request, idx: int) -> HttpResponse:
    """One entry, with what is hashed and how to prove that it stands."""
    line = queries.entry(idx, organisation_id=_only_of(request.actor))
    proof = queries.proof(idx)
    number = None
    if line.case_id is not None:
        try:
            number = cases.case(line.case_id, viewer=request.actor).number
        except cases.NoCase:
            number = None
    context = {
        "told": told([line])[0],
        "case_number": number,
        "size": proof.size,
        "root": b64encode(proof.root).decode(),
        "hashed": proof.entry.decode(),
        "title": title_of(line.act),
    }
    return render(request, "journal/entry.html", context)


@require_GET
@login_required
def proof(request: Request, idx: int) -> HttpResponse:
    """The inclusion proof of an entry as a file."""
    queries.entry(idx, organisation_id=_only_of(request.actor))
    return HttpResponse(
        queries.proof(idx).as_text(),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="journal-{idx}.proof.txt"'},
    )


@require_POST
@login_required
def verify(request: Request) -> HttpResponse:
    """Hash the whole journal again and say what was found."""
    if not request.actor.holds_any(MAY_VERIFY):
        raise PermissionDenied
    verdict = queries.verify()
    context = {
        "verdict": verdict,
        "root": b64encode(verdict.root).decode(),
        "fault": FAULTS.get(verdict.kind, ""),
    }
    return render(request, "journal/verdict.html", context)

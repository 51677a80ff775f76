"""The register of obligations, one obligation, and the obligations of a case."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from xinheng import clock
from xinheng.apps.cases import queries as cases
from xinheng.core import census
from xinheng.core.cases.steps import RULE_OF, Step
from xinheng.core.shared.source import Source, Verified
from xinheng.front import coverage
from xinheng.front import obligations as of_cases
from xinheng.front.obligations import CaseObligation, Standing
from xinheng.front.who import Request
from xinheng.rulebook.obligations import Obligation, State, Strength, obligation
from xinheng.web.lists import Column, Filter, ListPage, Rows, Wanted, render_list


@dataclass(frozen=True, slots=True)
class Shown:
    """One obligation of a case as its page shows it."""

    id: str
    what: str
    address: str
    source: Source
    standing: Standing
    step: Step | None
    act_title: str
    entry: int | None
    done_at: datetime | None
    note: str


def _state(name: str) -> object:
    """The word of a state written as `life/state`; the text itself where it is unknown."""
    life, _slash, state = name.partition("/")
    lives = {found.name: found for found in census.lives()}
    words = census.states_of(lives[life]) if life in lives else ()
    return next((word for word in words if word.value == state), name)


def _words(row: Obligation) -> str:
    return row.name(get_language() or "")


def _address(row: Obligation) -> str:
    return reverse("obligations:one", args=[row.id])


PAGE = ListPage(
    title=_("Register of obligations"),
    columns=(
        Column("id", _("Obligation"), lambda row: row.id, sort="id", link=_address, width=18),
        Column("what", _("What is asked"), _words, width=70),
        Column("document", _("Document"), lambda row: row.document, sort="document", shown=False),
        Column("place", _("Place"), lambda row: row.source.place, shown=False),
        Column("edition", _("Edition"), lambda row: row.source.edition, shown=False),
        Column("status", _("How far verified"), lambda row: row.source.status, shown=False),
        Column("strength", _("Strength"), lambda row: row.strength, sort="strength"),
        Column("state", _("Answered"), lambda row: row.state, sort="state", look="pill"),
        Column("by", _("Enforced by"), lambda row: "\n".join(row.enforced_by), shown=False),
        Column("guards", _("Acts"), lambda row: "\n".join(row.guards), shown=False),
        Column("tests", _("Tests"), lambda row: "\n".join(row.tests), shown=False, width=60),
        Column("reason", _("Reason"), lambda row: row.reason(get_language() or ""), shown=False),
    ),
    filters=(
        Filter("document", _("Document"), lambda: [(d, d) for d in coverage.documents()]),
        Filter("strength", _("Strength"), Strength.pairs),
        Filter("state", _("Answered"), State.pairs),
    ),
    empty=_("No obligation fits these words and filters."),
    template="obligations/register.html",
)
WHOLE = replace(PAGE, columns=tuple(replace(column, shown=True) for column in PAGE.columns))


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """Every obligation, for anybody: what is asked, how strongly, and how it is answered."""

    def fetch(asked: Wanted) -> Rows:
        rows = list(coverage.found(coverage.Sought(words=asked.words, **asked.filters)))
        key = asked.order.lstrip("-")
        if key in ("document", "strength", "state", "id"):
            rows.sort(key=lambda row: str(getattr(row, key)), reverse=asked.order.startswith("-"))
        last = None if asked.count is None else asked.first + asked.count
        return Rows(rows[asked.first : last], len(rows))

    page = WHOLE if request.GET.get("as") else PAGE
    return render_list(request, page, fetch, more={"tallies": coverage.tallies()})


@require_GET
def one(request: HttpRequest, key: str) -> HttpResponse:
    """One obligation: its source, what enforces it, which acts it guards, which tests show it."""
    row = obligation(key)
    if row is None:
        raise Http404
    context = {
        "row": row,
        "what": _words(row),
        "reason": row.reason(get_language() or ""),
        "pages": row.guarded("page:"),
        "acts": coverage.acts_guarded(row),
        "steps": [RULE_OF[Step(name)] for name in row.steps],
        "states": [_state(name) for name in row.guarded("state:")],
        "reckonings": row.guarded("reckoning:"),
        "is_verified": row.source.status == Verified.TWICE,
    }
    return render(request, "obligations/one.html", context)


@require_GET
@login_required
def of_case(request: Request, number: str) -> HttpResponse:
    """The obligations of a case: open, waived, met and not yet due."""
    found = cases.case_by_number(number, viewer=request.actor)
    rows = of_cases.of_case(found, clock.today())
    wanted = request.GET.get("standing", "")
    groups = [
        (kind, [_shown(row) for row in rows if row.standing == kind])
        for kind in Standing
        if wanted in ("", kind.value)
    ]
    context = {
        "case": found,
        "groups": [group for group in groups if group[1]],
        "counts": of_cases.counted(rows).items(),
        "wanted": wanted,
        "total": len(rows),
    }
    return render(request, "obligations/case.html", context)


def _shown(row: CaseObligation) -> Shown:
    given = row.obligation
    act = census.act_named(row.act) if row.act else None
    return Shown(
        id=given.id,
        what=_words(given),
        address=_address(given),
        source=given.source,
        standing=row.standing,
        step=row.step,
        act_title=gettext(act.title) if act else "",
        entry=row.entry,
        done_at=row.done_at,
        note=row.note,
    )

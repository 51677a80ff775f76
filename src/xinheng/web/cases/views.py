"""The case page and the list of cases."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from xinheng import clock
from xinheng.apps.cases import queries
from xinheng.apps.cases.queries import CaseRow, CaseView, LedgerLine
from xinheng.apps.journal import queries as journal
from xinheng.apps.people import queries as people
from xinheng.core.cases.words import FUNCTIONS, CaseState, RoundKind
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.door import Door
from xinheng.front.casefile import doors_of
from xinheng.front.proposals import proposals_for
from xinheng.front.trace import trace_of
from xinheng.front.who import Request
from xinheng.web.frame import address_of
from xinheng.web.journal.said import told
from xinheng.web.lists import Column, Filter, ListPage, Rows, Wanted, render_list
from xinheng.web.panels import TITLES, panels_of, parts_of
from xinheng.web.templatetags.house import own_name

MANY_SITES = 6
MOST_OF_OTHERS = 3


@dataclass(frozen=True, slots=True)
class FunctionBlock:
    """One function of the functional approach with its steps of the open round."""

    function: CaseState
    lines: tuple[LedgerLine, ...]
    done: int
    look: str


@dataclass(frozen=True, slots=True)
class DoorView:
    """A door with the address of its page, if it has one."""

    door: Door
    address: str


@require_GET
@login_required
def case(request: Request, number: str) -> HttpResponse:
    """The spine: where a case stands, what happened, what is missing, what may be done."""
    found = queries.case_by_number(number, viewer=request.actor)
    ledger = queries.ledger(found)
    context = {
        "case": found,
        "functions": functions_of(found, ledger),
        "next_step": next((line.step for line in ledger if line.done_at is None), None)
        if found.state in FUNCTIONS
        else None,
        "is_over": found.state in (CaseState.REFUSED, CaseState.CLOSED),
        "is_stopped": found.state == CaseState.STOPPED,
        **_doors(found, request.actor),
        "parts": parts_of(found, request.actor, wanted=request.GET.get("part", "")),
        "history": told(journal.of_case(found.id)),
        **_branch(found, request.actor),
        "many_sites": len(found.sites) > MANY_SITES,
    }
    return render(request, "cases/case.html", context)


def _branch(case: CaseView, viewer: Actor) -> dict[str, object]:
    """The branch of a case, whether there are any to choose from, and who may."""
    rows = people.branches()
    chosen = next((row for row in rows if row.pk == case.branch_id), None)
    may = rows and viewer.is_staff and not tuple(queries.branch_obstacles(case, viewer))
    return {"branch": chosen, "has_branches": bool(rows), "may_choose_branch": bool(may)}


@require_GET
@login_required
def part(request: Request, number: str, room: str) -> HttpResponse:
    """What one room shows of a case; the case page fetches it after it has come."""
    if room not in TITLES:
        raise Http404
    found = queries.case_by_number(number, viewer=request.actor)
    context = {"panels": panels_of(room, found, request.actor), "alone": True}
    return render(request, "cases/_part.html", context)


@require_GET
@login_required
def trace(request: Request, number: str) -> HttpResponse:
    """The chain from the application to the certificates and on. For the body's people."""
    if not request.actor.is_staff:
        raise Http404
    found = queries.case_by_number(number, viewer=request.actor)
    context = {"case": found, "rounds": trace_of(found), "certificate": request.GET.get("of", "")}
    return render(request, "cases/trace.html", context)


def functions_of(case: CaseView, ledger: Sequence[LedgerLine]) -> tuple[FunctionBlock, ...]:
    """The six functions in order, each with its steps and whether it is past, here or to come."""
    blocks = []
    reached = FUNCTIONS.index(case.state) if case.state in FUNCTIONS else None
    for index, function in enumerate(FUNCTIONS):
        lines = tuple(line for line in ledger if line.function == function)
        done = sum(line.done_at is not None for line in lines)
        if index == reached:
            look = "is-here"
        elif reached is not None and index < reached:
            look = "is-done"
        else:
            look = "is-done" if lines and done == len(lines) else "is-to-come"
        blocks.append(FunctionBlock(function, lines, done, look))
    return tuple(blocks)


def _doors(case: CaseView, viewer: Actor) -> dict[str, object]:
    """The doors of the viewer, open and closed; and what others may do where none is open."""
    every = doors_of(case, viewer)
    own = [DoorView(door, _address(case, door)) for door in every if door.concerns(viewer)]
    doors = [item for item in own if item.door.is_open]
    others = () if doors else _of_others(every, viewer)
    return {
        "doors": doors,
        "closed": [item for item in own if not item.door.is_open],
        "others": others,
    }


def _of_others(every: Sequence[Door], viewer: Actor) -> tuple[Door, ...]:
    """Doors closed to the viewer for the want of a duty alone, each act once."""
    found: dict[str, Door] = {}
    for door in every:
        reasons = {obstacle.code for obstacle in door.obstacles}
        if not door.concerns(viewer) and reasons <= {"duty-missing"}:
            found.setdefault(door.act.name, door)
    return tuple(found.values())[:MOST_OF_OTHERS]


def _address(case: CaseView, door: Door) -> str:
    address = address_of(door.act.name.replace(".", ":", 1), case.number)
    return f"{address}?target={door.target}" if address and door.target is not None else address


def _case_address(row: CaseRow) -> str:
    return reverse("cases:case", args=[row.number])


def _states() -> list[tuple[str, object]]:
    return [("open", _("All that are open")), ("ended", _("All that have ended"))] + [
        (state.value, state.label) for state in CaseState
    ]


PAGE = ListPage(
    title=_("Cases"),
    columns=(
        Column("number", _("Case"), lambda row: row.number, sort="number", link=_case_address),
        Column("client", _("Client"), own_name, sort="client", width=36),
        Column("client-en", _("Client in English"), lambda row: row.organisation_en, shown=False),
        Column("credit", _("Credit code"), lambda row: row.credit_code, shown=False, width=22),
        Column("schemes", _("Schemes"), lambda row: row.schemes),
        Column("kind", _("Round"), lambda row: row.kind),
        Column("state", _("Where it stands"), lambda row: row.state, sort="state", look="pill"),
        Column("due", _("Due"), lambda row: row.due_on, sort="due", look="due"),
        Column("sites", _("Sites"), lambda row: row.sites, look="num", shown=False),
        Column("opened", _("Opened"), lambda row: row.opened_at, sort="opened", look="moment"),
    ),
    filters=(
        Filter("mine", _("Whose move"), lambda: [("1", _("Waiting for me"))]),
        Filter("state", _("Where it stands"), _states),
        Filter("kind", _("Round"), RoundKind.pairs),
        Filter("scheme", _("Scheme"), lambda: [(name, name) for name in queries.schemes_in_use()]),
        Filter(
            "due",
            _("Due"),
            lambda: [
                ("late", _("Overdue")),
                ("soon", _("Within 30 days")),
                ("dated", _("With a date")),
                ("undated", _("Without a date")),
            ],
        ),
    ),
    order="-opened",
    empty=_("A case begins with an application: under “Intake”, start a new application."),
)


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """The cases one may see."""

    def fetch(asked: Wanted) -> Rows:
        sought = sought_by(asked, request.actor)
        rows = queries.listing(
            request.actor, sought, order=asked.order, first=asked.first, count=asked.count
        )
        return Rows(rows, queries.how_many(request.actor, sought))

    return render_list(request, PAGE, fetch)


def sought_by(asked: Wanted, viewer: Actor) -> queries.Sought:
    """What the list asks of the query."""
    mine = None
    if asked.filters.get("mine"):
        steps = {row.case_id for row in queries.waiting_for(viewer)}
        answers = {row.case_id for row in proposals_for(viewer) if not any(row.closed_to(viewer))}
        mine = frozenset(steps | answers)
    return queries.Sought(
        words=asked.words,
        state=asked.filters.get("state", ""),
        kind=asked.filters.get("kind", ""),
        scheme=asked.filters.get("scheme", ""),
        due=asked.filters.get("due", ""),
        on=clock.today(),
        ids=mine,
    )

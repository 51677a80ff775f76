"""Pages of plans: the list, the board, one line, load and travel, comparing, own offers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from xinheng import clock
from xinheng.apps.cases import queries as cases
from xinheng.apps.people import queries as people
from xinheng.apps.scheduling import actions, queries
from xinheng.apps.scheduling.queries import DraftView, Line, Member
from xinheng.core.people.words import TieKind
from xinheng.core.scheduling import acts
from xinheng.core.scheduling.words import DraftState
from xinheng.core.shared.violation import Refused, Violation
from xinheng.front.who import Request
from xinheng.web.scheduling.acting import REASONS
from xinheng.web.scheduling.forms import PlanForm
from xinheng.web.scheduling.sheets import file_of, load_sheet, settlement_sheet

CAUSES = {
    "ill": _("somebody in the team is ill"),
    "substitute": _("stands in for somebody who is ill"),
    "interrupted": _("interrupted by an illness; the rest is planned anew"),
    "date": _("the client's dates changed"),
    "new": _("a new audit"),
    "made-way": _("makes way for another audit"),
    "lost": _("no team can be found within the allowed moves"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One person on the board: their bars in order, and the days off."""

    member: Member
    bars: Sequence[Line]
    days: int


def _draft(request: Request, draft_id: int) -> DraftView:
    return queries.draft(draft_id, viewer=request.actor)


@require_http_methods(["GET", "POST"])
@login_required
def index(request: Request) -> HttpResponse:
    """The drafts, what waits for a team, and the form that has a plan searched for."""
    if not queries.may_see(request.actor):
        raise Http404
    violations: tuple[Violation, ...] = ()
    first, last = queries.next_quarter(clock.today())
    form = PlanForm(request.POST or None, initial={"first_on": first, "last_on": last})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.plan(by=request.actor, at=clock.now(), **form.given())
        except Refused as refusal:
            violations = refusal.violations
        else:
            return redirect("scheduling:board", made.pk)
    waiting = queries.waiting(request.actor)
    context = {
        "form": form, "drafts": queries.listing(request.actor), "obstacles": violations,
        "ready": [row for row, why in waiting if not why],
        "not_ready": [(row, why) for row, why in waiting if why],
        "closed": tuple(acts.PLAN.duty_obstacles(request.actor)),
    }  # fmt: skip
    return render(request, "scheduling/list.html", context, status=409 if violations else 200)


@require_GET
@login_required
def board(request: Request, draft_id: int) -> HttpResponse:
    """A draft: cost, bound and gap, what is open, the board, and one line beside it."""
    found = _draft(request, draft_id)
    key = request.GET.get("line", "")
    context = {
        "draft": found, "rows": _rows(found), "months": _months(found), "chosen": key,
        "last_day": len(found.days) - 1,
        "others": [row for row in queries.listing(request.actor) if row.id != draft_id],
        "may_plan": not tuple(acts.CHANGE.duty_obstacles(request.actor)),
        "is_draft": found.row.state == DraftState.READY,
        "is_busy": found.row.state in (DraftState.WAITING, DraftState.SEARCHING),
        "changes": _changes(found),
    }  # fmt: skip
    if key:
        context |= _line(found, found.line(key))
    return render(request, "scheduling/board.html", context)


@require_GET
@login_required
def progress(request: Request, draft_id: int) -> HttpResponse:
    """How far the search is; asked for again and again by the page."""
    found = _draft(request, draft_id)
    is_busy = found.row.state in (DraftState.WAITING, DraftState.SEARCHING)
    answer = render(request, "scheduling/_progress.html", {"draft": found, "is_busy": is_busy})
    if not is_busy:
        answer["HX-Refresh"] = "true"
    return answer


@require_GET
@login_required
def line(request: Request, draft_id: int, key: str) -> HttpResponse:
    """One line: its team, who else could go and why not, or why nobody was found."""
    found = _draft(request, draft_id)
    context = {"draft": found, "chosen": key, "is_draft": found.row.state == DraftState.READY,
               "may_plan": not tuple(acts.CHANGE.duty_obstacles(request.actor))}  # fmt: skip
    return render(request, "scheduling/_line.html", {**context, **_line(found, found.line(key))})


def _line(found: DraftView, one: Line) -> dict[str, Any]:
    """What the side panel says of a line."""
    problem = queries.problem_of(found.row.id)
    return {
        "line": one,
        "members": [found.people[who] for who in one.team],
        "starts": [(found.days[n], n == one.start) for n in problem.audit[one.key].starts],
        "choices": queries.choices(found, one),
        "why": None if one.team else queries.reasons(found, one),
        "barred": queries.barred(one, clock.today()),
    }


def _rows(found: DraftView) -> list[Row]:
    bars: dict[str, list[Line]] = defaultdict(list)
    for one in found.staffed:
        for who in one.team:
            bars[who].append(one)
    rows = [Row(m, bars[k], sum(b.days for b in bars[k])) for k, m in found.people.items()]
    return sorted(rows, key=lambda row: (row.member.name, row.member.key))


def _months(found: DraftView) -> list[tuple[str, int, int]]:
    """Each month with the number of its first day and of its days."""
    spans: dict[str, list[int]] = defaultdict(list)
    for n, on in enumerate(found.days):
        spans[f"{on:%Y-%m}"].append(n)
    return [(month, days[0], len(days)) for month, days in spans.items()]


def _changes(found: DraftView) -> list[dict[str, Any]]:
    """What a repair changes, each with its reason, in words."""

    def said(one: Mapping[str, Any] | None) -> str:
        if one is None:
            return gettext("not planned")
        names = gettext(", ").join(found.people[who].name for who in one["team"])
        return f"{found.days[one['start']]:%Y-%m-%d} · {names}"

    known = {one.key: one for one in found.lines}
    return [
        {"line": known.get(each["audit"]), "before": said(each["before"]),
         "after": said(each["after"]), "cause": CAUSES.get(each["cause"], each["cause"]),
         "appointments": each["appointments"]}
        for each in found.changes
    ]  # fmt: skip


@require_GET
@login_required
def load(request: Request, draft_id: int) -> HttpResponse:
    """Days by month, road and balance of everybody."""
    found = _draft(request, draft_id)
    context = {"draft": found, "loads": queries.loads(found), "months": queries.months(found)}
    return render(request, "scheduling/load.html", context)


@require_GET
@login_required
def workbook(request: Request, draft_id: int) -> HttpResponse:
    """Every line of the draft as a workbook."""
    return file_of(load_sheet(_draft(request, draft_id)), gettext("Audit plan"))


@require_GET
@login_required
def settlement(request: Request, draft_id: int) -> HttpResponse:
    """Days and kilometres of everybody as a workbook."""
    return file_of(settlement_sheet(_draft(request, draft_id)), gettext("Settlement"))


@require_GET
@login_required
def compare(request: Request) -> HttpResponse:
    """Two drafts side by side: what they cost, and the lines in which they differ."""
    asked = [request.GET.get(name, "") for name in ("one", "two")]
    if not all(each.isdecimal() for each in asked):
        raise Http404
    one, two = (_draft(request, int(each)) for each in asked)
    other = {line.key: line for line in two.lines}
    pairs = [
        (line, other.get(line.key))
        for line in one.lines
        if (match := other.get(line.key)) is None
        or (line.first_on, set(line.team), line.lead)
        != (match.first_on, set(match.team), match.lead)
    ]
    same = len(one.lines) - len(pairs)
    names = {**{k: m.name for k, m in two.people.items()},
             **{k: m.name for k, m in one.people.items()}}  # fmt: skip
    differing = [(a, _names(a, names), b, _names(b, names)) for a, b in pairs]
    context = {"one": one, "two": two, "differing": differing, "same": same}
    return render(request, "scheduling/compare.html", context)


def _names(line: Line | None, names: Mapping[str, str]) -> list[str]:
    return [names[who] for who in line.team] if line else []


@require_GET
@login_required
def offers(request: Request) -> HttpResponse:
    """The places in teams that wait for one's own answer, and those one has taken, with days."""
    me = request.actor.person_id or -1
    today = clock.today()
    last = today.replace(year=today.year + 1, day=min(today.day, 28))
    taken = people.taken_halves([me], first=today, last=last)[me]
    days: dict[int, set[Any]] = defaultdict(set)
    for (on, _half), case_id in taken.items():
        days[case_id].add(on)
    found = [(each, sorted(days[each.case_id])) for each in cases.assignments(me)]
    context = {
        "waiting": [each for each in found if each[0].seat.declared_at is None],
        "taken": [each for each in found if each[0].seat.declared_at is not None],
        "reasons": [*REASONS.items(), *((k.value, gettext(k.label)) for k in TieKind)],
    }
    return render(request, "scheduling/offers.html", context)

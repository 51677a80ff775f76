"""Acts on a draft from its pages: change, lock, undo, accept, search on, discard, repair."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from xinheng import clock
from xinheng.apps.cases import queries as cases
from xinheng.apps.scheduling import actions, queries
from xinheng.apps.staffing import actions as staffing
from xinheng.core.people.words import TieKind
from xinheng.core.scheduling import acts
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.violation import Refused, Violation
from xinheng.front.who import Request
from xinheng.front.wording import said, sentence

Act = Callable[[Request, int], Any]


def number(text: str | None) -> int | None:
    """A whole number from a field, if it is one."""
    return int(text) if text and text.isdecimal() else None


def day(text: str | None) -> date | None:
    """A day from a field, if it is one."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _wanted(request: Request) -> actions.Wanted:
    team = tuple(int(who) for who in request.POST.getlist("team") if who.isdecimal())
    return actions.Wanted(day(request.POST.get("start_on")), team, number(request.POST.get("lead")))


def _given(request: Request) -> dict[str, Any]:
    """Who acts and when, and which version of the draft they saw."""
    seen = number(request.POST.get("seen"))
    return {"by": request.actor, "at": clock.now(), "seen": seen}


def _refused(
    request: Request, act: ActKind, violations: tuple[Violation, ...], back_to: str
) -> HttpResponse:
    context = {"act": act, "obstacles": violations, "back_to": back_to}
    return render(request, "scheduling/refused.html", context, status=409)


@require_POST
@login_required
def check(request: Request, draft_id: int, key: str) -> JsonResponse:
    """What a change would break and cost, while somebody drags. Nothing is written."""
    found = queries.draft(draft_id, viewer=request.actor)
    found.line(key)
    wanted = _wanted(request)
    broken = actions.conflicts(found, key, wanted)
    cost = None if broken else said(actions.cost_change(found, key, wanted))
    return JsonResponse(
        {
            "conflicts": [{"text": sentence(each), "source": str(each.source)} for each in broken],
            "cost": cost,
            "said": gettext("Costs %(cost)s more.") % {"cost": cost} if cost else "",
        }
    )


@require_POST
@login_required
def change(request: Request, draft_id: int, key: str) -> HttpResponse:
    """Give a line another day or team, or leave it open."""
    back = f"{reverse('scheduling:board', args=[draft_id])}?line={key}"
    try:
        actions.change(draft_id=draft_id, line=key, wanted=_wanted(request), **_given(request))
    except Refused as refusal:
        return _refused(request, acts.CHANGE, refusal.violations, back)
    return redirect(back)


@require_POST
@login_required
def lock(request: Request, draft_id: int, key: str) -> HttpResponse:
    """Keep a line as it is, or let it go again."""
    back = f"{reverse('scheduling:board', args=[draft_id])}?line={key}"
    is_locked = request.POST.get("locked") == "1"
    try:
        actions.lock(draft_id=draft_id, line=key, locked=is_locked, **_given(request))
    except Refused as refusal:
        return _refused(request, acts.LOCK, refusal.violations, back)
    return redirect(back)


def _stop(request: Request, draft_id: int) -> object:
    return actions.stop(draft_id=draft_id, by=request.actor, at=clock.now())


def _improve(request: Request, draft_id: int) -> object:
    seconds = number(request.POST.get("seconds")) or 60
    return actions.improve(draft_id=draft_id, seconds=seconds, **_given(request))


def _accept(request: Request, draft_id: int) -> object:
    lines = request.POST.getlist("line")
    made = actions.accept(draft_id=draft_id, lines=lines, **_given(request))
    messages.success(request, gettext("The teams are appointed and have been told."))
    return made


def _repair(request: Request, draft_id: int) -> object:
    first, last = day(request.POST.get("first_on")), day(request.POST.get("last_on"))
    nothing = date.min
    return actions.repair(
        draft_id=draft_id, person_id=number(request.POST.get("person")) or 0,
        first_on=first or nothing, last_on=last or nothing, by=request.actor, at=clock.now(),
    )  # fmt: skip


VERBS: dict[str, tuple[ActKind, Act]] = {
    "stop": (acts.STOP, _stop),
    "improve": (acts.IMPROVE, _improve),
    "undo": (acts.UNDO, lambda request, pk: actions.undo(draft_id=pk, **_given(request))),
    "accept": (acts.ACCEPT, _accept),
    "discard": (acts.DISCARD, lambda request, pk: actions.discard(draft_id=pk, **_given(request))),
    "repair": (acts.REPAIR, _repair),
}


@require_POST
@login_required
def do(request: Request, draft_id: int, verb: str) -> HttpResponse:
    """One act on a whole draft."""
    if verb not in VERBS or not queries.may_see(request.actor):
        raise Http404
    act, call = VERBS[verb]
    try:
        made = call(request, draft_id)
    except Refused as refusal:
        back = reverse("scheduling:board", args=[draft_id])
        return _refused(request, act, refusal.violations, back)
    return redirect("scheduling:board", made.pk)


REASONS = {
    "days": _("The days do not suit me"),
    "far": _("Too far away"),
    "load": _("Too much work already"),
    "health": _("For reasons of health"),
    "other": _("Another reason"),
}


@require_POST
@login_required
def answer(request: Request, number: str, seat_id: int) -> HttpResponse:
    """Accept or decline one's own place in a team."""
    case = cases.case_by_number(number, viewer=request.actor)
    given = {"case_id": case.id, "seat_id": seat_id, "by": request.actor, "at": clock.now()}
    act = request.POST.get("answer", "")
    if act not in ("accept", "decline"):
        raise Http404
    try:
        if act == "accept":
            staffing.declare(**given)  # type: ignore[arg-type]
        else:
            why = request.POST.get("reason", "")
            conflict = TieKind(why) if why in [str(kind) for kind in TieKind] else None
            note = str(REASONS.get(why, ""))
            staffing.decline(**given, conflict=conflict, note=note)  # type: ignore[arg-type]
    except Refused as refusal:
        back = reverse("scheduling:offers")
        return render(request, "scheduling/refused.html",
                      {"obstacles": refusal.violations, "back_to": back}, status=409)  # fmt: skip
    return redirect("scheduling:offers")

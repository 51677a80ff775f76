"""The manager's page: which of the body's own duties are missing, overdue, due soon, in order."""

from collections import Counter
from types import SimpleNamespace

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from xinheng import clock
from xinheng.apps.governance import queries
from xinheng.core.governance.duties import DutyLine
from xinheng.core.governance.words import Group, Standing
from xinheng.front.who import Request
from xinheng.front.wording import said
from xinheng.web.lists import Column, Filter, ListPage, render_list, wanted


def _address(line: DutyLine) -> str:
    if line.matter:
        return reverse("governance:matter", args=[line.matter])
    if line.record_id:
        return reverse("governance:record", args=[line.record_id])
    return f"{reverse('governance:open')}?kind={line.kind}" if line.kind else ""


PAGE = ListPage(
    title=_("The body's own duties"),
    columns=(
        Column("what", _("Duty"), lambda line: said(line.what), "what", _address, width=36),
        Column("about", _("About"), lambda line: line.about, width=36),
        Column("standing", _("How it stands"), lambda line: line.standing, "standing", look="pill"),
        Column("due", _("Due"), lambda line: line.due_on, "due", look="due"),
        Column("day", _("Due on"), lambda line: line.due_on, shown=False),
        Column("owner", _("Owner"), lambda line: line.owner, "owner"),
        Column("group", _("Field"), lambda line: line.group, shown=False),
        Column("source", _("Clause"), lambda line: str(line.source), width=28),
    ),
    filters=(
        Filter("standing", _("How it stands"), Standing.pairs),
        Filter("group", _("Field"), Group.pairs),
    ),
    empty=_("The first duty comes by itself: every clause that asks for something is listed here."),
    template="governance/duties.html",
)


@require_GET
@login_required
def page(request: Request) -> HttpResponse:
    """The duties of the body on this day, for those who keep them."""
    if not queries.may_see(request.actor):
        raise PermissionDenied
    every = queries.duties(clock.today(), viewer=request.actor)
    asked = wanted(request, PAGE)
    lines = [
        line
        for line in every
        if asked.filters.get("standing", line.standing) == line.standing
        and asked.filters.get("group", line.group) == line.group
        and asked.words in f"{said(line.what)} {line.about} {line.owner}"
    ]
    counts = Counter(line.standing for line in every)
    numbers = [
        SimpleNamespace(title=one, count=counts.get(one, 0))
        for one in (Standing.MISSING, Standing.OVERDUE, Standing.SOON)
    ]
    return render_list(request, PAGE, lines, more={"numbers": numbers})

"""The desk of reviewers and decision makers."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from xinheng import clock
from xinheng.apps.cases.queries import Sought
from xinheng.apps.decisions import queries
from xinheng.apps.decisions.queries import WaitingLine
from xinheng.core.cases.words import RoundKind
from xinheng.front.who import Request
from xinheng.web.lists import Column, Filter, ListPage, Rows, Wanted, render_list
from xinheng.web.templatetags.house import own_name


def _case_address(line: WaitingLine) -> str:
    return reverse("cases:case", args=[line.case.number])


PAGE = ListPage(
    title=_("Review and decision"),
    columns=(
        Column("number", _("Case"), lambda line: line.case.number, "number", _case_address),
        Column("client", _("Client"), lambda line: own_name(line.case), "client", width=36),
        Column("schemes", _("Scheme"), lambda line: line.case.schemes),
        Column("kind", _("Round"), lambda line: line.case.kind),
        Column("state", _("State"), lambda line: line.case.state, "state", look="pill"),
        Column("due", _("Due"), lambda line: line.case.due_on, "due", look="due"),
        Column("proposed", _("Waits for confirmation"), lambda line: line.proposed),
        Column("opened", _("Opened"), lambda line: line.case.opened_at, "opened", look="moment",
               shown=False),
    ),
    filters=(
        Filter("state", _("State"), lambda: [(s.value, s.label) for s in queries.OUR_STATES]),
        Filter("kind", _("Round"), RoundKind.pairs),
    ),
    order="opened",
    empty=_("No file waits. One comes here when its audit report has been issued."),
)  # fmt: skip


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """The files that wait for review or decision. For the body's people."""
    if not request.actor.is_staff:
        raise Http404

    def fetch(asked: Wanted) -> Rows:
        sought = Sought(
            words=asked.words,
            state=asked.filters.get("state", ""),
            kind=asked.filters.get("kind", ""),
            on=clock.today(),
        )
        rows = queries.waiting(
            request.actor, sought, order=asked.order, first=asked.first, count=asked.count
        )
        return Rows(rows, queries.how_many_wait(request.actor, sought))

    return render_list(request, PAGE, fetch)

"""The list of applications: for staff a list, for a client its portal."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from xinheng.apps.intake import queries
from xinheng.apps.intake.queries import ApplicationRow
from xinheng.core.intake import acts
from xinheng.core.intake.words import ApplicationState
from xinheng.front.who import Request
from xinheng.web.lists import Column, Filter, ListPage, Rows, Wanted, render_list
from xinheng.web.templatetags.house import own_name


def _name(row: ApplicationRow) -> object:
    return own_name(row) or _("Draft")


def _address(row: ApplicationRow) -> str:
    return reverse("intake:edit", args=[row.id])


def _case_address(row: ApplicationRow) -> str:
    return reverse("cases:case", args=[row.case_number]) if row.case_number else ""


PAGE = ListPage(
    title=_("Applications"),
    columns=(
        Column("client", _("Client"), _name, "client", _address, width=36),
        Column("schemes", _("Schemes"), lambda row: row.schemes),
        Column("state", _("State"), lambda row: row.state, "state", look="pill"),
        Column("case", _("Case"), lambda row: row.case_number, link=_case_address),
        Column("saved", _("Saved"), lambda row: row.saved_at, look="moment", shown=False),
        Column("submitted", _("Submitted"), lambda row: row.submitted_at, "submitted",
               look="moment"),
    ),
    filters=(Filter("state", _("State"), ApplicationState.pairs),),
    order="-newest",
    empty=_("A client applies in its portal, or staff start an application for it."),
    template="intake/list.html",
)  # fmt: skip


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """The applications one may see; for a person of a client, what waits for it as well."""
    may_start = not tuple(acts.START.duty_obstacles(request.actor))
    own = request.actor.organisation_id
    if own and not request.actor.is_staff:
        context = {"portal": queries.portal(own), "may_start": may_start}
        return render(request, "intake/portal.html", context)

    def fetch(asked: Wanted) -> Rows:
        state, viewer = asked.filters.get("state", ""), request.actor
        rows = queries.listing(
            viewer, state=state, text=asked.words, order=asked.order, first=asked.first,
            count=asked.count,
        )  # fmt: skip
        return Rows(rows, queries.how_many(viewer, state=state, text=asked.words))

    return render_list(request, PAGE, fetch, more={"may_start": may_start})

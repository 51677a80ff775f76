"""The list of clients, the page of one, and what is done about them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from xinheng.apps.cases import queries as cases
from xinheng.apps.clients import queries
from xinheng.apps.intake import queries as intake
from xinheng.core.intake.acts import START
from xinheng.front.operations.clients import OPERATIONS
from xinheng.front.who import Request
from xinheng.rulebook.codes import regions
from xinheng.web.clients.forms import ClientForm, CloseSiteForm, SiteForm
from xinheng.web.lists import Column, Filter, ListPage, Rows, Wanted, render_list
from xinheng.web.plain import act_page
from xinheng.web.templatetags.house import own_name

REGISTER, AMEND, ADD_SITE, CLOSE_SITE = OPERATIONS
MOST_FOUND = 30


def _provinces() -> list[tuple[str, object]]:
    english = get_language() == "en"
    found = regions.at_level(regions.RegionLevel.PROVINCE)
    return [(row.code, row.name_en if english else row.name_zh) for row in found]


def _client_address(row: queries.ClientRow) -> str:
    return reverse("clients:client", args=[row.id])


PAGE = ListPage(
    title=_("Clients"),
    columns=(
        Column("name", _("Name"), own_name, "name", _client_address, width=36),
        Column("name_en", _("Name in English"), lambda row: row.name_en, shown=False, width=36),
        Column("credit_code", _("Unified social credit code"), lambda row: row.credit_code,
               "credit_code", width=22),
        Column("region", _("Region"), lambda row: row.region, "region", width=28),
        Column("contact", _("Contact"), lambda row: row.contact_name),
        Column("sites", _("Sites"), lambda row: row.sites, "sites", look="num"),
    ),
    filters=(Filter("province", _("Province"), _provinces),),
    order="-newest",
    empty=_("A client is kept when it is registered, or when its first application is submitted."),
    template="clients/list.html",
)  # fmt: skip


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """The clients one may see, found by name, code and province; also as a file."""

    def fetch(asked: Wanted) -> Rows:
        province, viewer = asked.filters.get("province", ""), request.actor
        rows = queries.listing(
            viewer, text=asked.words, province=province, order=asked.order, first=asked.first,
            count=asked.count,
        )  # fmt: skip
        return Rows(rows, queries.how_many(viewer, text=asked.words, province=province))

    may_register = not tuple(REGISTER.act.duty_obstacles(request.actor))
    return render_list(request, PAGE, fetch, more={"may_register": may_register})


@require_GET
@login_required
def find(request: Request) -> HttpResponse:
    """Clients for a field that picks one: by name or by the beginning of the credit code."""
    found = queries.search(request.GET.get("q", ""), viewer=request.actor)[:MOST_FOUND]
    return JsonResponse({"found": [
        {"value": str(row.pk), "label": f"{row.name_zh} {row.credit_code}"} for row in found
    ]})  # fmt: skip


@require_GET
@login_required
def find_regions(request: Request) -> HttpResponse:
    """Regions for a field that picks one: by part of the name, or the beginning of the code."""
    found = queries.find_regions(request.GET.get("q", ""), limit=MOST_FOUND)
    return JsonResponse({"found": [{"value": code, "label": name} for code, name in found]})


@require_GET
@login_required
def one(request: Request, organisation_id: int) -> HttpResponse:
    """A client with its sites, its cases and its applications."""
    row = queries.organisation(organisation_id, viewer=request.actor)
    own = cases.visible_cases(request.actor).filter(organisation_id=row.pk)
    context = {
        "client": row,
        "region": queries.region_name(row.region_code),
        "sites": queries.sites_of(row.pk, closed=True),
        "cases": own.order_by("-pk"),
        "portal": intake.portal(row.pk),
        "may_start": request.actor.is_staff and not tuple(START.duty_obstacles(request.actor)),
        "may_amend": not tuple(AMEND.act.duty_obstacles(request.actor)),
    }
    return render(request, "clients/client.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def register(request: Request) -> HttpResponse:
    """Register a client."""
    form = ClientForm(request.POST or None)
    return act_page(request, REGISTER, form, leads_to=lambda made: _page(made.pk),
                    back_to=reverse("clients:list"))  # fmt: skip


@require_http_methods(["GET", "POST"])
@login_required
def amend(request: Request, organisation_id: int) -> HttpResponse:
    """Amend what is kept of a client."""
    row = queries.organisation(organisation_id, viewer=request.actor)
    known = {name: getattr(row, name) for name in ClientForm.base_fields}
    form = ClientForm(request.POST or None, initial=known)
    return act_page(
        request, AMEND, form, about=row.name_zh, back_to=_page(organisation_id),
        fixed={"organisation": row.pk}, leads_to=lambda _row: _page(organisation_id),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@login_required
def add_site(request: Request, organisation_id: int) -> HttpResponse:
    """Add a site to a client."""
    row = queries.organisation(organisation_id, viewer=request.actor)
    return act_page(
        request, ADD_SITE, SiteForm(request.POST or None), about=row.name_zh,
        back_to=_page(organisation_id), fixed={"organisation": row.pk},
        leads_to=lambda _site: _page(organisation_id),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@login_required
def close_site(request: Request, organisation_id: int, site_id: int) -> HttpResponse:
    """Close a site of a client."""
    row = queries.organisation(organisation_id, viewer=request.actor)
    return act_page(
        request, CLOSE_SITE, CloseSiteForm(request.POST or None), about=row.name_zh,
        back_to=_page(organisation_id), fixed={"site": site_id},
        leads_to=lambda _site: _page(organisation_id),
    )  # fmt: skip


def _page(organisation_id: int) -> str:
    return reverse("clients:client", args=[organisation_id])

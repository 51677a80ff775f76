"""The national register for anybody: look-up, one certificate, statistics, a small widget."""

import json
from typing import Any

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET

from xinheng import clock
from xinheng.apps.certificates import queries as own
from xinheng.apps.registry import queries
from xinheng.core.registry.lookup import is_long_enough, looks_like_credit_code, plain_key
from xinheng.core.registry.national import Standing
from xinheng.front.public_limits import allows, visitor_address
from xinheng.printing.workbook import Column, write_csv, write_table
from xinheng.rulebook import published
from xinheng.web.registry.board import board, table
from xinheng.web.registry.views import SHORTLY, html

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Look a certificate of any body up by number, credit code or name of the holder."""
    text = request.GET.get("q", "").strip()[:200]
    given = {name: request.GET.get(name, "")[:20] for name in ("domain", "region", "status")}
    context: dict[str, Any] = {"text": text, "given": given, **_choices()}
    if not text:
        return html("registry/national.html", context)
    on, status = clock.today(), 200
    exact = queries.by_number(text, on=on)
    if exact is not None:
        context["hits"] = queries.Hits((exact,))
    elif own.found_by_number(plain_key(text), on=on):
        context["own"] = plain_key(text)
    else:
        status = _search_further(request, text, context)
    return html("registry/national.html", {**context, "asked": True}, status=status)


def _search_further(request: HttpRequest, text: str, context: dict[str, Any]) -> int:
    """Search by code or name, if the visitor has not searched too often."""
    on, after = clock.today(), request.GET.get("after", "")[:40]
    if not is_long_enough(text):
        context["trouble"] = "short"
        return 200
    if not allows(visitor_address(request), at=clock.now()):
        context["trouble"] = "often"
        return 429
    if looks_like_credit_code(text):
        context["hits"] = queries.by_code(text, on=on, after=after)
    else:
        filters = queries.Filters(**context["given"])
        context["hits"] = queries.by_name(text, on=on, filters=filters, after=after)
    if after_next := context["hits"].after:
        asked = request.GET.copy()
        asked["after"] = after_next
        context["next"] = f"?{asked.urlencode()}"
    return 200


def _choices() -> dict[str, Any]:
    spoken = get_language() or ""
    return {
        "domains": [(k, line.name(spoken)) for k, line in published.leaf_domains().items()],
        "regions": [(k, line.name(spoken)) for k, line in published.leaf_regions().items()],
        "standings": [(str(standing), standing) for standing in Standing],
    }


@require_GET
def entry(request: HttpRequest, number: str) -> HttpResponse:
    """One certificate of the national register."""
    found = queries.by_number(number, on=clock.today())
    if found is None:
        return html("registry/unknown.html", {"number": number}, status=404)
    spoken = get_language() or ""
    response = html(
        "registry/entry.html",
        {
            "entry": found,
            "on": clock.today(),
            "domain": published.leaf_domains()[found.domain].name(spoken),
            "region": published.leaf_regions()[found.region].name(spoken),
            "markup": markup(found),
        },
    )
    response["Cache-Control"] = SHORTLY
    return response


def markup(found: queries.Entry) -> str:
    """The certificate as schema.org `Certification`, fit to stand inside a script element."""
    document = {
        "@context": "https://schema.org",
        "@type": "Certification",
        "certificationIdentification": found.number,
        "name": found.standard or found.domain,
        "certificationStatus": (
            "CertificationActive" if found.status == Standing.IN_FORCE else "CertificationInactive"
        ),
        "datePublished": found.issued_on.isoformat(),
        "expires": found.expires_on.isoformat(),
        "issuedBy": {"@type": "Organization", "identifier": found.body},
        "about": {
            "@type": "Organization",
            "name": found.holder,
            "identifier": found.credit_code,
        },
    }
    text = json.dumps(document, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


@require_GET
def statistics(request: HttpRequest) -> HttpResponse:
    """The dashboard: headlines, tables and a chart beside each."""
    is_printed = request.GET.get("of") == "october-2024"
    return html("registry/statistics.html", board(on=clock.today(), is_printed=is_printed))


@require_GET
def download(request: HttpRequest, by: str, kind: str) -> HttpResponse:
    """A table as CSV or as a workbook."""
    if by not in ("domain", "region") or kind not in ("csv", "xlsx"):
        raise Http404
    is_printed = request.GET.get("of") == "october-2024"
    columns = (
        Column(_("Domain") if by == "domain" else _("Region"), 28),
        Column(_("Certificates"), kind="number"),
        Column(_("Rank"), kind="number"),
        Column(_("Share of China (%)"), kind="text"),
        Column(_("Organisations"), kind="number"),
        Column(_("Rank by organisations"), kind="number"),
        Column(_("Share of organisations (%)"), kind="text"),
    )
    rows = [
        (row["name"], row["certificates"], row["ranks"][0], row["shares"][0],
         row["organisations"], row["ranks"][1], row["shares"][1])
        for row in table(by, is_printed=is_printed)
    ]  # fmt: skip
    title = _("Certificates by domain") if by == "domain" else _("Certificates by region")
    content = write_csv(columns, rows) if kind == "csv" else write_table(columns, rows, title)
    response = HttpResponse(content, content_type="text/csv" if kind == "csv" else XLSX)
    response["Content-Disposition"] = f'attachment; filename="certificates-by-{by}.{kind}"'
    return response


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]
@require_GET
def widget(request: HttpRequest, number: str) -> HttpResponse:
    """A line about one certificate that a buyer may put into a frame on its own page."""
    found = queries.by_number(number, on=clock.today())
    context = {"entry": found, "number": number[:60], "on": clock.today()}
    response = html("registry/widget.html", context, status=200 if found else 404)
    response["Cache-Control"] = SHORTLY
    return response

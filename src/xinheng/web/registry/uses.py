"""Is a mark used rightly, and what of a whole list of certificates?"""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from xinheng import clock
from xinheng.apps.certificates import queries as certificates
from xinheng.apps.registry import queries
from xinheng.core.registry.lookup import plain_key
from xinheng.core.registry.marks import Claim, Kind, Medium, check_use
from xinheng.core.registry.verdict import Verdict
from xinheng.core.shared.violation import Refused
from xinheng.front.public_limits import allows, visitor_address
from xinheng.front.verdicts import list_workbook
from xinheng.printing.workbook import Column, write_table
from xinheng.rulebook.codes.standards import schemes
from xinheng.web.registry.proving import page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET"])
def marks(request: HttpRequest) -> HttpResponse:
    """Whether a claim or a mark may be used so."""
    given = {
        name: request.GET.get(name, "").strip()[:500]
        for name in ("number", "words", "medium", "activity", "mark")
    }
    context: dict[str, object] = {"given": given, "media": list(Medium)}
    if given["number"] or given["words"]:
        found = certificates.public_certificate(plain_key(given["number"]), on=clock.today())
        context["unknown"] = found is None
        if found is not None:
            claim = Claim(
                words=given["words"],
                medium=_medium(given["medium"]),
                kind=_kind(found.scheme),
                scope=f"{found.scope_zh} {found.scope_en}",
                bears_mark=bool(given["mark"]),
                activity=given["activity"],
                is_in_force=found.is_valid,
            )
            context["use"], context["reasons"] = check_use(claim)
            context["certificate"] = found
    return page("registry/marks.html", context)


def _medium(text: str) -> Medium:
    return Medium(text) if text in [one.value for one in Medium] else Medium.WEBSITE


def _kind(scheme: str) -> Kind:
    category = next((one.category for one in schemes() if one.key == scheme), None)
    return Kind(str(category)) if category else Kind.MANAGEMENT_SYSTEM


@require_http_methods(["GET", "POST"])
@csrf_exempt  # it changes nothing, and whoever holds a list has no session
def check_list(request: HttpRequest) -> HttpResponse:
    """A workbook in, the same workbook with verdicts out."""
    upload = request.FILES.get("file")
    if upload is None:
        return page("registry/check_list.html", {"verdicts": list(Verdict)})
    if not allows(visitor_address(request), at=clock.now()):
        return page("registry/check_list.html", {"often": True}, status=429)
    if (upload.size or 0) > queries.LARGEST_FILE:
        return page("registry/check_list.html", {"large": True}, status=413)
    try:
        found = queries.check_list(upload.read(), on=clock.today())
    except Refused as refusal:
        return page("registry/check_list.html", {"reasons": refusal.violations}, status=422)
    return _workbook(list_workbook(found, on=clock.today()), "checked.xlsx")


@require_GET
def example(_request: HttpRequest) -> HttpResponse:
    """An empty list with the headings that are understood."""
    titles = (
        gettext("Item"), "证书编号", "企业名称", "产品", "标准", "有效期至",
    )  # fmt: skip
    columns = [Column(title) for title in titles]
    return _workbook(write_table(columns, [], gettext("Certificates to check")), "list.xlsx")


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

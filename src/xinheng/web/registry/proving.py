"""Verdicts for anybody: an uploaded file, a pasted text, a scanned code; and what goes out."""

import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from xinheng import clock
from xinheng.apps.proofs import queries as proofs
from xinheng.apps.registry import queries
from xinheng.core.registry.points import Paper
from xinheng.core.registry.verdict import Answer, not_genuine, reason
from xinheng.core.shared.wording import mark as _
from xinheng.front.public_limits import allows, visitor_address
from xinheng.web.registry.page import body_names
from xinheng.web.registry.views import PAPER, _day

TOO_LARGE = reason("too-large", _("The file is larger than any certificate."))
LONGEST_TEXT = 4096


@require_http_methods(["GET", "POST"])
@csrf_exempt  # it changes nothing, and whoever holds a paper has no session
def check(request: HttpRequest) -> HttpResponse:
    """The page that takes a file, a text or a code and gives one of the three answers."""
    given = {name: request.POST.get(name, "").strip()[:500] for name in PAPER}
    text = request.POST.get("text", "").strip()[:LONGEST_TEXT]
    if request.FILES and not allows(visitor_address(request), at=clock.now()):
        context = {"often": True, "text": text, "given": given}
        return page("registry/check.html", context, status=429)
    answer = _answered(request, text, given) if request.method == "POST" else None
    return page("registry/check.html", {"answer": answer, "text": text, "given": given})


def _answered(request: HttpRequest, text: str, given: dict[str, str]) -> Answer | None:
    paper = Paper(
        given["name"], given["address"], given["scope"], given["standard"],
        _day(given["expires_on"]),
    )  # fmt: skip
    upload = request.FILES.get("file")
    if upload is not None:
        if (upload.size or 0) > queries.LARGEST_FILE:
            return not_genuine(TOO_LARGE)
        return queries.verify(upload.read(), on=clock.today(), paper=paper)
    return queries.verify(text, on=clock.today(), paper=paper) if text else None


@require_GET
def scanned(_request: HttpRequest, payload: str) -> HttpResponse:
    """Where the QR code of a certificate leads: the live verdict, and what to compare."""
    answer = queries.verify_text(payload, on=clock.today())
    given = dict.fromkeys(PAPER, "")
    context = {"answer": answer, "text": f"V/{payload}", "given": given, "scanned": True}
    response = page("registry/check.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_GET
def offline(_request: HttpRequest) -> HttpResponse:
    """The verifier that works from disk: one file, with keys and status lists inside."""
    bundle = json.dumps(queries.offline_bundle(at=clock.now()), ensure_ascii=False)
    context = {
        # Nothing in the data may end the script element it stands in.
        "bundle": bundle.replace("<", "\\u003c"),
        "ed25519": _part("static/house/ed25519.js"),
        "script": _part("offline/offline.js"),
        "style": _part("offline/offline.css"),
    }
    content = loader.get_template("registry/offline.html").render(context)
    response = HttpResponse(content, content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="xinheng-verify.html"'
    return response


def _part(name: str) -> str:
    return (settings.PACKAGE / "web" / name).read_text(encoding="utf-8")


@require_GET
def bundle(_request: HttpRequest) -> HttpResponse:
    """Keys and status lists for verifiers without a network."""
    return _json(queries.offline_bundle(at=clock.now()))


@require_GET
def status(_request: HttpRequest, purpose: str) -> HttpResponse:
    """A signed status list."""
    return _json(queries.status_credential(purpose, at=clock.now()), "application/vc")


@require_GET
def credential(_request: HttpRequest, number: str) -> HttpResponse:
    """A certificate as a verifiable credential."""
    found = queries.credential(number, on=clock.today(), at=clock.now())
    if found is None:
        raise Http404
    return _json(found, "application/vc")


@require_GET
def keys_json(_request: HttpRequest) -> HttpResponse:
    """The public keys for machines."""
    return _json(queries.key_document())


@require_GET
def keys(_request: HttpRequest) -> HttpResponse:
    """The public keys for people."""
    return page("registry/keys.html", {"keys": proofs.keys(), "log": proofs.log_verifiers()})


def _json(document: dict[str, object], media_type: str = "application/json") -> HttpResponse:
    response = JsonResponse(document, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = media_type
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=60"
    return response


def page(template: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    """A small public page without session."""
    name_zh, name_en = body_names()
    shared = {"body_zh": name_zh, "body_en": name_en, "language": get_language()}
    content = loader.get_template(template).render({**shared, **context})
    return HttpResponse(content, status=status)

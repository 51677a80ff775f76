"""What anybody may ask, without signing in: is this certificate genuine, and how does it stand?"""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import loader
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from xinheng import clock
from xinheng.apps.certificates import queries
from xinheng.apps.journal import queries as journal
from xinheng.core.registry.lookup import (
    MOST_RESULTS,
    is_long_enough,
    looks_like_credit_code,
    plain_key,
)
from xinheng.core.registry.points import Paper, Registered, compare
from xinheng.front.public_limits import allows, visitor_address
from xinheng.rulebook.codes.standards import schemes
from xinheng.rulebook.lists import vocabulary
from xinheng.web.registry.page import body_names, page_of

SHORTLY = "public, max-age=5"
PAPER = ("name", "address", "scope", "standard", "expires_on")


@require_GET
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """The public page of one certificate: the target of its QR code."""
    key = plain_key(number)
    if any(request.GET.get(name) for name in PAPER):
        return _compared(request, key)
    page = page_of(key, on=clock.today())
    if page is None:
        return html("registry/unknown.html", {"number": number}, status=404)
    if request.headers.get("If-None-Match") == page.tag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(page.content)
    response["ETag"] = page.tag
    response["Cache-Control"] = SHORTLY
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


def _compared(request: HttpRequest, number: str) -> HttpResponse:
    """The page with the visitor's paper beside the register."""
    on = clock.today()
    found = queries.public_certificate(number, on=on)
    if found is None:
        return html("registry/unknown.html", {"number": number}, status=404)
    given = {name: request.GET.get(name, "").strip()[:500] for name in PAPER}
    paper = Paper(
        name=given["name"],
        address=given["address"],
        scope=given["scope"],
        standard=given["standard"],
        expires_on=_day(given["expires_on"]),
    )
    registered = Registered(
        name=(found.holder_zh, found.holder_en),
        address=(
            found.address_zh,
            found.address_en,
            *(text for site in found.sites for text in (site["address_zh"], site["address_en"])),
        ),
        scope=(found.scope_zh, found.scope_en),
        standard=(found.standard,),
        effective_on=found.effective_on,
        expires_on=found.expires_on,
        is_valid=found.is_valid,
        last_surveillance_on=found.last_surveillance_on,
    )
    context = {
        "certificate": found,
        "history": queries.marks_of(found.id),
        "points": compare(paper, registered),
        "given": given,
        "bad_day": bool(given["expires_on"]) and paper.expires_on is None,
        "on": on,
    }
    return html("registry/certificate.html", context)


def _day(text: str) -> date | None:
    """A day written 2026-3-5, 2026.3.5, 2026/3/5 or 2026年3月5日; nothing if it is none."""
    parts = text.translate(str.maketrans("./年月", "----", "日 ")).split("-")
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        return None


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Search by certificate number, credit code or holder."""
    text = request.GET.get("q", "").strip()[:200]
    if not text:
        return html("registry/search.html", {"text": ""})
    on, key = clock.today(), plain_key(text)
    hits = queries.found_by_number(key, on=on)
    if not hits and looks_like_credit_code(text):
        hits = queries.found_by_credit_code(key, on=on)
    trouble = ""
    if not hits and not is_long_enough(text):
        trouble = "short"
    elif not hits and not looks_like_credit_code(text):
        if not allows(visitor_address(request), at=clock.now()):
            return html("registry/search.html", {"text": text, "trouble": "often"}, status=429)
        hits = queries.found_by_name(text, on=on)
    context = {"text": text, "hits": hits, "trouble": trouble, "asked": True, "most": MOST_RESULTS}
    return html("registry/search.html", context)


@require_GET
def proof(request: HttpRequest, number: str, idx: int) -> HttpResponse:
    """A proof that an entry about this certificate stands in the journal."""
    found = queries.public_certificate(plain_key(number), on=clock.today())
    if found is None or idx not in {mark.entry for mark in queries.marks_of(found.id)}:
        raise Http404
    response = HttpResponse(journal.proof(idx).as_text(), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="entry-{idx}.proof.txt"'
    return response


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """What a body tells the public: schemes, process, marks, complaints and appeals."""
    language = get_language() or ""
    offered = [(scheme.key, scheme.name(language)) for scheme in schemes()]
    return html("registry/about.html", {"schemes": offered})


@require_GET
def benefits(request: HttpRequest) -> HttpResponse:
    """What certification is said to be good for. It informs; it promises and decides nothing."""
    spoken = get_language() or ""
    rows = [(row.name(spoken), row.schemes, row.source) for row in vocabulary.benefits()]
    return html("registry/benefits.html", {"benefits": rows})


@require_GET
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the visitor's language in a cookie and go back."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    target = request.GET.get("next", "/verify/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = "/verify/"
    response = HttpResponseRedirect(target)
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=31_536_000, samesite="Lax")
    return response


def html(template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A small page without session, sign-in or frame."""
    name_zh, name_en = body_names()
    shared = {"body_zh": name_zh, "body_en": name_en, "language": get_language()}
    content = loader.get_template(template).render({**shared, **context})
    return HttpResponse(content, status=status)

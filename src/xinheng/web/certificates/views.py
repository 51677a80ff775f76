"""Lists, pages and documents of certificates."""

import io
import zipfile
from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xinheng import clock
from xinheng.apps.certificates import actions, queries
from xinheng.apps.certificates.queries import CertificateView
from xinheng.apps.journal import queries as journal
from xinheng.core.certificates.words import CertificateState, ListKind
from xinheng.core.shared.actor import Actor
from xinheng.front.who import Request
from xinheng.front.wording import said
from xinheng.printing.workbook import Column, write_table
from xinheng.rulebook.codes.regions import RegionLevel, at_level
from xinheng.web.registry.page import body_names

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_IN_ONE_ARCHIVE = 50


def _filtered(request: Request) -> tuple[CertificateView, ...]:
    given = request.GET
    soon = clock.today() + timedelta(days=queries.SOON_DAYS) if given.get("soon") else None
    return queries.listing(
        request.actor,
        state=given.get("state", ""),
        scheme=given.get("scheme", ""),
        province=given.get("province", ""),
        expiring_by=soon,
        text=given.get("q", "").strip()[:60],
    )


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """The certificates one may see, filtered by the address."""
    context = {
        "certificates": _filtered(request),
        "states": list(CertificateState),
        "provinces": at_level(RegionLevel.PROVINCE),
        "given": request.GET,
        "body_zh": body_names()[0],
    }
    return render(request, "certificates/list.html", context)


@require_GET
@login_required
def export(request: Request) -> HttpResponse:
    """The list that is shown, as a workbook."""
    columns = [
        Column(_("Number"), 24),
        Column(_("Holder"), 32),
        Column(_("Unified social credit code"), 22),
        Column(_("Standard"), 18),
        Column(_("State"), 12),
        Column(_("Effective from"), 12, "date"),
        Column(_("Valid until"), 12, "date"),
    ]
    rows = [
        (row.number, row.holder_zh, row.credit_code, row.standard, said(row.state),
         row.effective_on, row.expires_on)
        for row in _filtered(request)
    ]  # fmt: skip
    response = HttpResponse(write_table(columns, rows, _("Certificates")), content_type=WORKBOOK)
    response["Content-Disposition"] = 'attachment; filename="certificates.xlsx"'
    return response


@require_GET
@login_required
def certificate(request: Request, number: str) -> HttpResponse:
    """One certificate with its history, its journal and its document."""
    found = queries.by_number(number, viewer=request.actor)
    context = {
        "certificate": found,
        "happenings": queries.happenings(found.id),
        "lines": journal.of_object(queries.TYPE, found.id),
        "surveillance": queries.surveillance_due(found, clock.today()) if found.is_alive else None,
    }
    return render(request, "certificates/certificate.html", context)


@require_GET
@login_required
def document(request: Request, number: str) -> HttpResponse:
    """The sealed document, or an overprinted copy of one that is obsolete or has ended."""
    found = queries.by_number(number, viewer=request.actor)
    response = HttpResponse(_pdf(found, request.actor), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return response


def _pdf(found: CertificateView, actor: Actor) -> bytes:
    at = clock.now()
    if not found.is_alive:
        return actions.obsolete_copy(certificate_id=found.id, at=at)
    return actions.sealed_document(certificate_id=found.id, at=at, by=actor)


@require_POST
@login_required
def bundle(request: Request) -> HttpResponse:
    """The documents of the chosen certificates in one archive."""
    chosen = [key for key in request.POST.getlist("certificate") if key.isdigit()]
    if not chosen:
        raise Http404
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for key in chosen[:MOST_IN_ONE_ARCHIVE]:
            found = queries.certificate(int(key), viewer=request.actor)
            archive.writestr(f"{found.number}.pdf", _pdf(found, request.actor))
    response = HttpResponse(target.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="certificates.zip"'
    return response


@require_GET
@login_required
def proof(request: Request, number: str, idx: int) -> HttpResponse:
    """A proof that an entry about this certificate stands in the journal."""
    found = queries.by_number(number, viewer=request.actor)
    if idx not in {line.idx for line in journal.of_object(queries.TYPE, found.id)}:
        raise Http404
    text = journal.proof(idx).as_text()
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="entry-{idx}.proof.txt"'
    return response


@require_GET
@login_required
def today(request: Request) -> HttpResponse:
    """What should be suspended, restored, withdrawn or let expire today. For the body's people."""
    if not request.actor.is_staff:
        raise Http404
    found = queries.lists(clock.today())
    lists = [(kind, [line for line in found if line.kind == kind]) for kind in ListKind]
    return render(request, "certificates/today.html", {"lists": lists})

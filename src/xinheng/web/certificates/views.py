"""Lists, pages and documents of certificates."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from xinheng import clock
from xinheng.apps.certificates import actions, queries
from xinheng.apps.certificates.queries import CertificateView
from xinheng.apps.journal import queries as journal
from xinheng.apps.proofs import actions as proofs
from xinheng.core.certificates.words import CertificateState, ListKind
from xinheng.core.shared.actor import Actor
from xinheng.front.who import Request
from xinheng.rulebook.codes.regions import RegionLevel, at_level
from xinheng.web.journal.said import told
from xinheng.web.lists import (
    BulkAct,
    Column,
    Filter,
    ListPage,
    Rows,
    Wanted,
    render_list,
    ticked,
)

MOST_IN_ONE_ARCHIVE = 50


def _own_holder(row: CertificateView) -> str:
    return row.holder_en if get_language() == "en" and row.holder_en else row.holder_zh


def _page_of(row: CertificateView) -> str:
    return reverse("certificates:certificate", args=[row.number])


def _provinces() -> list[tuple[str, object]]:
    is_english = get_language() == "en"
    return [
        (region.code, region.name_en if is_english and region.name_en else region.name_zh)
        for region in at_level(RegionLevel.PROVINCE)
    ]


PAGE = ListPage(
    title=_("Certificates"),
    columns=(
        Column("number", _("Number"), lambda row: row.number, sort="number", link=_page_of,
               width=24),
        Column("holder", _("Holder"), _own_holder, sort="holder", width=36),
        Column("credit", _("Unified social credit code"), lambda row: row.credit_code,
               shown=False, width=22),
        Column("scheme", _("Scheme"), lambda row: row.scheme, shown=False),
        Column("standard", _("Standard"), lambda row: row.standard, width=18),
        Column("state", _("State"), lambda row: row.state, sort="state", look="pill"),
        Column("effective", _("Effective from"), lambda row: row.effective_on, sort="effective"),
        Column("expires", _("Valid until"), lambda row: row.expires_on, sort="expires"),
        Column("suspended", _("Suspended until at most"), lambda row: row.suspended_until,
               shown=False),
        Column("case", _("Case"), lambda row: row.case_number, shown=False),
    ),
    filters=(
        Filter("state", _("State"), CertificateState.pairs),
        Filter("scheme", _("Scheme"), lambda: [(key, key) for key in queries.schemes_in_use()]),
        Filter("province", _("Province"), _provinces),
        Filter("soon", _("Valid until"), lambda: [("1", _("Ends within 90 days"))]),
    ),
    empty=_("No certificate fits. The first comes when a granted decision is carried out on its "
            "case."),
    bulk=(
        BulkAct(
            _("Download the chosen documents"),
            reverse_lazy("certificates:bundle"),
            is_download=True,
        ),
    ),
    template="certificates/list.html",
)  # fmt: skip


def _fetch_for(viewer: Actor) -> Callable[[Wanted], Rows]:
    def fetch(asked: Wanted) -> Rows:
        chosen = asked.filters
        soon = clock.today() + timedelta(days=queries.SOON_DAYS) if chosen.get("soon") else None
        sought = queries.Sought(
            state=chosen.get("state", ""),
            scheme=chosen.get("scheme", ""),
            province=chosen.get("province", ""),
            expiring_by=soon,
            text=asked.words,
        )
        rows = queries.listing(
            viewer, sought, order=asked.order, first=asked.first, count=asked.count
        )
        return Rows(rows, queries.how_many(viewer, sought))

    return fetch


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """The certificates one may see, filtered by the address; also as a file."""
    return render_list(request, PAGE, _fetch_for(request.actor))


@require_GET
@login_required
def certificate(request: Request, number: str) -> HttpResponse:
    """One certificate with its history, its journal and its document."""
    found = queries.by_number(number, viewer=request.actor)
    context = {
        "certificate": found,
        "happenings": queries.happenings(found.id),
        "history": told(journal.of_object(queries.TYPE, found.id)),
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
    # The proof of the issue goes along in the file, so the log is signed before it is made.
    with suppress(proofs.RefusedToSign):
        proofs.sign_checkpoint(at=at)
    return actions.sealed_document(certificate_id=found.id, at=at, by=actor)


@require_POST
@login_required
def bundle(request: Request) -> HttpResponse:
    """The documents of the chosen certificates in one archive."""
    chosen = ticked(request, PAGE, _fetch_for(request.actor))
    if not chosen:
        messages.info(request, _("Nothing was ticked."))
        return redirect("certificates:list")
    if len(chosen) > MOST_IN_ONE_ARCHIVE:
        messages.info(
            request,
            _("%(count)s certificates were chosen; one archive holds %(most)s. Choose fewer.")
            % {"count": len(chosen), "most": MOST_IN_ONE_ARCHIVE},
        )
        return redirect(f"{reverse('certificates:list')}?{request.GET.urlencode()}")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for key in chosen:
            found = queries.certificate(key, viewer=request.actor)
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

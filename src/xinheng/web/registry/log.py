"""The log for people and for programs: how far it is signed, and proofs of its entries."""

import base64
import json

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from xinheng.apps.journal import queries as journal
from xinheng.apps.proofs import queries
from xinheng.front.acts_said import title_of
from xinheng.proving import note
from xinheng.proving.tiles import tile_at
from xinheng.web.registry.proving import page

PUBLIC = "certificates."
SHOWN = 20


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What the log is, how far it is signed and by whom, and the newest public entries."""
    kept = queries.newest()
    sought = request.GET.get("entry", "")
    if sought.isascii() and sought.isdigit() and len(sought) < 16:
        return entry(request, int(sought))
    context: dict[str, object] = {
        "kept": kept,
        "signatures": [one.name for one in note.read(kept.note).signatures] if kept else (),
        "notes": queries.notes()[-SHOWN:][::-1],
        "verifiers": [verifier.as_text() for verifier in queries.log_verifiers()],
        "bad": bool(sought),
    }
    return page("registry/log.html", context)


@require_GET
def entry(_request: HttpRequest, idx: int) -> HttpResponse:
    """One entry about a certificate, with a button that proves it in the browser."""
    text = queries.log_proof(idx) if _is_public(idx) else None
    if text is None:
        return page("registry/log_entry.html", {"idx": idx, "missing": True}, status=404)
    proof = note.log_proof(text)
    said = json.loads(proof.extra)
    kept = queries.covering(idx)
    context = {
        "idx": idx,
        "said": said,
        "title": title_of(said["type"]),
        "size": kept.size if kept else 0,
        "at_latest": queries.since(idx),
        "proof": text,
        "keys": " ".join(
            base64.b64encode(verifier.public_key).decode() for verifier in queries.log_verifiers()
        ),
        "origin": queries.origin(),
    }
    return page("registry/log_entry.html", context)


@require_GET
def proof(_request: HttpRequest, idx: int) -> HttpResponse:
    """The proof of an entry about a certificate as a file."""
    text = queries.log_proof(idx) if _is_public(idx) else None
    if text is None:
        raise Http404
    response = _plain(text.encode())
    response["Content-Disposition"] = f'attachment; filename="entry-{idx}.tlog-proof"'
    return response


@require_GET
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """The newest signed checkpoint."""
    kept = queries.newest()
    if kept is None:
        raise Http404
    response = _plain(kept.note.encode())
    response["Cache-Control"] = "public, max-age=5"
    return response


@require_GET
def policy(_request: HttpRequest) -> HttpResponse:
    """The keys of the log and of its witnesses, as a policy other programs read."""
    found = queries.policy()
    lines = [
        *(f"log {log.as_text()}" for log in found.logs),
        *(f"witness {name} {key.as_text()}" for name, key in found.witnesses.items()),
        *(f"group {name} {n} {' '.join(of)}" for name, (n, of) in found.groups.items()),
        f"quorum {found.quorum}",
    ]
    return _plain(("\n".join(lines) + "\n").encode())


@require_GET
def tile(_request: HttpRequest, kind: str, place: str) -> HttpResponse:
    """A tile of hashes, as it lies on the disk."""
    wanted = tile_at(kind, place)
    if wanted is None or wanted.level is None:
        raise Http404
    file = queries.folder() / wanted.path
    if not file.is_file():
        raise Http404
    response = HttpResponse(file.read_bytes(), content_type="application/octet-stream")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _is_public(idx: int) -> bool:
    """Whether an entry tells of a certificate: the others are the body's own business."""
    raw = journal.entries_of(idx, 1)
    return bool(raw) and str(json.loads(raw[0])["type"]).startswith(PUBLIC)


def _plain(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="text/plain; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response

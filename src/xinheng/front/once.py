"""One effect for one key: a request that is sent twice is answered from the first time.

The key comes in the header `Idempotency-Key` or the form field `once`. The
effects, the key and the answer are written in one transaction, so that an
answer that was given can be given again after any crash.
"""

from collections.abc import Callable
from hashlib import sha256

from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse

from xinheng import clock
from xinheng.apps.journal import actions as journal
from xinheng.apps.journal.queries import Answer
from xinheng.front.no_room import is_no_room, no_room

LONGEST_KEY = 100


class OnceMiddleware:
    """Give the kept answer to a repeated request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = _key(request)
        if not key:
            return self.get_response(request)
        if len(key) > LONGEST_KEY:
            return JsonResponse({"title": "Idempotency key too long"}, status=400)
        scoped = f"{request.user.pk or 'visitor'}:{key}"
        try:
            return self._answer(request, scoped)
        except (OSError, OperationalError) as problem:
            # A large upload goes through a file of its own while it is read; the kept answer
            # is a row like others.
            if not is_no_room(problem):
                raise
            return no_room(request)
        except IntegrityError as error:
            if "once" not in str(error):
                raise
            # The same key was being used at this very moment; now its answer is kept.
            return self._answer(request, scoped)

    def _answer(self, request: HttpRequest, key: str) -> HttpResponse:
        fingerprint = _fingerprint(request)
        with transaction.atomic():
            kept = journal.begin_once(key=key, fingerprint=fingerprint, at=clock.now())
            if kept is not None:
                return _again(kept, fingerprint)
            response = self.get_response(request)
            if response.status_code >= 400:
                transaction.set_rollback(True)
                return response
            journal.finish_once(
                key=key,
                status=response.status_code,
                location=response.headers.get("Location", ""),
                media_type=response.headers.get("Content-Type", ""),
                body=b"" if response.streaming else response.content,
            )
        return response


def _key(request: HttpRequest) -> str:
    if request.method != "POST":
        return ""
    if header := request.headers.get("Idempotency-Key", ""):
        return header
    if request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return str(request.POST.get("once", ""))
    return ""


def _fingerprint(request: HttpRequest) -> str:
    seen = sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type == "application/json":
        seen.update(request.body)
    else:
        for name, values in sorted(request.POST.lists()):
            if name not in ("csrfmiddlewaretoken", "once"):
                seen.update(f"{name}={values}\n".encode())
    return seen.hexdigest()


def _again(kept: Answer, fingerprint: str) -> HttpResponse:
    if kept.fingerprint != fingerprint:
        return JsonResponse(
            {"title": "This idempotency key was used for another request"}, status=422
        )
    response = HttpResponse(
        kept.body, status=kept.status or 200, content_type=kept.media_type or None
    )
    if kept.location:
        response["Location"] = kept.location
    response["Idempotent-Replay"] = "true"
    return response

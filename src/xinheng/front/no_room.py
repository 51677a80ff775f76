"""A disk that is full: how it shows itself, and what everybody is told.

Whatever was begun is rolled back with its transaction before anybody is answered, so the
answer can say that nothing was changed.
"""

import errno

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils.translation import gettext

from xinheng.core.shared.source import Source, Verified
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

INSUFFICIENT_STORAGE = 507
FILES_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
SQLITE_FULL = 13
SQLITE_CANNOT_WRITE = 778
"""The extended code of a write that the system refused, as under a quota."""
POSTGRES_FULL = "53100"
KEEPING = Source("House settings", "disk", "1", Verified.PRACTICE.value)
NO_ROOM = Violation(
    code="system.no-room",
    message=_("There is no room left on the disk. Nothing was changed; tell the operator."),
    source=KEEPING,
)


def is_no_room(error: BaseException | None) -> bool:
    """Whether an error says that the disk is full: of a file, of SQLite or of PostgreSQL."""
    if isinstance(error, OSError):
        return error.errno in FILES_FULL
    if not isinstance(error, DatabaseError):
        return False
    cause = error.__cause__
    code = getattr(cause, "sqlite_errorcode", None)
    return code in (SQLITE_FULL, SQLITE_CANNOT_WRITE) or (
        getattr(cause, "sqlstate", None) == POSTGRES_FULL
    )


def no_room(request: HttpRequest) -> HttpResponse:
    """The answer to a page or a program. It asks the database nothing."""
    if request.path.startswith("/api/"):
        document = {
            "title": gettext(NO_ROOM.message),
            "status": INSUFFICIENT_STORAGE,
            "reasons": [],
        }
        return JsonResponse(
            document, status=INSUFFICIENT_STORAGE, content_type="application/problem+json"
        )
    page = loader.render_to_string("errors/507.html")
    return HttpResponse(page, status=INSUFFICIENT_STORAGE)

"""Closing a case whose certificates have all ended."""

from datetime import datetime

from django.db import transaction

from xinheng.apps.cases import actions as cases
from xinheng.apps.certificates import queries
from xinheng.core.shared.actor import Actor


@transaction.atomic
def close_case(
    *, case_id: int, because: str, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Close a case for good.

    Raises:
        Refused: `by` may not, a round is under way, or a certificate is still alive.

    Source: ISO/IEC 17021-1:2015, 9.6.5 and 9.9.
    """
    case = cases.lock(case_id, seen=seen)
    alive = queries.how_many_alive(case_id)
    cases.end(case, "close", by=by, at=at, because=because, certificates_alive=alive)

"""How many certificates the body had to maintain, scheme by scheme."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q

from xinheng.apps.certificates.models import Certificate
from xinheng.core.certificates.words import ALIVE


def maintained_counts(days: Sequence[date]) -> dict[str, tuple[int, ...]]:
    """How many certificates of each scheme were alive on each of these days. One query.

    A certificate is alive from the day it takes effect to its end; one that was ended early is
    alive until the day it ended. An older issue ended when the newer one took its place.
    """
    counts = {
        f"on_{n}": Count(
            "pk",
            filter=Q(effective_on__lte=day, expires_on__gte=day)
            & (Q(state__in=ALIVE) | Q(state_since__gt=day)),
        )
        for n, day in enumerate(days)
    }
    rows: Iterable[Mapping[str, Any]] = (
        Certificate.objects.values("scheme").annotate(**counts).order_by("scheme")
    )
    return {row["scheme"]: tuple(row[f"on_{n}"] for n in range(len(days))) for row in rows}

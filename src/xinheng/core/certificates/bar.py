"""How long a client stays away after a suspension or a withdrawal."""

from dataclasses import dataclass
from datetime import date

from xinheng.core.shared.source import Source

CN08 = Source("CNCA-QMS-01", "5.1.2", "2025", "verified-2+")


@dataclass(frozen=True, slots=True)
class Bar:
    """The first day on which an application may be accepted again, and why."""

    since: date
    until: date
    certificate: str
    source: Source = CN08


def counted_from(*, suspended_on: date | None, withdrawn_on: date | None) -> date | None:
    """The day a bar counts from: the suspension where the withdrawal followed one.

    Source: CNCA-QMS-01:2025, 5.1.2 (CN-08).
    """
    return suspended_on or withdrawn_on

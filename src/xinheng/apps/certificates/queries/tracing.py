"""What happened to every certificate of a case, each with the round and the entry it rests on."""

from dataclasses import dataclass
from datetime import date, datetime

from xinheng.apps.certificates.models import Happening
from xinheng.core.certificates.words import Change


@dataclass(frozen=True, slots=True)
class Traced:
    """A change of a certificate. `round_id` is that of the decision it carried out, if any."""

    number: str
    scheme: str
    change: Change
    on: date
    at: datetime
    entry: int
    round_id: int | None


def traced(case_id: int) -> tuple[Traced, ...]:
    """Every change of every certificate of a case, oldest first."""
    rows = Happening.objects.filter(certificate__case_id=case_id).select_related("certificate")
    return tuple(
        Traced(
            row.certificate.number, row.certificate.scheme, Change(row.change), row.on, row.at,
            row.entry, row.round_id,
        )
        for row in rows.order_by("at", "pk")
    )  # fmt: skip

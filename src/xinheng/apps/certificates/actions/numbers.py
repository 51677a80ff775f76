"""The pattern of certificate numbers, and the next number by it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from xinheng.apps.cases import actions as cases
from xinheng.apps.cases.queries import SchemeView
from xinheng.apps.certificates import queries
from xinheng.apps.certificates.models import Certificate, NumberPattern
from xinheng.apps.journal import actions as journal
from xinheng.core.certificates import acts
from xinheng.core.certificates.issuing import number_from
from xinheng.core.certificates.numbering import example_of
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import refuse_if


@transaction.atomic
def set_number_pattern(*, scheme: str, pattern: str, by: Actor, at: datetime) -> NumberPattern:
    """Set how the numbers of a scheme are made from now on. Numbers once given stay.

    Args:
        scheme: empty for every scheme without a pattern of its own.
        pattern: empty to give up the own pattern.

    Raises:
        Refused: `by` may not, or the pattern is wrong or would repeat numbers; every reason.
    """
    on = timezone.localdate(at)
    row, _made = NumberPattern.objects.select_for_update().get_or_create(
        scheme=scheme, defaults={"pattern": ""}
    )
    refuse_if(queries.pattern_obstacles(scheme, pattern, by=by, on=on))
    row.pattern = pattern
    row.save(update_fields=["pattern"])
    stands = queries.pattern_of(scheme)
    example = example_of(stands, scheme or "QMS", body=queries.body_digits(), year=on.year)
    journal.record(
        acts.SET_PATTERN, on=row, by=by, at=at, scheme=scheme or "*", pattern=stands,
        example=example,
    )  # fmt: skip
    return row


def next_number(applied: SchemeView, cycle: int, on: date) -> str:
    """The next certificate number of a scheme, by the pattern in force.

    A number that was given before, under an older pattern or another scheme, is passed over:
    a number names one certificate for ever.

    Source: ISO/IEC 17021-1:2015, 8.2.2 d.
    """
    pattern, body = queries.pattern_of(applied.scheme), queries.body_digits()
    while True:
        number = number_from(
            pattern,
            body=body,
            year=on.year,
            scheme=applied.scheme,
            serial=cases.next_number(f"certificate-{applied.scheme}-{on.year}"),
            cycle=cycle,
            people=applied.people,
        )
        if not Certificate.objects.filter(base_number=number).exists():
            return number

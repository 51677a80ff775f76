"""Questions about teams: who sits where, who took part in what."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from xinheng.apps.cases.models import CaseScheme, Involvement, Seat, StepRecord
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import CaseState, Part
from xinheng.core.people.words import SeatPart
from xinheng.core.shared.reading_once import answered_once


@dataclass(frozen=True, slots=True)
class SeatView:
    """Somebody's place in a team."""

    id: int
    person_id: int
    name: str
    part: SeatPart
    schemes: tuple[str, ...]
    codes: tuple[str, ...]
    supervisor_id: int | None
    declared_at: datetime | None


@answered_once
def team(round_id: int) -> tuple[SeatView, ...]:
    """The team of a round as it is now, leader first."""
    seats = Seat.objects.filter(round_id=round_id, left_at__isnull=True).select_related("person")
    order = list(SeatPart)
    return tuple(
        seat_view(row) for row in sorted(seats, key=lambda s: (order.index(SeatPart(s.part)), s.pk))
    )


def seat_view(row: Seat) -> SeatView:
    return SeatView(
        id=row.pk,
        person_id=row.person_id,
        name=row.person.name_zh,
        part=SeatPart(row.part),
        schemes=tuple(row.schemes),
        codes=tuple(row.codes),
        supervisor_id=row.supervisor_id,
        declared_at=row.declared_at,
    )


def open_schemes(organisation_id: int) -> dict[str, str]:
    """The schemes of a client that have a case under way or alive, with the case's number."""
    rows = CaseScheme.objects.filter(case__organisation_id=organisation_id).exclude(
        case__state__in=[CaseState.REFUSED, CaseState.CLOSED]
    )
    return dict(rows.values_list("scheme", "case__number"))


@answered_once
def took_part(case_id: int, *parts: Part) -> frozenset[int]:
    """The persons who ever did one of these parts in a case, in any round."""
    rows = Involvement.objects.filter(case_id=case_id, part__in=parts)
    return frozenset(rows.values_list("person_id", flat=True))


@answered_once
def leaders_before(organisation_id: int, round_id: int) -> tuple[tuple[int, date], ...]:
    """Who led the audits of a client that took place, and when they closed; newest first.

    Args:
        round_id: the round that is being planned; it is left out.
    """
    closed = dict(
        StepRecord.objects.filter(
            step=Step.VISIT_CLOSED,
            undone_at__isnull=True,
            round__case__organisation_id=organisation_id,
        )
        .exclude(round_id=round_id)
        .values_list("round_id", "done_at")
    )
    seats = Seat.objects.filter(
        round_id__in=closed, part=SeatPart.LEADER, left_at__isnull=True
    ).values_list("person_id", "round_id")
    newest = sorted(seats, key=lambda seat: closed[seat[1]], reverse=True)
    return tuple((person_id, localdate(closed[key])) for person_id, key in newest)

"""Who sits in the team of a round: the seats that room `staffing` fills."""

from collections.abc import Sequence
from datetime import datetime

from xinheng.apps.cases.models import Case, Round, Seat
from xinheng.core.people.words import SeatPart


def seat(
    case: Case,
    *,
    person_id: int,
    part: SeatPart,
    schemes: Sequence[str],
    codes: Sequence[str],
    supervisor_id: int | None = None,
) -> Seat:
    """Give somebody a place in the team of the open round. For the room `staffing`."""
    current = Round.objects.get(case=case, ended_at__isnull=True)
    return Seat.objects.create(
        round=current,
        person_id=person_id,
        part=part,
        schemes=list(schemes),
        codes=list(codes),
        supervisor_id=supervisor_id,
    )


def leave_seat(seat_id: int, *, at: datetime) -> None:
    """Take somebody off the team. The row stays."""
    Seat.objects.filter(pk=seat_id, left_at__isnull=True).update(left_at=at)


def declare_seat(seat_id: int, *, at: datetime) -> None:
    """Note that a member accepted the place and declared its interests."""
    Seat.objects.filter(pk=seat_id).update(declared_at=at)

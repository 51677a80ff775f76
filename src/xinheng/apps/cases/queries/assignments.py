"""Who sits in which team now, over all cases."""

from dataclasses import dataclass

from xinheng.apps.cases.models import Seat
from xinheng.apps.cases.queries.teams import SeatView, seat_view
from xinheng.core.cases.words import CaseState, RoundKind
from xinheng.core.shared.reading_once import answered_once


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """A place in the team of an open round, with the case it belongs to."""

    case_id: int
    case_number: str
    organisation_id: int
    organisation_zh: str
    state: CaseState
    kind: RoundKind
    schemes: tuple[str, ...]
    seat: SeatView


@answered_once
def assignments(
    person_id: int | None = None, *, case_id: int | None = None
) -> tuple[AssignmentView, ...]:
    """The places in teams of rounds that are open: of one person, of one case, or all."""
    seats = Seat.objects.filter(left_at__isnull=True, round__ended_at__isnull=True).exclude(
        round__case__state__in=[CaseState.CLOSED, CaseState.REFUSED]
    )
    if person_id is not None:
        seats = seats.filter(person_id=person_id)
    if case_id is not None:
        seats = seats.filter(round__case_id=case_id)
    rows = (
        seats.select_related("person", "round__case__organisation")
        .prefetch_related("round__case__schemes")
        .order_by("pk")
    )
    return tuple(
        AssignmentView(
            case_id=row.round.case_id,
            case_number=row.round.case.number,
            organisation_id=row.round.case.organisation_id,
            organisation_zh=row.round.case.organisation.name_zh,
            state=CaseState(row.round.case.state),
            kind=RoundKind(row.round.kind),
            schemes=tuple(scheme.scheme for scheme in row.round.case.schemes.all()),
            seat=seat_view(row),
        )
        for row in rows
    )

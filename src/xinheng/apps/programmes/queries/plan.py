"""The programme that stands, and which sites the open round visits."""

from dataclasses import dataclass
from datetime import date, datetime

from xinheng.apps.cases import queries as cases
from xinheng.apps.programmes.models import DueAudit, PlannedVisit, Programme
from xinheng.apps.programmes.queries.timing import LineView, line_view, standing_reckoning
from xinheng.core.cases.words import RoundKind
from xinheng.core.programmes.words import VisitKind
from xinheng.core.shared.reading_once import answered_once


@dataclass(frozen=True, slots=True)
class VisitView:
    """A planned visit: its window and its sites."""

    kind: VisitKind
    first_on: date
    last_on: date
    site_ids: tuple[int, ...]
    lines: tuple[LineView, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """A version of the programme."""

    id: int
    version: int
    shifts: str
    made_at: datetime
    made_by: str
    visits: tuple[VisitView, ...]


@answered_once
def programme(case_id: int) -> ProgrammeView | None:
    """The newest programme of a case."""
    row = (
        Programme.objects.filter(case_id=case_id)
        .select_related("made_by")
        .prefetch_related("visits")
        .order_by("-version")
        .first()
    )
    if row is None:
        return None
    order = list(VisitKind)
    visits = sorted(row.visits.all(), key=lambda v: (v.first_on, order.index(VisitKind(v.kind))))
    return ProgrammeView(
        id=row.pk,
        version=row.version,
        shifts=row.shifts,
        made_at=row.made_at,
        made_by=row.made_by.name_zh if row.made_by else "",
        visits=tuple(_visit(visit) for visit in visits),
    )


def sites_to_visit(case_id: int) -> tuple[int, ...]:
    """The sites the open round visits, by the programme; every site where it says nothing.

    A round reckoned with its own sample visits that sample.

    Raises:
        NoCase: there is no such case.
    """
    return sites_of_round(cases.case(case_id))


@answered_once
def sites_of_round(case: cases.CaseView) -> tuple[int, ...]:
    """The sites the open round of a case visits, as `sites_to_visit` does, for one at hand."""
    every = tuple(site.id for site in case.sites)
    wanted = _planned(case) or _reckoned(case) or every
    # A site that has left the scope since is not visited.
    return tuple(pk for pk in every if pk in set(wanted)) or every


def _reckoned(case: cases.CaseView) -> tuple[int, ...]:
    found = standing_reckoning(case.id, case.round.id)
    return found.site_ids if found else ()


def _planned(case: cases.CaseView) -> tuple[int, ...]:
    kind = _visit_of_round(case)
    found = programme(case.id)
    if kind is None or found is None:
        return ()
    return next((visit.site_ids for visit in found.visits if visit.kind == kind), ())


def _visit_of_round(case: cases.CaseView) -> VisitKind | None:
    if case.round.kind == RoundKind.INITIAL:
        return VisitKind.STAGE_2
    if case.round.kind == RoundKind.RECERTIFICATION:
        return VisitKind.RECERTIFICATION
    if case.round.kind == RoundKind.SURVEILLANCE:
        due = DueAudit.objects.filter(round_id=case.round.id).first()
        return VisitKind(due.kind) if due else VisitKind.SURVEILLANCE_1
    return None


def _visit(row: PlannedVisit) -> VisitView:
    return VisitView(
        kind=VisitKind(row.kind),
        first_on=row.first_on,
        last_on=row.last_on,
        site_ids=tuple(row.site_ids),
        lines=tuple(line_view(line) for line in row.working),
    )

"""What every act on a visit begins and ends with."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone

from xinheng.apps.audits import queries
from xinheng.apps.audits.models import PlanLine, Visit
from xinheng.apps.audits.queries import AuditFile
from xinheng.apps.cases import actions as cases
from xinheng.apps.cases import queries as case_queries
from xinheng.apps.cases.queries import CaseView
from xinheng.apps.journal import actions as journal
from xinheng.apps.people import actions as people
from xinheng.apps.waivers import queries as waivers
from xinheng.core.audits.plan import Line
from xinheng.core.audits.words import Stage
from xinheng.core.cases.steps import Step
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation, refuse_if


def begin(case_id: int, seen: int | None) -> AuditFile:
    """Lock the case and gather its audit file; a returned step takes its visit back."""
    row = cases.lock(case_id, seen=seen)
    file = queries.whole_audit_file(case_queries.view(row))
    for stage, visit in file.visits.items():
        visit.state = file.state_of(stage)
    return file


def gate(file: AuditFile, reasons: Iterable[Violation], *, at: datetime) -> dict[str, Any]:
    """Refuse with what no waiver sets aside; the fact that names the waivers that acted.

    Raises:
        Refused: reasons are left; carries them all.
    """
    case = file.case
    return waivers.gate(
        reasons, case_id=case.id, organisation_id=case.organisation_id, on=day_of(at)
    )


def present_visit(file: AuditFile) -> Visit:
    """The visit whose turn it is. Acts ask for it after their reasons were gathered."""
    visit = file.visit
    if visit is None:
        raise LookupError("this round has no visit yet")
    return visit


def write(
    act: ActKind,
    file: AuditFile,
    visit: Visit,
    *,
    by: Actor,
    at: datetime,
    step: Step | None = None,
    claimed_at: datetime | None = None,
    **facts: object,
) -> int:
    """Append the journal's entry of an act on a visit, and take its step if it completes one."""
    return write_of_case(
        act, file.case, visit, by=by, at=at, step=step, claimed_at=claimed_at, **facts
    )


def write_of_case(
    act: ActKind,
    case: CaseView,
    row: models.Model,
    *,
    by: Actor,
    at: datetime,
    step: Step | None = None,
    claimed_at: datetime | None = None,
    **facts: object,
) -> int:
    """Append the journal's entry of an act on a row of a case, and take the step it completes.

    For this room and for `findings` above it. The caller holds the case locked.

    Returns:
        The index of the entry.
    """
    entry = journal.record(
        act,
        on=row,
        by=by,
        at=at,
        case_id=case.id,
        organisation_id=case.organisation_id,
        claimed_at=claimed_at,
        **facts,
    )
    locked = cases.lock(case.id)
    if step is None:
        cases.touch(locked)
    else:
        cases.take_step(locked, step, by=by, at=at, entry=entry)
    return entry


def add_lines(visit: Visit, lines: Iterable[Line]) -> None:
    """Store lines of a timetable."""
    PlanLine.objects.bulk_create(
        PlanLine(
            visit=visit,
            on=line.on,
            begins=line.begins,
            ends=line.ends,
            site_id=line.site_id,
            activity=line.activity[:200],
            clauses=list(line.clauses),
            member_ids=list(line.member_ids),
        )
        for line in lines
    )


def tell_client(file: AuditFile, message: str, *, at: datetime, **facts: object) -> None:
    """Leave the client a notice about this case."""
    tell_client_of(file.case, message, at=at, **facts)


def tell_client_of(case: CaseView, message: str, *, at: datetime, **facts: object) -> None:
    """Leave the client of a case a notice that names the case by its number."""
    people.tell(
        message=message,
        facts={"number": case.number, **facts},
        case_id=case.id,
        at=at,
        organisation_id=case.organisation_id,
    )


def tell_team(file: AuditFile, message: str, *, at: datetime, **facts: object) -> None:
    """Leave the team and the planners a notice about this case."""
    seats = [seat.person_id for seat in file.team]
    tell_persons_of(file.case, message, seats, at=at, duty=Duty.PLAN_AUDITS, **facts)


def tell_persons_of(
    case: CaseView,
    message: str,
    person_ids: list[int],
    *,
    at: datetime,
    duty: Duty | None = None,
    **facts: object,
) -> None:
    """Leave persons, and all who hold a duty, a notice about a case."""
    people.tell(
        message=message,
        facts={"number": case.number, **facts},
        case_id=case.id,
        at=at,
        person_ids=person_ids,
        duty=duty,
    )


def visit_key(visit: Visit) -> str:
    """What half-days of a visit are taken for."""
    return f"visit:{visit.pk}"


def day_of(at: datetime) -> date:
    """The day of a moment where the body is."""
    return timezone.localdate(at)


def need_text(text: str, *, code: str, message: str, source: Source, field: str) -> None:
    """Refuse when nothing was written.

    Raises:
        Refused: the text is empty.
    """
    if not text.strip():
        refuse_if([Violation(code=code, message=message, source=source, field=field)])


def stage_word(file: AuditFile) -> Stage:
    """The stage whose turn it is."""
    return file.stage

"""What every act on a visit begins and ends with."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from xinheng.apps.audits import queries
from xinheng.apps.audits.models import PlanLine, Visit
from xinheng.apps.audits.queries import AuditFile
from xinheng.apps.cases import actions as cases
from xinheng.apps.cases import queries as case_queries
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
    """Append the journal's entry of an act, and take its step if it completes one."""
    case = file.case
    entry = journal.record(
        act,
        on=visit,
        by=by,
        at=at,
        case_id=case.id,
        organisation_id=case.organisation_id,
        claimed_at=claimed_at,
        **facts,
    )
    row = cases.lock(case.id)
    if step is None:
        cases.touch(row)
    else:
        cases.take_step(row, step, by=by, at=at, entry=entry)
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
    people.tell(
        message=message,
        facts={"number": file.case.number, **facts},
        case_id=file.case.id,
        at=at,
        organisation_id=file.case.organisation_id,
    )


def tell_team(file: AuditFile, message: str, *, at: datetime, **facts: object) -> None:
    """Leave the team and the planners a notice about this case."""
    people.tell(
        message=message,
        facts={"number": file.case.number, **facts},
        case_id=file.case.id,
        at=at,
        person_ids=[seat.person_id for seat in file.team],
        duty=Duty.PLAN_AUDITS,
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

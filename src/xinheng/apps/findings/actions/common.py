"""What every act on a finding begins and ends with."""

from datetime import date, datetime

from django.db import models
from django.utils import timezone

from xinheng.apps.cases import actions as cases
from xinheng.apps.cases import queries as case_queries
from xinheng.apps.findings import queries
from xinheng.apps.findings.models import Finding
from xinheng.apps.findings.queries import FindingsFile
from xinheng.apps.journal import actions as journal
from xinheng.apps.people import actions as people
from xinheng.core.cases.steps import Step
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _


def begin(case_id: int, seen: int | None) -> FindingsFile:
    """Lock the case and gather its findings."""
    return queries.findings_file(case_queries.view(cases.lock(case_id, seen=seen)))


def find(file: FindingsFile, finding_id: int) -> Finding:
    """A nonconformity of this round.

    Raises:
        Finding.DoesNotExist: this round has no such nonconformity.
    """
    row = file.finding(finding_id)
    if row is None:
        raise Finding.DoesNotExist
    return row


def write(
    act: ActKind,
    file: FindingsFile,
    row: models.Model,
    *,
    by: Actor,
    at: datetime,
    step: Step | None = None,
    **facts: object,
) -> None:
    """Append the journal's entry of an act, and take its step if it completes one."""
    case = file.case
    entry = journal.record(
        act,
        on=row,
        by=by,
        at=at,
        case_id=case.id,
        organisation_id=case.organisation_id,
        claimed_at=None,
        **facts,
    )
    locked = cases.lock(case.id)
    if step is None:
        cases.touch(locked)
    else:
        cases.take_step(locked, step, by=by, at=at, entry=entry)


def tell_client(file: FindingsFile, message: str, *, at: datetime, **facts: object) -> None:
    """Leave the client a notice about this case."""
    people.tell(
        message=message,
        facts={"number": file.case.number, **facts},
        case_id=file.case.id,
        at=at,
        organisation_id=file.case.organisation_id,
    )


def tell_team(file: FindingsFile, message: str, *, at: datetime, **facts: object) -> None:
    """Leave the team a notice about this case."""
    people.tell(
        message=message,
        facts={"number": file.case.number, **facts},
        case_id=file.case.id,
        at=at,
        person_ids=[seat.person_id for seat in file.team],
    )


def day_of(at: datetime) -> date:
    """The day of a moment where the body is."""
    return timezone.localdate(at)


def unwritten(source: Source, **texts: str) -> list[Violation]:
    """One reason for each text that was left empty, at its field."""
    return [
        Violation("findings.unwritten", _("This must be written."), source, field=name)
        for name, text in texts.items()
        if not text.strip()
    ]

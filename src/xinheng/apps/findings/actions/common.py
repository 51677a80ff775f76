"""What every act on a finding begins and ends with."""

from datetime import datetime

from django.db import models

from xinheng.apps.audits import actions as audits
from xinheng.apps.cases import actions as cases
from xinheng.apps.cases import queries as case_queries
from xinheng.apps.findings import queries
from xinheng.apps.findings.models import Finding
from xinheng.apps.findings.queries import FindingsFile
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
    audits.write_of_case(act, file.case, row, by=by, at=at, step=step, claimed_at=None, **facts)


def tell_client(file: FindingsFile, message: str, *, at: datetime, **facts: object) -> None:
    """Leave the client a notice about this case."""
    audits.tell_client_of(file.case, message, at=at, **facts)


def tell_team(file: FindingsFile, message: str, *, at: datetime, **facts: object) -> None:
    """Leave the team a notice about this case."""
    seats = [seat.person_id for seat in file.team]
    audits.tell_persons_of(file.case, message, seats, at=at, duty=None, **facts)


day_of = audits.day_of


def unwritten(source: Source, **texts: str) -> list[Violation]:
    """One reason for each text that was left empty, at its field."""
    return [
        Violation("findings.unwritten", _("This must be written."), source, field=name)
        for name, text in texts.items()
        if not text.strip()
    ]

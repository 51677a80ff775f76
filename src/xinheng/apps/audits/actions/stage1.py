"""The conclusion of stage 1."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from xinheng.apps.audits import queries
from xinheng.apps.audits.actions.common import begin, day_of, present_visit, tell_client, write
from xinheng.core.audits import acts, sources
from xinheng.core.audits.words import VisitState
from xinheng.core.cases.steps import Step
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _


@dataclass(frozen=True, slots=True)
class Stage1Note:
    """What stage 1 came to. `next_on`: the day of the next look when not ready."""

    objectives_met: bool
    concerns: str
    ready: bool
    permits_verified: bool
    permits_note: str = ""
    interval_note: str = ""
    next_on: date | None = None


@transaction.atomic
def conclude_stage1(
    *, case_id: int, note: Stage1Note, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Conclude stage 1 as ready, or tell the client what must change first.

    Not ready leaves the step open: the conclusion is written down and told, and
    stage 1 is concluded again later.

    Raises:
        Refused: readiness is claimed against what was found; carries every reason.

    Source: ISO/IEC 17021-1:2015, 9.3.1.2; catalogue M-32.
    """
    file = begin(case_id, seen)
    refuse_if([*queries.reasons_for(acts.CONCLUDE_STAGE1, file, by), *_reasons(note, at)])
    visit = present_visit(file)
    visit.conclusion = {
        "objectives_met": note.objectives_met,
        "concerns": note.concerns,
        "ready": note.ready,
        "permits_verified": note.permits_verified,
        "permits_note": note.permits_note,
        "interval_note": note.interval_note,
        "next_on": note.next_on.isoformat() if note.next_on else "",
        "told_on": day_of(at).isoformat(),
    }
    visit.concluded_at = at
    if note.ready:
        visit.state = VisitState.CONCLUDED
    visit.save()
    write(
        acts.CONCLUDE_STAGE1, file, visit, by=by, at=at,
        step=Step.STAGE1_CONCLUDED if note.ready else None, **visit.conclusion,
    )  # fmt: skip
    message = (
        _("%(number)s: stage 1 is concluded; you are ready for stage 2. %(concerns)s")
        if note.ready
        else _("%(number)s: stage 1: not ready for stage 2 yet. %(concerns)s")
    )
    tell_client(file, message, at=at, concerns=note.concerns)


def _reasons(note: Stage1Note, at: datetime) -> list[Violation]:
    found = []
    if note.ready and not note.objectives_met:
        message = _("Stage 1 cannot be ready while its objectives are not met.")
        found.append(Violation("audits.objectives-not-met", message, sources.STAGE1, field="ready"))
    if note.ready and not note.permits_verified:
        message = _("The client's permits have not been verified.")
        found.append(
            Violation(
                "audits.permits-unverified", message, sources.PERMITS, field="permits_verified"
            )
        )
    if not note.ready and not note.concerns.strip():
        message = _("Say what keeps the client from being ready.")
        found.append(Violation("audits.no-concerns", message, sources.STAGE1, field="concerns"))
    if not note.ready and (note.next_on is None or note.next_on < day_of(at)):
        message = _("Name the day of the next look, today or later.")
        found.append(Violation("audits.no-next-day", message, sources.STAGE1, field="next_on"))
    return found

"""What the leader reports to the body while an audit runs."""

from datetime import datetime

from django.db import transaction

from xinheng.apps.audits import queries
from xinheng.apps.audits.actions.common import begin, present_visit, tell_team, write
from xinheng.core.audits import acts
from xinheng.core.audits.words import Event
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _


@transaction.atomic
def tell_body(
    *, case_id: int, event: Event, note: str, by: Actor, at: datetime, seen: int | None = None
) -> int:
    """Report a risk, a change of scope or aims out of reach to the body; kept in the journal.

    Returns:
        The key of the journal's entry.

    Raises:
        Refused: `by` does not lead this audit, it is not under way, or nothing is written.

    Source: ISO/IEC 17021-1:2015, 9.4.3.
    """
    file = begin(case_id, seen)
    reasons = [*queries.reasons_for(acts.TELL_BODY, file, by)]
    if not note.strip():
        reasons.append(
            Violation(
                code="audits.event-empty",
                message=_("Write down what happened."),
                source=acts.TELL_BODY.source,
                field="note",
            )
        )
    refuse_if(reasons)
    entry = write(
        acts.TELL_BODY, file, present_visit(file), by=by, at=at, event=event, note=note.strip()
    )
    tell_team(file, _("From the audit of %(number)s: %(event)s."), at=at, event=event.label)
    return entry

"""Writing an audit plan, sending it, and what the client says to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from xinheng.apps.audits import queries
from xinheng.apps.audits.actions import papers
from xinheng.apps.audits.actions.common import (
    add_lines,
    begin,
    day_of,
    gate,
    need_text,
    present_visit,
    tell_client,
    tell_team,
    visit_key,
    write,
)
from xinheng.apps.audits.models import Visit
from xinheng.apps.cases import actions as cases
from xinheng.apps.people import actions as people
from xinheng.apps.staffing import actions as staffing
from xinheng.core.audits import acts, sources
from xinheng.core.audits.lifecycle import CONFIRMED, PLANNED
from xinheng.core.audits.plan import Line, slots
from xinheng.core.audits.words import Stage, VisitState
from xinheng.core.cases.words import Part
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _


@dataclass(frozen=True, slots=True)
class PlanText:
    """What a plan says besides its timetable."""

    objectives: str
    criteria: str
    scope: str = ""


@transaction.atomic
def save_plan(
    *,
    case_id: int,
    text: PlanText,
    lines: Sequence[Line],
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> int:
    """Write the plan of the visit whose turn it is, as a draft. Nothing is checked but its shape.

    Raises:
        Refused: `by` may not, the plan is out already, or a line names an unknown site.
    """
    file = begin(case_id, seen)
    reasons = [*queries.reasons_for(acts.SAVE_PLAN, file, by)]
    known = {site.id for site in file.case.sites}
    if any(line.site_id not in known for line in lines):
        message = _("The plan names a site that is not in scope.")
        reasons.append(Violation("audits.site-not-of-case", message, sources.PLAN))
    refuse_if(reasons)
    visit = file.visit or Visit(case_id=case_id, round_id=file.case.round.id, stage=file.stage)
    visit.objectives, visit.criteria, visit.scope = text.objectives, text.criteria, text.scope
    visit.save()
    visit.lines.all().delete()
    add_lines(visit, lines)
    write(acts.SAVE_PLAN, file, visit, by=by, at=at, stage=file.stage, lines=len(lines))
    return int(visit.pk)


@transaction.atomic
def send_plan(*, case_id: int, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Send the plan to the client and take up the team's half-days.

    Raises:
        Refused: the plan lacks something, or somebody is taken; carries every reason.

    Source: ISO/IEC 17021-1:2015, 9.2.3.
    """
    file = begin(case_id, seen)
    refuse_if(
        [
            *queries.reasons_for(acts.SEND_PLAN, file, by),
            *queries.plan_reasons(file, on=day_of(at)),
        ]
    )
    visit = present_visit(file)
    people.release(visit_key=visit_key(visit), presence="planned")
    staffing.give_back(file.case.round.id, stage=file.stage)
    people.book(slots(file.plan), presence="planned", case_id=case_id, visit_key=visit_key(visit))
    visit.state = VisitState.SENT
    visit.sent_at, visit.sent_by_id = at, by.person_id
    visit.confirmed_at = visit.confirmed_by = None
    visit.declined_because = ""
    visit.plan_file_id = papers.store_plan(file, visit, by=by, at=at)
    visit.save()
    first, last = min(x.on for x in file.plan), max(x.on for x in file.plan)
    write(
        acts.SEND_PLAN, file, visit, by=by, at=at, step=PLANNED[file.stage],
        stage=file.stage, first_on=first, last_on=last,
    )  # fmt: skip
    cases.involve(cases.lock(case_id), person_id=by.person_id, part=Part.PLANNED, at=at)
    tell_client(
        file, _("%(number)s: the audit plan waits for your confirmation (%(first_on)s)."),
        at=at, first_on=first,
    )  # fmt: skip
    tell_team(file, _("%(number)s: the audit plan was sent (%(first_on)s)."), at=at, first_on=first)


@transaction.atomic
def revise_plan(
    *, case_id: int, because: str, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Take a plan back that was sent or confirmed, to change it.

    Raises:
        Refused: `by` may not, no reason is given, or the visit is under way.
    """
    file = begin(case_id, seen)
    refuse_if(queries.reasons_for(acts.REVISE_PLAN, file, by))
    need_text(
        because, code="audits.no-reason", message=_("Give the reason."),
        source=sources.PLAN, field="because",
    )  # fmt: skip
    visit = present_visit(file)
    _back_to_draft(case_id, visit, by=by, at=at, because=because)
    write(acts.REVISE_PLAN, file, visit, by=by, at=at, stage=file.stage, because=because)
    tell_client(
        file, _("%(number)s: the audit plan was taken back: %(because)s"), at=at, because=because
    )


def _back_to_draft(case_id: int, visit: Visit, *, by: Actor, at: datetime, because: str) -> None:
    people.release(visit_key=visit_key(visit), presence="planned")
    visit.state = VisitState.DRAFT
    visit.confirmed_at = visit.confirmed_by = None
    visit.save()
    row = cases.lock(case_id)
    stage = Stage(visit.stage)
    for step in (CONFIRMED[stage], PLANNED[stage]):
        cases.untake_step(row, step, by=by, at=at, because=because)


@transaction.atomic
def confirm_plan(
    *,
    case_id: int,
    top_manager: str,
    attends: bool,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """The client confirms the dates and names the top manager who will attend.

    Raises:
        Refused: nobody of the top management is named, or attendance is not confirmed.

    Source: ISO/IEC 17021-1:2015, 9.2.3; catalogue M-47.
    """
    file = begin(case_id, seen)
    reasons = [*queries.reasons_for(acts.CONFIRM_PLAN, file, by)]
    if not top_manager.strip():
        message = _("Name the top manager who will attend.")
        reasons.append(
            Violation(
                "audits.top-manager-unnamed", message, sources.ATTENDANCE, field="top_manager"
            )
        )
    if not attends:
        message = _("Top management must attend; decline the plan if the dates do not suit.")
        reasons.append(
            Violation("audits.attendance-unconfirmed", message, sources.ATTENDANCE, field="attends")
        )
    waived = gate(file, reasons, at=at)
    visit = present_visit(file)
    visit.state = VisitState.CONFIRMED
    visit.confirmed_at, visit.confirmed_by_id = at, by.person_id
    visit.top_manager = top_manager.strip()
    visit.save()
    write(
        acts.CONFIRM_PLAN, file, visit, by=by, at=at, step=CONFIRMED[file.stage],
        stage=file.stage, top_manager=visit.top_manager, **waived,
    )  # fmt: skip
    tell_team(file, _("%(number)s: the client confirmed the audit plan."), at=at)


@transaction.atomic
def decline_plan(
    *, case_id: int, because: str, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """The client declines the plan, or objects to a member of the team, with its reason.

    Raises:
        Refused: no reason is given, or no plan waits for the client.

    Source: ISO/IEC 17021-1:2015, 9.2.3.
    """
    file = begin(case_id, seen)
    refuse_if(queries.reasons_for(acts.DECLINE_PLAN, file, by))
    need_text(
        because, code="audits.no-reason", message=_("Give the reason."),
        source=sources.PLAN, field="because",
    )  # fmt: skip
    visit = present_visit(file)
    visit.declined_because = because[:500]
    _back_to_draft(case_id, visit, by=by, at=at, because=because)
    write(acts.DECLINE_PLAN, file, visit, by=by, at=at, stage=file.stage, because=because)
    tell_team(
        file, _("%(number)s: the client declined the audit plan: %(because)s"),
        at=at, because=because,
    )  # fmt: skip

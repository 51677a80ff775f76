"""The opening and the closing meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from xinheng.apps.audits import queries
from xinheng.apps.audits.actions.common import (
    begin,
    day_of,
    gate,
    present_visit,
    tell_client,
    write,
)
from xinheng.apps.audits.actions.on_site import put_on_site
from xinheng.apps.audits.models import Meeting, Visit
from xinheng.apps.audits.queries import AuditFile
from xinheng.apps.audits.queries.rules import more_time_reasons
from xinheng.apps.cases import actions as cases
from xinheng.core.audits import acts, sources
from xinheng.core.audits.meetings import (
    MeetingFacts,
    gap_obstacles,
    meeting_obstacles,
    opening_day_obstacles,
)
from xinheng.core.audits.words import Half, MeetingKind, Stage, VisitState
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import Part
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.lists.meetings import closing_agenda, opening_agenda


@dataclass(frozen=True, slots=True)
class MeetingNote:
    """What is written down of a meeting. `agenda` holds the keys of the items gone through."""

    held_at: datetime
    place: str
    attendees: Sequence[str]
    top_manager: str
    top_manager_present: bool
    agenda: Sequence[str]
    member_ids: Sequence[int] = ()
    why_absent: str = ""
    sheet_id: int | None = None


@transaction.atomic
def open_visit(
    *,
    case_id: int,
    note: MeetingNote,
    by: Actor,
    at: datetime,
    gap_judgement: str = "",
    seen: int | None = None,
) -> None:
    """Write down the opening meeting and sign in those of the team who were there.

    Raises:
        Refused: the record is incomplete, it comes before its plan, or somebody
            would be in two places; carries every reason.

    Source: ISO/IEC 17021-1:2015, 9.4.2 and 9.3.1.2.4; catalogue M-70.
    """
    file = begin(case_id, seen)
    act = acts.OPEN_STAGE1 if file.stage == Stage.STAGE1 else acts.OPEN_VISIT
    waived = gate(
        file,
        [
            *queries.reasons_for(act, file, by),
            *_note_reasons(note, MeetingKind.OPENING, at=at),
            *_team_reasons(file, note),
            *opening_day_obstacles(
                held_on=day_of(note.held_at),
                first_on=min((line.on for line in file.plan), default=None),
            ),
            *_gap_reasons(file, note, gap_judgement),
        ],
        at=at,
    )
    visit = present_visit(file)
    visit.state = VisitState.OPENED
    visit.gap_judgement = gap_judgement
    visit.save()
    _store(visit, MeetingKind.OPENING, note, by=by, at=at)
    half = Half.AM if timezone.localtime(note.held_at).hour < 12 else Half.PM
    on = day_of(note.held_at)
    put_on_site(
        file, visit, [(person, on, half) for person in sorted(set(note.member_ids))], by=by, at=at
    )
    write(
        act, file, visit, by=by, at=at, claimed_at=note.held_at,
        step=Step.VISIT_OPENED if act == acts.OPEN_VISIT else None,
        place=note.place, attendees=list(note.attendees), top_manager=note.top_manager,
        top_manager_present=note.top_manager_present, **waived,
    )  # fmt: skip


def _gap_reasons(file: AuditFile, note: MeetingNote, judgement: str) -> list[Violation]:
    if file.stage != Stage.VISIT:
        return []
    on = day_of(note.held_at)
    months = queries.house_number("stage_gap_months", on)
    return list(
        gap_obstacles(
            stage1_held_on=file.held_on(Stage.STAGE1), opens_on=on, months=months,
            judgement=judgement,
        )
    )  # fmt: skip


def _note_reasons(note: MeetingNote, kind: MeetingKind, *, at: datetime) -> list[Violation]:
    agenda = opening_agenda() if kind == MeetingKind.OPENING else closing_agenda()
    facts = MeetingFacts(
        held_at=note.held_at,
        at=at,
        place=note.place,
        attendees=tuple(note.attendees),
        top_manager=note.top_manager,
        top_manager_present=note.top_manager_present,
        why_absent=note.why_absent,
        agenda=frozenset(note.agenda),
        agenda_wanted=tuple((item.key, item.zh) for item in agenda),
    )
    return list(meeting_obstacles(facts))


def _team_reasons(file: AuditFile, note: MeetingNote) -> list[Violation]:
    seated = {seat.person_id for seat in file.team}
    if not note.member_ids:
        message = _("Say who of the team was there.")
        return [
            Violation("audits.nobody-of-the-team", message, sources.OPENING, field="member_ids")
        ]
    if set(note.member_ids) - seated:
        message = _("Somebody named is not of this team.")
        return [Violation("audits.not-of-the-team", message, sources.OPENING, field="member_ids")]
    return []


def _store(visit: Visit, kind: MeetingKind, note: MeetingNote, *, by: Actor, at: datetime) -> None:
    visit.meetings.filter(kind=kind, replaced_at__isnull=True).update(replaced_at=at)
    Meeting.objects.create(
        visit=visit,
        kind=kind,
        held_at=note.held_at,
        logged_at=at,
        logged_by_id=by.person_id,
        place=note.place[:200],
        attendees=[name.strip() for name in note.attendees if name.strip()],
        member_ids=sorted(set(note.member_ids)),
        top_manager=note.top_manager.strip()[:60],
        top_manager_present=note.top_manager_present,
        why_absent=note.why_absent[:300],
        agenda=list(note.agenda),
        sheet_id=note.sheet_id,
    )


@transaction.atomic
def close_visit(
    *,
    case_id: int,
    note: MeetingNote,
    by: Actor,
    at: datetime,
    disagreement: str = "",
    seen: int | None = None,
) -> None:
    """Write down the closing meeting; those who audited can no longer review or decide.

    Raises:
        Refused: too little time was spent on site, somebody of the plan never came,
            something every surveillance must look at is unanswered, or the record of
            the meeting is incomplete; carries every reason.

    Source: ISO/IEC 17021-1:2015, 9.4.7 and 9.1.4; catalogue M-82.
    """
    file = begin(case_id, seen)
    is_stage1 = file.stage == Stage.STAGE1
    act = acts.CLOSE_STAGE1 if is_stage1 else acts.CLOSE_VISIT
    waived = gate(
        file,
        [
            *queries.reasons_for(act, file, by),
            *queries.closing_reasons(file),
            *more_time_reasons(file),
            *_note_reasons(note, MeetingKind.CLOSING, at=at),
        ],
        at=at,
    )
    visit = present_visit(file)
    visit.state = VisitState.CLOSED
    visit.disagreement = disagreement
    visit.save()
    _store(visit, MeetingKind.CLOSING, note, by=by, at=at)
    _remember_who_audited(file, visit, at=at)
    write(
        act, file, visit, by=by, at=at, claimed_at=note.held_at,
        step=Step.STAGE1_HELD if is_stage1 else Step.VISIT_CLOSED,
        days=queries.days_present(file, visit), disagreement=disagreement,
        top_manager_present=note.top_manager_present, standard_prevails_said=True, **waived,
    )  # fmt: skip
    tell_client(file, _("%(number)s: the visit was closed; see its findings."), at=at)


def _remember_who_audited(file: AuditFile, visit: Visit, *, at: datetime) -> None:
    present = {s.person_id for s in file.sign_ins if s.visit_id == visit.pk}
    row = cases.lock(file.case.id)
    for seat in file.team:
        if seat.person_id in present:
            part = Part.AUDITED if seat.part.counts_as_audit_time else Part.OBSERVED
            cases.involve(row, person_id=seat.person_id, part=part, at=at)

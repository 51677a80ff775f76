"""Presence, evidence and what every surveillance looks at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from xinheng.apps.audits import queries
from xinheng.apps.audits.actions.common import begin, day_of, present_visit, visit_key, write
from xinheng.apps.audits.models import Evidence, SignIn, Visit
from xinheng.apps.audits.queries import AuditFile
from xinheng.apps.documents import queries as documents
from xinheng.apps.people import actions as people
from xinheng.core.audits import acts, sources
from xinheng.core.audits.words import Half
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.lists.meetings import surveillance_items

HALF_ENDS = {Half.AM: time(12, 0), Half.PM: time(18, 0)}


@dataclass(frozen=True, slots=True)
class EvidenceNote:
    """Something seen. `dated_on` is its own day, not that of its arrival."""

    note: str
    dated_on: date
    scheme: str = ""
    clause: str = ""
    site_id: int | None = None
    file_id: int | None = None


def put_on_site(
    file: AuditFile,
    visit: Visit,
    places: Iterable[tuple[int, date, Half]],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Take half-days as actual presence, each once; the database lets nobody be elsewhere too."""
    known = {(s.person_id, s.on, s.half) for s in file.sign_ins if s.visit_id == visit.pk}
    new = [place for place in places if place not in known]
    people.book(
        [(person, on, str(half)) for person, on, half in new],
        presence="actual",
        case_id=file.case.id,
        visit_key=visit_key(visit),
    )
    SignIn.objects.bulk_create(
        SignIn(
            visit=visit, person_id=person, on=on, half=half, signed_at=at, signed_by_id=by.person_id
        )
        for person, on, half in new
    )


@transaction.atomic
def sign_in(
    *,
    case_id: int,
    on: date,
    half: Half,
    by: Actor,
    at: datetime,
    person_id: int | None = None,
    seen: int | None = None,
) -> None:
    """Sign somebody of the team in for half a day: oneself, or others as the leader.

    Raises:
        Refused: the day lies ahead or outside the plan, somebody else signs, or the
            person is elsewhere at that time; carries every reason.
    """
    file = begin(case_id, seen)
    who = person_id or by.person_id
    reasons = [*queries.reasons_for(acts.SIGN_IN, file, by)]
    if who != by.person_id and not queries.is_leader(file, by):
        message = _("Only the leader signs in for others.")
        reasons.append(Violation("audits.signs-for-others", message, sources.AUDIT_TIME))
    names = {seat.person_id: seat.name for seat in file.team}
    if who not in names:
        message = _("Somebody named is not of this team.")
        reasons.append(
            Violation("audits.not-of-the-team", message, sources.AUDIT_TIME, field="person_id")
        )
    if on > day_of(at):
        message = _("Nobody signs in ahead of time.")
        reasons.append(Violation("audits.sign-in-ahead", message, sources.AUDIT_TIME, field="on"))
    if file.plan and on < min(line.on for line in file.plan):
        message = _("The visit had not begun on that day.")
        reasons.append(
            Violation("audits.sign-in-before-visit", message, sources.AUDIT_TIME, field="on")
        )
    visit = file.visit
    if visit and any(
        (s.visit_id, s.person_id, s.on, s.half) == (visit.pk, who, on, half) for s in file.sign_ins
    ):
        message = _("This half-day was signed in already.")
        reasons.append(Violation("audits.already-signed-in", message, sources.AUDIT_TIME))
    refuse_if(reasons)
    visit = present_visit(file)
    put_on_site(file, visit, [(who or 0, on, half)], by=by, at=at)
    write(
        acts.SIGN_IN, file, visit, by=by, at=at, claimed_at=_claimed(on, HALF_ENDS[half], at),
        person=names[who or 0], day=on, half=half,
    )  # fmt: skip


def _claimed(on: date, until: time, at: datetime) -> datetime:
    """The latest moment a thing of that day can have happened, and not after now."""
    return min(datetime.combine(on, until, tzinfo=timezone.get_current_timezone()), at)


@transaction.atomic
def add_evidence(
    *, case_id: int, given: EvidenceNote, by: Actor, at: datetime, seen: int | None = None
) -> int:
    """Add something the team saw, with its own date beside the time it is received.

    Raises:
        Refused: the audit is not running, the evidence is dated ahead, or the file is not
            of this case.

    Source: ISO/IEC 17021-1:2015, 9.4.4.
    """
    file = begin(case_id, seen)
    reasons = [*queries.reasons_for(acts.ADD_EVIDENCE, file, by)]
    if given.dated_on > day_of(at):
        message = _("Evidence cannot be dated ahead.")
        reasons.append(
            Violation("audits.evidence-ahead", message, sources.EVIDENCE, field="dated_on")
        )
    if not given.note.strip() and given.file_id is None:
        message = _("Describe the evidence or attach it.")
        reasons.append(Violation("audits.evidence-empty", message, sources.EVIDENCE, field="note"))
    if given.site_id and given.site_id not in {site.id for site in file.case.sites}:
        message = _("The site is not in the scope of this case.")
        reasons.append(
            Violation("audits.site-not-of-case", message, sources.EVIDENCE, field="site_id")
        )
    reasons += documents.file_obstacles(
        given.file_id,
        by=by,
        case_id=case_id,
        organisation_id=file.case.organisation_id,
        field="evidence",
    )
    refuse_if(reasons)
    visit = present_visit(file)
    claimed = _claimed(given.dated_on, time.max, at)
    row = Evidence.objects.create(
        visit=visit, site_id=given.site_id,
        scheme=given.scheme, clause=given.clause, note=given.note, file_id=given.file_id,
        dated_on=given.dated_on, claimed_at=claimed, logged_at=at, logged_by_id=by.person_id,
    )  # fmt: skip
    write(
        acts.ADD_EVIDENCE, file, visit, by=by, at=at, claimed_at=claimed,
        evidence=row.pk, dated_on=given.dated_on, note=given.note,
    )  # fmt: skip
    return int(row.pk)


@transaction.atomic
def answer_items(
    *, case_id: int, answers: Mapping[str, str], by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Answer some or all of what every surveillance must look at.

    Raises:
        Refused: the visit is not under way, or an item is unknown.

    Source: ISO/IEC 17021-1:2015, 9.6.2.2.
    """
    file = begin(case_id, seen)
    known = {item.key for item in surveillance_items()}
    reasons = [*queries.reasons_for(acts.ANSWER_ITEMS, file, by)]
    for key in sorted(set(answers) - known):
        message = _("“%(key)s” is no item of a surveillance.")
        reasons.append(
            Violation("audits.unknown-item", message, sources.SURVEILLANCE, {"key": key})
        )
    refuse_if(reasons)
    visit = present_visit(file)
    visit.items = visit.items | {key: text for key, text in answers.items() if text.strip()}
    visit.save()
    write(acts.ANSWER_ITEMS, file, visit, by=by, at=at, items=sorted(answers))

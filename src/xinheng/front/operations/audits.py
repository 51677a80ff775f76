"""Acts on visits: plans, meetings, presence, evidence, and the withdrawal of a team."""

from datetime import date, datetime, time
from typing import Any

from xinheng.apps.audits import actions
from xinheng.apps.audits.actions.meetings import MeetingNote
from xinheng.apps.audits.actions.on_site import EvidenceNote
from xinheng.apps.audits.actions.plans import PlanText
from xinheng.apps.audits.actions.stage1 import Stage1Note
from xinheng.core.audits import acts
from xinheng.core.audits.actuals import SiteNote
from xinheng.core.audits.plan import Line
from xinheng.core.audits.words import Event, Half, SiteFound
from xinheng.core.shared.actor import Actor
from xinheng.front.operation import Operation, Shape


class LineIn(Shape):
    """One line of a timetable; times at the place of the audit."""

    on: date
    begins: time
    ends: time
    site_id: int
    activity: str
    member_ids: list[int]
    clauses: list[str] = []

    def line(self) -> Line:
        """As the rules know it."""
        return Line(
            self.on, self.begins, self.ends, self.site_id, self.activity,
            tuple(self.member_ids), tuple(self.clauses),
        )  # fmt: skip


class SavePlanIn(Shape):
    """A plan as a draft."""

    objectives: str = ""
    criteria: str = ""
    scope: str = ""
    lines: list[LineIn] = []
    seen: int | None = None


class SeenIn(Shape):
    """The version of the case that was seen."""

    seen: int | None = None


class BecauseIn(Shape):
    """Why."""

    because: str
    seen: int | None = None


class MaybeBecauseIn(Shape):
    """Why, where there is something to add."""

    because: str = ""
    seen: int | None = None


class ConfirmPlanIn(Shape):
    """Who of the top management attends."""

    top_manager: str
    attends: bool = False
    seen: int | None = None


class MeetingIn(Shape):
    """What is written down of a meeting. `agenda` holds the keys of the items gone through."""

    held_at: datetime
    place: str
    attendees: list[str]
    top_manager: str
    top_manager_present: bool = False
    why_absent: str = ""
    agenda: list[str] = []
    sheet: int | None = None
    seen: int | None = None

    def note(self, member_ids: list[int]) -> MeetingNote:
        """As the act wants it."""
        return MeetingNote(
            held_at=self.held_at,
            place=self.place,
            attendees=self.attendees,
            top_manager=self.top_manager,
            top_manager_present=self.top_manager_present,
            agenda=self.agenda,
            member_ids=member_ids,
            why_absent=self.why_absent,
            sheet_id=self.sheet,
        )


class OpenIn(MeetingIn):
    """The opening meeting, with those of the team who were there."""

    member_ids: list[int]
    gap_judgement: str = ""


class CloseIn(MeetingIn):
    """The closing meeting, with what the client disagrees with."""

    disagreement: str = ""


class Stage1In(Shape):
    """What stage 1 came to."""

    objectives_met: bool = False
    concerns: str = ""
    ready: bool = False
    permits_verified: bool = False
    permits_note: str = ""
    interval_note: str = ""
    next_on: date | None = None
    seen: int | None = None


class SignInIn(Shape):
    """Half a day on site; without a person, oneself."""

    on: date
    half: Half
    person_id: int | None = None
    seen: int | None = None


class EvidenceIn(Shape):
    """Something seen, with its own date."""

    dated_on: date
    note: str = ""
    scheme: str = ""
    clause: str = ""
    site_id: int | None = None
    evidence: int | None = None
    seen: int | None = None


class SiteNoteIn(Shape):
    """What was found of a site."""

    site_id: int
    found: SiteFound
    note: str = ""


class CompareIn(Shape):
    """People found by scheme, and what was found of each site."""

    people: dict[str, int]
    sites: list[SiteNoteIn]
    seen: int | None = None


class ConsentIn(Shape):
    """Whether the client agrees to more audit time."""

    agreed: bool = False
    seen: int | None = None


class ExtendIn(Shape):
    """Lines to add to the timetable."""

    lines: list[LineIn]
    seen: int | None = None


class TellBodyIn(Shape):
    """What happened on site that the body must know."""

    event: Event
    note: str
    seen: int | None = None


class ItemsIn(Shape):
    """Answers by item."""

    answers: dict[str, str]
    seen: int | None = None


class ProposeIn(Shape):
    """The conditions met, by key, and the evidence."""

    conditions: list[str]
    evidence: str
    evidence_file: int | None = None
    seen: int | None = None


def _save_plan(case_id: int, given: SavePlanIn, by: Actor, at: datetime) -> object:
    return actions.save_plan(
        case_id=case_id,
        text=PlanText(given.objectives, given.criteria, given.scope),
        lines=[line.line() for line in given.lines],
        by=by,
        at=at,
        seen=given.seen,
    )


def _confirm(case_id: int, given: ConfirmPlanIn, by: Actor, at: datetime) -> object:
    return actions.confirm_plan(
        case_id=case_id, top_manager=given.top_manager, attends=given.attends, seen=given.seen,
        by=by, at=at,
    )  # fmt: skip


def _open(case_id: int, given: OpenIn, by: Actor, at: datetime) -> object:
    return actions.open_visit(
        case_id=case_id, note=given.note(given.member_ids), gap_judgement=given.gap_judgement,
        seen=given.seen, by=by, at=at,
    )  # fmt: skip


def _close(case_id: int, given: CloseIn, by: Actor, at: datetime) -> object:
    return actions.close_visit(
        case_id=case_id, note=given.note([]), disagreement=given.disagreement, seen=given.seen,
        by=by, at=at,
    )  # fmt: skip


def _conclude(case_id: int, given: Stage1In, by: Actor, at: datetime) -> object:
    values = given.model_dump(exclude={"seen"})
    return actions.conclude_stage1(
        case_id=case_id, note=Stage1Note(**values), seen=given.seen, by=by, at=at
    )


def _sign_in(case_id: int, given: SignInIn, by: Actor, at: datetime) -> object:
    return actions.sign_in(case_id=case_id, by=by, at=at, **given.model_dump())


def _add_evidence(case_id: int, given: EvidenceIn, by: Actor, at: datetime) -> object:
    note = EvidenceNote(
        note=given.note, dated_on=given.dated_on, scheme=given.scheme, clause=given.clause,
        site_id=given.site_id, file_id=given.evidence,
    )  # fmt: skip
    return actions.add_evidence(case_id=case_id, given=note, seen=given.seen, by=by, at=at)


def _compare(case_id: int, given: CompareIn, by: Actor, at: datetime) -> object:
    sites = [SiteNote(site.site_id, site.found, site.note) for site in given.sites]
    return actions.compare_actuals(
        case_id=case_id, people_found=given.people, sites=sites, seen=given.seen, by=by, at=at
    )


def _consent(case_id: int, given: ConsentIn, by: Actor, at: datetime) -> object:
    return actions.consent_to_days(case_id=case_id, by=by, at=at, **given.model_dump())


def _extend(case_id: int, given: ExtendIn, by: Actor, at: datetime) -> object:
    lines = [line.line() for line in given.lines]
    return actions.extend_plan(case_id=case_id, lines=lines, seen=given.seen, by=by, at=at)


def _items(case_id: int, given: ItemsIn, by: Actor, at: datetime) -> object:
    return actions.answer_items(case_id=case_id, by=by, at=at, **given.model_dump())


def _propose(case_id: int, given: ProposeIn, by: Actor, at: datetime) -> object:
    return actions.propose_withdrawal(
        case_id=case_id, conditions=given.conditions, evidence=given.evidence,
        file_id=given.evidence_file, seen=given.seen, by=by, at=at,
    )  # fmt: skip


def _plain(act: Any) -> Any:
    """An act that takes its shape's fields as they are."""

    def call(case_id: int, given: Shape, by: Actor, at: datetime) -> object:
        return act(case_id=case_id, by=by, at=at, **given.model_dump())

    return call


OPERATIONS = (
    Operation(acts.SAVE_PLAN, SavePlanIn, _save_plan),
    Operation(acts.SEND_PLAN, SeenIn, _plain(actions.send_plan)),
    Operation(acts.REVISE_PLAN, BecauseIn, _plain(actions.revise_plan)),
    Operation(acts.CONFIRM_PLAN, ConfirmPlanIn, _confirm),
    Operation(acts.DECLINE_PLAN, BecauseIn, _plain(actions.decline_plan)),
    Operation(acts.OPEN_STAGE1, OpenIn, _open),
    Operation(acts.CLOSE_STAGE1, CloseIn, _close),
    Operation(acts.CONCLUDE_STAGE1, Stage1In, _conclude),
    Operation(acts.OPEN_VISIT, OpenIn, _open),
    Operation(acts.SIGN_IN, SignInIn, _sign_in),
    Operation(acts.TELL_BODY, TellBodyIn, _plain(actions.tell_body)),
    Operation(acts.ADD_EVIDENCE, EvidenceIn, _add_evidence),
    Operation(acts.COMPARE_ACTUALS, CompareIn, _compare),
    Operation(acts.CONSENT_TO_DAYS, ConsentIn, _consent),
    Operation(acts.EXTEND_PLAN, ExtendIn, _extend),
    Operation(acts.ANSWER_ITEMS, ItemsIn, _items),
    Operation(acts.CLOSE_VISIT, CloseIn, _close),
    Operation(acts.PROPOSE_WITHDRAWAL, ProposeIn, _propose),
    Operation(acts.APPROVE_WITHDRAWAL, MaybeBecauseIn, _plain(actions.approve_withdrawal)),
    Operation(acts.REJECT_WITHDRAWAL, BecauseIn, _plain(actions.reject_withdrawal)),
    Operation(acts.RESUME, BecauseIn, _plain(actions.resume)),
)

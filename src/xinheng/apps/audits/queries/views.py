"""Visits, evidence and withdrawals as pages, programs and other rooms see them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from xinheng.apps.audits.models import Evidence, PlanLine, Visit, Withdrawal
from xinheng.apps.audits.queries.file import (
    AuditFile,
    audit_file,
    case_facts_of_withdrawal,
    days_needed,
    days_present,
    house_number,
    members,
)
from xinheng.apps.cases.queries import CaseView
from xinheng.core.audits.plan import Line, planned_days
from xinheng.core.audits.withdrawal import evaluated
from xinheng.core.audits.words import Half, MeetingKind, ProposalState, Stage, VisitState
from xinheng.core.cases.steps import Step
from xinheng.core.journal.entry import lateness
from xinheng.core.shared.reading_once import answered_once
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.lists.withdrawal import withdrawal_conditions


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of the timetable with names."""

    line: Line
    site: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignInView:
    """Somebody's presence, and how late it was written down."""

    name: str
    on: date
    half: Half
    signed_at: datetime
    late: timedelta | None


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting as it was written down."""

    kind: MeetingKind
    held_at: datetime
    logged_at: datetime
    late: timedelta | None
    place: str
    attendees: tuple[str, ...]
    top_manager: str
    top_manager_present: bool
    why_absent: str


@dataclass(frozen=True, slots=True)
class VisitView:
    """A visit. Days in auditor-days on site."""

    id: int
    stage: Stage
    state: VisitState
    objectives: str
    criteria: str
    scope: str
    lines: tuple[LineView, ...]
    first_on: date | None
    last_on: date | None
    plan_file_id: int | None
    sent_at: datetime | None
    confirmed_at: datetime | None
    top_manager: str
    declined_because: str
    meetings: tuple[MeetingView, ...]
    sign_ins: tuple[SignInView, ...]
    days_needed: Decimal | None
    days_planned: Decimal
    days_present: Decimal
    disagreement: str
    conclusion: dict[str, object]


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A piece of evidence with its own date beside the time it was received."""

    id: int
    stage: Stage
    note: str
    scheme: str
    clause: str
    site: str
    dated_on: date
    logged_at: datetime
    by: str
    late: timedelta | None
    file_id: int | None


@dataclass(frozen=True, slots=True)
class WithdrawalView:
    """A proposal to withdraw the team and its fate."""

    id: int
    state: ProposalState
    conditions: tuple[str, ...]
    evidence: str
    proposed_at: datetime
    proposed_by: str
    decided_at: datetime | None
    decided_by: str
    decided_because: str
    resumed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ConditionView:
    """A condition for withdrawing a team; `met` is nothing where the file cannot tell."""

    key: str
    zh: str
    en: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class VisitReminder:
    """A visit that comes soon, and who is to be reminded."""

    visit_id: int
    case_id: int
    number: str
    stage: Stage
    first_on: date
    organisation_id: int
    member_ids: tuple[int, ...]


def visits_of(case: CaseView, file: AuditFile | None = None) -> tuple[VisitView, ...]:
    """The living visits of the open round, stage 1 first."""
    found = file or audit_file(case)
    return tuple(_visit(found, found.visits[stage]) for stage in Stage if stage in found.visits)


def _visit(file: AuditFile, row: Visit) -> VisitView:
    stage = Stage(row.stage)
    lines = file.lines.get(row.pk, ())
    names = {seat.person_id: seat.name for seat in file.team}
    sites = {site.id: site.name_zh for site in file.case.sites}
    shown = (names.get, sites.get)
    return VisitView(
        id=row.pk,
        stage=stage,
        state=file.state_of(stage),
        objectives=row.objectives,
        criteria=row.criteria,
        scope=row.scope,
        lines=tuple(
            LineView(
                line,
                shown[1](line.site_id, ""),
                tuple(shown[0](person, "") for person in line.member_ids),
            )
            for line in lines
        ),
        first_on=min((line.on for line in lines), default=None),
        last_on=max((line.on for line in lines), default=None),
        plan_file_id=row.plan_file_id,
        sent_at=row.sent_at,
        confirmed_at=row.confirmed_at,
        top_manager=row.top_manager,
        declined_because=row.declined_because,
        meetings=tuple(_meetings(file, row)),
        sign_ins=tuple(_sign_ins(file, row, names)),
        days_needed=days_needed(file.case, stage),
        days_planned=planned_days(lines, members(file.team)),
        days_present=days_present(file, row),
        disagreement=row.disagreement,
        conclusion=dict(row.conclusion),
    )


def _meetings(file: AuditFile, row: Visit) -> Iterator[MeetingView]:
    for kind in MeetingKind:
        if found := file.meeting(row.pk, kind):
            yield MeetingView(
                kind=kind,
                held_at=found.held_at,
                logged_at=found.logged_at,
                late=lateness(claimed_at=found.held_at, logged_at=found.logged_at),
                place=found.place,
                attendees=tuple(found.attendees),
                top_manager=found.top_manager,
                top_manager_present=found.top_manager_present,
                why_absent=found.why_absent,
            )


def _sign_ins(file: AuditFile, row: Visit, names: dict[int, str]) -> Iterator[SignInView]:
    for found in file.sign_ins:
        if found.visit_id == row.pk:
            name = names.get(found.person_id, "")
            late = _late_after(found.on, found.signed_at)
            yield SignInView(name, found.on, Half(found.half), found.signed_at, late)


def _late_after(on: date, logged_at: datetime) -> timedelta | None:
    """How late a thing of that day was written down, if by more than a day."""
    end = datetime.combine(on, datetime.max.time(), tzinfo=logged_at.tzinfo)
    return lateness(claimed_at=min(end, logged_at), logged_at=logged_at)


def evidence_of(case: CaseView) -> tuple[EvidenceView, ...]:
    """The evidence of the open round, newest first, with its late marks."""
    rows = Evidence.objects.filter(visit__round_id=case.round.id).select_related(
        "visit", "site", "logged_by"
    )
    return tuple(
        EvidenceView(
            id=row.pk,
            stage=Stage(row.visit.stage),
            note=row.note,
            scheme=row.scheme,
            clause=row.clause,
            site=row.site.name_zh if row.site else "",
            dated_on=row.dated_on,
            logged_at=row.logged_at,
            by=row.logged_by.name_zh if row.logged_by else "",
            late=lateness(claimed_at=row.claimed_at, logged_at=row.logged_at),
            file_id=row.file_id,
        )
        for row in rows.order_by("-pk")
    )


def withdrawals_of(case: CaseView) -> tuple[WithdrawalView, ...]:
    """Every proposal to withdraw the team of a case, newest first."""
    names = {item.key: item.zh for item in withdrawal_conditions()}
    rows = Withdrawal.objects.filter(case_id=case.id).select_related("proposed_by", "decided_by")
    return tuple(
        WithdrawalView(
            id=row.pk,
            state=ProposalState(row.state),
            conditions=tuple(names.get(key, key) for key in row.conditions),
            evidence=row.evidence,
            proposed_at=row.proposed_at,
            proposed_by=row.proposed_by.name_zh if row.proposed_by else "",
            decided_at=row.decided_at,
            decided_by=row.decided_by.name_zh if row.decided_by else "",
            decided_because=row.decided_because,
            resumed_at=row.resumed_at,
        )
        for row in rows.order_by("-pk")
    )


def condition_views(case: CaseView) -> tuple[ConditionView, ...]:
    """The body's list of conditions, each judged as far as the file can tell."""
    facts = case_facts_of_withdrawal(audit_file(case))
    return tuple(
        ConditionView(item.key, item.zh, item.en, evaluated(item.key, facts))
        for item in withdrawal_conditions()
    )


def withdrawal_statistics(*, since: date, until: date) -> dict[str, int]:
    """How often each condition led to an approved withdrawal: `since` included, `until` not."""
    rows = Withdrawal.objects.filter(
        state=ProposalState.APPROVED,
        decided_at__date__gte=since,
        decided_at__date__lt=until,
    )
    counted = Counter(key for row in rows for key in row.conditions)
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def visits_to_remind(on: date) -> tuple[VisitReminder, ...]:
    """The sent or confirmed visits that begin within the body's days of notice."""
    until = on + timedelta(days=house_number("visit_reminder_days", on))
    visits = Visit.objects.filter(
        state__in=(VisitState.SENT, VisitState.CONFIRMED), lines__on__range=(on, until)
    ).distinct()
    found = []
    for row in visits.select_related("case").prefetch_related("lines"):
        lines: list[PlanLine] = list(row.lines.all())
        first = min(line.on for line in lines)
        if on <= first <= until:
            people = sorted({person for line in lines for person in line.member_ids})
            found.append(
                VisitReminder(
                    row.pk, row.case_id, row.case.number, Stage(row.stage), first,
                    row.case.organisation_id, tuple(people),
                )
            )  # fmt: skip
    return tuple(sorted(found, key=lambda reminder: (reminder.first_on, reminder.visit_id)))


@answered_once
def held_visit(case: CaseView) -> VisitView | None:
    """The audit proper of the open round, once it is planned."""
    found = audit_file(case)
    row = found.visits.get(Stage.VISIT)
    return _visit(found, row) if row else None


def last_day(case: CaseView) -> date | None:
    """The last day of the audit proper, planned or signed for; nothing before it is planned."""
    file = audit_file(case)
    visit = file.visits.get(Stage.VISIT)
    if visit is None:
        return None
    planned = [line.on for line in file.lines.get(visit.pk, ())]
    return max([*planned, *(s.on for s in file.sign_ins if s.visit_id == visit.pk)], default=None)


def is_under_way(case: CaseView) -> bool:
    """Whether the audit is between its opening and its closing meeting."""
    return Step.VISIT_OPENED in case.done and Step.VISIT_CLOSED not in case.done


@answered_once
def was_present(case: CaseView, person_id: int | None) -> bool:
    """Whether somebody signed in on site in the audit proper of the open round."""
    file = audit_file(case)
    visit = file.visits.get(Stage.VISIT)
    return visit is not None and any(
        found.visit_id == visit.pk and found.person_id == person_id for found in file.sign_ins
    )


def stage1_note(case: CaseView) -> dict[str, object]:
    """What stage 1 came to; empty before it was concluded."""
    row = Visit.objects.filter(round_id=case.round.id, stage=Stage.STAGE1).order_by("-pk").first()
    return dict(row.conclusion) if row else {}


def deviations(case: CaseView) -> tuple[tuple[str, dict[str, object]], ...]:
    """How the audit departed from its plan: (English template, facts)."""
    view = held_visit(case)
    if view is None:
        return ()
    return tuple(_deviations(view))


def _deviations(view: VisitView) -> Iterator[tuple[str, dict[str, object]]]:
    planned = {
        (name, line.line.on, half)
        for line in view.lines
        for name in line.names
        for half in line.line.halves
    }
    present = {(s.name, s.on, s.half) for s in view.sign_ins}
    for name, on, half in sorted(planned - present):
        yield ABSENT, {"person": name, "on": on, "half": half}
    for name, on, half in sorted(present - planned):
        yield UNPLANNED, {"person": name, "on": on, "half": half}


ABSENT = _("%(person)s was planned for %(on)s (%(half)s) and did not sign in.")
UNPLANNED = _("%(person)s was on site on %(on)s (%(half)s) beyond the plan.")

"""Findings as pages, programs and other rooms see them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet, prefetch_related_objects

from xinheng.apps.audits import queries as audits
from xinheng.apps.cases.queries import CaseView
from xinheng.apps.findings.models import Answer, Finding, Suggestion
from xinheng.apps.findings.queries.file import findings_of_round, name_of
from xinheng.core.findings.words import FindingState, Grade
from xinheng.core.shared.reading_once import answered_once

OPEN = (FindingState.RAISED, FindingState.ANSWERED, FindingState.RETURNED)


@dataclass(frozen=True, slots=True)
class AnswerView:
    """What the client answered, and what became of it."""

    correction: str
    cause: str
    action: str
    responsible: str
    done_by_on: date
    file_id: int | None
    answered_at: datetime
    accepted_at: datetime | None
    returned_because: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """A nonconformity."""

    id: int
    name: str
    scheme: str
    clause: str
    grade: Grade
    state: FindingState
    statement: str
    evidence: str
    site: str
    due_on: date
    recurs: bool
    escalation: str
    raised_at: datetime
    raised_by: str
    answers: tuple[AnswerView, ...]
    objection: str
    resolution: str
    resolution_clause: str
    method: str
    verification: str
    verified_at: datetime | None

    @property
    def answer(self) -> AnswerView | None:
        """The answer that stands last."""
        return self.answers[-1] if self.answers else None


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """A chance to improve."""

    text: str
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """A nonconformity that is or falls due, and whom it waits for."""

    finding_id: int
    name: str
    case_id: int
    number: str
    organisation_id: int
    grade: Grade
    state: FindingState
    due_on: date
    waits_for_client: bool


@answered_once
def findings_of(case: CaseView) -> tuple[FindingView, ...]:
    """The nonconformities of the open round, in the order they were raised."""
    rows = findings_of_round(case.round.id)
    prefetch_related_objects(rows, "answers")
    return tuple(_finding(row) for row in rows)


@answered_once
def open_findings(case: CaseView) -> tuple[FindingView, ...]:
    """The nonconformities of earlier rounds whose effect was not verified yet."""
    rows = (
        Finding.objects.filter(case_id=case.id)
        .exclude(round_id=case.round.id)
        .exclude(state__in=(FindingState.VERIFIED, FindingState.TAKEN_BACK))
    )
    rows = rows.select_related("site", "raised_by").prefetch_related("answers")
    return tuple(_finding(row) for row in rows.order_by("round_id", "number"))


def _finding(row: Finding) -> FindingView:
    answers = sorted(row.answers.all(), key=lambda answer: answer.pk)
    return FindingView(
        id=row.pk,
        name=name_of(row),
        scheme=row.scheme,
        clause=row.clause,
        grade=Grade(row.grade),
        state=FindingState(row.state),
        statement=row.statement,
        evidence=row.evidence,
        site=row.site.name_zh,
        due_on=row.due_on,
        recurs=row.recurs,
        escalation=row.escalation,
        raised_at=row.raised_at,
        raised_by=row.raised_by.name_zh if row.raised_by else "",
        answers=tuple(_answer(answer) for answer in answers),
        objection=row.objection,
        resolution=row.resolution,
        resolution_clause=row.resolution_clause,
        method=row.method,
        verification=row.verification,
        verified_at=row.verified_at,
    )


def _answer(row: Answer) -> AnswerView:
    return AnswerView(
        correction=row.correction,
        cause=row.cause,
        action=row.action,
        responsible=row.responsible,
        done_by_on=row.done_by_on,
        file_id=row.file_id,
        answered_at=row.answered_at,
        accepted_at=row.accepted_at,
        returned_because=row.returned_because,
    )


def suggestions_of(case: CaseView) -> tuple[SuggestionView, ...]:
    """The chances to improve that were noted in the open round."""
    rows = Suggestion.objects.filter(round_id=case.round.id).select_related("made_by")
    return tuple(
        SuggestionView(row.text, row.made_at, row.made_by.name_zh if row.made_by else "")
        for row in rows.order_by("pk")
    )


def not_dealt_with() -> "QuerySet[Finding]":
    """The nonconformities somebody still has to do something about: open, or major and accepted."""
    majors = Finding.objects.filter(grade=Grade.MAJOR, state=FindingState.ACCEPTED)
    return (Finding.objects.filter(state__in=OPEN) | majors).select_related("case")


def _reminders(rows: "QuerySet[Finding]") -> tuple[Reminder, ...]:
    return tuple(
        Reminder(
            finding_id=row.pk,
            name=name_of(row),
            case_id=row.case_id,
            number=row.case.number,
            organisation_id=row.case.organisation_id,
            grade=Grade(row.grade),
            state=FindingState(row.state),
            due_on=row.due_on,
            waits_for_client=row.state in (FindingState.RAISED, FindingState.RETURNED),
        )
        for row in rows.order_by("due_on", "pk")
    )


def overdue(on: date) -> tuple[Reminder, ...]:
    """The nonconformities whose day has passed and that are not dealt with: to be escalated."""
    return _reminders(not_dealt_with().filter(due_on__lt=on))


def due_soon(on: date) -> tuple[Reminder, ...]:
    """The nonconformities that fall due within the body's days of notice."""
    until = on + timedelta(days=audits.house_number("nonconformity_reminder_days", on))
    return _reminders(not_dealt_with().filter(due_on__range=(on, until)))

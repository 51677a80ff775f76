"""The papers of an audit: its plan and its report."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from xinheng.printing.parties import Body, Client
from xinheng.printing.typeset import typeset


@dataclass(frozen=True, slots=True)
class Member:
    """One of the audit team. `sign` is the letter used in the timetable."""

    sign: str
    name: str
    role: str
    areas: str = ""
    days: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timetable. Times are HH:MM at the place of the audit."""

    on: date
    begins: str
    ends: str
    activity: str
    auditors: str
    place: str = ""
    clauses: str = ""


@dataclass(frozen=True, slots=True)
class AuditPlan:
    """What is audited, when, where and by whom."""

    body: Body
    client: Client
    number: str
    kind: str
    begins_on: date
    ends_on: date
    places: tuple[str, ...]
    objectives: tuple[str, ...]
    criteria: tuple[str, ...]
    scope_zh: str
    leader: str
    team: tuple[Member, ...]
    timetable: tuple[Entry, ...]
    top_manager: str = ""
    language: str = "中文"
    confirmations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the report that the body's own procedure asks for."""

    title_zh: str
    title_en: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One nonconformity or other finding, as the client received it."""

    number: str
    grade: str
    clause: str
    statement: str
    evidence: str
    action: str = ""


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What was audited, what was found, and what the team recommends."""

    body: Body
    client: Client
    number: str
    kind: str
    begins_on: date
    ends_on: date
    reported_on: date
    places: tuple[str, ...]
    objectives: tuple[str, ...]
    criteria: tuple[str, ...]
    scope_zh: str
    leader: str
    team: tuple[Member, ...]
    summary: str
    chapters: tuple[Chapter, ...]
    findings: tuple[Finding, ...]
    conclusion: str
    recommendation: str
    top_manager: str = ""
    deviations: tuple[str, ...] = ()
    unresolved: tuple[str, ...] = ()
    distribution: str = ""


def print_audit_plan(plan: AuditPlan, *, made_at: datetime) -> bytes:
    """Set an audit plan as PDF/A-2b.

    Raises:
        GlyphsMissing: a character cannot be printed.
    """
    return typeset("audit_plan", plan, made_at=made_at)


def print_audit_report(report: AuditReport, *, made_at: datetime) -> bytes:
    """Set an audit report as PDF/A-2b.

    Raises:
        GlyphsMissing: a character cannot be printed.
    """
    return typeset("report", report, made_at=made_at)

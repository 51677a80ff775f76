"""The findings of a case: what the rules and doors of this room need to know."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from xinheng.apps.audits import queries as audits
from xinheng.apps.cases import queries as cases
from xinheng.apps.cases.queries import CaseView, SeatView
from xinheng.apps.findings.models import Finding, Report
from xinheng.apps.programmes import queries as programmes
from xinheng.core.cases.words import RoundKind
from xinheng.core.findings.clearing import Item, Limits
from xinheng.core.findings.words import FindingState, Grade
from xinheng.core.shared.reading_once import answered_once
from xinheng.rulebook.programmes import clock_rules


@dataclass(frozen=True, slots=True)
class FindingsFile:
    """Everything about the findings of the open round of a case."""

    case: CaseView
    team: tuple[SeatView, ...]
    findings: tuple[Finding, ...]
    report: Report | None
    earlier: tuple[Finding, ...] = ()

    def finding(self, finding_id: int) -> Finding | None:
        """A nonconformity of this round, or one of an earlier round that waits for its effect."""
        return next((r for r in (*self.findings, *self.earlier) if r.pk == finding_id), None)

    @property
    def items(self) -> tuple[Item, ...]:
        """The nonconformities as the gate sees them."""
        return tuple(_item(row) for row in self.findings)


def name_of(row: Finding) -> str:
    """What a nonconformity is called."""
    return f"NC-{row.number:02d}"


def _item(row: Finding) -> Item:
    return Item(
        name=name_of(row),
        grade=Grade(row.grade),
        state=FindingState(row.state),
        verified_on=timezone.localdate(row.verified_at) if row.verified_at else None,
        objection_open=row.objected_at is not None and row.resolved_at is None,
    )


@answered_once
def findings_file(case: CaseView) -> FindingsFile:
    """Gather the findings of the open round, with the newest version of its report."""
    return FindingsFile(
        case=case,
        team=cases.team(case.round.id),
        findings=findings_of_round(case.round.id),
        report=next(iter(reports_of_round(case.round.id)), None),
        earlier=_earlier(case) if case.round.number > 1 else (),
    )


def _earlier(case: CaseView) -> tuple[Finding, ...]:
    """The accepted plans of earlier rounds whose effect is to be verified now."""
    rows = Finding.objects.filter(case_id=case.id, state=FindingState.ACCEPTED)
    rows = rows.exclude(round_id=case.round.id).select_related("site", "raised_by")
    return tuple(rows.order_by("round_id", "number"))


@answered_once
def findings_of_round(round_id: int) -> tuple[Finding, ...]:
    """The nonconformities of a round in the order they were raised, with where and by whom."""
    rows = Finding.objects.filter(round_id=round_id).select_related("site", "raised_by")
    return tuple(rows.order_by("number"))


@answered_once
def reports_of_round(round_id: int) -> tuple[Report, ...]:
    """Every version of the report of a round, newest first."""
    rows = Report.objects.filter(round_id=round_id).select_related("issued_by")
    return tuple(rows.order_by("-version"))


def limits_of(case: CaseView, *, on: date) -> Limits:
    """What limits the time for nonconformities, counted from the last day of the audit.

    While the audit runs, the last day of its plan stands for it.
    """
    ended = audits.last_day(case) or on
    rules = clock_rules(on)
    months = next(
        clock.value for clock in rules.clocks["major_nonconformity"] if clock.regime == "17021-1"
    )
    return Limits(
        kind=case.round.kind,
        ended_on=ended,
        own_days=rules.minor_days,
        major_months=int(months),
        expires_on=_last_valid_day(case),
    )


def _last_valid_day(case: CaseView) -> date | None:
    """The last day of the certificate a recertification renews; else the day of the round."""
    cycle = programmes.cycle_of(case.id) if case.round.kind == RoundKind.RECERTIFICATION else None
    return cycle.expires_on if cycle else case.round.due_on


def recurs(case: CaseView, *, scheme: str, clause: str) -> bool:
    """Whether the same clause was not met in an earlier round, or another case, of this client.

    Source: catalogue M-80.
    """
    return (
        Finding.objects.filter(
            case__organisation_id=case.organisation_id, scheme=scheme, clause=clause
        )
        .exclude(round_id=case.round.id)
        .exclude(state=FindingState.TAKEN_BACK)
        .exists()
    )

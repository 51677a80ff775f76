"""The report of an audit: its draft prefilled from the records, its gaps, its versions."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils.translation import gettext

from xinheng.apps.audits import queries as audits
from xinheng.apps.cases.queries import CaseView
from xinheng.apps.findings.models import Report, Template
from xinheng.apps.findings.queries.file import findings_of_round, reports_of_round
from xinheng.core.findings.report import Sections, gaps
from xinheng.core.findings.words import FindingState, Grade
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _


@dataclass(frozen=True, slots=True)
class ReportView:
    """A version of a report."""

    id: int
    version: int
    sections: Sections
    docx_id: int | None
    pdf_id: int | None
    issued_at: datetime | None
    issued_by: str


def sections_of(stored: Mapping[str, object]) -> Sections:
    """Stored sections as a plain value."""
    empty = asdict(Sections())
    return Sections(**{name: stored.get(name, value) for name, value in empty.items()})  # type: ignore[arg-type]


def draft_sections(case: CaseView) -> Sections:
    """What the report says so far, prefilled from the records where nobody has written yet."""
    row = next(iter(reports_of_round(case.round.id)), None)
    if row is not None:
        return sections_of(row.sections)
    departed = [gettext(message) % _shown(facts) for message, facts in audits.deviations(case)]
    return Sections(
        summary=_summary(case),
        scope="；".join(scheme.scope_zh for scheme in case.schemes),
        deviations="\n".join(departed) or gettext(NO_DEVIATION),
        conclusions=dict.fromkeys(case.scheme_keys, ""),
        recommendations=dict.fromkeys(case.scheme_keys, ""),
    )


NO_DEVIATION = _("The audit was carried out as planned.")
SUMMARY = _(
    "The team was on site for %(days)s auditor-days. It raised %(majors)s major and "
    "%(minors)s minor nonconformities."
)


def _shown(facts: Mapping[str, object]) -> dict[str, str]:
    return {name: gettext(getattr(value, "label", str(value))) for name, value in facts.items()}


def _summary(case: CaseView) -> str:
    visit = audits.held_visit(case)
    rows = findings_of_round(case.round.id)
    grades = [row.grade for row in rows if row.state != FindingState.TAKEN_BACK]
    return gettext(SUMMARY) % {
        "days": visit.days_present.normalize() if visit else 0,
        "majors": grades.count(Grade.MAJOR),
        "minors": grades.count(Grade.MINOR),
    }


def report_gaps(case: CaseView, sections: Sections | None = None) -> tuple[Violation, ...]:
    """What the report still lacks before it may be issued."""
    found = sections or draft_sections(case)
    return tuple(gaps(found, kind=case.round.kind, schemes=case.scheme_keys))


def reports_of(case: CaseView) -> tuple[ReportView, ...]:
    """Every version of the report of the open round, newest first."""
    return tuple(_report(row) for row in reports_of_round(case.round.id))


def issued_report(case: CaseView) -> ReportView | None:
    """The report that stands, if one was issued."""
    return next((view for view in reports_of(case) if view.issued_at is not None), None)


def _report(row: Report) -> ReportView:
    return ReportView(
        id=row.pk,
        version=row.version,
        sections=sections_of(row.sections),
        docx_id=row.docx_id,
        pdf_id=row.pdf_id,
        issued_at=row.issued_at,
        issued_by=row.issued_by.name_zh if row.issued_by else "",
    )


def template_in_use() -> int | None:
    """The file of the body's own report template; nothing while the shipped one is used."""
    row = Template.objects.order_by("-pk").first()
    return row.file_id if row else None

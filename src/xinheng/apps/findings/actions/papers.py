"""The audit report as a paper. Papers are Chinese, whoever makes them."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext

from xinheng.apps.audits import queries as audits
from xinheng.apps.audits.actions import papers
from xinheng.apps.findings import queries
from xinheng.apps.findings.queries import FindingsFile
from xinheng.core.audits.words import MeetingKind
from xinheng.core.findings.report import Sections
from xinheng.core.findings.words import FindingState, Recommendation
from xinheng.core.people.words import SeatPart
from xinheng.printing import audit as prints


def as_paper(file: FindingsFile, sections: Sections, *, on: date) -> prints.AuditReport:
    """The report filled from the records and from what was written."""
    case = file.case
    audit_file = audits.audit_file(case)
    visit = audits.held_visit(case)
    recommended = {str(word): gettext(word.label) for word in Recommendation}
    opening = [m for m in visit.meetings if m.kind == MeetingKind.OPENING] if visit else []
    return prints.AuditReport(
        body=papers.body_party(),
        client=papers.client_party(case),
        number=case.number,
        kind=gettext(case.round.kind.label),
        begins_on=visit.first_on if visit and visit.first_on else on,
        ends_on=visit.last_on if visit and visit.last_on else on,
        reported_on=on,
        places=tuple(site.address_zh for site in audits.sites_for(case)),
        objectives=tuple((visit.objectives if visit else "").splitlines()),
        criteria=tuple((visit.criteria if visit else "").splitlines()),
        scope_zh=sections.scope,
        leader=next((s.name for s in file.team if s.part == SeatPart.LEADER), ""),
        team=papers.team_party(audit_file),
        summary=sections.summary,
        chapters=tuple(_chapters(file, sections)),
        findings=tuple(_findings(file)),
        conclusion="\n".join(f"{scheme}：{text}" for scheme, text in sections.conclusions.items()),
        recommendation="；".join(
            f"{scheme}：{recommended.get(word, '')}"
            for scheme, word in sections.recommendations.items()
        ),
        top_manager=opening[0].top_manager if opening else "",
        deviations=tuple(line for line in sections.deviations.splitlines() if line.strip()),
        unresolved=tuple(_unresolved(file, visit.disagreement if visit else "")),
        distribution=f"{case.organisation_zh}",
    )


def _chapters(file: FindingsFile, sections: Sections) -> Iterator[prints.Chapter]:
    if sections.strengths.strip():
        yield prints.Chapter("优势", "Strengths", tuple(sections.strengths.splitlines()))
    if suggestions := queries.suggestions_of(file.case):
        texts = tuple(suggestion.text for suggestion in suggestions)
        yield prints.Chapter("改进机会", "Opportunities for improvement", texts)


def _findings(file: FindingsFile) -> Iterator[prints.Finding]:
    for row in queries.findings_of(file.case):
        if row.state != FindingState.TAKEN_BACK:
            yield prints.Finding(
                number=row.name,
                grade=gettext(row.grade.label),
                clause=f"{row.scheme} {row.clause}",
                statement=row.statement,
                evidence=row.evidence,
                action=row.answer.action if row.answer else "",
            )


def _unresolved(file: FindingsFile, disagreement: str) -> Iterator[str]:
    if disagreement.strip():
        yield disagreement
    for row in file.findings:
        if row.objected_at is not None and row.state != FindingState.TAKEN_BACK:
            yield f"NC-{row.number:02d}：{row.objection}（{row.resolution}）"

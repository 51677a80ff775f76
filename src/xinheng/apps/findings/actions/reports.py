"""Writing, previewing and issuing the report of an audit."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import translation

from xinheng.apps.cases.queries import CaseView
from xinheng.apps.documents import actions as documents
from xinheng.apps.documents import queries as files
from xinheng.apps.findings import queries
from xinheng.apps.findings.actions.common import begin, day_of, tell_client, write
from xinheng.apps.findings.actions.papers import as_paper
from xinheng.apps.findings.models import Report, Template
from xinheng.apps.findings.queries import FindingsFile
from xinheng.apps.journal import actions as journal
from xinheng.apps.people import actions as people
from xinheng.core.cases.steps import Step
from xinheng.core.findings import acts
from xinheng.core.findings.report import Sections
from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.violation import refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.printing import report_docx
from xinheng.printing.audit import print_audit_report

REPORT_KIND = "audit-report"
TEMPLATE_KIND = "report-template"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _draft(case: CaseView, sections: Sections, *, at: datetime) -> Report:
    """The draft of the round with these sections; a version that was issued stays as it is."""
    newest = Report.objects.filter(round_id=case.round.id).order_by("-version").first()
    if newest is None or newest.issued_at is not None:
        newest = Report(
            case_id=case.id,
            round_id=case.round.id,
            version=(newest.version if newest else 0) + 1,
        )
    newest.sections, newest.saved_at = asdict(sections), at
    newest.save()
    return newest


@transaction.atomic
def draft_report(
    *, case_id: int, sections: Sections, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Write on the report. It may have gaps until it is issued.

    Raises:
        Refused: `by` does not lead the team, or the report is locked.
    """
    file = begin(case_id, seen)
    refuse_if(queries.reasons_for(acts.DRAFT_REPORT, file, by))
    row = _draft(file.case, sections, at=at)
    write(acts.DRAFT_REPORT, file, row, by=by, at=at, version=row.version)


@transaction.atomic
def autosave_report(*, case_id: int, sections: Sections, by: Actor, at: datetime) -> None:
    """Keep what is being typed. No act: nothing is in the journal until it is saved or issued.

    Raises:
        Refused: as `draft_report`.
    """
    file = begin(case_id, None)
    refuse_if(queries.reasons_for(acts.DRAFT_REPORT, file, by))
    _draft(file.case, sections, at=at)


@transaction.atomic
def issue_report(*, case_id: int, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Issue the report as docx and PDF and lock it for ever.

    Raises:
        Refused: the report has gaps, nonconformities are open, or `by` does not lead.

    Source: ISO/IEC 17021-1:2015, 9.4.8.
    """
    file = begin(case_id, seen)
    sections = queries.draft_sections(file.case)
    refuse_if(
        [
            *queries.reasons_for(acts.ISSUE_REPORT, file, by),
            *queries.report_gaps(file.case, sections),
        ]
    )
    row = _draft(file.case, sections, at=at)
    word, pdf = _papers(file, sections, at=at)
    name = f"{file.case.number}-report-v{row.version}"
    row.docx_id = _keep(file, f"{name}.docx", word, WORD, by=by, at=at)
    row.pdf_id = _keep(file, f"{name}.pdf", pdf, "application/pdf", by=by, at=at)
    row.issued_at, row.issued_by_id = at, by.person_id
    row.save()
    write(
        acts.ISSUE_REPORT, file, row, by=by, at=at, step=Step.REPORTED, version=row.version,
        recommendations=dict(sections.recommendations),
    )  # fmt: skip
    tell_client(file, _("%(number)s: the audit report was issued."), at=at)
    people.tell(
        message=_("%(number)s: the file waits for its technical review."),
        facts={"number": file.case.number},
        case_id=case_id,
        at=at,
        duty=Duty.REVIEW,
    )


def _keep(
    file: FindingsFile, name: str, content: bytes, media_type: str, *, by: Actor, at: datetime
) -> int:
    kept = documents.keep(
        name=name,
        content=content,
        media_type=media_type,
        kind=REPORT_KIND,
        by=by,
        at=at,
        case_id=file.case.id,
        organisation_id=file.case.organisation_id,
        client_may_see=True,
    )
    return int(kept.pk)


def _papers(file: FindingsFile, sections: Sections, *, at: datetime) -> tuple[bytes, bytes]:
    with translation.override("zh-hans"):
        report = as_paper(file, sections, on=day_of(at))
    pdf = print_audit_report(report, made_at=at)
    return report_docx.render_report(report, _template()), pdf


def _template() -> bytes | None:
    used = Template.objects.select_related("file").order_by("-pk").first()
    return files.place_of(used.file.sha256).read_bytes() if used else None


def preview_report(case: CaseView, *, at: datetime) -> tuple[bytes, bytes]:
    """The report as it would be issued now: (docx, PDF). Nothing is kept.

    Raises:
        Refused: the body's template is not sound.
    """
    file = queries.findings_file(case)
    return _papers(file, queries.draft_sections(case), at=at)


def preview_template(content: bytes) -> bytes:
    """An invented report in a body's own template, for a look before it is used.

    Raises:
        Refused: the template is not sound; carries every reason.
    """
    return report_docx.preview_report(content)


@transaction.atomic
def use_template(*, template: int, by: Actor, at: datetime) -> None:
    """Put a body's own Word template into use for the reports to come.

    Args:
        template: key of the stored file.

    Raises:
        Refused: `by` may not, or the template is not sound.
    """
    refuse_if(acts.USE_TEMPLATE.duty_obstacles(by))
    kept = files.visible_file(template, viewer=by)
    report_docx.preview_report(files.place_of(kept.sha256).read_bytes())
    row = Template.objects.create(file_id=kept.pk, used_from=at, put_by_id=by.person_id)
    journal.record(acts.USE_TEMPLATE, on=row, by=by, at=at, file=kept.name, sha256=kept.sha256)

"""Questions about findings, their deadlines, and the report of an audit."""

from xinheng.apps.findings.queries.doors import doors
from xinheng.apps.findings.queries.falling import falls_due
from xinheng.apps.findings.queries.file import (
    FindingsFile,
    findings_file,
    limits_of,
    recurs,
)
from xinheng.apps.findings.queries.report import (
    ReportView,
    draft_sections,
    issued_report,
    report_gaps,
    reports_of,
    sections_of,
    template_in_use,
)
from xinheng.apps.findings.queries.rules import clearing_reasons, reasons_for
from xinheng.apps.findings.queries.views import (
    AnswerView,
    FindingView,
    Reminder,
    SuggestionView,
    due_soon,
    findings_of,
    open_findings,
    overdue,
    suggestions_of,
)

__all__ = [
    "AnswerView",
    "FindingView",
    "FindingsFile",
    "Reminder",
    "ReportView",
    "SuggestionView",
    "clearing_reasons",
    "doors",
    "draft_sections",
    "due_soon",
    "falls_due",
    "findings_file",
    "findings_of",
    "issued_report",
    "limits_of",
    "open_findings",
    "overdue",
    "reasons_for",
    "recurs",
    "report_gaps",
    "reports_of",
    "sections_of",
    "suggestions_of",
    "template_in_use",
]  # fmt: skip

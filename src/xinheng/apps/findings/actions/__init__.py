"""What is done about findings and the report of an audit."""

from xinheng.apps.findings.actions.findings import (
    AnswerText,
    NewFinding,
    accept_plan,
    answer,
    raise_finding,
    return_answer,
    suggest,
    verify,
)
from xinheng.apps.findings.actions.objections import clear, object_to, resolve
from xinheng.apps.findings.actions.reports import (
    autosave_report,
    draft_report,
    issue_report,
    preview_report,
    preview_template,
    use_template,
)

__all__ = [
    "AnswerText", "NewFinding", "accept_plan", "answer", "autosave_report", "clear",
    "draft_report", "issue_report", "object_to", "preview_report", "preview_template",
    "raise_finding", "resolve", "return_answer", "suggest", "use_template", "verify",
]  # fmt: skip

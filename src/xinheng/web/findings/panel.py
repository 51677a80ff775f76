"""What this staircase shows of a case."""

from xinheng import clock
from xinheng.apps.cases.queries import CaseView
from xinheng.apps.findings import queries
from xinheng.core.cases.steps import Step
from xinheng.core.shared.actor import Actor
from xinheng.web.panels import Panel


def panels(case: CaseView, viewer: Actor) -> tuple[Panel, ...]:
    """The nonconformities with their deadlines, the suggestions, and the report's versions."""
    if Step.VISIT_OPENED not in case.done:
        return ()
    context = {
        "case": case,
        "findings": queries.findings_of(case),
        "suggestions": queries.suggestions_of(case),
        "reports": [report for report in queries.reports_of(case) if report.issued_at],
        "today": clock.today(),
        "for_staff": viewer.is_staff,
        "is_closed": Step.VISIT_CLOSED in case.done,
    }
    return (Panel("findings/_findings.html", context),)

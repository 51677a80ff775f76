"""What this staircase shows of a case on the case page."""

from xinheng.apps.cases.queries import CaseView
from xinheng.apps.intake import queries
from xinheng.core.cases.steps import Step
from xinheng.core.shared.actor import Actor
from xinheng.web.panels import Panel


def panels(case: CaseView, viewer: Actor) -> tuple[Panel, ...]:
    """The application with its claims, and the papers and changes of a case."""
    application = queries.application_of(case.id)
    # Papers follow the audit time, so there are none before it was reckoned once.
    has_papers = case.round.number > 1 or Step.TIME_RECKONED in case.done
    context = {
        "case": case,
        "application": application,
        "claims": queries.checks_of(case.id),
        "quotation": queries.quotation_of(case.id) if has_papers else None,
        "agreement": queries.agreement_of(case.id) if has_papers else None,
        "notices": queries.notices_of(case.id) if has_papers else (),
        "is_staff": viewer.is_staff,
    }
    if not any(context[name] for name in ("application", "quotation", "agreement", "notices")):
        return ()
    return (Panel("intake/_panel.html", context),)

"""What the case page shows of complaints, appeals, risks and the information sent."""

from xinheng.apps.cases.queries import CaseView
from xinheng.apps.governance import queries
from xinheng.core.shared.actor import Actor
from xinheng.web.panels import Panel


def panels(case: CaseView, viewer: Actor) -> tuple[Panel, ...]:
    """The open complaints and appeals of the client; for the body's people."""
    if not viewer.is_staff:
        return ()
    context = {
        "matters": queries.open_about(case.organisation_id),
        "considered": queries.matters.considered(case.round.id),
        "risks": queries.unacceptable_risks(case.organisation_id),
        "sent": queries.information_sent(case.id),
    }
    return (Panel("governance/_of_case.html", context),)

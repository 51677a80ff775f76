"""What the case page shows of certificates."""

from xinheng.apps.cases.queries import CaseView
from xinheng.apps.certificates import queries
from xinheng.core.shared.actor import Actor
from xinheng.web.panels import Panel


def panels(case: CaseView, viewer: Actor) -> tuple[Panel, ...]:
    """The certificates of a case, once there are some."""
    if not queries.may_have_certificates(case):
        return ()
    found = queries.of_case(case.id)
    if not found:
        return ()
    return (Panel("certificates/_of_case.html", {"certificates": found}),)

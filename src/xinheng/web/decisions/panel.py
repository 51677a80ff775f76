"""What the case page shows of review and decision."""

from xinheng.apps.cases.queries import CaseView
from xinheng.core.cases.words import CaseState
from xinheng.core.shared.actor import Actor, Duty
from xinheng.web.decisions.pages import file_of
from xinheng.web.panels import Panel

STATES = (CaseState.REVIEW, CaseState.DECISION, CaseState.ATTESTATION)


def panels(case: CaseView, viewer: Actor) -> tuple[Panel, ...]:
    """The file of the round, once it is being reviewed. For the body's people."""
    if not viewer.is_staff or case.state not in STATES:
        return ()
    may_review = viewer.holds(Duty.REVIEW, case.where)
    context = {"case": case, "may_review": may_review, **file_of(case)}
    return (Panel("decisions/_file.html", context),)

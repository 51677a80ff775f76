"""What this staircase shows of a case."""

from xinheng.apps.audits import queries
from xinheng.apps.cases.queries import CaseView
from xinheng.core.shared.actor import Actor
from xinheng.web.panels import Panel


def panels(case: CaseView, viewer: Actor) -> tuple[Panel, ...]:
    """The visits with their timetable, presence and evidence; evidence is for staff alone."""
    file = queries.audit_file(case)
    visits = queries.visits_of(case, file)
    withdrawals = queries.withdrawals_of(case) if file.proposal else ()
    if not visits and not withdrawals:
        return ()
    evidence = queries.evidence_of(case) if viewer.is_staff and visits else ()
    context = {
        "case": case,
        "visits": visits,
        "withdrawals": withdrawals,
        "evidence": evidence,
        "for_staff": viewer.is_staff,
    }
    return (Panel("audits/_visits.html", context),)

"""What the case page shows of audit time and the programme."""

from xinheng import clock
from xinheng.apps.cases.queries import CaseView
from xinheng.apps.programmes import queries
from xinheng.core.shared.actor import Actor
from xinheng.web.panels import Panel


def panels(case: CaseView, viewer: Actor) -> tuple[Panel, ...]:
    """Audit time, programme and due days, as far as there are any."""
    found = queries.reckonings(case.id)
    standing = next((r for r in found if r.round_id == case.round.id), None)
    plan = queries.programme(case.id)
    due = queries.due_of_case(case.id, clock.today())
    if standing is None and plan is None and not due:
        return ()
    names = {site.id: site.name_zh for site in case.sites}
    visits = [
        (visit, [names[pk] for pk in visit.site_ids if pk in names])
        for visit in (plan.visits if plan else ())
    ]
    context = {
        "case": case, "standing": standing, "plan": plan, "visits": visits, "due": due,
        "for_staff": viewer.is_staff,
    }  # fmt: skip
    return (Panel("programmes/_panel.html", context),)

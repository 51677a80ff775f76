"""What the case page shows of impartiality: services, threats, and waivers asked for."""

from xinheng import clock
from xinheng.apps.cases.queries import CaseView
from xinheng.apps.impartiality import queries
from xinheng.apps.waivers import queries as waivers
from xinheng.core.shared.actor import Actor
from xinheng.core.waivers.acts import ASK
from xinheng.web.panels import Panel
from xinheng.web.waivers.views import STANDINGS, rule_name


def panels(case: CaseView, viewer: Actor) -> tuple[Panel, ...]:
    """The registers as far as they concern this case; for the body's staff."""
    if not waivers.may_see(viewer):
        return ()
    today = clock.today()
    sees = queries.may_see(viewer)
    context = {
        "case": case,
        "sees": sees,
        "services": queries.services(today, organisation_id=case.organisation_id) if sees else (),
        "threats": queries.threats_of_case(case.id, case.organisation_id) if sees else (),
        "waivers": [
            (found, rule_name(found.code), STANDINGS[found.standing(today)])
            for found in waivers.of_case(case.id, case.organisation_id)
        ],
        "may_ask": not tuple(ASK.duty_obstacles(viewer)),
    }
    return (Panel("impartiality/_panel.html", context),)

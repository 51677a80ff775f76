"""Questions about the body's relations, services to clients, income, and threats."""

from xinheng.apps.impartiality.queries.gates import (
    certifying_obstacles,
    client_facts,
    threat_obstacles_of,
)
from xinheng.apps.impartiality.queries.limits import LimitView, limit, limits
from xinheng.apps.impartiality.queries.register import (
    EntityView,
    IncomeView,
    NoThreat,
    ServiceView,
    ThreatView,
    entities,
    income_years,
    incomes,
    may_assess,
    may_see,
    services,
    threat,
    threats,
    threats_of_case,
)

__all__ = [
    "EntityView",
    "IncomeView",
    "LimitView",
    "NoThreat",
    "ServiceView",
    "ThreatView",
    "certifying_obstacles",
    "client_facts",
    "entities",
    "income_years",
    "incomes",
    "limit",
    "limits",
    "may_assess",
    "may_see",
    "services",
    "threat",
    "threat_obstacles_of",
    "threats",
    "threats_of_case",
]

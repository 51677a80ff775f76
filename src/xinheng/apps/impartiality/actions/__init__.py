"""What is done about the body's relations and threats to its impartiality."""

from xinheng.apps.impartiality.actions.income import import_income, record_income
from xinheng.apps.impartiality.actions.limits import set_limit
from xinheng.apps.impartiality.actions.relations import (
    end_related,
    end_service,
    record_related,
    record_service,
)
from xinheng.apps.impartiality.actions.threats import assess_threat, note_threat, raise_threat

__all__ = [
    "assess_threat",
    "end_related",
    "end_service",
    "import_income",
    "note_threat",
    "raise_threat",
    "record_income",
    "record_related",
    "record_service",
    "set_limit",
]

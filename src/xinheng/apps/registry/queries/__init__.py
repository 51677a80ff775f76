"""Questions about the national register."""

from xinheng.apps.registry.queries.figures import (
    BodyRow,
    Figures,
    by_body,
    by_month,
    by_status,
    current,
    exact,
    is_empty,
    lines,
    month_before,
    printed_in_october_2024,
    regions_in,
)
from xinheng.apps.registry.queries.names import known_names
from xinheng.apps.registry.queries.search import (
    Entry,
    Filters,
    Hits,
    by_code,
    by_name,
    by_number,
    by_numbers,
    held_by,
    version,
)

__all__ = [
    "BodyRow",
    "Entry",
    "Figures",
    "Filters",
    "Hits",
    "by_body",
    "by_code",
    "by_month",
    "by_name",
    "by_number",
    "by_numbers",
    "by_status",
    "current",
    "exact",
    "held_by",
    "is_empty",
    "known_names",
    "lines",
    "month_before",
    "printed_in_october_2024",
    "regions_in",
    "version",
]

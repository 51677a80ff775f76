"""The scoring of after-sales service in force on a day, read from its table."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from xinheng.core.grading.service import ScoringRules
from xinheng.core.programmes.rules import Limit
from xinheng.rulebook.loader import table
from xinheng.rulebook.row import row_source
from xinheng.rulebook.settings import settings_on

LEVEL = "level_"


def scoring_rules(on: date, own: Mapping[str, str] | None = None) -> ScoringRules:
    """How after-sales service is scored on a day.

    Raises:
        NotYetInForce: the table had no edition on that day.
        ValueError: a setting is unknown or outside its fence.
    """
    special = settings_on(on, own)["star_special_points"]
    version = table("gbt27922_scoring").on(on)
    limits = {
        row["key"]: Limit(Decimal(row["value"]), row_source(row, version)) for row in version.rows
    }
    levels = [(key.removeprefix(LEVEL), limits[key]) for key in limits if key.startswith(LEVEL)]
    return ScoringRules(
        total=limits["total"],
        normalise=limits["normalise"],
        deduction=limits["special_deduction"],
        bonus=limits["special_bonus"],
        fails_from=limits["fail_from_deductions"],
        levels=tuple(sorted(levels, key=lambda level: level[1].value)),
        special_before=special.value == "before",
        special_source=special.source,
    )

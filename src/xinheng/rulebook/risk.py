"""The LEC method and the risk matrix in force on a day, read from their tables."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from xinheng.core.programmes.rules import Limit
from xinheng.core.shared.wording import Bilingual
from xinheng.core.workspace.risk import LecRules, Level, MatrixRules
from xinheng.rulebook.loader import Row, table
from xinheng.rulebook.row import row_source
from xinheng.rulebook.settings import settings_on

AS_PRINTED = "printed"


def lec_rules(on: date, own: Mapping[str, str] | None = None) -> LecRules:
    """The values and the levels of the LEC method on a day.

    Raises:
        NotYetInForce: a table had no edition on that day.
        ValueError: a setting is unknown or outside its fence.
    """
    boundary = settings_on(on, own)["lec_boundary"].value
    values, levels = table("lec_values").on(on), table("lec_levels").on(on)
    return LecRules(
        values={
            factor: {
                Decimal(row["value"]): (_named(row), row_source(row, values))
                for row in values.rows
                if row["factor"] == factor
            }
            for factor in ("L", "E", "C")
        },
        scales={
            scale: tuple(
                Level(
                    row["level"],
                    Decimal(row["from"]),
                    row["takes_boundary"] if boundary == AS_PRINTED else boundary == "at-least",
                    _named(row),
                    row_source(row, levels),
                )
                for row in levels.rows
                if row["scale"] == scale
            )
            for scale in dict.fromkeys(row["scale"] for row in levels.rows)
        },
    )


def matrix_rules(on: date) -> MatrixRules:
    """The risk matrix on a day.

    Raises:
        NotYetInForce: the table had no edition on that day.
    """
    version = table("risk_matrix").on(on)
    return MatrixRules(
        {
            (row["likelihood"], row["severity"]): (
                Limit(Decimal(row["score"]), row_source(row, version)),
                Bilingual(row["level"], row["label"]),
            )
            for row in version.rows
        }
    )


def _named(row: Row) -> Bilingual:
    return Bilingual(row["label_zh"], row["label"])

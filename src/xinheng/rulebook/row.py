"""What every reader of tables needs: where a row is from, and which of two printed values holds."""

from collections.abc import Mapping
from typing import Any

from xinheng.core.shared.source import Source
from xinheng.rulebook.loader import Row, Version
from xinheng.rulebook.settings import Setting


def row_source(row: Row, version: Version) -> Source:
    """Where a row comes from: its table's document, unless it names its own."""
    return Source(
        row.get("document", version.source.document),
        row.get("place", version.source.place),
        version.edition,
        row["status"],
    )


def settled(row: Row, settings: Mapping[str, Setting]) -> Mapping[str, Any]:
    """A row with the values the house chose where its sources print different ones.

    `choices` holds, for each source, its name and the cells it prints: `column=value`.
    """
    if not row.get("choice_setting"):
        return row
    chosen = settings[row["choice_setting"]].value
    cells = next(cells for name, *cells in row["choices"] if name == chosen)
    return {**row, **dict(cell.split("=", 1) for cell in cells)}

"""Writing an edition in the layout in which a correction or a new edition is entered."""

import csv
import io
from collections.abc import Iterator

from xinheng.core.shared.source import CONFIRMED, Verified
from xinheng.rulebook.loader import Row, table
from xinheng.rulebook.register import NoRule, Shown


def as_csv(shown: Shown) -> str:
    """An edition as CSV that can be changed and entered again.

    Raises:
        NoRule: it is a list; lists are not entered in this way.
    """
    return _text(tuple(lines(shown)))


def lines(shown: Shown) -> Iterator[list[str]]:
    """The lines of the layout: what the edition is, the names of the columns, the rows.

    Raises:
        NoRule: it is a list; lists are not entered in this way.
    """
    entry = shown.entry
    if entry.valid_from is None:
        raise NoRule(entry.id)
    version = next(v for v in table(entry.key).versions if v.valid_from == entry.valid_from)
    yield ["#table", entry.key]
    yield ["#kind", "correction"]
    yield ["#edition", entry.edition]
    yield ["#valid_from", entry.valid_from.isoformat()]
    yield ["#document", entry.source.document]
    yield ["#place", entry.source.place]
    yield [
        "#status",
        version.status if not version.status.startswith(CONFIRMED) else Verified.ONCE.value,
    ]
    columns = list(dict.fromkeys(name for row in version.rows for name in row))
    yield columns
    for row in version.rows:
        yield [_cell(row, column) for column in columns]


def _cell(row: Row, column: str) -> str:
    value = row.get(column, "")
    if isinstance(value, list | tuple):
        return ";".join("|".join(part) if isinstance(part, list) else str(part) for part in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return _status(str(value)) if column == "status" else str(value)


def _status(status: str) -> str:
    """A confirmation is not entered with rows: what is entered has to be confirmed anew."""
    return Verified.ONCE.value if status.startswith(CONFIRMED) else status


def _text(rows: tuple[list[str], ...]) -> str:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    return written.getvalue()

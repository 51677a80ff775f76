"""Any list as a printed table."""

from dataclasses import dataclass
from datetime import date, datetime

from xinheng.printing.parties import Body
from xinheng.printing.typeset import typeset


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column of a printed list. `share` is its width beside the others'."""

    zh: str
    en: str = ""
    share: float = 1.0
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A list to print.

    Args:
        rows: cells as they are to be read, as many in each row as columns.
        conditions: by what the list was narrowed down, in words.
        is_wide: print across the page.

    Raises:
        ValueError: no column, or a row of another length.
    """

    body: Body
    title_zh: str
    title_en: str
    made_on: date
    columns: tuple[ListColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    conditions: str = ""
    is_wide: bool = False

    def __post_init__(self) -> None:
        if not self.columns or any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("each row needs one cell for each column")


def print_listing(listing: Listing, *, made_at: datetime) -> bytes:
    """Set a list as PDF/A-2b.

    Raises:
        GlyphsMissing: a character cannot be printed.
    """
    return typeset("list", listing, made_at=made_at)

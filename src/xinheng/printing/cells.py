"""Cells of tables: made harmless on the way out, named like B7 on the way in."""

import re
from datetime import date, datetime, timedelta

TRIGGERS = "=+-@\t\r\n\0＝＋－＠"
"""A spreadsheet program may take a text that starts with one of these for a formula."""

WRITTEN_DATE = re.compile(
    r"^\s*(\d{4})\s*(?:年|[-./．／－])\s*(\d{1,2})\s*(?:月|[-./．／－])\s*(\d{1,2})\s*(?:日|号)?\s*$"
)
FIRST_SERIAL_DAY = date(1899, 12, 30)
SERIAL_DAYS = range(1, 109_575)
"""Excel's day numbers up to 2199-12-31."""


def harmless(text: str) -> str:
    """Give `text` so that no spreadsheet program takes it for a formula.

    A text that starts with one of `TRIGGERS`, also after spaces, gets a leading
    apostrophe; NUL is left out.
    """
    clean = text.replace("\0", "")
    risky = text[:1] in TRIGGERS or clean.lstrip()[:1] in tuple(TRIGGERS)
    return f"'{clean}" if text and risky else clean


def address(row: int, column: int) -> str:
    """Name a cell as spreadsheet programs do: (0, 0) is A1, (6, 1) is B7."""
    letters = ""
    left = column + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def read_date(value: object) -> date | None:
    """Read a day as people write it.

    Accepts a date, Excel's day number, and texts such as 2026-3-5, 2026.3.5,
    2026/3/5, 20260305 and 2026年3月5日. Gives nothing for anything else.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value)
    if isinstance(value, str):
        return _from_text(value)
    return None


def _from_number(value: float) -> date | None:
    if value != int(value):
        return FIRST_SERIAL_DAY + timedelta(days=int(value)) if int(value) in SERIAL_DAYS else None
    if int(value) in SERIAL_DAYS:
        return FIRST_SERIAL_DAY + timedelta(days=int(value))
    return _from_text(str(int(value)))


def _from_text(text: str) -> date | None:
    if re.fullmatch(r"\s*\d{8}\s*", text):
        compact = text.strip()
        parts = (compact[:4], compact[4:6], compact[6:])
    elif found := WRITTEN_DATE.match(text):
        parts = (found[1], found[2], found[3])
    else:
        return None
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        return None

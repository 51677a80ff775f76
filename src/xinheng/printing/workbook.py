"""Workbooks and CSV: lists written out, sheets read in."""

import csv
import io
import posixpath
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Literal

import python_calamine as calamine
import xlsxwriter

from xinheng.core.shared.violation import Refused, Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.printing.archive import (
    DEFAULT_LIMITS,
    ArchiveLimits,
    archive_faults,
    entity_faults,
    fault,
    safe_xml,
)
from xinheng.printing.cells import harmless

Cell = str | int | float | Decimal | date | datetime | bool | None
"""What may stand in a cell. Decimals are written as numbers in workbooks."""

FONT = "Microsoft YaHei"
RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
LONGEST_CELL = 32_767
"""Characters Excel takes in one cell."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an exported table. `width` is in characters."""

    title: str
    width: float = 16
    kind: Literal["text", "number", "date"] = "text"


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """How much a workbook may hold. Unit of `bytes`: bytes; else counts per sheet."""

    bytes: int = 20 * 1024 * 1024
    sheets: int = 50
    rows: int = 100_000
    columns: int = 200
    archive: ArchiveLimits = DEFAULT_LIMITS


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as it was read.

    `rows` begin at row 1, column A; an empty cell is None. `formulas` are the
    addresses of cells whose value comes from a formula.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    formulas: frozenset[str]


DEFAULT_READ_LIMITS = ReadLimits()


def write_table(
    columns: Sequence[Column], rows: Iterable[Sequence[Cell]], title: str, sheet: str = "Sheet1"
) -> bytes:
    """Write a list as a workbook: a title, headings that stay in sight, typed cells.

    Texts are always texts, never formulas; those that could be taken for one
    get a leading apostrophe.
    """
    drawing = io.BytesIO()
    book = xlsxwriter.Workbook(
        drawing,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    page = book.add_worksheet(sheet)
    looks = _looks(book)
    page.write_string(0, 0, harmless(title), looks["title"])
    page.set_row(0, 26)
    for index, column in enumerate(columns):
        page.set_column(index, index, column.width)
        page.write_string(1, index, harmless(column.title), looks["heading"])
    last = 1
    for last, row in enumerate(rows, start=2):
        for index, value in enumerate(row):
            _write(page, last, index, value, looks)
    page.freeze_panes(2, 0)
    if columns:
        page.autofilter(1, 0, max(last, 1), len(columns) - 1)
    book.close()
    return drawing.getvalue()


def write_csv(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write a list as CSV in UTF-8 with a byte-order mark, which Excel needs.

    Texts that could be taken for a formula get a leading apostrophe.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(harmless(column.title) for column in columns)
    for row in rows:
        writer.writerow(_csv_text(value) for value in row)
    return text.getvalue().encode("utf-8-sig")


def read_workbook(content: bytes, limits: ReadLimits = DEFAULT_READ_LIMITS) -> tuple[Sheet, ...]:
    """Read every sheet of an .xlsx workbook.

    Raises:
        Refused: it is no workbook, too large, or built to do harm.
    """
    refuse_if(workbook_faults(content, limits))
    try:
        formulas = _formulas(content, limits)
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        return tuple(
            _read_sheet(book, name, formulas.get(name, frozenset()), limits)
            for name in book.sheet_names
        )
    except (calamine.CalamineError, KeyError, ValueError, zipfile.BadZipFile) as problem:
        raise Refused([_unreadable()]) from problem


def workbook_faults(
    content: bytes, limits: ReadLimits = DEFAULT_READ_LIMITS
) -> Iterator[Violation]:
    """Say why a workbook may not be opened; nothing, if it may."""
    if len(content) > limits.bytes:
        yield fault(
            "upload.too-large",
            _("The file has %(size)s MB; at most %(limit)s MB are accepted."),
            size=f"{len(content) / 1024**2:.1f}",
            limit=f"{limits.bytes / 1024**2:g}",
        )
        return
    faults = tuple(archive_faults(content, limits.archive))
    yield from faults
    if faults:
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        if "xl/workbook.xml" not in names:
            yield _unreadable()
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            yield fault("upload.macros", _("The file holds macros; save it without them."))
    yield from entity_faults(content)


def _unreadable() -> Violation:
    return fault("workbook.unreadable", _("The file is not a workbook in the format .xlsx."))


def _looks(book: Any) -> dict[str, Any]:
    base = {"font_name": FONT, "font_size": 10, "valign": "top"}
    return {
        "title": book.add_format({**base, "bold": True, "font_size": 14, "valign": "vcenter"}),
        "heading": book.add_format(
            {**base, "bold": True, "bg_color": "#F3F6F9", "bottom": 1, "text_wrap": True}
        ),
        "text": book.add_format({**base, "text_wrap": True}),
        "number": book.add_format(base),
        "date": book.add_format({**base, "num_format": "yyyy-mm-dd", "align": "left"}),
        "moment": book.add_format({**base, "num_format": "yyyy-mm-dd hh:mm", "align": "left"}),
    }


def _write(page: Any, row: int, column: int, value: Cell, looks: dict[str, Any]) -> None:
    if value is None:
        page.write_blank(row, column, None, looks["text"])
    elif isinstance(value, bool):
        page.write_boolean(row, column, value, looks["text"])
    elif isinstance(value, int | float | Decimal):
        page.write_number(row, column, value, looks["number"])
    elif isinstance(value, datetime):
        page.write_datetime(row, column, value.replace(tzinfo=None), looks["moment"])
    elif isinstance(value, date):
        page.write_datetime(row, column, value, looks["date"])
    else:
        page.write_string(row, column, harmless(str(value))[:LONGEST_CELL], looks["text"])


def _csv_text(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return harmless(value) if isinstance(value, str) else str(value)


def _read_sheet(book: Any, name: str, formulas: frozenset[str], limits: ReadLimits) -> Sheet:
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return Sheet(name, tuple(tuple(_read(value) for value in row) for row in rows), formulas)


def _read(value: object) -> Cell:
    """Give a read cell as a plain value: whole numbers as int, emptiness as None."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, str | int | float | datetime | date):
        return value
    return str(value)


def _formulas(content: bytes, limits: ReadLimits) -> dict[str, frozenset[str]]:
    """Addresses of formula cells by sheet name; also holds the limits on rows and columns.

    Raises:
        Refused: a sheet is larger than allowed.
        ValueError: a part is not the XML it should be.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        targets = {
            element.get("Id", ""): element.get("Target", "")
            for event, element in safe_xml(archive.read("xl/_rels/workbook.xml.rels"))
            if event == "end"
        }
        sheets = {
            element.get("name", ""): targets[element.get(RELATIONSHIP, "")]
            for event, element in safe_xml(archive.read("xl/workbook.xml"))
            if event == "end" and element.tag.endswith("}sheet")
        }
        if len(sheets) > limits.sheets:
            raise Refused([_too_many(limits)])
        return {
            name: _formula_cells(archive.read(_part(target)), limits)
            for name, target in sheets.items()
            if "worksheets/" in target
        }


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _formula_cells(part: bytes, limits: ReadLimits) -> frozenset[str]:
    found: set[str] = set()
    row = column = 0
    for event, element in safe_xml(part):
        kind = element.tag.rpartition("}")[2]
        if event == "start" and kind == "row":
            row = int(element.get("r") or row + 1)
            column = 0
        elif event == "start" and kind == "c":
            column = _column_of(element.get("r", "")) or column + 1
            if row > limits.rows or column > limits.columns:
                raise Refused([_too_many(limits)])
        elif event == "end" and kind == "c":
            if any(child.tag.endswith("}f") for child in element):
                found.add(element.get("r", ""))
        elif event == "end" and kind == "row":
            element.clear()
    return frozenset(found)


def _column_of(cell: str) -> int:
    number = 0
    for letter in cell.rstrip("0123456789"):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _too_many(limits: ReadLimits) -> Violation:
    return fault(
        "workbook.too-large",
        _("At most %(sheets)s sheets of %(rows)s rows and %(columns)s columns are accepted."),
        sheets=limits.sheets,
        rows=limits.rows,
        columns=limits.columns,
    )

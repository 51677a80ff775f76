"""Reading tables too big to hold: CSV in UTF-8 or GB18030, and XLSX, row by row.

Parquet is not read: no library for it is among the dependencies.
"""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Refused, Violation
from xinheng.core.shared.wording import mark as _
from xinheng.printing.workbook import Cell, ReadLimits, read_workbook

BLOCK = 1 << 20
ENCODINGS = ("utf-8-sig", "gb18030")
LARGEST_WORKBOOK = ReadLimits(bytes=300 * 1024 * 1024, rows=1_048_576)
HOUSE = Source("Xinheng", "reading tables")


@dataclass(frozen=True, slots=True)
class Table:
    """A file that can be read: its fingerprint, its encoding (none of a workbook), its size."""

    path: Path
    digest: str
    encoding: str
    size: int


@dataclass(frozen=True, slots=True)
class Line:
    """One row with its number in the file. `trouble` says why it could not be read."""

    number: int
    cells: tuple[str, ...]
    trouble: str = ""


def opened(path: Path) -> Table:
    """Look through the whole file once: what it is, and that it can be read to its end.

    Raises:
        Refused: it is neither CSV in one of the encodings nor a workbook.
    """
    kind = path.suffix.lower()
    if kind == ".parquet":
        raise _refused("parquet", _("Parquet is not read here; give the table as CSV or XLSX."))
    is_workbook = kind == ".xlsx"
    decoders = {} if is_workbook else {n: codecs.getincrementaldecoder(n)() for n in ENCODINGS}
    fingerprint, size = sha256(), 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            fingerprint.update(block)
            size += len(block)
            _feed(decoders, block, final=False)
    _feed(decoders, b"", final=True)
    if not is_workbook and not decoders:
        neither = _("The file is neither UTF-8 nor GB18030.")
        raise _refused("encoding", neither)
    encoding = next((name for name in ENCODINGS if name in decoders), "")
    return Table(path, fingerprint.hexdigest(), encoding, size)


def _feed(decoders: dict[str, codecs.IncrementalDecoder], block: bytes, *, final: bool) -> None:
    """Give a block to the decoders; those that cannot read it fall out."""
    for name in tuple(decoders):
        try:
            decoders[name].decode(block, final)
        except UnicodeDecodeError:
            del decoders[name]


def lines(table: Table) -> Iterator[Line]:
    """Every row, headings first; a row that cannot be read is told and the rest goes on."""
    if not table.encoding:
        yield from _workbook_lines(table.path)
        return
    with table.path.open(encoding=table.encoding, newline="") as file:
        reader = csv.reader(file)
        while True:
            began = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as wrong:
                yield Line(began, (), str(wrong))
                continue
            if cells:
                yield Line(began, tuple(cells))


def _workbook_lines(path: Path) -> Iterator[Line]:
    sheets = read_workbook(path.read_bytes(), LARGEST_WORKBOOK)
    for number, row in enumerate(sheets[0].rows if sheets else (), 1):
        if any(cell is not None for cell in row):
            yield Line(number, tuple(_text(cell) for cell in row))


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat()[:10] if isinstance(cell, date) else str(cell)


def _refused(what: str, message: str) -> Refused:
    return Refused([Violation(f"table.{what}", message, HOUSE, field="file")])

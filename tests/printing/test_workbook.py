"""Workbooks and CSV: nothing becomes a formula, and nothing hostile is opened."""

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import xlsxwriter

from xinheng.core.shared.violation import Refused
from xinheng.printing.archive import ArchiveLimits
from xinheng.printing.cells import address, harmless, read_date
from xinheng.printing.workbook import (
    Column,
    ReadLimits,
    read_workbook,
    write_csv,
    write_table,
)

COLUMNS = (Column("编号", 20), Column("=名称"), Column("人数", kind="number"), Column("日期"))
LEADS = ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"]
ATTACKS = [
    lead + body
    for lead in [*LEADS, " =", "\n="]
    for body in ["cmd|' /C calc'!A0", "1+1", 'HYPERLINK("http://x","y")', "SUM(A1:A9)", ""]
]


def repacked(workbook: bytes, changes: dict[str, bytes]) -> bytes:
    """The same archive with some parts replaced or added."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, part in changes.items():
            new.writestr(name, part)
    return packed.getvalue()


def codes_of(workbook: bytes, limits: ReadLimits | None = None) -> list[str]:
    with pytest.raises(Refused) as refusal:
        read_workbook(workbook, limits or ReadLimits())
    return [violation.code for violation in refusal.value.violations]


def with_formula() -> bytes:
    drawing = io.BytesIO()
    book = xlsxwriter.Workbook(drawing)
    page = book.add_worksheet("算")
    page.write("A1", 5)
    page.write_formula("B7", "=A1*2", None, 10)
    book.close()
    return drawing.getvalue()


def test_table_is_read_back_with_its_types():
    rows = [["001", "云栖", 12, date(2026, 3, 5)], ["002", None, Decimal("6.5"), None]]

    (sheet,) = read_workbook(write_table(COLUMNS, rows, "清单", sheet="证书"))

    assert sheet.name == "证书"
    assert sheet.rows[0][0] == "清单"
    assert sheet.rows[1] == ("编号", "'=名称", "人数", "日期")
    assert sheet.rows[2] == ("001", "云栖", 12, date(2026, 3, 5))
    assert sheet.rows[3] == ("002", None, 6.5, None)


def test_moments_and_truths_can_be_written():
    moment = datetime(2026, 3, 5, 8, 30, tzinfo=UTC)

    (sheet,) = read_workbook(write_table(COLUMNS, [[moment, True]], "清单"))

    assert sheet.rows[2][:2] == (datetime(2026, 3, 5, 8, 30), True)  # noqa: DTZ001


def test_no_attack_becomes_a_formula_in_a_workbook():
    workbook = write_table(COLUMNS[:1], [[attack] for attack in ATTACKS], "=1+1")

    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        part = archive.read("xl/worksheets/sheet1.xml")
    (sheet,) = read_workbook(workbook)
    texts = [row[0] for row in sheet.rows if row[0]]
    assert re.findall(rb"<f[ >]", part) == []
    assert [text for text in texts if str(text).lstrip()[:1] in LEADS] == []
    assert sheet.formulas == frozenset()


def test_no_attack_becomes_a_formula_in_csv():
    content = write_csv(COLUMNS[:1], [[attack] for attack in ATTACKS])

    assert content.startswith(b"\xef\xbb\xbf")
    cells = [row[0] for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))]
    assert [cell for cell in cells if cell.lstrip()[:1] in LEADS and cell] == []
    assert "\0" not in content.decode()


def test_harmless_text_and_numbers_stay_as_they_are():
    content = write_csv(COLUMNS, [["云栖", "a=b", -5, date(2026, 3, 5)]]).decode("utf-8-sig")

    assert content.splitlines()[1] == "云栖,a=b,-5,2026-03-05"
    assert harmless("") == ""


def test_formula_cells_are_named():
    (sheet,) = read_workbook(with_formula())

    assert sheet.formulas == {"B7"}
    assert sheet.rows[6][1] == 10


def test_addresses_are_as_spreadsheets_write_them():
    assert [address(6, 1), address(0, 0), address(9, 26), address(0, 701)] == [
        "B7",
        "A1",
        "AA10",
        "ZZ1",
    ]


@pytest.mark.parametrize(
    "written",
    ["2026-3-5", "2026.3.5", "2026/03/05", "2026年3月5日", " 2026 年 3 月 5 日 ", "20260305",
     20260305, 46086, 46086.5, date(2026, 3, 5), datetime(2026, 3, 5, 9, tzinfo=UTC)],
)  # fmt: skip
def test_dates_are_read_as_people_write_them(written):
    assert read_date(written) == date(2026, 3, 5)


@pytest.mark.parametrize("written", ["2026-2-30", "三月五日", "5/3/2026", "", None, True, -1, 1e12])
def test_what_is_no_date_is_none(written):
    assert read_date(written) is None


def test_zip_bomb_is_refused_before_it_is_opened():
    bomb = repacked(with_formula(), {"xl/media/x.xml": b"\0" * 50_000_000})

    assert codes_of(bomb) == ["upload.zip-bomb"]


def test_too_many_parts_are_refused():
    many = repacked(with_formula(), {f"x{number}": b"" for number in range(30)})

    assert codes_of(many, ReadLimits(archive=ArchiveLimits(members=20))) == [
        "upload.too-many-parts"
    ]


def test_part_that_lies_about_its_size_is_refused():
    honest = repacked(with_formula(), {"docProps/app.xml": b"A" * 5_000})
    size = (5_000).to_bytes(4, "little")
    lying = honest.replace(size, (10).to_bytes(4, "little"))

    assert lying != honest
    assert codes_of(lying) == ["upload.archive-unreadable"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding):
    text = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'

    assert codes_of(repacked(with_formula(), {"docProps/app.xml": text.encode(encoding)})) == [
        "upload.entities"
    ]


def test_macros_are_refused():
    assert codes_of(repacked(with_formula(), {"xl/vbaProject.bin": b"x"})) == ["upload.macros"]


def test_sheet_beyond_bounds_is_refused():
    workbook = write_table(COLUMNS, [["x"]] * 60, "清单")

    assert codes_of(workbook, ReadLimits(rows=50)) == ["workbook.too-large"]
    assert codes_of(workbook, ReadLimits(columns=3)) == ["workbook.too-large"]
    assert codes_of(workbook, ReadLimits(bytes=100)) == ["upload.too-large"]


@pytest.mark.parametrize("content", [b"", b"PK", b"no workbook", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_workbook_is_refused(content):
    assert codes_of(content)

"""The workbook of an application, filled in as clients do."""

import io

import pytest
import python_calamine as calamine
import xlsxwriter

from xinheng.printing.application_layout import FORMS, HEADING_ROW, TABLES
from xinheng.printing.application_template import heading
from xinheng.printing.application_workbook import (
    application_template,
    parse_application_workbook,
)

SOUND = {
    "组织 Organisation": {
        "B2": "云栖精密机械有限公司", "B4": "91330106MA2H1234XK", "B6": "杭州市西湖区石龙山街18号",
        "B7": "330106", "B8": "何清", "B9": "0571-88880000", "B10": "he@example.cn",
        "B11": "沈望舒", "B14": "2025年9月1日", "B15": "2026.1.8", "B17": "热处理",
    },
    "认证 Schemes": {
        "A4": "质量管理体系 QMS", "B4": "零件的生产", "D4": "18.02.01、18.10", "E4": "8.3",
    },
    "场所 Sites": {
        "A4": "总部", "B4": "石龙山街18号", "D4": "固定场所", "E4": "是", "G4": 86, "H4": 2,
        "A6": "仓库", "B6": "石龙山街20号", "D6": "permanent", "E6": "No", "G6": "4人",
    },
    "人员 Headcount": {"A4": "全职 Full-time", "B4": 80, "D4": "总部",
                     "A5": "part-time", "B5": 10, "C5": 17.5, "D5": "仓库"},
    "文件 Documents": {"A4": "营业执照", "B4": "营业执照", "E4": 47483},
}  # fmt: skip


def filled(changes: dict[str, dict[str, object]] | None = None) -> bytes:
    """A workbook with the template's headings, filled in."""
    drawing = io.BytesIO()
    book = xlsxwriter.Workbook(drawing)
    template = calamine.CalamineWorkbook.from_filelike(io.BytesIO(application_template()))
    for name in template.sheet_names:
        page = book.add_worksheet(name)
        for row, cells in enumerate(template.get_sheet_by_name(name).to_python()):
            for column, cell in enumerate(cells):
                if cell != "":
                    page.write(row, column, cell)
        for place, value in (SOUND.get(name, {}) | (changes or {}).get(name, {})).items():
            if isinstance(value, str) and not value.startswith("=A"):
                page.write_string(place, value)
            else:
                page.write(place, value)
    book.close()
    return drawing.getvalue()


def problems(changes: dict[str, dict[str, object]]) -> list[tuple[str, str, str]]:
    found = parse_application_workbook(filled(changes)).problems
    return [(problem.sheet.split()[0], problem.cell, problem.code) for problem in found]


def test_sound_workbook_is_read_whole():
    parsed = parse_application_workbook(filled())

    assert parsed.problems == ()
    values = parsed.values
    assert values["organisation"]["name_zh"] == "云栖精密机械有限公司"
    assert values["organisation"]["name_en"] == ""
    assert values["system"]["started_on"] == "2025-09-01"
    assert values["system"]["internal_audit_on"] == "2026-01-08"
    assert values["system"]["management_review_on"] is None
    assert values["schemes"] == [
        {
            "scheme": "QMS",
            "scope_zh": "零件的生产",
            "scope_en": "",
            "codes": ["18.02.01", "18.10"],
            "not_applicable_clauses": ["8.3"],
            "complexity": None,
        }
    ]
    assert [(s["name"], s["kind"], s["is_central"], s["people"], s["shifts"])
            for s in values["sites"]] == [
        ("总部", "permanent", True, 86, 2), ("仓库", "permanent", False, 4, None),
    ]  # fmt: skip
    assert [(h["kind"], h["people"], h["hours_per_week"], h["site"])
            for h in values["headcount"]] == [
        ("full-time", 80, None, "总部"), ("part-time", 10, "17.5", "仓库"),
    ]  # fmt: skip
    assert values["documents"][0]["valid_until"] == "2029-12-31"


def test_template_names_what_is_needed_and_offers_lists():
    parsed = parse_application_workbook(application_template())

    assert {p.code for p in parsed.problems} == {
        "application.required",
        "application.nothing-entered",
    }
    assert [p.cell for p in parsed.problems if p.code == "application.required"] == [
        "B2", "B4", "B6", "B8", "B9", "B11",
    ]  # fmt: skip


def test_template_opens_with_its_six_sheets():
    names = calamine.CalamineWorkbook.from_filelike(io.BytesIO(application_template())).sheet_names

    assert [name.split()[0] for name in names] == ["说明", "组织", "认证", "场所", "人员", "文件"]


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "code"),
    [
        ("组织 Organisation", "B4", "9133010", "wrong-shape"),
        ("组织 Organisation", "B4", 913301060000000000, "number-for-text"),
        ("组织 Organisation", "B14", "去年", "not-a-day"),
        ("组织 Organisation", "B10", "no address", "wrong-shape"),
        ("组织 Organisation", "B2", "  ", "required"),
        ("组织 Organisation", "D7", "附注", "cell-not-asked"),
        ("组织 Organisation", "B30", "附注", "cell-not-asked"),
        ("认证 Schemes", "A4", "XMS", "not-a-choice"),
        ("认证 Schemes", "D4", 18.1, "number-for-text"),
        ("场所 Sites", "G4", "许多", "not-a-number"),
        ("场所 Sites", "G4", 2.5, "not-whole"),
        ("场所 Sites", "G4", -3, "out-of-bounds"),
        ("场所 Sites", "M4", "多余", "cell-not-asked"),
        ("场所 Sites", "G4", "=A1", "formula"),
        ("人员 Headcount", "D4", "分厂", "site-not-listed"),
        ("文件 Documents", "E4", "2026-2-30", "not-a-day"),
    ],
)
def test_problem_is_shown_at_its_cell(sheet, cell, value, code):
    assert (sheet.split()[0], cell, f"application.{code}") in problems({sheet: {cell: value}})


def test_no_problem_stops_the_others_or_loses_what_is_sound():
    changes = {
        "组织 Organisation": {"B4": "x", "B14": "y"},
        "场所 Sites": {"G4": "z"},
        "人员 Headcount": {"A5": "?"},
    }
    parsed = parse_application_workbook(filled(changes))

    assert [(p.cell, p.code.removeprefix("application.")) for p in parsed.problems] == [
        ("B4", "wrong-shape"),
        ("B14", "not-a-day"),
        ("G4", "not-a-number"),
        ("A5", "not-a-choice"),
    ]
    assert parsed.values["organisation"]["credit_code"] == "x"
    assert parsed.values["sites"][1]["people"] == 4
    assert parsed.values["headcount"][1]["people"] == 10


def test_missing_sheets_and_changed_headings_are_named():
    drawing = io.BytesIO()
    book = xlsxwriter.Workbook(drawing)
    page = book.add_worksheet("场所 Sites")
    for column, question in enumerate(reversed(TABLES[1].questions)):
        page.write(HEADING_ROW, column, heading(question) if question.key != "kind" else "种类")
    page.write(HEADING_ROW + 1, len(TABLES[1].questions) - 1, "总部")
    book.add_worksheet("草稿").write("C3", "便条")
    book.close()

    parsed = parse_application_workbook(drawing.getvalue())

    found = [
        (p.sheet.split()[0], p.cell, p.code.removeprefix("application.")) for p in parsed.problems
    ]
    assert parsed.values["sites"][0]["name"] == "总部"
    assert ("场所", "", "heading-missing") in found
    assert ("草稿", "C3", "cell-not-asked") in found
    assert [sheet for sheet, _cell, code in found if code == "sheet-missing"] == [
        "组织", "认证", "人员", "文件",
    ]  # fmt: skip


def test_every_message_fills_from_its_facts():
    texts = [p.message % p.facts for p in parse_application_workbook(filled({
        "组织 Organisation": {"B4": 1.5, "B14": "x", "D9": "y"},
        "场所 Sites": {"D4": "x", "G4": "x"}})).problems]  # fmt: skip

    assert len(texts) == 6
    assert all("%(" not in text for text in texts)


def test_keys_are_unique_within_each_part():
    for part in (*FORMS, *TABLES):
        keys = [question.key for question in part.questions]
        assert len(keys) == len(set(keys))

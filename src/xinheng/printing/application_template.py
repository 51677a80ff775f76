"""Makes the workbook that a client fills in to apply."""

import io
from typing import Any

import xlsxwriter

from xinheng.printing.application_layout import (
    ANSWER_ROWS,
    FORMS,
    HEADING_ROW,
    README_SHEET,
    TABLES,
    Form,
    Question,
    Table,
)
from xinheng.printing.workbook import FONT

README = (
    ("认证申请表", "Application for certification"),
    ("", ""),
    (
        "请依次填写各工作表。黄色单元格为填写处，标 * 的为必填项。",
        "Fill in each sheet. Yellow cells are yours; * marks what is needed.",
    ),
    (
        "请勿改动表头；可以增加行，空行会被跳过。",
        "Leave the headings as they are. Rows may be added; empty rows are passed over.",
    ),
    (
        "日期可写作 2026-3-5、2026.3.5 或 2026年3月5日。",
        "Days may be written 2026-3-5, 2026.3.5 or 2026年3月5日.",
    ),
    (
        "编号和代码请按文本填写，以免丢失前导零或末尾的零。",
        "Write numbers and codes as text, so that no zero is lost.",
    ),
    (
        "请勿使用公式；上传后系统会逐格指出需要更正之处。",
        "Use no formulas. After the upload each cell to correct is named.",
    ),
    (
        "所填信息仅用于认证受理与审核，认证机构对其保密。",
        "What you write is used for certification only and kept confidential.",
    ),
)


LONGEST_LIST = 255
"""Characters Excel takes in a drop-down list."""


def application_template() -> bytes:
    """Make the empty workbook for an application, with drop-down lists and hints."""
    drawing = io.BytesIO()
    book = xlsxwriter.Workbook(drawing, {"in_memory": True, "strings_to_formulas": False})
    looks = _looks(book)
    _write_readme(book.add_worksheet(README_SHEET), looks)
    page = book.add_worksheet(FORMS[0].sheet)
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 56)
    page.set_column(2, 2, 36)
    row = 0
    for form in FORMS:
        row = _write_form(page, row, form, looks)
    for table in TABLES:
        _write_table(book.add_worksheet(table.sheet), table, looks)
    book.close()
    return drawing.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    base = {"font_name": FONT, "font_size": 10, "valign": "top", "text_wrap": True}
    answer = {**base, "bg_color": "#FFFBEA", "border": 1, "border_color": "#D9CFA6"}
    return {
        "title": book.add_format({"font_name": FONT, "font_size": 15, "bold": True}),
        "label": book.add_format({**base, "bold": True, "bg_color": "#F3F6F9", "border": 1,
                                  "border_color": "#C9D1DA"}),
        "text": book.add_format({**answer, "num_format": "@"}),
        "plain": book.add_format(answer),
        "date": book.add_format({**answer, "num_format": "yyyy-mm-dd", "align": "left"}),
        "hint": book.add_format({**base, "font_color": "#5B6775", "font_size": 9}),
        "words": book.add_format(base),
    }  # fmt: skip


def _write_readme(page: Any, looks: dict[str, Any]) -> None:
    page.set_column(0, 0, 100)
    page.hide_gridlines(2)
    for row, (zh, en) in enumerate(README):
        text = "\n".join(filter(None, (zh, en)))
        page.write_string(row, 0, text, looks["title" if row == 0 else "words"])
        page.set_row(row, 44 if row == 0 else 34)


def _write_form(page: Any, row: int, form: Form, looks: dict[str, Any]) -> int:
    """Write a form from `row` on; give the row where the next may begin."""
    page.write_string(row, 0, f"{form.zh} {form.en}", looks["title"])
    page.set_row(row, 28)
    for place, question in enumerate(form.questions, start=row + 1):
        page.write_string(place, 0, heading(question), looks["label"])
        page.write_blank(place, 1, None, _answer_look(question, looks))
        page.write_string(place, 2, question.hint, looks["hint"])
        page.set_row(place, 34)
        _limit(page, (place, 1, place, 1), question)
    return row + len(form.questions) + 2


def _write_table(page: Any, table: Table, looks: dict[str, Any]) -> None:
    page.write_string(0, 0, f"{table.zh} {table.en}", looks["title"])
    page.set_row(0, 28)
    page.set_row(HEADING_ROW, 34)
    last = HEADING_ROW + ANSWER_ROWS
    for column, question in enumerate(table.questions):
        page.set_column(column, column, question.width, _answer_look(question, looks))
        page.write_string(HEADING_ROW, column, heading(question), looks["label"])
        _limit(page, (HEADING_ROW + 1, column, last, column), question)
        for row in range(HEADING_ROW):
            if row or column:
                page.write_blank(row, column, None, looks["words"])
    page.freeze_panes(HEADING_ROW + 1, 1)


def heading(question: Question) -> str:
    """A question as the workbook words it: Chinese first, English on the next line."""
    return f"{question.zh}{' *' if question.is_required else ''}\n{question.en}"


def _answer_look(question: Question, looks: dict[str, Any]) -> Any:
    if question.kind == "date":
        return looks["date"]
    return looks["plain" if question.kind in {"whole", "decimal"} else "text"]


def _limit(page: Any, area: tuple[int, int, int, int], question: Question) -> None:
    """Give cells a drop-down list, a range of numbers, or a hint."""
    rule: dict[str, Any] = {"validate": "any"}
    if question.options:
        rule = {"validate": "list", "source": _shown(question)}
    elif question.kind in {"whole", "decimal"}:
        rule = {"validate": "integer" if question.kind == "whole" else "decimal",
                "criteria": ">=", "value": 0}  # fmt: skip
    if question.hint:
        rule |= {"input_title": question.zh[:32], "input_message": question.hint[:255]}
    if rule != {"validate": "any"}:
        page.data_validation(*area, rule)


def _shown(question: Question) -> list[str]:
    """The answers of a drop-down list: in both languages, or in Chinese where it grows too long."""
    both = [option.shown for option in question.options]
    if len(",".join(both)) <= LONGEST_LIST:
        return both
    return [option.zh for option in question.options]

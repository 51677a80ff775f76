"""Builds the Word template of the audit report that comes along."""

import io
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

FONT = "Microsoft YaHei"
ACCENT = RGBColor(0x17, 0x40, 0x6B)
QUIET = RGBColor(0x5B, 0x67, 0x75)

FACTS = (
    ("受审核方 Client", "{{ client.name_zh }}"),
    ("统一社会信用代码 Credit code", "{{ client.credit_code }}"),
    ("审核类型 Type of audit", "{{ kind }}"),
    ("审核日期 Days", "{{ begins_on }} 至 {{ ends_on }}"),
    ("审核地址 Places", "{{ places|join('；') }}"),
    ("审核组长 Team leader", "{{ leader }}"),
    ("最高管理者 Top manager", "{{ top_manager }}"),
    ("报告日期 Report date", "{{ reported_on }}"),
)
LISTS = (
    ("审核目的 Objectives", "objectives"),
    ("审核准则 Criteria", "criteria"),
)
FINDING_COLUMNS = (
    ("编号 No.", "number", 1.5),
    ("等级 Grade", "grade", 2.2),
    ("条款 Clause", "clause", 2.2),
    ("陈述 Statement", "statement", 4.4),
    ("证据 Evidence", "evidence", 3.6),
    ("纠正措施 Action", "action", 3.1),
)


def build_default_report_template() -> bytes:
    """Build the Word template of the audit report; its placeholders are an `AuditReport`'s."""
    word_file = Document()
    _set_up(word_file)
    _title(word_file)
    _facts(word_file)
    for title, name in LISTS:
        _heading(word_file, title)
        _each(word_file, name, "{{ item }}", style="List Bullet")
    _heading(word_file, "审核范围 Scope")
    word_file.add_paragraph("{{ scope_zh }}")
    _heading(word_file, "审核组 Audit team")
    _table(word_file, (("姓名 Name", "name", 5.0), ("角色 Role", "role", 6.0),
                       ("专业 Areas", "areas", 6.0)), "team")  # fmt: skip
    _heading(word_file, "概述 Summary")
    word_file.add_paragraph("{{ summary }}")
    _optional_list(word_file, "与审核计划的偏离 Deviations from the plan", "deviations")
    _chapters(word_file)
    _heading(word_file, "审核发现 Findings")
    _table(word_file, FINDING_COLUMNS, "findings")
    _heading(word_file, "结论与推荐意见 Conclusions and recommendation")
    word_file.add_paragraph("{{ conclusion }}")
    word_file.add_paragraph().add_run("推荐意见 Recommendation：{{ recommendation }}").bold = True
    _optional_list(word_file, "未解决的问题 Unresolved issues", "unresolved")
    _closing(word_file)
    drawing = io.BytesIO()
    word_file.save(drawing)
    return drawing.getvalue()


def _set_up(word_file: Any) -> None:
    section = word_file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.2)
    for name, size in (("Normal", 10), ("Title", 20), ("Heading 1", 12.5), ("List Bullet", 10)):
        style = word_file.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:eastAsia", "w:ascii", "w:hAnsi"):
            fonts.set(qn(script), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
        if name in {"Title", "Heading 1"}:
            style.font.color.rgb, style.font.bold = ACCENT, True
    word_file.styles["Normal"].paragraph_format.space_after = Pt(4)
    header = section.header.paragraphs[0].add_run("{{ body.name_zh }}　{{ number }}")
    header.font.size, header.font.color.rgb = Pt(8.5), QUIET
    word_file.core_properties.author = "Xinheng"
    word_file.core_properties.title = "审核报告 Audit report"


def _title(word_file: Any) -> None:
    word_file.add_paragraph("审核报告", style="Title")
    english = word_file.add_paragraph().add_run("Audit report")
    english.font.size, english.font.color.rgb = Pt(10.5), QUIET


def _facts(word_file: Any) -> None:
    table = word_file.add_table(rows=0, cols=2)
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    for label, placeholder in FACTS:
        cells = table.add_row().cells
        cells[0].width, cells[1].width = Cm(5.5), Cm(11.5)
        _shade(cells[0])
        cells[0].paragraphs[0].add_run(label).bold = True
        cells[1].paragraphs[0].add_run(placeholder)


def _heading(word_file: Any, text: str) -> None:
    word_file.add_paragraph(text, style="Heading 1")


def _each(word_file: Any, name: str, inner: str, style: str | None = None) -> None:
    word_file.add_paragraph(f"{{%p for item in {name} %}}")
    word_file.add_paragraph(inner, style=style)
    word_file.add_paragraph("{%p endfor %}")


def _optional_list(word_file: Any, title: str, name: str) -> None:
    word_file.add_paragraph(f"{{%p if {name} %}}")
    _heading(word_file, title)
    _each(word_file, name, "{{ item }}", style="List Bullet")
    word_file.add_paragraph("{%p endif %}")


def _chapters(word_file: Any) -> None:
    word_file.add_paragraph("{%p for chapter in chapters %}")
    _heading(word_file, "{{ chapter.title_zh }} {{ chapter.title_en }}")
    _each(word_file, "chapter.paragraphs", "{{ item }}")
    word_file.add_paragraph("{%p endfor %}")


def _table(word_file: Any, columns: tuple[tuple[str, str, float], ...], name: str) -> None:
    table = word_file.add_table(rows=4, cols=len(columns))
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    head, opening, row, closing = (line.cells for line in table.rows)
    opening[0].paragraphs[0].add_run(f"{{%tr for row in {name} %}}")
    closing[0].paragraphs[0].add_run("{%tr endfor %}")
    for index, (title, key, width_cm) in enumerate(columns):
        _shade(head[index])
        head[index].paragraphs[0].add_run(title).bold = True
        row[index].paragraphs[0].add_run(f"{{{{ row.{key} }}}}")
        for cells in (head, opening, row, closing):
            cells[index].width = Cm(width_cm)
            for run in cells[index].paragraphs[0].runs:
                run.font.size = Pt(9)


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    for key, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", "F3F6F9")):
        shade.set(qn(key), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _closing(word_file: Any) -> None:
    note = word_file.add_paragraph().add_run(
        "审核以对可获得信息的抽样为基础，未发现不等于不存在。本报告的所有权归认证机构。"
    )
    note.font.size, note.font.color.rgb = Pt(8.5), QUIET
    word_file.add_paragraph("审核组长 Team leader：{{ leader }}　　　签字 Signature：")
    word_file.add_paragraph("报告分发 Distribution：{{ distribution }}")

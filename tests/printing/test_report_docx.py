"""Reports in Word, from the template that comes along and from a body's own."""

import io
from dataclasses import replace

import docx
import pytest

from xinheng.core.shared.violation import Refused
from xinheng.printing.report_docx import check_template, preview_report, render_report
from xinheng.printing.report_template import build_default_report_template
from xinheng.printing.specimen import specimen_report


def text_of(word_file: bytes) -> str:
    document = docx.Document(io.BytesIO(word_file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def template(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    drawing = io.BytesIO()
    document.save(drawing)
    return drawing.getvalue()


def test_default_template_is_sound_and_the_same_as_built():
    assert check_template(build_default_report_template()) == []
    built, shipped = (
        preview_report(build_default_report_template()),
        render_report(specimen_report()),
    )
    assert text_of(built) == text_of(shipped)


def test_report_carries_its_items():
    text = text_of(render_report(specimen_report()))

    wanted = ["示例制造有限公司", "2026-03-10 至 2026-03-11", "领导作用 Leadership", "职责已明确。",
              "8.5.1", "工序参数未记录。", "推荐认证注册", "示例组长"]  # fmt: skip
    assert [item for item in wanted if item not in text] == []
    assert "{" not in text
    assert "偏离" not in text


def test_markup_in_values_stays_text():
    hostile = "</w:t><w:br/> & {{ 7*7 }} {% for x in y %} \x07<script>"
    report = replace(specimen_report(), summary=hostile, unresolved=("遗留 <a>",))

    text = text_of(render_report(report))

    assert "</w:t><w:br/> & {{ 7*7 }} {% for x in y %} <script>" in text
    assert "遗留 <a>" in text


@pytest.mark.parametrize(
    ("paragraph", "code", "what"),
    [
        ("{{ client.nickname }}", "report.template-placeholder", "nickname"),
        ("{{ secret }}", "report.template-placeholder", "secret"),
        ("{{ ''.__class__ }}", "report.template-placeholder", "__class__"),
        ("{{ client.name_zh.upper() }}", "report.template-statement", "Call"),
        ("{% set x = 1 %}", "report.template-statement", "Assign"),
        ("{% include 'x' %}", "report.template-statement", "Include"),
        ("{% import 'x' as y %}", "report.template-statement", "Import"),
        ("{% macro m() %}{% endmacro %}", "report.template-statement", "Macro"),
        ("{{ number|upper }}", "report.template-statement", "| upper"),
        ("{{ number * 9999999 }}", "report.template-statement", "Mul"),
        ("{{ client['name_zh'] }}", "report.template-statement", "Getitem"),
        ("{% for x in team %}", "report.template-syntax", None),
    ],
)
def test_template_that_may_not_be_used_is_refused_with_reasons(paragraph, code, what):
    found = check_template(template(paragraph))

    assert code in [violation.code for violation in found]
    assert what is None or what in [violation.facts.get("what") for violation in found]
    with pytest.raises(Refused):
        render_report(specimen_report(), template(paragraph))


def test_bodys_own_template_is_filled():
    own = template(
        "{{ body.name_zh }}", "{% for m in team %}{{ loop.index }} {{ m.name }}{% endfor %}"
    )

    assert check_template(own) == []
    assert "1 示例组长" in text_of(preview_report(own))


def test_what_is_no_word_file_is_refused():
    assert check_template(b"no") != []
    assert check_template(b"PK\x05\x06" + b"\0" * 18) != []

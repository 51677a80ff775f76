"""The form of an application: from a draft to fields on a page, and back.

Names of fields are places in the draft with hyphens, such as `headcount-0-people`.
What cannot be read stays in the draft as it was typed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language

from xinheng.core.shared.violation import Violation
from xinheng.front.wording import fill, sentence
from xinheng.printing.answers import read_answer
from xinheng.printing.application_layout import (
    FORMS,
    TABLES,
    YES_NO,
    Form,
    Option,
    Question,
    Table,
)

MOST_ROWS = 200
Q = Question

DECLARATIONS = Form(
    "declarations",
    "",
    "声明",
    "Declarations",
    (
        Q("legal_status", "法律地位", "Legal status", "choice", is_required=True, options=(
            Option("legal-person", "独立法人", "Independent legal person"),
            Option("authorised", "经法人授权", "Authorised by a legal person"),
            Option("neither", "均不是", "Neither"),
        )),
        Q("is_manufacturer", "是否生产型企业", "Manufacturer", "yes-no", options=YES_NO),
        Q("needs_permit", "是否需要行政许可", "Permits needed", "yes-no", options=YES_NO),
        Q("discharges_pollutants", "是否排放污染物", "Discharges pollutants", "yes-no",
          options=YES_NO),
        Q("has_hazardous_work", "是否有危险作业", "Hazardous work", "yes-no", options=YES_NO),
        Q("builds", "是否从事建筑施工", "Construction work", "yes-no", options=YES_NO),
        Q("has_stop_order", "是否被责令停产停业", "Ordered to stop business", "yes-no",
          options=YES_NO),
        Q("is_on_dishonesty_list", "是否列入严重失信名单", "On a list of serious dishonesty",
          "yes-no", options=YES_NO),
        Q("has_unrectified_spot_check", "监督抽查不合格是否未整改",
          "Failed spot check not put right", "yes-no", options=YES_NO),
        Q("pays_through_consultant", "是否由咨询机构代付费用",
          "A consultant pays the fees", "yes-no", options=YES_NO),
        Q("major_accident_on", "最近一次重大质量事故", "Latest major accident", "date"),
        Q("suspended_on", "原证书暂停日期", "Earlier certificate suspended on", "date"),
        Q("revoked_on", "原证书撤销日期", "Earlier certificate revoked on", "date"),
        Q("former_body_lost_status_on", "原机构失去资质日期", "Former body lost its status on",
          "date"),
    ),
)  # fmt: skip
SECTIONS = (*FORMS, DECLARATIONS)


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of the page."""

    name: str
    label: str
    kind: str
    value: str
    hint: str
    options: tuple[tuple[str, str], ...]
    is_required: bool
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table of the page. `file` is the key of a file handed in before."""

    index: int
    entries: tuple[Entry, ...]
    file: int | None


@dataclass(frozen=True, slots=True)
class Section:
    """A group of fields, or a table of rows."""

    key: str
    title: str
    entries: tuple[Entry, ...] = ()
    lines: tuple[Line, ...] = ()
    errors: tuple[str, ...] = ()


def sections_of(draft: Mapping[str, Any], violations: Iterable[Violation] = ()) -> list[Section]:
    """The whole form of a draft, with what is wrong at each field."""
    errors = errors_of(violations)
    found = []
    for form in SECTIONS:
        given = draft.get(form.key) or {}
        found.append(
            Section(
                form.key,
                _said(form),
                entries=tuple(_entry(form.key, q, given, errors) for q in form.questions),
            )
        )
    for table in TABLES:
        rows = [row for row in draft.get(table.key) or [] if isinstance(row, Mapping)]
        lines = [_line(table, index, row, errors) for index, row in enumerate([*rows, {}])]
        general = [text for name, text in errors.items() if _belongs(name, table.key)]
        found.append(
            Section(
                table.key,
                _said(table),
                lines=tuple(lines),
                errors=tuple(text for texts in general for text in texts),
            )
        )
    return found


def errors_of(violations: Iterable[Violation]) -> dict[str, tuple[str, ...]]:
    """What is wrong, by the name of the field it is about."""
    found: dict[str, tuple[str, ...]] = {}
    for violation in violations:
        name = violation.field.replace(".", "-")
        found[name] = (*found.get(name, ()), sentence(violation))
    return found


def draft_of(post: QueryDict) -> dict[str, Any]:
    """The draft that was sent; empty rows fall away, files that were kept stay."""
    draft: dict[str, Any] = {
        form.key: {q.key: _read(q, post.get(f"{form.key}-{q.key}", "")) for q in form.questions}
        for form in SECTIONS
        if any(name.startswith(f"{form.key}-") for name in post)
    }
    for table in TABLES:
        if f"{table.key}-rows" in post:
            draft[table.key] = list(_rows(table, post))
    return draft


def rows_sent(post: QueryDict, table: str) -> int:
    """How many rows of a table were sent; never more than a form may hold."""
    raw = post.get(f"{table}-rows", "0")
    return min(int(raw), MOST_ROWS) if raw.isascii() and raw.isdigit() else 0


def _rows(table: Table, post: QueryDict) -> Iterator[dict[str, Any]]:
    for index in range(rows_sent(post, table.key)):
        place = f"{table.key}-{index}"
        typed = {q.key: post.get(f"{place}-{q.key}", "").strip() for q in table.questions}
        kept = post.get(f"{place}-file", "")
        # A choice alone does not make a row: it may be what the browser preselected.
        chosen = {q.key for q in table.questions if q.options}
        if not any(text for key, text in typed.items() if key not in chosen) and not kept:
            continue
        row: dict[str, Any] = {q.key: _read(q, typed[q.key]) for q in table.questions}
        if kept.isascii() and kept.isdigit():
            row["file"] = int(kept)
        yield row


def _read(question: Question, typed: str) -> Any:
    """The value of an answer, or what was typed where it cannot be read."""
    answer = read_answer(question, typed)
    unreadable = answer.value is None and typed.strip()
    return typed if unreadable else answer.value


def _entry(
    place: str, question: Question, given: Mapping[str, Any], errors: Mapping[str, tuple[str, ...]]
) -> Entry:
    name = f"{place}-{question.key}"
    english = _english()
    return Entry(
        name=name,
        label=question.en if english else question.zh,
        kind=question.kind,
        value=_shown(given.get(question.key)),
        hint="" if english else question.hint,
        options=tuple((o.value, o.en if english else o.zh) for o in question.options),
        is_required=question.is_required,
        errors=errors.get(name, ()),
    )


def _line(
    table: Table, index: int, row: Mapping[str, Any], errors: Mapping[str, tuple[str, ...]]
) -> Line:
    place = f"{table.key}-{index}"
    entries = tuple(_entry(place, question, row, errors) for question in table.questions)
    file = row.get("file")
    return Line(index, entries, file if isinstance(file, int) else None)


def _belongs(name: str, table: str) -> bool:
    """Whether an error is about a table as a whole rather than one of its rows."""
    if name == table:
        return True
    head, _dash, rest = name.partition("-")
    return head == table and not rest[:1].isdigit()


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return "、".join(str(part) for part in value)
    return "" if value is None else str(value)


def _said(part: Form | Table) -> str:
    return part.en if _english() else part.zh


def _english() -> bool:
    return (get_language() or "").startswith("en")


def cell_problems(problems: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What a workbook's reading found, by cell and in the reader's language."""
    return [
        {
            "place": f"{found['sheet']} {found['cell']}".strip(),
            "text": fill(str(found["message"]), found["facts"]),
        }
        for found in problems
    ]

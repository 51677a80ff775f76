"""The form of an application: from a draft to fields on a page, and back.

Names of fields are places in the draft with hyphens, such as `headcount-0-people`.
What cannot be read stays in the draft as it was typed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from xinheng.apps.clients.queries import region_name
from xinheng.apps.library import queries as library
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
PICKS = {"codes": "codes", "region_code": "regions"}
"""Which answers are picked from a list of the house, found by words."""
WIDE = ("-scope_zh", "-scope_en", "-codes", "-address", "-address_en", "-registered_address",
        "-registered_address_en", "-activities", "-outsourced", "-note")  # fmt: skip
ROWS = {
    "schemes": _("Add scheme"),
    "sites": _("Add site"),
    "headcount": _("Add group of people"),
    "documents": _("Add document"),
}
HINTS = {
    "schemes": _("One row for each management system. Look codes up by words of your business."),
    "sites": _("Of several sites, exactly one has the central function."),
    "headcount": _("Count only the people within the scope of certification."),
    "documents": _("PDF, Office documents and pictures. A chosen file is saved at once."),
}

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
ADDRESS_EN = Q("registered_address_en", "英文注册地址", "Registered address in English",
               hint="将印在证书上")  # fmt: skip
SECTIONS = (
    *(
        replace(form, questions=(*form.questions, ADDRESS_EN))
        if form.key == "organisation"
        else form
        for form in FORMS
    ),
    DECLARATIONS,
)


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
    pick: str = ""
    chips: tuple[tuple[str, str], ...] = ()

    @property
    def width(self) -> str:
        """How much of a line the field takes: `wide`, `half` or `short`."""
        if self.name.endswith(WIDE):
            return "wide"
        return "short" if self.kind in {"date", "whole", "decimal", "yes-no"} else "half"

    @property
    def many(self) -> bool:
        """Whether several things may be picked."""
        return self.kind == "codes"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table of the page. `file` is the key of a file handed in before."""

    index: int | str
    entries: tuple[Entry, ...]
    file: int | None
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A group of fields, or a table of rows."""

    key: str
    title: str
    entries: tuple[Entry, ...] = ()
    lines: tuple[Line, ...] = ()
    errors: tuple[str, ...] = ()
    pattern: Line | None = None
    row_title: str = ""
    hint: str = ""


def sections_of(
    draft: Mapping[str, Any], violations: Iterable[Violation] = (), *, more: str = ""
) -> list[Section]:
    """The whole form of a draft, with what is wrong at each field.

    Args:
        more: the table that gets one more empty row; a table without rows has one anyway.
    """
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
        if not rows or more == table.key:
            rows = [*rows, {}]
        lines = [_line(table, index, row, errors) for index, row in enumerate(rows)]
        general = [text for name, text in errors.items() if _belongs(name, table.key)]
        found.append(
            Section(
                table.key,
                _said(table),
                lines=tuple(lines),
                errors=tuple(text for texts in general for text in texts),
                pattern=_line(table, "__n__", {}, {}),
                row_title=gettext(ROWS[table.key]),
                hint=gettext(HINTS[table.key]) if table.key in HINTS else "",
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """Something wrong, and where: the field to go to, its name in words, whether it is typed in."""

    name: str
    label: str
    text: str
    source: object
    is_given: bool


def places(violations: Iterable[Violation], draft: Mapping[str, Any]) -> list[Place]:
    """What is wrong, each with the field or the table to go to."""
    found = []
    for violation in violations:
        name = violation.field.replace(".", "-")
        section, _dot, rest = violation.field.partition(".")
        index, _dot, key = rest.partition(".")
        part = next((part for part in (*SECTIONS, *TABLES) if part.key == section), None)
        if part is None:
            found.append(Place(name, "", sentence(violation), violation.source, False))
            continue
        at = index if isinstance(part, Form) else key
        question = next((q for q in part.questions if q.key == at), None)
        label = _said(part)
        if isinstance(part, Table) and index.isdigit():
            label = f"{label} {int(index) + 1}"
        if question is not None:
            label = f"{label} · {question.en if _english() else question.zh}"
        elif not index.isdigit():
            name = section
        found.append(
            Place(name, label, sentence(violation), violation.source,
                  question is not None and _is_given(draft.get(section), index, at))
        )  # fmt: skip
    return found


def _is_given(part: object, index: str, key: str) -> bool:
    """Whether something was typed at a place of a draft."""
    row: object = part
    if isinstance(part, list):
        row = part[int(index)] if index.isdigit() and int(index) < len(part) else {}
    value = row.get(key) if isinstance(row, Mapping) else None
    return value not in (None, "", [], False)


def errors_of(violations: Iterable[Violation]) -> dict[str, tuple[str, ...]]:
    """What is wrong, by the name of the field it is about."""
    found: dict[str, tuple[str, ...]] = {}
    for violation in violations:
        name = violation.field.replace(".", "-")
        found[name] = (*found.get(name, ()), sentence(violation))
    return found


def draft_of(post: QueryDict, files: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The draft that was sent; empty rows fall away, files that were kept stay.

    Args:
        files: the files sent along; one makes a row, and names it when nothing else does.
    """
    draft: dict[str, Any] = {
        form.key: {q.key: _read(q, post.get(f"{form.key}-{q.key}", "")) for q in form.questions}
        for form in SECTIONS
        if any(name.startswith(f"{form.key}-") for name in post)
    }
    for table in TABLES:
        if f"{table.key}-rows" in post:
            draft[table.key] = [row for _index, row in rows_of(table, post, files or {})]
    return draft


def rows_sent(post: QueryDict, table: str) -> int:
    """How many rows of a table were sent; never more than a form may hold."""
    raw = post.get(f"{table}-rows", "0")
    return min(int(raw), MOST_ROWS) if raw.isascii() and raw.isdigit() else 0


def rows_of(
    table: Table, post: QueryDict, files: Mapping[str, Any]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a table that say something, each with its place on the page."""
    for index in range(rows_sent(post, table.key)):
        place = f"{table.key}-{index}"
        typed = {q.key: post.get(f"{place}-{q.key}", "").strip() for q in table.questions}
        kept = post.get(f"{place}-file", "")
        upload = files.get(f"{place}-upload")
        # A choice alone does not make a row: it may be what the browser preselected.
        chosen = {q.key for q in table.questions if q.options}
        if (
            not any(text for key, text in typed.items() if key not in chosen)
            and not kept
            and upload is None
        ):
            continue
        if upload is not None and not typed.get("title"):
            typed["title"] = str(upload.name or "")
        row: dict[str, Any] = {q.key: _read(q, typed[q.key]) for q in table.questions}
        if kept.isascii() and kept.isdigit():
            row["file"] = int(kept)
        yield index, row


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
    value, pick = given.get(question.key), PICKS.get(question.key, "")
    return Entry(
        name=name,
        label=question.en if english else question.zh,
        kind=question.kind,
        value=_shown(value),
        hint="" if english or pick else question.hint,
        options=tuple((o.value, o.en if english else o.zh) for o in question.options),
        is_required=question.is_required,
        errors=errors.get(name, ()),
        pick=pick,
        chips=named_picks(pick, value),
    )


def named_picks(pick: str, value: object) -> tuple[tuple[str, str], ...]:
    """What was picked, each with its title in the reader's language where it is known."""
    if not pick or not value:
        return ()
    wanted = [str(part) for part in value] if isinstance(value, list | tuple) else [str(value)]
    if pick == "regions":
        return tuple((code, region_name(code) or code) for code in wanted)
    known = library.known_codes(wanted)
    return tuple(
        (code, f"{code} {own_title(known[code])}" if code in known else code) for code in wanted
    )


def own_title(code: library.Code) -> str:
    """The title of a code in the reader's language, where it has one."""
    return (code.title_en or code.title_zh) if _english() else code.title_zh


def _line(
    table: Table, index: int | str, row: Mapping[str, Any], errors: Mapping[str, tuple[str, ...]]
) -> Line:
    place = f"{table.key}-{index}"
    entries = tuple(_entry(place, question, row, errors) for question in table.questions)
    file = row.get("file")
    kept = file if isinstance(file, int) else None
    return Line(index, entries, kept, errors.get(f"{place}-upload", ()))


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

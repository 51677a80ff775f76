"""Reads the workbook of an application: every answer, and every cell that needs correcting."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from xinheng.core.shared.wording import mark as _
from xinheng.printing.answers import Answer, read_answer
from xinheng.printing.application_layout import FORMS, README_SHEET, TABLES, Form, Question, Table
from xinheng.printing.application_template import application_template
from xinheng.printing.cells import address
from xinheng.printing.workbook import DEFAULT_READ_LIMITS, Cell, ReadLimits, Sheet, read_workbook

__all__ = ["ParsedApplication", "Problem", "application_template", "parse_application_workbook"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the workbook to correct.

    `cell` is an address such as B7, or empty when it is about a whole sheet.
    `message` is an English template, translated by the fronts and filled with `facts`.
    """

    sheet: str
    cell: str
    code: str
    message: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ParsedApplication:
    """What a workbook says.

    `values` has the keys organisation and system (one mapping each) and schemes,
    sites, headcount and documents (a list of mappings each). Texts that are absent
    are empty, other answers None; days are YYYY-MM-DD, decimals are texts.
    """

    values: dict[str, Any]
    problems: tuple[Problem, ...]


def parse_application_workbook(
    content: bytes, limits: ReadLimits = DEFAULT_READ_LIMITS
) -> ParsedApplication:
    """Read a filled-in workbook. No problem stops the reading of the rest.

    Raises:
        Refused: the file is no workbook, too large, or built to do harm.
    """
    sheets = {_squeezed(sheet.name): sheet for sheet in read_workbook(content, limits)}
    reading = _Reading()
    values: dict[str, Any] = {}
    for form in FORMS:
        values[form.key] = reading.form(form, sheets.get(_squeezed(form.sheet)))
    for table in TABLES:
        values[table.key] = reading.table(table, sheets.get(_squeezed(table.sheet)))
    reading.sites_exist(values)
    known = {_squeezed(part.sheet) for part in (*FORMS, *TABLES)} | {_squeezed(README_SHEET)}
    for name, sheet in sheets.items():
        reading.unread(sheet, _all_cells(sheet) if name not in known else ())
    in_order = sorted(reading.problems, key=lambda problem: reading.place_of(problem))
    return ParsedApplication(values, tuple(in_order))


class _Reading:
    """One reading of one workbook: gathers problems and which cells were read."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._places: list[tuple[str, int, int]] = []
        self._sheets = [part.sheet for part in (*FORMS, *TABLES)]

    def place_of(self, problem: Problem) -> tuple[int, int, int, str]:
        """Where a problem stands, for sorting: sheet, row, column, code."""
        digits = problem.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        letters = problem.cell[: len(problem.cell) - len(digits)]
        sheet = self._sheets.index(problem.sheet) if problem.sheet in self._sheets else 99
        return sheet, int(digits or 0), len(letters), letters + problem.code

    def form(self, form: Form, sheet: Sheet | None) -> dict[str, Any]:
        """Read answers that stand beside their labels in column A."""
        if sheet is None:
            self._missing_sheet(form.sheet)
        rows = sheet.rows if sheet else ()
        labels = {_label(row[0]): index for index, row in enumerate(rows) if row}
        answers: dict[str, Any] = {}
        for question in form.questions:
            index = labels.get(_squeezed(question.zh))
            if sheet is None or index is None:
                answers[question.key] = read_answer(question, None).value
                if sheet is not None:
                    self._missing_heading(form.sheet, question)
                continue
            value = rows[index][1] if len(rows[index]) > 1 else None
            answers[question.key] = self._answer(question, value, sheet, index, 1)
        if sheet is not None and form is FORMS[-1]:
            self.unread(sheet, _beside_forms(sheet, labels))
        return answers

    def table(self, table: Table, sheet: Sheet | None) -> list[dict[str, Any]]:
        """Read answers row by row below their headings."""
        if sheet is None:
            self._missing_sheet(table.sheet)
            return []
        start = _heading_row(table, sheet)
        columns = _columns(table, sheet, start)
        for question in table.questions:
            if question.key not in columns:
                self._missing_heading(table.sheet, question)
        answers = []
        for index in range(start + 1, len(sheet.rows)):
            row = sheet.rows[index]
            if all(cell is None or not str(cell).strip() for cell in row):
                continue
            if not any(_at(row, column) is not None for column in columns.values()):
                self.unread(sheet, _outside(index, row, columns.values()))
                continue
            answers.append(self._row(table, sheet, index, columns))
            self.unread(sheet, _outside(index, row, columns.values()))
        if table.is_required and not answers:
            self._note(
                table.sheet,
                "",
                "application.nothing-entered",
                _("Nothing is entered on this sheet."),
            )
        return answers

    def sites_exist(self, values: dict[str, Any]) -> None:
        """Note each row of the headcount that names a site which is not listed."""
        names = {_squeezed(site["name"]) for site in values["sites"]}
        for row, (index, column) in zip(values["headcount"], self._headcount_cells(), strict=True):
            if row["site"] and _squeezed(row["site"]) not in names:
                self._note(
                    TABLES[2].sheet,
                    address(index, column),
                    "application.site-not-listed",
                    _("The site “%(site)s” is not on the sheet of sites."),
                    site=row["site"],
                )

    def unread(self, sheet: Sheet, cells: Iterable[tuple[int, int, Cell]]) -> None:
        """Note cells that hold something and belong to no question."""
        for row, column, value in cells:
            if value is not None and str(value).strip():
                self._note(
                    sheet.name,
                    address(row, column),
                    "application.cell-not-asked",
                    _("“%(value)s” stands where nothing is asked and was not read."),
                    value=str(value)[:80],
                )

    def _row(
        self, table: Table, sheet: Sheet, index: int, columns: Mapping[str, int]
    ) -> dict[str, Any]:
        answers = {}
        for question in table.questions:
            column = columns.get(question.key)
            if column is None:
                answers[question.key] = read_answer(question, None).value
                continue
            value = _at(sheet.rows[index], column)
            answers[question.key] = self._answer(question, value, sheet, index, column)
        if table.key == "headcount":
            self._places.append((table.key, index, columns.get("site", 0)))
        return answers

    def _answer(
        self, question: Question, value: Cell, sheet: Sheet, row: int, column: int
    ) -> object:
        cell = address(row, column)
        if cell in sheet.formulas:
            self._note(
                sheet.name,
                cell,
                "application.formula",
                _("“%(field)s” holds a formula; write its result instead."),
                field=_name(question),
            )
        answer: Answer = read_answer(question, value)
        for code, message, facts in answer.problems:
            self._note(sheet.name, cell, code, message, field=_name(question), **facts)
        return answer.value

    def _headcount_cells(self) -> Iterator[tuple[int, int]]:
        return ((row, column) for key, row, column in self._places if key == "headcount")

    def _missing_sheet(self, sheet: str) -> None:
        if not any(
            p.sheet == sheet and p.code == "application.sheet-missing" for p in self.problems
        ):
            self._note(
                sheet,
                "",
                "application.sheet-missing",
                _("The sheet “%(sheet)s” is missing."),
                sheet=sheet,
            )

    def _missing_heading(self, sheet: str, question: Question) -> None:
        self._note(
            sheet,
            "",
            "application.heading-missing",
            _("The heading “%(field)s” is missing or was changed."),
            field=_name(question),
        )

    def _note(self, sheet: str, cell: str, code: str, message: str, /, **facts: object) -> None:
        self.problems.append(Problem(sheet, cell, code, message, facts))


def _squeezed(text: object) -> str:
    """A text without spaces, brackets of one width, for comparing names."""
    plain = str(text).replace("(", "（").replace(")", "）")
    return "".join(plain.split())


def _label(cell: Cell) -> str:
    """The Chinese part of a heading, without its mark of need."""
    return _squeezed(str(cell or "").split("\n")[0].replace("*", ""))


def _name(question: Question) -> str:
    return f"{question.zh} {question.en}"


def _at(row: tuple[Cell, ...], column: int) -> Cell:
    value = row[column] if column < len(row) else None
    return None if isinstance(value, str) and not value.strip() else value


def _heading_row(table: Table, sheet: Sheet) -> int:
    """The row that holds most of a table's headings among the first ten."""
    wanted = {_squeezed(question.zh) for question in table.questions}
    rows = sheet.rows[:10]
    hits = [sum(_label(cell) in wanted for cell in row) for row in rows]
    return hits.index(max(hits)) if hits else 0


def _columns(table: Table, sheet: Sheet, heading_row: int) -> dict[str, int]:
    row = sheet.rows[heading_row] if sheet.rows else ()
    labels: dict[str, int] = {}
    for index, cell in enumerate(row):
        labels.setdefault(_label(cell), index)
    return {
        question.key: labels[_squeezed(question.zh)]
        for question in table.questions
        if _squeezed(question.zh) in labels
    }


def _outside(
    index: int, row: tuple[Cell, ...], columns: Iterable[int]
) -> Iterator[tuple[int, int, Cell]]:
    known = set(columns)
    return ((index, column, cell) for column, cell in enumerate(row) if column not in known)


def _beside_forms(sheet: Sheet, labels: Mapping[str, int]) -> Iterator[tuple[int, int, Cell]]:
    """Cells of the forms' sheet that are neither label, answer nor hint."""
    asked = {labels.get(_squeezed(q.zh)) for form in FORMS for q in form.questions}
    titles = {_squeezed(f"{form.zh}{form.en}") for form in FORMS}
    for index, row in enumerate(sheet.rows):
        for column, cell in enumerate(row):
            is_title = column == 0 and _squeezed(cell) in titles
            if not is_title and not (index in asked and column < 3):
                yield index, column, cell


def _all_cells(sheet: Sheet) -> Iterator[tuple[int, int, Cell]]:
    for index, row in enumerate(sheet.rows):
        for column, cell in enumerate(row):
            yield index, column, cell

"""Single answers of a form: from what stands in a cell to a value, or to what is wrong."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from xinheng.core.shared.wording import mark as _
from xinheng.printing.application_layout import Question
from xinheng.printing.cells import read_date
from xinheng.printing.workbook import Cell

Complaint = tuple[str, str, Mapping[str, object]]
"""Code, English template and facts of one problem."""

SEPARATORS = re.compile(r"[、，,;；\s]+")
CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")
REGION_CODE = re.compile(r"\d{6}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
EXACT_DIGITS = 15
"""A spreadsheet keeps this many digits of a number; later ones become zeros."""
LONGEST_TEXT = 4_000


@dataclass(frozen=True, slots=True)
class Answer:
    """A value, and what is wrong with what was written."""

    value: object
    problems: tuple[Complaint, ...] = ()


def read_answer(question: Question, cell: Cell) -> Answer:
    """Read one answer. An empty cell is only a problem where an answer is needed."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        empty: object = {"text": "", "code": "", "codes": []}.get(question.kind)
        if question.is_required:
            return Answer(empty, (_complaint("required", _("“%(field)s” is needed.")),))
        return Answer(empty)
    if question.kind == "date":
        return _day(cell)
    if question.kind in {"whole", "decimal"}:
        return _number(cell, is_whole=question.kind == "whole")
    if question.options:
        return _choice(question, cell)
    return _text(question, cell)


def _day(cell: Cell) -> Answer:
    if day := read_date(cell):
        return Answer(day.isoformat())
    message = _("“%(value)s” is not a day; write it like 2026-3-5.")
    return Answer(None, (_complaint("not-a-day", message, cell),))


def _number(cell: Cell, *, is_whole: bool) -> Answer:
    try:
        if isinstance(cell, bool | date | datetime):
            raise InvalidOperation
        number = Decimal(str(cell).strip().replace(",", "").rstrip("人名个小时"))
    except InvalidOperation:
        message = _("“%(value)s” is not a number.")
        return Answer(None, (_complaint("not-a-number", message, cell),))
    if not number.is_finite() or number < 0 or number > 10_000_000:
        message = _("“%(value)s” is out of bounds.")
        return Answer(None, (_complaint("out-of-bounds", message, cell),))
    if is_whole and number != int(number):
        message = _("“%(value)s” is not a whole number.")
        return Answer(None, (_complaint("not-whole", message, cell),))
    return Answer(int(number) if is_whole else format(number.normalize(), "f"))


def _choice(question: Question, cell: Cell) -> Answer:
    said = _folded(cell)
    for option in question.options:
        if said in {_folded(o) for o in (option.value, option.zh, option.en, option.shown)}:
            is_yes_no = question.kind == "yes-no"
            return Answer(option.value == "yes" if is_yes_no else option.value)
    message = _("“%(value)s” is none of the answers to choose from: %(choices)s.")
    choices = "、".join(option.shown for option in question.options)
    return Answer(None, (_complaint("not-a-choice", message, cell, choices=choices),))


def _text(question: Question, cell: Cell) -> Answer:
    if isinstance(cell, date):
        message = _("“%(value)s” was turned into a day by the spreadsheet; write it as text.")
        return Answer(_empty(question, cell), (_complaint("turned-into-day", message, cell),))
    text = _unmarked(str(cell)).strip()
    problems = list(_text_problems(question, cell, text))
    if question.kind == "codes":
        return Answer([part for part in SEPARATORS.split(text) if part], tuple(problems))
    return Answer(text, tuple(problems))


def _empty(question: Question, cell: Cell) -> object:
    return [str(cell)] if question.kind == "codes" else str(cell)


def _text_problems(question: Question, cell: Cell, text: str) -> list[Complaint]:
    found: list[Complaint] = []
    if len(text) > LONGEST_TEXT:
        message = _("“%(field)s” has more than %(limit)s characters.")
        found.append(_complaint("too-long", message, limit=LONGEST_TEXT))
    is_rounded = isinstance(cell, int) and len(str(abs(cell))) > EXACT_DIGITS
    if question.kind in {"code", "codes"} and (isinstance(cell, float) or is_rounded):
        message = _("“%(value)s” stands as a number, so digits may be lost; write it as text.")
        found.append(_complaint("number-for-text", message, cell))
    wanted = {"credit_code": CREDIT_CODE, "region_code": REGION_CODE, "contact_email": EMAIL}
    pattern = wanted.get(question.key)
    if pattern and not pattern.fullmatch(text):
        message = _("“%(value)s” does not look like “%(field)s”.")
        found.append(_complaint("wrong-shape", message, cell))
    return found


def _unmarked(text: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from taking a text for a formula."""
    return text[1:] if re.match(r"'[=+\-@＝＋－＠]", text) else text


def _folded(value: object) -> str:
    return "".join(str(value).split()).casefold()


def _complaint(code: str, message: str, cell: Cell = None, **facts: object) -> Complaint:
    if cell is not None:
        facts = {"value": str(cell)[:80], **facts}
    return f"application.{code}", message, facts

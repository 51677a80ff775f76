"""A list of goods or bidders against the register: a verdict and a reason for each row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xinheng.apps.registry.queries.verify import verify
from xinheng.core.registry.points import Match, Paper
from xinheng.core.registry.verdict import Answer, Verdict, not_genuine, reason
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Refused, Violation
from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _
from xinheng.printing.cells import read_date
from xinheng.printing.workbook import Cell, ReadLimits, read_workbook

MOST_ROWS = 5000
LISTS = Source("检验认证", "联网核查CCC证书2.7亿次，下架问题商品1743万件")
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "item": ("商品", "商品名称", "投标人", "序号", "sku", "item", "bidder"),
    "number": ("证书编号", "证书号", "二维码", "number", "certificate number", "certificate"),
    "name": ("企业名称", "获证组织", "持证人", "holder", "name"),
    "scope": ("产品", "产品名称", "服务", "范围", "product", "scope"),
    "standard": ("标准", "认证依据", "standard"),
    "expires_on": ("有效期至", "有效期", "valid until", "expires"),
}
EMPTY = reason("no-number", _("The row names no certificate."))


class Advice(Named):
    """What to do with a row."""

    KEEP = "keep", _("Nothing speaks against it")
    ASK = "ask", _("Ask the holder")
    REMOVE = "remove", _("Take it off, or do not count it")


@dataclass(frozen=True, slots=True)
class Checked:
    """One row of a list. `row` is its number in the sheet, counted from 1."""

    row: int
    cells: tuple[Cell, ...]
    answer: Answer
    advice: Advice


@dataclass(frozen=True, slots=True)
class CheckedList:
    """A list with its heading and its rows."""

    heading: tuple[Cell, ...]
    rows: tuple[Checked, ...]

    def count(self, verdict: Verdict) -> int:
        """How many rows got a verdict."""
        return sum(row.answer.verdict == verdict for row in self.rows)


def check_list(content: bytes, *, on: date) -> CheckedList:
    """Check each row of the first sheet of a workbook.

    Raises:
        Refused: it is no workbook, too long, or no column names the certificates.
    """
    sheets = read_workbook(content, ReadLimits(rows=MOST_ROWS + 20))
    rows = sheets[0].rows if sheets else ()
    place, columns = _heading(rows)
    checked = tuple(
        _row(number, cells, columns, on)
        for number, cells in enumerate(rows[place + 1 :], place + 2)
        if any(cell is not None for cell in cells)
    )
    if len(checked) > MOST_ROWS:
        raise Refused([_fault("too-long", _("The list has more rows than are checked at once."))])
    return CheckedList(rows[place], checked)


def _heading(rows: Sequence[tuple[Cell, ...]]) -> tuple[int, dict[str, int]]:
    """Where the heading stands, and which column holds what."""
    for place, cells in enumerate(rows[:10]):
        texts = [str(cell or "").strip().casefold() for cell in cells]
        columns = {
            name: texts.index(word)
            for name, words in HEADINGS.items()
            for word in reversed(words)
            if word in texts
        }
        if "number" in columns:
            return place, columns
    raise Refused([_fault("no-column", _("No column is headed “certificate number”."))])


def _row(number: int, cells: tuple[Cell, ...], columns: Mapping[str, int], on: date) -> Checked:
    def text(name: str) -> str:
        place = columns.get(name, -1)
        value = cells[place] if 0 <= place < len(cells) else None
        return "" if value is None else str(value).strip()

    key = text("number")
    last = columns.get("expires_on", -1)
    paper = Paper(
        name=text("name"), scope=text("scope"), standard=text("standard"),
        expires_on=read_date(cells[last]) if 0 <= last < len(cells) else None,
    )  # fmt: skip
    answer = verify(key, on=on, paper=paper) if key else not_genuine(EMPTY)
    return Checked(number, cells, answer, _advice(answer))


def _advice(answer: Answer) -> Advice:
    if answer.verdict in (Verdict.NOT_GENUINE, Verdict.NOT_IN_FORCE):
        return Advice.REMOVE
    compared = [point.match for point in answer.points]
    # A number that everybody can read proves nothing of who uses it.
    return Advice.KEEP if Match.SAME in compared else Advice.ASK


def _fault(code: str, message: str) -> Violation:
    return Violation(code=f"lists.{code}", message=message, source=LISTS, field="file")

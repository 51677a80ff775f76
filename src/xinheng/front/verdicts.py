"""Verdicts as plain values, said in the reader's language."""

from datetime import date

from django.utils.translation import gettext

from xinheng.apps.registry.queries import CheckedList
from xinheng.core.registry.verdict import Answer
from xinheng.front.wording import said, sentence
from xinheng.printing.workbook import Column, write_table


def as_json(answer: Answer) -> dict[str, object]:
    """A verdict for machines: its word is stable, its sentences are the reader's."""
    return {
        "verdict": str(answer.verdict),
        "title": said(answer.verdict),
        "reasons": [{"code": why.code, "message": sentence(why)} for why in answer.reasons],
        "as_of": answer.as_of.isoformat() if answer.as_of else None,
        "points": [
            {
                "point": str(row.point),
                "title": said(row.point),
                "match": str(row.match),
                "message": gettext(row.explanation),
            }
            for row in answer.points
        ],
        "number": answer.number,
        "holder": answer.holder,
        "credit_code": answer.credit_code,
        "standard": answer.standard,
        "scope": answer.scope,
        "effective_on": answer.effective_on.isoformat() if answer.effective_on else None,
        "expires_on": answer.expires_on.isoformat() if answer.expires_on else None,
        "log_index": answer.index if answer.index >= 0 else None,
        "superseded_by": answer.superseded_by or None,
    }


def list_workbook(found: CheckedList, *, on: date) -> bytes:
    """A checked list as a workbook: the rows as they came, then verdict, reasons and advice."""
    width = max((len(row.cells) for row in found.rows), default=0)
    width = max(width, len(found.heading))
    given = [*found.heading, *[None] * (width - len(found.heading))]
    columns = [
        *(Column(str(cell or "")) for cell in given),
        Column(gettext("Verdict"), 22),
        Column(gettext("Why"), 60),
        Column(gettext("Advice"), 28),
        Column(gettext("Registered holder"), 32),
        Column(gettext("Checked on"), 14, "date"),
    ]
    rows = [
        [
            *row.cells, *[None] * (width - len(row.cells)), said(row.answer.verdict),
            " ".join(sentence(why) for why in row.answer.reasons), said(row.advice),
            row.answer.holder, on,
        ]
        for row in found.rows
    ]  # fmt: skip
    return write_table(columns, rows, gettext("Certificates checked against the register"))

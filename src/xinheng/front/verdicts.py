"""Verdicts as plain values, said in the reader's language."""

from django.utils.translation import gettext

from xinheng.core.registry.verdict import Answer
from xinheng.front.wording import said, sentence


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

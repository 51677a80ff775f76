"""What a quotation says of the audit time: the working, carried from one room to another."""

from typing import Any

from django.utils import translation

from xinheng.apps.cases import queries as cases
from xinheng.apps.programmes import queries as programmes
from xinheng.front.wording import fill


def working_of(case_id: int) -> dict[str, Any]:
    """How the audit time of a case's round was reckoned, in the words of a printed quotation."""
    found = programmes.standing_reckoning(case_id, cases.case(case_id).round.id)
    if found is None:
        return {}
    with translation.override("zh-hans"):
        working = [
            {
                "label": fill(line.label, dict(line.facts)),
                "value": line.value,
                "unit": "人日" if line.unit == "auditor-days" else "",
                "source": " ".join(filter(None, (line.document, line.place, line.edition))),
            }
            for line in found.lines
        ]
    return {"working": working, "days_of_scheme": dict(found.by_standard)}

"""What decision makers and a receiving body need to know of findings."""

from datetime import date

from xinheng.apps.audits import queries as audits
from xinheng.apps.cases.queries import CaseView
from xinheng.apps.findings.models import Finding
from xinheng.apps.findings.queries.file import name_of
from xinheng.core.findings.words import FindingState, Grade

SETTLED = (FindingState.VERIFIED, FindingState.TAKEN_BACK)


def open_for_decision(case: CaseView, scheme: str) -> tuple[int, int, date | None]:
    """What is open of one scheme in the open round.

    Returns:
        Majors that are not verified, minors whose plan is not accepted, and the last
        planned day of the audit proper.

    Source: ISO/IEC 17021-1:2015, 9.5.2.
    """
    rows = Finding.objects.filter(round_id=case.round.id, scheme=scheme).exclude(state__in=SETTLED)
    found = [(Grade(grade), state) for grade, state in rows.values_list("grade", "state")]
    visit = audits.held_visit(case) if found else None
    return (
        sum(grade == Grade.MAJOR for grade, _ in found),
        sum(grade == Grade.MINOR and state != FindingState.ACCEPTED for grade, state in found),
        visit.last_on if visit else None,
    )


def unsettled_of(case_id: int) -> tuple[dict[str, object], ...]:
    """The nonconformities of a case, in all rounds, whose effect was not verified yet."""
    rows = Finding.objects.filter(case_id=case_id).exclude(state__in=SETTLED)
    return tuple(
        {
            "name": name_of(row),
            "scheme": row.scheme,
            "clause": row.clause,
            "grade": row.grade,
            "state": row.state,
            "statement": row.statement,
            "due_on": row.due_on,
        }
        for row in rows.order_by("round_id", "number")
    )

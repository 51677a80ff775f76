"""What the programme must answer of the client: its shifts, and what changed in the cycle."""

from collections.abc import Iterator

from xinheng.apps.cases.queries import CaseView
from xinheng.apps.intake import queries as intake
from xinheng.core.intake.words import Triage
from xinheng.core.programmes.personnel import GroupKind
from xinheng.core.programmes.planning import shift_obstacles, stage1_question_obstacles
from xinheng.core.shared.violation import Violation


def has_shifts(case: CaseView) -> bool:
    """Whether the client declared people who work in shifts."""
    return any(group.kind == GroupKind.SHIFT for group in intake.headcount(case.id))


def significant_changes(case: CaseView) -> int:
    """How many changes the client told of that asked for something to be done. Count."""
    return sum(
        notice.outcome not in ("", Triage.NO_ACTION) for notice in intake.notices_of(case.id)
    )


def client_obstacles(case: CaseView, *, shifts: str, stage1_question: str) -> Iterator[Violation]:
    """Say what the programme leaves unanswered of the client.

    Source: ISO/IEC 17021-1:2015, 9.1.3.5 and 9.6.3.1.
    """
    yield from shift_obstacles(has_shifts=has_shifts(case), covered=shifts)
    yield from stage1_question_obstacles(
        case.round.kind, changes=significant_changes(case), judgement=stage1_question
    )

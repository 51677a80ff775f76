"""What follows when a conflict is found after somebody was given a place in a team."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from xinheng.core.cases.steps import Step, steps_of
from xinheng.core.cases.words import CaseState, RoundKind
from xinheng.core.shared.violation import Violation

CODES = frozenset(
    {
        "people.tie-lasts",
        "people.tie-too-recent",
        "people.barred",
        "people.barred-for-life",
        "people.practises-at-another-body",
    }
)
HELD = (Step.STAGE1_HELD, Step.VISIT_OPENED, Step.VISIT_CLOSED)
TEAM = (Step.TEAM_DECLARED, Step.TEAM_APPOINTED)


@dataclass(frozen=True, slots=True)
class Consequence:
    """What has to happen to a case.

    `reopens`: the steps of the team that are undone. `work`: the steps done with the
    team as it was. `needs_assessment`: some of it was auditing, so that a threat is
    recorded and assessed before the decision.
    """

    reopens: tuple[Step, ...]
    work: tuple[Step, ...]
    needs_assessment: bool


def are_of_impartiality(obstacles: Iterable[Violation]) -> bool:
    """Whether any of the reasons is a conflict, and not only a want of papers or competence."""
    return any(obstacle.code in CODES for obstacle in obstacles)


def consequence(kind: RoundKind, done: Collection[Step]) -> Consequence:
    """What a conflict of a member means for a round that has come so far.

    Until the closing meeting the team opens again. After it nobody can be replaced any
    more; what was audited is looked at instead.

    Source: ISO/IEC 17021-1, 5.2.3, 5.2.10 and 9.2.2.
    """
    took_place = Step.VISIT_CLOSED in done
    work = tuple(
        rule.step
        for rule in steps_of(kind)
        if rule.function != CaseState.SELECTION and rule.step in done
    )
    return Consequence(
        reopens=() if took_place else tuple(step for step in TEAM if step in done),
        work=work,
        needs_assessment=any(step in done for step in HELD),
    )

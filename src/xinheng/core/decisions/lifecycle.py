"""The life of a decision on one scheme."""

from collections.abc import Iterator
from dataclasses import dataclass

from xinheng.core.decisions.acts import DECIDED, TWO_SIGN
from xinheng.core.decisions.words import TWO_PERSONS, DecisionState, Outcome
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.lifecycle import Lifecycle, Move
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What the life of a decision turns on."""

    outcome: Outcome
    proposed_by: int | None
    acting: int | None


def second_is_another(facts: DecisionFacts) -> Iterator[Violation]:
    """Where two persons decide, the second is not the first.

    Source: Regulations 2023-07-20, art. 22 (CN-45).
    """
    if facts.outcome in TWO_PERSONS and facts.acting == facts.proposed_by:
        yield Violation(
            code="decisions.same-person-twice",
            message=_("You proposed this decision, so another person must confirm it."),
            source=TWO_SIGN,
        )


S, D = DecisionState, Duty

DECISION: Lifecycle[DecisionState, DecisionFacts] = Lifecycle(
    "decision",
    #    move       from        to          by        source   on terms
    Move("confirm", S.PROPOSED, S.DECIDED,  D.DECIDE, TWO_SIGN, (second_is_another,)),
    Move("return",  S.PROPOSED, S.RETURNED, D.DECIDE, DECIDED),
    Move("return",  S.DECIDED,  S.RETURNED, D.DECIDE, DECIDED),
)  # fmt: skip

"""The life of a threat to impartiality: open until assessed; found unacceptable, it may be again."""

from collections.abc import Iterator
from dataclasses import dataclass

from xinheng.core.impartiality.acts import RISKS
from xinheng.core.impartiality.words import ThreatState
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.lifecycle import Lifecycle, Move
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _


@dataclass(frozen=True, slots=True)
class AssessmentFacts:
    """Whom the threat is about, and who assesses it now."""

    about: int | None
    by: int | None


def not_ones_own(facts: AssessmentFacts) -> Iterator[Violation]:
    """Nobody assesses a threat that is about themself.

    Source: ISO/IEC 17021-1:2015, 5.2.3.
    """
    if facts.by is None or facts.by == facts.about:
        yield Violation(
            "impartiality.own-threat",
            _("This threat is about you; another person assesses it."),
            RISKS,
        )


S, D, OWN = ThreatState, Duty, (not_ones_own,)

THREAT: Lifecycle[ThreatState, AssessmentFacts] = Lifecycle(
    "threat to impartiality",
    #    move      from            to              by         source on terms
    Move("accept", S.OPEN,         S.ACCEPTABLE,   D.OVERSEE, RISKS, OWN),
    Move("reject", S.OPEN,         S.UNACCEPTABLE, D.OVERSEE, RISKS, OWN),
    Move("accept", S.UNACCEPTABLE, S.ACCEPTABLE,   D.OVERSEE, RISKS, OWN),
)  # fmt: skip

"""What must be settled before a decision."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from xinheng.core.cases.words import RoundKind
from xinheng.core.decisions.words import CERTIFYING, OUTCOMES_OF, Outcome
from xinheng.core.shared.period import add_months
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

MEMORY = "from memory, unverified"
BEFORE = Source("ISO/IEC 17021-1", "9.5.2", "2015", MEMORY)
TOO_LATE = Source("ISO/IEC 17021-1", "9.5.3.2", "2015", MEMORY)
FITS = Source("ISO/IEC 17021-1", "9.5.1", "2015", MEMORY)
NOTHING_LATER = Source("ISO/IEC 17021-1", "9.5.2", "2015", MEMORY)
VERIFY_MONTHS = 6


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """What is open of one scheme's findings. Counts."""

    open_majors: int = 0
    unaccepted_minors: int = 0
    stage2_ended_on: date | None = None


def findings_are_settled(facts: FindingFacts, outcome: Outcome, on: date) -> Iterator[Violation]:
    """Every major is verified and every plan for a minor accepted before certifying.

    A major still open six months after the last day of stage 2 asks for another stage 2.

    Source: ISO/IEC 17021-1:2015, 9.5.2 and 9.5.3.2.
    """
    if outcome not in (*CERTIFYING, Outcome.MAINTAIN, Outcome.EXTEND, Outcome.RESTORE):
        return
    if facts.open_majors:
        yield Violation(
            code="decisions.majors-open",
            message=_("%(count)s major nonconformities are not verified."),
            source=BEFORE,
            facts={"count": facts.open_majors},
        )
        ended = facts.stage2_ended_on
        if outcome == Outcome.GRANT and ended and on > add_months(ended, VERIFY_MONTHS):
            yield Violation(
                code="decisions.stage2-again",
                message=_("Stage 2 ended %(ended)s, more than six months ago; hold it again."),
                source=TOO_LATE,
                facts={"ended": ended},
            )
    if facts.unaccepted_minors:
        yield Violation(
            code="decisions.minors-open",
            message=_("The plans for %(count)s minor nonconformities are not accepted."),
            source=BEFORE,
            facts={"count": facts.unaccepted_minors},
        )


def outcome_fits(outcome: Outcome, kind: RoundKind) -> Iterator[Violation]:
    """The outcome is one that this kind of round can have.

    Source: ISO/IEC 17021-1:2015, 9.5.1.
    """
    if outcome not in OUTCOMES_OF[kind]:
        yield Violation(
            code="decisions.outcome-does-not-fit",
            message=_("A round of the kind “%(kind)s” cannot end in “%(outcome)s”."),
            source=FITS,
            facts={"kind": kind, "outcome": outcome},
            field="outcome",
        )


def nothing_came_later(count: int) -> Iterator[Violation]:
    """No evidence was logged after the technical review.

    Source: ISO/IEC 17021-1:2015, 9.5.2.
    """
    if count:
        yield Violation(
            code="decisions.evidence-after-review",
            message=_("%(count)s entries were logged after the review; return the file first."),
            source=NOTHING_LATER,
            facts={"count": count},
        )

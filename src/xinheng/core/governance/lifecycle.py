"""The lives of the body's own records, and of complaints and appeals."""

from collections.abc import Iterator
from dataclasses import dataclass

from xinheng.core.governance import acts
from xinheng.core.governance.sources import APPEALS, COMPLAINTS, CORRECTION
from xinheng.core.governance.words import Life, MatterState, RecordState
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.lifecycle import Lifecycle, Move
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

R, M = RecordState, MatterState


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """What the life of a record turns on. `duty` keeps its kind."""

    life: Life
    is_checked: bool
    source: Source
    opened_by: int | None
    settled_by: int | None
    acting: int | None


def is_standing(facts: RecordFacts) -> Iterator[Violation]:
    """Only what is to be in force is approved or refused.

    Source: ISO/IEC 17021-1:2015, 10.2.
    """
    if facts.life != Life.STANDING:
        yield Violation(
            "governance.not-approved-but-done", _("This is done by its owner, not approved."),
            facts.source,
        )  # fmt: skip


def is_a_task(facts: RecordFacts) -> Iterator[Violation]:
    """Only a task is done.

    Source: ISO/IEC 17021-1:2015, 10.2.7.
    """
    if facts.life != Life.TASK:
        yield Violation(
            "governance.not-a-task", _("This is approved by a second person, not done."),
            facts.source,
        )  # fmt: skip


def needs_no_check(facts: RecordFacts) -> Iterator[Violation]:
    """A task whose effect must be verified is not closed by its owner.

    Source: ISO/IEC 17021-1:2015, 10.2.7.
    """
    if facts.is_checked:
        yield Violation(
            "governance.effect-to-verify", _("Its effect must be verified first."), CORRECTION
        )


def second_person(facts: RecordFacts) -> Iterator[Violation]:
    """Nobody approves what they opened themself.

    Source: ISO/IEC 17021-1:2015, 6.1.
    """
    if facts.acting is not None and facts.acting == facts.opened_by:
        yield Violation(
            "governance.second-person", _("Another person than its author must approve it."),
            facts.source,
        )  # fmt: skip


def not_the_doer(facts: RecordFacts) -> Iterator[Violation]:
    """Nobody verifies the effect of what they did themself.

    Source: ISO/IEC 17021-1:2015, 10.2.7.
    """
    if facts.acting is not None and facts.acting == facts.settled_by:
        yield Violation(
            "governance.own-work", _("Another person than who did it must verify the effect."),
            CORRECTION,
        )  # fmt: skip


def _record(
    name: str, origin: RecordState, target: RecordState, source: Source, *checks: object
) -> Move[RecordState, RecordFacts]:
    # Which duty keeps a record depends on its kind; the room asks for that one besides.
    return Move(name, origin, target, Duty.OVERSEE, source, checks)  # type: ignore[arg-type]


RECORD = Lifecycle[RecordState, RecordFacts](
    "governance record",
    _record("approve", R.OPEN, R.IN_FORCE, acts.SYSTEM, is_standing, second_person),
    _record("refuse", R.OPEN, R.REFUSED, acts.SYSTEM, is_standing),
    _record("settle", R.OPEN, R.CLOSED, acts.SYSTEM, is_a_task, needs_no_check),
    _record("complete", R.OPEN, R.DONE, CORRECTION, is_a_task),
    _record("verify", R.DONE, R.CLOSED, CORRECTION, not_the_doer),
    _record("send-back", R.DONE, R.OPEN, CORRECTION, not_the_doer),
    _record("end", R.IN_FORCE, R.ENDED, acts.SYSTEM),
)


def _matter(
    name: str, origin: MatterState, target: MatterState, source: Source = COMPLAINTS
) -> Move[MatterState, None]:
    return Move(name, origin, target, Duty.OVERSEE, source)


MATTER = Lifecycle[MatterState, None](
    "complaint or appeal",
    _matter("acknowledge", M.RECEIVED, M.ACKNOWLEDGED),
    _matter("validate", M.ACKNOWLEDGED, M.VALIDATED),
    _matter("dismiss", M.ACKNOWLEDGED, M.RESOLVED),
    _matter("assign", M.VALIDATED, M.INVESTIGATING, APPEALS),
    _matter("assign", M.INVESTIGATING, M.INVESTIGATING, APPEALS),
    _matter("resolve", M.INVESTIGATING, M.RESOLVED, APPEALS),
    _matter("tell", M.RESOLVED, M.TOLD),
    _matter("close", M.TOLD, M.CLOSED),
)

"""The life of an entry into the rulebook: proposed by one person, answered by another."""

from collections.abc import Iterator
from dataclasses import dataclass

from xinheng.core.rules.acts import KEPT, TWO_PERSONS
from xinheng.core.rules.words import AmendmentState
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.lifecycle import Lifecycle, Move
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _


@dataclass(frozen=True, slots=True)
class AmendmentFacts:
    """Who proposed an entry, who acts now, and what is written about it."""

    proposed_by: int | None
    acting: int | None
    note: str = ""


def another_person(facts: AmendmentFacts) -> Iterator[Violation]:
    """Whoever proposed an entry does not answer it.

    Source: House settings, entries into the rulebook need two persons.
    """
    if facts.acting is None or facts.acting == facts.proposed_by:
        yield Violation(
            "rules.own-proposal",
            _("You proposed this yourself; another person must answer."),
            TWO_PERSONS,
        )


def only_the_proposer(facts: AmendmentFacts) -> Iterator[Violation]:
    """An entry is taken back by whoever proposed it.

    Source: House settings, entries into the rulebook need two persons.
    """
    if facts.acting is None or facts.acting != facts.proposed_by:
        yield Violation(
            "rules.not-the-proposer",
            _("Only the person who proposed it takes it back."),
            TWO_PERSONS,
        )


def note_is_given(facts: AmendmentFacts) -> Iterator[Violation]:
    """A no says why.

    Source: ISO/IEC 17021-1, 10.2.3.
    """
    if not facts.note.strip():
        yield Violation("rules.note-missing", _("Say why."), KEPT, {}, "note")


S = AmendmentState
AMENDMENT: Lifecycle[AmendmentState, AmendmentFacts] = Lifecycle(
    "entry into the rulebook",
    Move("approve", S.PROPOSED, S.APPROVED, Duty.KEEP_RULES, TWO_PERSONS, (another_person,)),
    Move("decline", S.PROPOSED, S.DECLINED, Duty.KEEP_RULES, TWO_PERSONS, (another_person, note_is_given)),
    Move("take-back", S.PROPOSED, S.TAKEN_BACK, Duty.KEEP_RULES, KEPT, (only_the_proposer, note_is_given)),
)  # fmt: skip

"""The life of a waiver: asked for, then approved or refused by another person; revocable."""

from collections.abc import Iterator
from dataclasses import dataclass

from xinheng.core.shared.actor import Duty
from xinheng.core.shared.lifecycle import Lifecycle, Move
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _
from xinheng.core.waivers.acts import WAIVERS
from xinheng.core.waivers.words import WaiverState


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """Who asked, whom the waiver is about, and who answers now."""

    asked_by: int | None
    about: int | None
    by: int | None


def somebody_else_answers(facts: AnswerFacts) -> Iterator[Violation]:
    """Nobody answers a waiver they asked for, or one that is about themself.

    Source: House settings, waivers.
    """
    if facts.by is None or facts.by == facts.asked_by:
        yield Violation(
            "waivers.own", _("You asked for this waiver; another person answers it."), WAIVERS
        )
    if facts.by is not None and facts.by == facts.about:
        yield Violation(
            "waivers.about-oneself",
            _("This waiver is about you; another person answers it."),
            WAIVERS,
        )


S, D, ELSE = WaiverState, Duty, (somebody_else_answers,)

WAIVER: Lifecycle[WaiverState, AnswerFacts] = Lifecycle(
    "waiver",
    #    move       from        to          by       source   on terms
    Move("approve", S.ASKED,    S.APPROVED, D.WAIVE, WAIVERS, ELSE),
    Move("refuse",  S.ASKED,    S.REFUSED,  D.WAIVE, WAIVERS, ELSE),
    Move("revoke",  S.APPROVED, S.REVOKED,  D.WAIVE, WAIVERS),
)  # fmt: skip

"""The chain of a case: from the application over the audit to its certificates, and on.

Made of the ledger of every round, the history of the certificates and the journal; nothing is
kept for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from xinheng.apps.cases import queries as cases
from xinheng.apps.cases.queries import CaseView, RoundPast, StepTaken
from xinheng.apps.certificates import queries as certificates
from xinheng.apps.certificates.queries import Traced
from xinheng.apps.decisions import queries as decisions
from xinheng.apps.decisions.queries import DecisionView
from xinheng.apps.journal import queries as journal
from xinheng.core.cases.steps import Step, steps_of
from xinheng.core.cases.trace import LINK_OF, ROOM_OF, TraceLink
from xinheng.front.acts_said import what_was_done

MOST_ENTRIES = 5000


@dataclass(frozen=True, slots=True)
class Mark:
    """A step that was taken: its record, and what its entry in the journal says."""

    taken: StepTaken
    sentence: str


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain in one round.

    `missing` are steps that have no record yet; `part` names the part of the case page where
    its things are shown; `decisions` and `changes` are what the last two links brought.
    """

    link: TraceLink
    part: str
    marks: tuple[Mark, ...]
    missing: tuple[Step, ...]
    decisions: tuple[DecisionView, ...] = ()
    changes: tuple[Traced, ...] = ()

    @property
    def is_whole(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class RoundTrace:
    """The chain of one round, and what happened to certificates between it and the next."""

    past: RoundPast
    links: tuple[Link, ...]
    afterwards: tuple[Traced, ...]


def trace_of(case: CaseView) -> tuple[RoundTrace, ...]:
    """The chain of a case, round by round. As many questions for many rounds as for one."""
    rounds = cases.rounds_of(case.id)
    lines = {line.idx: line for line in journal.of_case(case.id, limit=MOST_ENTRIES)}
    said = {idx: what_was_done(line) for idx, line in lines.items()}
    decided = decisions.decisions_of_case(case.id)
    changes = certificates.traced(case.id)
    return tuple(
        _round(past, _end(rounds, index), said, decided, changes)
        for index, past in enumerate(rounds)
    )


def _end(rounds: Sequence[RoundPast], index: int) -> datetime | None:
    """When the next round began, if one did."""
    return rounds[index + 1].opened_at if index + 1 < len(rounds) else None


def _round(
    past: RoundPast,
    until: datetime | None,
    said: Mapping[int, str],
    decided: Sequence[DecisionView],
    changes: Sequence[Traced],
) -> RoundTrace:
    own = tuple(one for one in changes if one.round_id == past.id)
    others = tuple(
        one for one in changes
        if one.round_id is None and past.opened_at <= one.at and (until is None or one.at < until)
    )  # fmt: skip
    needed = [rule.step for rule in steps_of(past.kind)]
    standing = {one.step for one in past.steps if one.stands}
    links = []
    for link in TraceLink:
        steps = [step for step in needed if LINK_OF[step] == link]
        marks = tuple(
            Mark(one, said.get(one.entry, "")) for one in past.steps if LINK_OF[one.step] == link
        )
        if not steps and not marks:
            continue
        links.append(
            Link(
                link=link,
                part=ROOM_OF[link],
                marks=marks,
                missing=tuple(step for step in steps if step not in standing),
                decisions=tuple(
                    row for row in decided if row.round_id == past.id and row.is_decided
                ) if link == TraceLink.DECISION else (),
                changes=own if link == TraceLink.CERTIFICATE else (),
            )
        )  # fmt: skip
    return RoundTrace(past, tuple(links), others)

"""Complaints and appeals: who may look into one, how long each step takes, what is kept secret."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from xinheng.core.governance.sources import APPEALS, COMPLAINTS
from xinheng.core.governance.words import MatterKind, MatterState, Result
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

CLOCKS = {
    MatterState.RECEIVED: "acknowledge",
    MatterState.ACKNOWLEDGED: "validate",
    MatterState.VALIDATED: "assign",
    MatterState.INVESTIGATING: "resolve",
    MatterState.RESOLVED: "tell",
    MatterState.TOLD: "close",
}
"""Which term of the rulebook runs in which state."""


def source_of(kind: MatterKind) -> Source:
    """The clause that governs complaints, or appeals."""
    return APPEALS if kind == MatterKind.APPEAL else COMPLAINTS


@dataclass(frozen=True, slots=True)
class Handler:
    """Somebody who is to look into a matter, with what may tie them to its subject."""

    person_id: int
    name: str
    is_of_body: bool
    took_part: bool
    is_tied: bool


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one member of the panel found; nothing while they have not reported."""

    person_id: int
    name: str
    result: Result | None


def handlers_are_independent(
    kind: MatterKind, handlers: Sequence[Handler], least: int
) -> Iterator[Violation]:
    """Enough persons, all of the body's, none of whom took part in the subject.

    Args:
        least: how many members an appeal's panel has at least. Unit: persons.

    Source: ISO/IEC 17021-1:2015, 9.7 and 9.8.
    """
    source = source_of(kind)
    wanted = least if kind == MatterKind.APPEAL else 1
    if len({handler.person_id for handler in handlers}) < wanted:
        yield Violation(
            "governance.panel-too-small",
            _("At least %(least)s persons look into this; %(count)s are named."), source,
            {"least": wanted, "count": len(handlers)}, "people",
        )  # fmt: skip
    for handler in handlers:
        facts = {"person": handler.name}
        if not handler.is_of_body:
            yield Violation(
                "governance.handler-not-of-body",
                _("%(person)s is not an active person of the body."), source, facts, "people",
            )  # fmt: skip
        yield from is_independent(kind, handler)


def is_independent(kind: MatterKind, who: Handler) -> Iterator[Violation]:
    """Whoever investigates, resolves or approves took no part in what it is about.

    Source: ISO/IEC 17021-1:2015, 9.7 and 9.8.
    """
    source, facts = source_of(kind), {"person": who.name}
    if who.took_part:
        yield Violation(
            "governance.took-part",
            _("%(person)s took part in what this is about; another person must act."), source,
            facts, "people",
        )  # fmt: skip
    if who.is_tied:
        yield Violation(
            "governance.tied", _("%(person)s is tied to the client this is about."), source,
            facts, "people",
        )  # fmt: skip


def panel_has_found(
    kind: MatterKind, opinions: Sequence[Opinion], result: Result
) -> Iterator[Violation]:
    """Every member has reported, and the result is that of more than half of them.

    Source: ISO/IEC 17021-1:2015, 9.7 and 9.8.
    """
    source = source_of(kind)
    silent = [opinion.name for opinion in opinions if opinion.result is None]
    if silent or not opinions:
        yield Violation(
            "governance.not-reported", _("Not yet reported: %(people)s."), source,
            {"people": tuple(silent)},
        )  # fmt: skip
        return
    agree = sum(opinion.result == result for opinion in opinions)
    if 2 * agree <= len(opinions):
        yield Violation(
            "governance.panel-found-otherwise",
            _("%(agree)s of %(count)s found “%(result)s”; more than half must."), source,
            {"agree": agree, "count": len(opinions), "result": result}, "result",
        )  # fmt: skip


def is_own_client(*, own: int | None, about: int | None) -> Iterator[Violation]:
    """Only the client a decision was about appeals against it.

    Source: ISO/IEC 17021-1:2015, 9.7.
    """
    if own is not None and about is not None and own != about:
        yield Violation(
            "governance.not-own", _("An appeal is brought by the client it concerns."), APPEALS,
            field="certificate",
        )  # fmt: skip


def due_of(state: MatterState, since: date, terms: dict[str, int]) -> date | None:
    """The day by which the step that is next must be taken.

    Args:
        terms: how long each step may take, by its name. Unit: calendar days.
    """
    term = CLOCKS.get(state)
    return since + timedelta(days=terms[term]) if term else None

"""The obligations of one case: which are met, open, not yet due, or waived.

An obligation that names steps of the ledger is met when each of those its round
needs has its record; one that names acts alone is met by the entry of the act in the
journal. What names neither is the body's own business and stands in no case.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

from xinheng.apps.cases import queries as cases
from xinheng.apps.cases.queries import CaseView, LedgerLine
from xinheng.apps.journal import queries as journal
from xinheng.apps.waivers import queries as waivers
from xinheng.core.cases.steps import RULE_OF, Step
from xinheng.core.cases.words import FUNCTIONS
from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _
from xinheng.front.casefile import ROOMS
from xinheng.rulebook.obligations import Obligation, State, obligations

IN_FORCE = "in-force"


class Standing(Named):
    """Where an obligation stands in a case."""

    OPEN = "open", _("Open now")
    WAIVED = "waived", _("Waived")
    MET = "met", _("Met")
    LATER = "later", _("Not yet due")


@dataclass(frozen=True, slots=True)
class CaseObligation:
    """One obligation of a case.

    Args:
        step: the step that met it, or that will.
        entry: the journal's entry that met it, if it is met.
    """

    obligation: Obligation
    standing: Standing
    step: Step | None = None
    act: str = ""
    entry: int | None = None
    done_at: datetime | None = None
    note: str = ""


def of_case(found: CaseView, on: date) -> tuple[CaseObligation, ...]:
    """Every obligation of the open round of a case, in the order of the register.

    Three questions to the database, however many obligations there are.
    """
    lines = {line.step: line for line in cases.ledger(found)}
    acts = journal.acts_of_case(found.id)
    rows = (_standing(row, steps, own, found, lines, acts) for row, steps, own in _of_cases())
    return tuple(_waived(found, on, [row for row in rows if row is not None]))


@cache
def _of_cases() -> tuple[tuple[Obligation, tuple[Step, ...], tuple[str, ...]], ...]:
    """The obligations that stand in cases, with their steps and their acts on cases."""
    given = []
    for row in obligations():
        if row.state == State.NOT_APPLICABLE:
            continue
        steps = tuple(Step(name) for name in row.steps)
        acts = tuple(name for name in row.acts if name.split(".", 1)[0] in ROOMS)
        if steps or acts:
            given.append((row, steps, acts))
    return tuple(given)


def _standing(
    row: Obligation,
    steps: tuple[Step, ...],
    acts: tuple[str, ...],
    found: CaseView,
    lines: Mapping[Step, LedgerLine],
    happened: Mapping[str, int],
) -> CaseObligation | None:
    if steps:
        own = [lines[step] for step in steps if step in lines]
        return _by_steps(row, own, found) if own else None
    done = [(happened[name], name) for name in acts if name in happened]
    if not done:
        return CaseObligation(row, Standing.LATER, act=acts[0])
    entry, name = max(done)
    return CaseObligation(row, Standing.MET, act=name, entry=entry)


def _by_steps(row: Obligation, own: list[LedgerLine], found: CaseView) -> CaseObligation:
    missing = [line for line in own if line.done_at is None]
    if not missing:
        last = own[-1]
        return CaseObligation(
            row, Standing.MET, step=last.step, entry=last.entry, done_at=last.done_at
        )
    standing = Standing.OPEN if _is_here(missing[0].step, found) else Standing.LATER
    return CaseObligation(row, standing, step=missing[0].step)


def _is_here(step: Step, found: CaseView) -> bool:
    """Whether a missing step belongs to the function the case has reached."""
    if found.state not in FUNCTIONS:
        return False
    return FUNCTIONS.index(RULE_OF[step].function) <= FUNCTIONS.index(found.state)


def _waived(found: CaseView, on: date, rows: list[CaseObligation]) -> Iterator[CaseObligation]:
    """The obligations, those that a waiver in force sets aside here named by its number."""
    given = waivers.of_case(found.id, found.organisation_id)
    in_force = {waiver.code: waiver for waiver in given if waiver.standing(on) == IN_FORCE}
    for row in rows:
        waiver = next((in_force[c] for c in row.obligation.waivable if c in in_force), None)
        if waiver is None:
            yield row
        else:
            yield replace(row, standing=Standing.WAIVED, note=waiver.number)


def counted(rows: tuple[CaseObligation, ...]) -> dict[Standing, int]:
    """How many stand where. Counts."""
    return {kind: sum(row.standing == kind for row in rows) for kind in Standing}


def as_json(row: CaseObligation, language: str) -> dict[str, object]:
    """One obligation of a case as a document."""
    given = row.obligation
    return {
        "id": given.id,
        "title": given.name(language),
        "source": {"document": given.document, "place": given.source.place},
        "strength": given.strength.value,
        "standing": row.standing.value,
        "step": row.step.value if row.step else None,
        "act": row.act or None,
        "entry": row.entry,
        "done_at": row.done_at.isoformat() if row.done_at else None,
        "note": row.note,
    }

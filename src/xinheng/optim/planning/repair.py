"""Planning again after something went wrong, changing as little as possible of what was told.

The plan that people know is the start. Every appointment that changes has a price in the
objective: another day counts for each member of the team and the client, another person on the
same day for the one who comes and the one who stays at home. Nothing that began before `today`
is touched.

The audit in progress on the first day of an illness is a case of its own: the days done stay
done, and what is left becomes a piece of work by itself, named after the audit with `REST`. The
other members go on as planned; a substitute is looked for who begins on that day. When there is
none, the rest is planned anew as a whole, with any team, after today, and the report says so.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from xinheng.core.shared.violation import refuse_if
from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _
from xinheng.optim.planning.board import Board
from xinheng.optim.planning.book import Book
from xinheng.optim.planning.checker import cost_of, faults
from xinheng.optim.planning.disruption import Disruption
from xinheng.optim.planning.explain import Explanation, explain
from xinheng.optim.planning.problem import Assignment, Audit, Problem

REST = "+rest"
CHANGE_PRICE = Decimal(1500)  # of one changed appointment, beside 20,000 for an audit unstaffed
TURN, TURNS = 250, 24  # moves of the search
SIZE = 5  # most audits taken out on purpose in one move
HOT, COLD = 200.0, 5.0


class Cause(Named):
    """Why an appointment changed."""

    ILL = "ill", _("somebody in the team is ill")
    SUBSTITUTE = "substitute", _("stands in for somebody who is ill")
    INTERRUPTED = "interrupted", _("interrupted by an illness; the rest is planned anew")
    DATE = "date", _("the client's dates changed")
    NEW = "new", _("a new audit")
    MADE_WAY = "made-way", _("makes way for another audit")
    LOST = "lost", _("no team can be found within the allowed moves")


@dataclass(frozen=True, slots=True)
class Change:
    """One audit that is not as it was told. `before` or `after` is None: not planned."""

    audit: str
    before: Assignment | None
    after: Assignment | None
    cause: Cause
    appointments: int


@dataclass(frozen=True, slots=True)
class Repaired:
    """The plan after a disruption, for the problem as it is now."""

    problem: Problem
    assignments: tuple[Assignment, ...]
    changes: tuple[Change, ...]
    unstaffed: tuple[Explanation, ...]
    cost: Decimal
    appointments: int
    seconds: Decimal


def repair(
    problem: Problem,
    told: Sequence[Assignment],
    disruption: Disruption,
    *,
    change_price: Decimal = CHANGE_PRICE,
    seed: int = 1,
) -> Repaired:
    """The plan that follows from a disruption with few changes; takes a second or two.

    Raises:
        Refused: what was told was no sound plan before the disruption.
    """
    began = time.monotonic()
    refuse_if(faults(problem, told))
    now, kept = _as_it_is(problem, told, disruption)
    expected = {one.audit for one in kept} | {audit.id for audit in disruption.new}
    board = Board(_asked(now, expected | {name for name, _starts in disruption.moved}), seed=seed)
    board.tell((one for one in (*told, *kept)), float(change_price))
    sound = _still_sound(now, kept)
    board.place(sound)
    names = {one.audit for one in sound}
    lacking = [k for k, audit in enumerate(board.problem.audits) if audit.id not in names]
    board.greedy(lacking)
    for turn in range(TURNS if lacking else 0):
        heat = HOT * (COLD / HOT) ** (turn / TURNS)
        board.anneal(TURN, SIZE, heat, heat)
    plan = board.plan()
    changes = tuple(_changes(problem, now, told, plan, disruption))
    planned = {one.audit for one in plan}
    lost = [audit.id for audit in now.audits if audit.id in expected - planned]
    return Repaired(
        now, plan, changes, tuple(explain(now, plan, name) for name in lost),
        cost_of(now, plan).total, sum(change.appointments for change in changes),
        Decimal(repr(round(time.monotonic() - began, 3))),
    )  # fmt: skip


def _as_it_is(
    problem: Problem, told: Sequence[Assignment], disruption: Disruption
) -> tuple[Problem, tuple[Assignment, ...]]:
    """The problem as it is now, and what was told in its terms."""
    # What happened before today is history, even when it is reported late.
    away = {one.auditor: range(max(one.first, disruption.today), min(one.until, problem.days))
            for one in disruption.ill}  # fmt: skip
    auditors = tuple(
        replace(one, away=one.away | frozenset(away[one.id])) if one.id in away else one
        for one in problem.auditors
    )
    moved = dict(disruption.moved)
    audits = {
        audit.id: replace(audit, starts=tuple(sorted(moved.get(audit.id, audit.starts))))
        for audit in problem.audits
    }
    kept, promised = [], {one.audit: one for one in problem.promised}
    for one in told:
        kept.append(one)
        days = range(one.start + 1, one.start + problem.audit[one.audit].days)
        hit = [away[who].start for who in one.team if who in away and away[who].start in days]
        if hit:
            rest = _interrupt(audits, problem, one, min(hit))
            kept.append(Assignment(rest.id, rest.starts[0], one.team, one.lead))
        if hit or one.start < disruption.today:
            promised[one.audit] = one
    for audit in disruption.new:
        audits[audit.id] = audit
    for audit in tuple(audits.values()):
        if audit.id not in promised:
            audits[audit.id] = _from(audit, disruption.today)
    now = replace(
        problem, auditors=auditors, audits=tuple(audits.values()),
        promised=tuple(promised.values()),
    )  # fmt: skip
    return now, tuple(kept)


def _from(audit: Audit, today: int) -> Audit:
    """An audit that cannot begin in the past any more."""
    left = tuple(day for day in audit.starts if day >= today)
    return replace(audit, starts=left) if left else replace(audit, candidates={})


def _interrupt(audits: dict[str, Audit], problem: Problem, one: Assignment, first: int) -> Audit:
    """Cut an audit on day `first` into the part that is done and the rest, which it returns."""
    audit = problem.audit[one.audit]
    left = one.start + audit.days - first
    audits[audit.id] = replace(audit, days=first - one.start, same_start=None)
    rest = audits[f"{audit.id}{REST}"] = replace(
        audit, id=f"{audit.id}{REST}", days=left, after=None, same_start=None,
        starts=tuple(range(first, problem.days - left + 1)),
    )  # fmt: skip
    for later in problem.audits:  # what comes after waits for the rest
        if later.after and later.after.audit == audit.id:
            waits = replace(later.after, audit=rest.id)
            audits[later.id] = replace(audits[later.id], after=waits)
    return rest


def _asked(now: Problem, wanted: set[str]) -> Problem:
    """Only what was told, moved or ordered, and what must come before it: nothing is added."""
    names = set(wanted)
    for audit in now.audits:
        step = now.audit[audit.id] if audit.id in wanted else None
        while step is not None and step.after is not None:
            names.add(step.after.audit)
            step = now.audit[step.after.audit]
    return replace(now, audits=tuple(audit for audit in now.audits if audit.id in names))


def _still_sound(now: Problem, kept: Iterable[Assignment]) -> tuple[Assignment, ...]:
    """What of the plan still holds."""
    book = Book(now, ())
    sound: list[Assignment] = []
    promised = {one.audit for one in now.promised}
    for one in sorted(kept, key=lambda one: (one.audit not in promised, one.start)):
        audit = now.audit[one.audit]
        people = [now.auditor[who] for who in one.team]
        clear = one.start in audit.starts and not any(
            True for who in people for _rule in book.obstacles(audit, who, one.start)
        )
        if one.audit in promised or (clear and not any(book.day_obstacles(audit, one.start))):
            book.put(one)
            sound.append(one)
    return tuple(sound)


def _changes(
    before: Problem, now: Problem, told: Sequence[Assignment], plan: Sequence[Assignment],
    disruption: Disruption,
) -> Iterable[Change]:  # fmt: skip
    old = {one.audit: one for one in told}
    new = {one.audit: one for one in plan}
    sick = {one.auditor for one in disruption.ill}
    moved = {name for name, _starts in disruption.moved}
    for audit in now.audits:
        name = audit.id.removesuffix(REST) if audit.id not in before.audit else audit.id
        was, is_ = old.get(audit.id), new.get(audit.id)
        if audit.id.endswith(REST) and name in old:
            one = old[name]
            first = one.start + now.audit[name].days
            was = Assignment(audit.id, first, one.team, one.lead)
        if _alike(was, is_) or (was is None and is_ is None and audit.id in before.audit):
            continue
        cause = Cause.MADE_WAY
        if audit.id not in before.audit and not audit.id.endswith(REST):
            cause = Cause.NEW if is_ else Cause.LOST
        elif is_ is None:
            cause = Cause.LOST
        elif was and audit.id.endswith(REST) and is_.start != was.start:
            cause = Cause.INTERRUPTED
        elif audit.id in moved:
            cause = Cause.DATE
        elif was and sick & set(was.team):
            cause = Cause.SUBSTITUTE if is_.start == was.start else Cause.ILL
        yield Change(audit.id, was, is_, cause, _appointments(was, is_))


def _alike(one: Assignment | None, two: Assignment | None) -> bool:
    if one is None or two is None:
        return False
    return one.start == two.start and set(one.team) == set(two.team)


def _appointments(was: Assignment | None, is_: Assignment | None) -> int:
    """How many people must be told: members, and the client when the day changes."""
    if was is None or is_ is None:
        known = was or is_
        return len(known.team) + 1 if known else 0
    if was.start != is_.start:
        return len(set(was.team) | set(is_.team)) + 1
    return len(set(was.team) ^ set(is_.team))

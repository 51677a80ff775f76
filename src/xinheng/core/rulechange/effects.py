"""What a change of rules moves in one case: everything reckoned by the old rules and the new.

Both sides are reckoned from the same stored inputs, so that a difference comes from
the rules alone. What falls due before the new rules begin is left as it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from xinheng.core.programmes.audit_time import reckon_audit_time
from xinheng.core.programmes.clocks import REGIMES, due
from xinheng.core.programmes.deadline import ClockRules, Due
from xinheng.core.programmes.request import AuditTimeRequest, AuditTimeResult
from xinheng.core.programmes.rules import AuditKind, Rules
from xinheng.core.programmes.words import AUDIT_OF_VISIT, VisitKind
from xinheng.core.rulechange.words import EffectKind
from xinheng.core.shared.violation import Refused, Violation

V, K = VisitKind, EffectKind
CYCLE = (V.SURVEILLANCE_1, V.SURVEILLANCE_2, V.RECERTIFICATION)


@dataclass(frozen=True, slots=True)
class Side:
    """The rules of one side of a change: of which day, and as known when."""

    on: date
    times: Rules
    clocks: ClockRules


Reckoned = AuditTimeResult | tuple[Violation, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A change of rules: both sides, and what of the rules differs at all.

    Where the numbers of one kind of rules are the same on both sides, nothing is
    reckoned with them. The same question is reckoned once on each side.
    """

    before: Side
    after: Side
    times_differ: bool
    clocks_differ: bool
    kept: dict[tuple[date, bool, AuditTimeRequest], Reckoned] = field(default_factory=dict)

    @classmethod
    def between(cls, before: Side, after: Side) -> "Change":
        """The change from one side to the other."""
        return cls(
            before,
            after,
            _undated(before.times) != _undated(after.times),
            replace(before.clocks, on=after.on) != replace(after.clocks, on=after.on),
        )


def _undated(rules: Rules) -> Rules:
    return replace(rules, on=date.min, editions={})


@dataclass(frozen=True, slots=True)
class DueFact:
    """An audit of the cycle: when it falls due as it stands, and when it was held."""

    id: int
    kind: VisitKind
    due_on: date
    done_on: date | None
    has_round: bool


@dataclass(frozen=True, slots=True)
class WindowFact:
    """A planned window of the newest programme."""

    kind: VisitKind
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What of a case depends on the rules. `days` is what stands for the open round."""

    case_id: int
    days_between: tuple[date, date, date] | None  # decided, issued, expires
    due: tuple[DueFact, ...] = ()
    windows: tuple[WindowFact, ...] = ()
    request: AuditTimeRequest | None = None
    is_open_round: bool = False
    days: Decimal | None = None
    quotation: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that a change moves. Days in auditor-days; a side that is refused has none.

    `stands` is what is kept now; an effect whose `stands` is what the new rules give
    was moved already.
    """

    kind: EffectKind
    subject: int
    about: VisitKind | None
    before_on: date | None = None
    after_on: date | None = None
    stands_on: date | None = None
    before_days: Decimal | None = None
    after_days: Decimal | None = None
    stands_days: Decimal | None = None
    before: Due | AuditTimeResult | tuple[Violation, ...] | None = None
    after: Due | AuditTimeResult | tuple[Violation, ...] | None = None

    @property
    def is_moved(self) -> bool:
        """Whether what is kept is what the new rules give."""
        if self.after_on is not None:
            return self.stands_on == self.after_on
        return self.after_days is not None and self.stands_days == self.after_days

    @property
    def shift_days(self) -> int | None:
        """By how many days the day moves; less than nothing is earlier. Unit: days."""
        if self.before_on is None or self.after_on is None:
            return None
        return (self.after_on - self.before_on).days

    @property
    def more_days(self) -> Decimal | None:
        """How much more audit time it is. Unit: auditor-days."""
        if self.before_days is None or self.after_days is None:
            return None
        return self.after_days - self.before_days


def effects(facts: CaseFacts, change: Change) -> Iterator[Effect]:
    """Everything of a case that the two sides reckon differently."""
    if change.clocks_differ:
        days = list(_due_effects(facts, change.before, change.after))
        yield from days
        yield from _window_effects(facts, days)
    if change.times_differ and facts.request is not None:
        yield from _time_effects(facts, facts.request, change)


def due_days(facts: CaseFacts, rules: ClockRules) -> dict[VisitKind, Due]:
    """When each audit of the cycle falls due by these clocks.

    A later surveillance counts from the day the one before was held, or falls due.
    """
    if facts.days_between is None:
        return {}
    decided, issued, expires = facts.days_between
    done = {each.kind: each.done_on for each in facts.due}
    first = due("first-surveillance", regimes=REGIMES, rules=rules,
                days={"decided_on": decided, "issued_on": issued})  # fmt: skip
    last = done.get(V.SURVEILLANCE_1) or first.day
    return {
        V.SURVEILLANCE_1: first,
        V.SURVEILLANCE_2: due(
            "next-surveillance", regimes=REGIMES, rules=rules, days={"last_audit_on": last}
        ),
        V.RECERTIFICATION: due(
            "recertification", regimes=REGIMES, rules=rules, days={"expires_on": expires}
        ),
    }


def _due_effects(facts: CaseFacts, before: Side, after: Side) -> Iterator[Effect]:
    waiting = [each for each in facts.due if each.done_on is None]
    if not waiting:
        return
    old, new = due_days(facts, before.clocks), due_days(facts, after.clocks)
    for each in waiting:
        was, now = old[each.kind], new[each.kind]
        same = (was.day, was.consequence) == (now.day, now.consequence)
        if same or was.day < after.on:
            continue
        yield Effect(
            K.DUE, each.id, each.kind, was.day, now.day, each.due_on, before=was, after=now
        )


def _window_effects(facts: CaseFacts, moved: list[Effect]) -> Iterator[Effect]:
    """Windows that would end after the day their audit falls due by the new rules."""
    new = {effect.about: effect for effect in moved}
    for window in facts.windows:
        effect = new.get(window.kind)
        last = effect.after_on if effect else None
        if effect is None or last is None or window.last_on <= last:
            continue
        yield Effect(
            K.WINDOW, 0, window.kind, window.last_on, last, window.last_on,
            before=effect.before, after=effect.after,
        )  # fmt: skip


def new_window(window: WindowFact, last: date) -> WindowFact:
    """The window, as long as it was, ending on `last`."""
    length = window.last_on - window.first_on
    return replace(window, first_on=last - max(length, timedelta(0)), last_on=last)


def _time_effects(facts: CaseFacts, request: AuditTimeRequest, change: Change) -> Iterator[Effect]:
    if facts.is_open_round:
        found = _time_effect(K.ROUND, None, request, change)
        if found is not None:
            yield replace(found, stands_days=facts.days)
            if facts.quotation:
                yield replace(found, kind=K.QUOTATION)
    for kind, visit in _next_audits(facts).items():
        found = _time_effect(K.TIME, visit, replace(request, audit=kind), change)
        if found is not None:
            yield found


def _next_audits(facts: CaseFacts) -> dict[AuditKind, VisitKind]:
    """The kinds of audit that wait for their round, with the visit that comes first."""
    found: dict[AuditKind, VisitKind] = {}
    for each in facts.due:
        if each.done_on is None and not each.has_round:
            found.setdefault(AUDIT_OF_VISIT[each.kind], each.kind)
    return found


def _time_effect(
    kind: EffectKind, about: VisitKind | None, request: AuditTimeRequest, change: Change
) -> Effect | None:
    was = _reckoned(request, change, is_after=False)
    now = _reckoned(request, change, is_after=True)
    old, new = _days(was), _days(now)
    if old == new:
        return None
    return Effect(kind, 0, about, before_days=old, after_days=new, before=was, after=now)


def _reckoned(request: AuditTimeRequest, change: Change, *, is_after: bool) -> Reckoned:
    side = change.after if is_after else change.before
    asked = replace(request, on=side.on)
    key = (side.on, is_after, asked)
    if key not in change.kept:
        try:
            change.kept[key] = reckon_audit_time(asked, side.times)
        except Refused as refusal:
            change.kept[key] = refusal.violations
    return change.kept[key]


def _days(found: Reckoned) -> Decimal | None:
    return found.figure.value if isinstance(found, AuditTimeResult) else None

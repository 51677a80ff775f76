"""What a change of rules moves in one case: everything reckoned by the old rules and the new.

Both sides are reckoned from the same stored inputs, so that a difference comes from
the rules alone. Due days are those of the chain that a cycle really gets (`core/programmes/chain`):
what falls due before the new rules begin keeps its day.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from xinheng.core.programmes.audit_time import reckon_audit_time
from xinheng.core.programmes.chain import Chain, links
from xinheng.core.programmes.deadline import ClockRules, Due, regimes_for
from xinheng.core.programmes.request import AuditTimeRequest, AuditTimeResult
from xinheng.core.programmes.rules import AuditKind, Rules
from xinheng.core.programmes.words import AUDIT_OF_VISIT, VisitKind
from xinheng.core.rulechange.words import EffectKind
from xinheng.core.shared.violation import Refused, Violation

V, K = VisitKind, EffectKind
CYCLE = (V.SURVEILLANCE_1, V.SURVEILLANCE_2, V.RECERTIFICATION)


@dataclass(frozen=True, slots=True)
class Side:
    """The rules of one side of a change: of which day, and as known when.

    `regulated`: the schemes that the regulator's clocks bind.
    """

    on: date
    times: Rules
    clocks: ClockRules
    regulated: frozenset[str] = frozenset()


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
            (replace(before.clocks, on=after.on), before.regulated)
            != (replace(after.clocks, on=after.on), after.regulated),
        )


def _undated(rules: Rules) -> Rules:
    return replace(rules, on=date.min, editions={})


@dataclass(frozen=True, slots=True)
class DueFact:
    """An audit of the cycle: when it falls due as it stands, and when it was held.

    `number` counts the further surveillances of a cycle.
    """

    id: int
    kind: VisitKind
    due_on: date
    done_on: date | None
    has_round: bool
    number: int = 1


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
    schemes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that a change moves. Days in auditor-days; a side that is refused has none.

    `stands` is what is kept now; an effect whose `stands` is what the new rules give
    was moved already. A further surveillance that only one side asks for has no day on
    the other. `number` tells the further surveillances of a cycle apart.
    """

    kind: EffectKind
    about: VisitKind | None
    number: int = 1
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
        if self.kind in (K.DUE, K.WINDOW):
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


Which = tuple[VisitKind, int]


def due_days(facts: CaseFacts, side: Side, begins_on: date) -> dict[Which, Due]:
    """When each audit that is still to be held falls due by the clocks of one side.

    Args:
        begins_on: the first day of the new rules; what is due before it keeps its day.

    Returns:
        The due days by kind and number, as the cycle gets them.
    """
    if facts.days_between is None or not facts.due:
        return {}
    kept = {
        (each.kind, each.number): each.due_on
        for each in facts.due
        if each.done_on is None and each.due_on < begins_on
    }
    held = tuple(sorted(each.done_on for each in facts.due if each.done_on is not None))
    regimes = regimes_for(facts.schemes, side.regulated)
    chain = Chain(*facts.days_between, held, regimes, side.clocks, kept)
    return {(link.kind, link.number): link.due for link in links(chain)}


def _due_effects(facts: CaseFacts, before: Side, after: Side) -> Iterator[Effect]:
    stands = {(each.kind, each.number): each.due_on for each in facts.due if each.done_on is None}
    if not stands:
        return
    old, new = due_days(facts, before, after.on), due_days(facts, after, after.on)
    for which in dict.fromkeys((*old, *new)):
        was, now = old.get(which), new.get(which)
        same = was and now and (was.day, was.consequence) == (now.day, now.consequence)
        if same or (was is not None and was.day < after.on):
            continue
        yield Effect(
            K.DUE, *which, was.day if was else None, now.day if now else None,
            stands.get(which), before=was, after=now,
        )  # fmt: skip


def _window_effects(facts: CaseFacts, moved: list[Effect]) -> Iterator[Effect]:
    """Windows that would end after the day their audit falls due by the new rules."""
    new = {effect.about: effect for effect in moved if effect.number == 1}
    for window in facts.windows:
        effect = new.get(window.kind)
        last = effect.after_on if effect else None
        if effect is None or last is None or window.last_on <= last:
            continue
        yield Effect(
            K.WINDOW, window.kind, 1, window.last_on, last, window.last_on,
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
        found = _time_effect(K.TIME, visit.kind, replace(request, audit=kind), change)
        if found is not None:
            yield replace(found, number=visit.number)


def _next_audits(facts: CaseFacts) -> dict[AuditKind, DueFact]:
    """The kinds of audit that wait for their round, with the visit that comes first."""
    found: dict[AuditKind, DueFact] = {}
    for each in sorted(facts.due, key=lambda each: each.due_on):
        if each.done_on is None and not each.has_round:
            found.setdefault(AUDIT_OF_VISIT[each.kind], each)
    return found


def _time_effect(
    kind: EffectKind, about: VisitKind | None, request: AuditTimeRequest, change: Change
) -> Effect | None:
    was = _reckoned(request, change, is_after=False)
    now = _reckoned(request, change, is_after=True)
    old, new = _days(was), _days(now)
    if old == new:
        return None
    return Effect(kind, about, before_days=old, after_days=new, before=was, after=now)


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

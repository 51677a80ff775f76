"""A day that a rule sets: the clock behind it, the steps to it, what follows after it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from xinheng.core.programmes.sources import HOUSE
from xinheng.core.shared.period import add_months
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Refused, Violation
from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _


class DayName(Named):
    """The days that clocks run from, by the name they are given."""

    DECIDED = "decided_on", _("the certification decision")
    ISSUED = "issued_on", _("the issue of the certificate")
    EXPIRES = "expires_on", _("the last day of validity")
    LAST_AUDIT = "last_audit_on", _("the last day of the audit before")
    STAGE_2_ENDED = "stage2_ended_on", _("the last day of stage 2")
    ENDED = "ended_on", _("the end")
    SUSPENDED = "suspended_on", _("the suspension")
    REVOKED = "revoked_on", _("the revocation")
    LOST_STATUS = "lost_status_on", _("the day the other body lost its standing")
    NOTIFIED = "notified_on", _("the notification")


DAY_NAMES = {name.value: name for name in DayName}


class Sense(Named):
    """Which side of the day is the right one."""

    AT_LATEST = "at-latest", _("At the latest")
    NOT_BEFORE = "not-before", _("Not before")


@dataclass(frozen=True, slots=True)
class Clock:
    """One period of one regime. `unit`: months, days or calendar years; 0 means no window."""

    regime: str
    value: int
    unit: str
    source: Source


@dataclass(frozen=True, slots=True)
class ClockRules:
    """The clocks in force on a day, and the body's own conventions.

    Unit of `certificate_years`: years; of `minor_days`: days.
    """

    on: date
    clocks: Mapping[str, tuple[Clock, ...]]
    certificate_years: int = 3
    years_source: Source = HOUSE
    expires_day_before: bool = True
    expiry_source: Source = HOUSE
    minor_days: int = 90
    minor_source: Source = HOUSE


@dataclass(frozen=True, slots=True)
class Step:
    """One step towards a day: an English template with its facts, and the day it gives."""

    label: str
    day: date
    source: Source
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Due:
    """A day that a rule sets, and what follows when it is not kept."""

    rule: str
    day: date
    sense: Sense
    consequence: str
    source: Source
    working: tuple[Step, ...]

    def is_broken_on(self, day: date) -> bool:
        """Whether the rule is broken when the thing is done (or still undone) on `day`."""
        return day > self.day if self.sense == Sense.AT_LATEST else day < self.day


@dataclass(frozen=True, slots=True)
class Question:
    """A rule to ask: under which regimes, with which days by name, by which clocks."""

    rule: str
    regimes: tuple[str, ...]
    days: Mapping[str, date]
    rules: ClockRules


def clocks(question: Question, key: str) -> tuple[Clock, ...]:
    """The clocks of the regimes that bind.

    Raises:
        Refused: none of them has such a clock.
    """
    found = tuple(
        clock for clock in question.rules.clocks.get(key, ()) if clock.regime in question.regimes
    )
    return found or _none(question)


def of_17021(question: Question, key: str) -> tuple[Clock, ...]:
    """Clocks that hold under every regime, because accreditation asks for them."""
    return tuple(question.rules.clocks.get(key, ())) or _none(question)


def _none(question: Question) -> tuple[Clock, ...]:
    message = _("No clock is known for “%(rule)s” under %(regimes)s on %(on)s.")
    facts = {
        "rule": question.rule,
        "regimes": ", ".join(question.regimes),
        "on": question.rules.on.isoformat(),
    }
    raise Refused([Violation("due.no-clock", message, HOUSE, facts, "regimes")])


def after(clock: Clock, start: date, name: str) -> Step:
    """The day one clock gives, counted from a named day."""
    facts: dict[str, object] = {
        "value": clock.value,
        "from": DAY_NAMES[name],
        "regime": clock.regime,
    }
    if clock.unit == "days":
        label = _("%(regime)s: %(value)s days after %(from)s")
        return Step(label, start + timedelta(days=clock.value), clock.source, facts)
    if clock.unit == "calendar years":
        label = _("%(regime)s: by the end of the calendar year after %(from)s")
        return Step(label, date(start.year + clock.value, 12, 31), clock.source, facts)
    label = _("%(regime)s: %(value)s months after %(from)s")
    return Step(label, add_months(start, clock.value), clock.source, facts)


def earliest(question: Question, steps: Iterable[Step], consequence: str) -> Due:
    """The earliest step binds: the thing is done at the latest on that day."""
    working = tuple(steps)
    binding = min(working, key=lambda step: step.day)
    return Due(question.rule, binding.day, Sense.AT_LATEST, consequence, binding.source, working)


def latest(question: Question, steps: Iterable[Step], consequence: str) -> Due:
    """The latest step binds: the thing is not done before that day."""
    working = tuple(steps)
    binding = max(working, key=lambda step: step.day)
    return Due(question.rule, binding.day, Sense.NOT_BEFORE, consequence, binding.source, working)

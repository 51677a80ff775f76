"""A day that a rule sets: the clock behind it, the steps to it, what follows after it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from xinheng.core.programmes.sources import HOUSE
from xinheng.core.shared.period import add_months
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Refused, Violation
from xinheng.core.shared.wording import Named, Term
from xinheng.core.shared.wording import mark as _
from xinheng.core.shared.working_days import WorkingCalendar


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
    STAGE_1_ENDED = "stage1_ended_on", _("the last day of stage 1")
    BEGINS = "begins_on", _("the first day of the audit")
    HAPPENED = "happened_on", _("the day it happened")
    RECEIVED = "received_on", _("the receipt")
    ACCEPTED = "accepted_on", _("the acceptance")
    DECLARED = "declared_on", _("the declaration")
    REGISTERED = "registered_on", _("the registration")
    DISQUALIFIED = "disqualified_on", _("the disqualification")
    WITNESSED = "last_witnessed_on", _("the last witnessed audit")
    REVIEWED = "last_review_on", _("the last management review")
    PROMULGATED = "promulgated_on", _("the promulgation")


DAY_NAMES = {name.value: name for name in DayName}


class Sense(Named):
    """Which side of the day is the right one."""

    AT_LATEST = "at-latest", _("At the latest")
    NOT_BEFORE = "not-before", _("Not before")


ALWAYS = ("law", "house")
REGIME_NAMES = {"law": Term(_("The law")), "house": Term(_("The body's own term"))}


@dataclass(frozen=True, slots=True)
class Clock:
    """One period of one regime; 0 means no window.

    `unit` is months, days, working days, calendar years or `day of next month`. A
    regime of `ALWAYS` binds whatever the scheme; less than nothing counts back.
    """

    regime: str
    value: int
    unit: str
    source: Source


@dataclass(frozen=True, slots=True)
class ClockRules:
    """The clocks in force on a day, the working days known then, and the body's conventions.

    Unit of `certificate_years`: years; of `minor_days`: days; of `renewal_months`: months
    before the last day of validity in which the recertification audit may stand for a
    surveillance.
    """

    on: date
    clocks: Mapping[str, tuple[Clock, ...]]
    certificate_years: int = 3
    years_source: Source = HOUSE
    expires_day_before: bool = True
    expiry_source: Source = HOUSE
    minor_days: int = 90
    minor_source: Source = HOUSE
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)
    renewal_months: int = 6
    renewal_source: Source = HOUSE


def regimes_for(schemes: Iterable[str], regulated: Iterable[str]) -> tuple[str, ...]:
    """Whose clocks bind these schemes together: accreditation always, the regulator's for some.

    Args:
        regulated: the schemes that the regulator's clocks bind.
    """
    return ("17021-1",) if set(regulated).isdisjoint(schemes) else ("17021-1", "CNCA")


@dataclass(frozen=True, slots=True)
class Step:
    """One step towards a day: an English template with its facts, and the day it gives.

    `provisional`: the years it was counted through whose working days are not declared.
    """

    label: str
    day: date
    source: Source
    facts: Mapping[str, object]
    provisional: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """A day that a rule sets, and what follows when it is not kept.

    A day with `provisional` years may move when the days off of those years are declared.
    """

    rule: str
    day: date
    sense: Sense
    consequence: str
    source: Source
    working: tuple[Step, ...]
    provisional: tuple[int, ...] = ()

    def is_broken_on(self, day: date) -> bool:
        """Whether the rule is broken when the thing is done (or still undone) on `day`."""
        return day > self.day if self.sense == Sense.AT_LATEST else day < self.day


@dataclass(frozen=True, slots=True)
class Question:
    """A rule to ask: under which regimes, with which days by name, by which clocks.

    `months`: an interval that somebody else has set, where the rule asks for one.
    """

    rule: str
    regimes: tuple[str, ...]
    days: Mapping[str, date]
    rules: ClockRules
    months: int | None = None


def clocks(question: Question, key: str) -> tuple[Clock, ...]:
    """The clocks of the regimes that bind.

    Raises:
        Refused: none of them has such a clock.
    """
    found = tuple(
        clock
        for clock in question.rules.clocks.get(key, ())
        if clock.regime in question.regimes or clock.regime in ALWAYS
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


def after(clock: Clock, start: date, name: str, calendar: WorkingCalendar | None = None) -> Step:
    """The day one clock gives, counted from a named day.

    Args:
        calendar: the working days known; needed only by clocks in working days.
    """
    facts: dict[str, object] = {
        "value": abs(clock.value),
        "from": DAY_NAMES[name],
        "regime": REGIME_NAMES.get(clock.regime, clock.regime),
    }
    if clock.unit == "working days":
        counted = (calendar or WorkingCalendar()).after(start, clock.value)
        label = _("%(regime)s: %(value)s working days after %(from)s")
        if clock.value < 0:
            label = _("%(regime)s: %(value)s working days before %(from)s")
        return Step(label, counted.day, clock.source, facts, counted.provisional)
    if clock.unit == "days":
        label = _("%(regime)s: %(value)s days after %(from)s")
        if clock.value < 0:
            label = _("%(regime)s: %(value)s days before %(from)s")
        return Step(label, start + timedelta(days=clock.value), clock.source, facts)
    if clock.unit == "calendar years":
        label = _("%(regime)s: by the end of the calendar year after %(from)s")
        return Step(label, date(start.year + clock.value, 12, 31), clock.source, facts)
    if clock.unit == "day of next month":
        label = _("%(regime)s: by day %(value)s of the month after %(from)s")
        return Step(
            label, add_months(start.replace(day=1), 1).replace(day=clock.value), clock.source, facts
        )
    label = _("%(regime)s: %(value)s months after %(from)s")
    return Step(label, add_months(start, clock.value), clock.source, facts)


def earliest(question: Question, steps: Iterable[Step], consequence: str) -> Due:
    """The earliest step binds: the thing is done at the latest on that day."""
    return _bound(question, tuple(steps), Sense.AT_LATEST, consequence)


def latest(question: Question, steps: Iterable[Step], consequence: str) -> Due:
    """The latest step binds: the thing is not done before that day."""
    return _bound(question, tuple(steps), Sense.NOT_BEFORE, consequence)


def _bound(question: Question, working: tuple[Step, ...], sense: Sense, consequence: str) -> Due:
    choose = min if sense == Sense.AT_LATEST else max
    binding = choose(working, key=lambda step: step.day)
    years = tuple(sorted({year for step in working for year in step.provisional}))
    return Due(question.rule, binding.day, sense, consequence, binding.source, working, years)


def ending_with(due: Due, working: tuple[Step, ...]) -> Due:
    """The same day with more of its working shown."""
    return replace(due, working=working)

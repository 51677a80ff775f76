"""Who may do no certification work at all: bars, some for life, and practice at another body."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from xinheng.core.shared.period import add_months
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

ONE_BODY = Source("认证认可条例", "第十四条", "2023-07-20", "verified-1")
RED_LINES = Source("检验认证", "守正创新，开创认证认可检验检测新局面", "2022-09", "verified-1")


@dataclass(frozen=True, slots=True)
class Ground:
    """Why somebody may be barred. Unit of the months: months; ignored where it is for life."""

    key: str
    is_for_life: bool
    least_months: int
    most_months: int
    source: Source


@dataclass(frozen=True, slots=True)
class BarFact:
    """One bar. `until` is the first free day; nothing means for life."""

    from_on: date
    until: date | None
    source: Source

    def holds(self, on: date) -> bool:
        """Whether it bars on a day."""
        return self.from_on <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class PracticeFact:
    """That somebody is registered with, or works for, another body. Without end it lasts."""

    body: str
    started_on: date
    ended_on: date | None

    def lasts(self, on: date) -> bool:
        """Whether it is so on a day; the day it ended is free."""
        return self.started_on <= on and (self.ended_on is None or on < self.ended_on)


def bar_obstacles(
    name: str, bars: Iterable[BarFact], on: date, *, field: str = ""
) -> Iterator[Violation]:
    """Say which bars keep somebody from any certification work on a day.

    Source: catalogue M-65; Regulations 2023-07-20, art. 62 and 72.
    """
    for bar in bars:
        if not bar.holds(on):
            continue
        if bar.until is None:
            yield Violation(
                "people.barred-for-life",
                _("%(person)s is barred from certification work for life, since %(since)s."),
                bar.source,
                {"person": name, "since": bar.from_on},
                field,
            )
        else:
            yield Violation(
                "people.barred",
                _("%(person)s is barred from certification work until %(until)s."),
                bar.source,
                {"person": name, "until": bar.until},
                field,
            )


def practice_obstacles(
    name: str, practices: Iterable[PracticeFact], on: date, *, field: str = ""
) -> Iterator[Violation]:
    """Say at which other bodies somebody practises on a day.

    Source: Regulations 2023-07-20, art. 14 (CN-38).
    """
    for practice in practices:
        if practice.lasts(on):
            yield Violation(
                "people.practises-at-another-body",
                _("%(person)s practises at another body (%(body)s) and may work for one only."),
                ONE_BODY,
                {"person": name, "body": practice.body},
                field,
            )


def barring_obstacles(
    ground: str,
    grounds: Mapping[str, Ground],
    *,
    from_on: date,
    until: date | None,
    evidence: str,
    is_oneself: bool,
) -> Iterator[Violation]:
    """Say why a bar may not be recorded like this.

    Source: catalogue M-65; Regulations 2023-07-20, art. 62 and 72.
    """
    known = grounds.get(ground)
    source = known.source if known else RED_LINES
    if known is None:
        yield Violation(
            "people.ground-unknown", _("There is no such ground for a bar."), source, {}, "ground"
        )
    elif known.is_for_life and until is not None:
        yield Violation(
            "people.bar-is-for-life", _("On this ground a bar is for life and has no end."),
            source, {}, "until",
        )  # fmt: skip
    elif not known.is_for_life:
        yield from _length_obstacles(known, from_on, until)
    if not evidence.strip():
        yield Violation(
            "people.evidence-missing", _("Say what the bar rests on."), source, {}, "evidence"
        )
    if is_oneself:
        yield Violation(
            "people.bars-oneself", _("Another person must record this about you."), source
        )


def _length_obstacles(ground: Ground, from_on: date, until: date | None) -> Iterator[Violation]:
    first = add_months(from_on, ground.least_months)
    last = add_months(from_on, ground.most_months)
    if until is None or not first <= until <= last:
        yield Violation(
            "people.bar-length",
            _("On this ground a bar ends between %(first)s and %(last)s."),
            ground.source,
            {"first": first, "last": last},
            "until",
        )

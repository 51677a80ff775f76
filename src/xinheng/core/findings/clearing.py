"""By when nonconformities are dealt with, and when all of them are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from xinheng.core.cases.words import RoundKind
from xinheng.core.findings import sources as src
from xinheng.core.findings.words import FindingState, Grade
from xinheng.core.shared.period import add_months
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

S = FindingState
DEALT_WITH = {
    Grade.MAJOR: frozenset({S.VERIFIED, S.TAKEN_BACK}),
    Grade.MINOR: frozenset({S.ACCEPTED, S.VERIFIED, S.TAKEN_BACK}),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What limits the time for a nonconformity.

    `own_days` is the body's own limit (days after the last day of the audit);
    `major_months` the statutory one for majors of an initial audit (months after
    the last day of stage 2); `expires_on` the end of the certificate at
    recertification.
    """

    kind: RoundKind
    ended_on: date
    own_days: int
    major_months: int
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A nonconformity as the gate sees it."""

    name: str
    grade: Grade
    state: FindingState
    verified_on: date | None = None
    objection_open: bool = False


def statutory_limit(limits: Limits) -> date | None:
    """The last day on which a major may be verified; nothing where no rule sets one.

    Source: ISO/IEC 17021-1:2015, 9.5.3.2 and 9.6.3.2.
    """
    if limits.kind == RoundKind.INITIAL:
        return add_months(limits.ended_on, limits.major_months)
    if limits.kind == RoundKind.RECERTIFICATION:
        return limits.expires_on
    return None


def due_on(grade: Grade, limits: Limits) -> date:
    """The day a nonconformity falls due: the body's own limit, never past the statutory one."""
    own = limits.ended_on + timedelta(days=limits.own_days)
    last = statutory_limit(limits) if grade == Grade.MAJOR else None
    return min(own, last) if last else own


def clearing_obstacles(items: Iterable[Item], limits: Limits, *, on: date) -> Iterator[Violation]:
    """Say which nonconformities are not dealt with, and which majors came too late.

    A major needs its correction and corrective action verified; for a minor the
    accepted plan suffices.

    Source: ISO/IEC 17021-1:2015, 9.5.2 and 9.5.3.2.
    """
    last = statutory_limit(limits)
    for item in items:
        if item.objection_open:
            yield Violation(
                code="findings.objection-open",
                message=_("The client's objection to %(name)s is not resolved."),
                source=src.STANDARD_PREVAILS,
                facts={"name": item.name},
            )
        if item.state not in DEALT_WITH[item.grade]:
            message = (
                _("%(name)s is major: its correction and corrective action are not verified.")
                if item.grade == Grade.MAJOR
                else _("%(name)s is minor: its plan of action is not accepted.")
            )
            yield Violation(
                code=f"findings.{item.grade}-open",
                message=message,
                source=src.BEFORE_DECISION,
                facts={"name": item.name},
            )
        if item.grade == Grade.MAJOR and item.state != S.TAKEN_BACK and last:
            yield from _too_late(item, limits, last, item.verified_on or on)


def _too_late(item: Item, limits: Limits, last: date, on: date) -> Iterator[Violation]:
    if on <= last:
        return
    if limits.kind == RoundKind.INITIAL:
        message = _(
            "%(name)s was not verified by %(day)s, %(months)s months after the last day of "
            "stage 2: a new stage 2 is needed."
        )
        yield Violation(
            code="findings.new-stage2-needed",
            message=message,
            source=src.SIX_MONTHS,
            facts={"name": item.name, "day": last, "months": limits.major_months},
        )
        return
    yield Violation(
        code="findings.verified-after-expiry",
        message=_("%(name)s was not verified before the certificate expired on %(day)s."),
        source=src.RECERTIFICATION,
        facts={"name": item.name, "day": last},
    )

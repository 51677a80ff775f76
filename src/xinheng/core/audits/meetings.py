"""What the meetings and the presence on site must show."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from xinheng.core.audits import sources as src
from xinheng.core.audits.words import Stage
from xinheng.core.cases.words import RoundKind
from xinheng.core.shared.period import add_months
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

HALF_DAY = Decimal("0.5")
LOOKS_BACK = frozenset({RoundKind.SURVEILLANCE, RoundKind.RECERTIFICATION})


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """What was written down of a meeting. `agenda` holds the keys that were gone through."""

    held_at: datetime
    at: datetime
    place: str
    attendees: tuple[str, ...]
    top_manager: str
    top_manager_present: bool
    why_absent: str
    agenda: frozenset[str]
    agenda_wanted: tuple[tuple[str, str], ...]


def meeting_obstacles(facts: MeetingFacts) -> Iterator[Violation]:
    """Say what is missing from the record of a meeting.

    Source: ISO/IEC 17021-1:2015, 9.4.2 and 9.4.7; catalogue M-70.
    """
    if facts.held_at > facts.at:
        yield _no("audits.meeting-in-future", _("The meeting lies in the future."), "held_at")
    if not facts.place.strip():
        yield _no("audits.meeting-no-place", _("Say where the meeting was held."), "place")
    if not any(name.strip() for name in facts.attendees):
        yield _no("audits.meeting-no-attendance", _("Nobody of the client signed in."), "attendees")
    if not facts.top_manager.strip():
        yield Violation(
            code="audits.top-manager-unnamed",
            message=_("Name the top manager, present or not."),
            source=src.ATTENDANCE,
            field="top_manager",
        )
    if not facts.top_manager_present and not facts.why_absent.strip():
        yield Violation(
            code="audits.top-manager-absent-unexplained",
            message=_("The top manager was absent: write down why."),
            source=src.ATTENDANCE,
            field="why_absent",
        )
    for key, title in facts.agenda_wanted:
        if key not in facts.agenda:
            yield Violation(
                code="audits.agenda-item-missing",
                message=_("The meeting did not come to: %(item)s."),
                source=src.OPENING,
                facts={"item": title, "key": key},
                field="agenda",
            )


def _no(code: str, message: str, field: str) -> Violation:
    return Violation(code=code, message=message, source=src.OPENING, field=field)


def opening_day_obstacles(*, held_on: date, first_on: date | None) -> Iterator[Violation]:
    """A visit does not begin before its plan says so.

    Source: ISO/IEC 17021-1:2015, 9.2.3.
    """
    if first_on is not None and held_on < first_on:
        yield Violation(
            code="audits.opened-before-plan",
            message=_("The plan begins on %(day)s; plan again to begin earlier."),
            source=src.PLAN,
            facts={"day": first_on},
            field="held_at",
        )


def gap_obstacles(
    *, stage1_held_on: date | None, opens_on: date, months: int, judgement: str
) -> Iterator[Violation]:
    """After a long gap the body judges whether stage 1 still holds, and says why.

    The standard fixes no interval; `months` is the body's own.

    Source: ISO/IEC 17021-1:2015, 9.3.1.2.4.
    """
    if stage1_held_on is None or judgement.strip():
        return
    if opens_on > add_months(stage1_held_on, months):
        yield Violation(
            code="audits.stage1-long-ago",
            message=_(
                "Stage 1 was held on %(day)s, more than %(months)s months ago: write down "
                "why its results still hold."
            ),
            source=src.STAGE_GAP,
            facts={"day": stage1_held_on, "months": months},
            field="gap_judgement",
        )


@dataclass(frozen=True, slots=True)
class CloseFacts:
    """What closing a visit rests on. Days in auditor-days on site."""

    stage: Stage
    kind: RoundKind
    days_needed: Decimal | None
    days_present: Decimal
    scheduled: Mapping[int, str]
    signed_in: Collection[int]
    items_wanted: tuple[tuple[str, str], ...]
    items_answered: frozenset[str]


def present_days(half_days: int) -> Decimal:
    """Audit time spent on site. Unit: auditor-days."""
    return HALF_DAY * half_days


def closing_obstacles(facts: CloseFacts) -> Iterator[Violation]:
    """Say what stands between a visit and its closing meeting.

    Source: ISO/IEC 17021-1:2015, 9.1.4, 9.4.7 and 9.6.2.2.
    """
    if facts.days_needed is None or facts.days_present < facts.days_needed:
        needed = facts.days_needed or Decimal(0)
        yield Violation(
            code="audits.presence-short",
            message=_(
                "%(have)s auditor-days were spent on site; %(needed)s are needed: "
                "%(short)s are missing."
            ),
            source=src.AUDIT_TIME,
            facts={
                "have": facts.days_present,
                "needed": needed,
                "short": needed - facts.days_present,
            },
        )
    for person_id, name in facts.scheduled.items():
        if person_id not in facts.signed_in:
            yield Violation(
                code="audits.member-never-signed-in",
                message=_("%(person)s is in the plan and never signed in."),
                source=src.AUDIT_TIME,
                facts={"person": name},
            )
    if facts.stage == Stage.VISIT and facts.kind in LOOKS_BACK:
        for key, title in facts.items_wanted:
            if key not in facts.items_answered:
                yield Violation(
                    code="audits.surveillance-item-unanswered",
                    message=_("Not answered yet: %(item)s."),
                    source=src.SURVEILLANCE,
                    facts={"item": title, "key": key},
                )

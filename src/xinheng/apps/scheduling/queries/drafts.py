"""Drafts as plain values: the list, one draft, its lines, its people's days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Any

from xinheng.apps.scheduling.models import PlanDraft
from xinheng.core.audits.words import Stage
from xinheng.core.cases.words import RoundKind
from xinheng.core.people.words import Employment
from xinheng.core.scheduling.words import DraftState
from xinheng.core.shared.actor import Actor, Duty

NoDraft = PlanDraft.DoesNotExist
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One audit of a draft. Without `team` nobody was found. Days are counted from 0."""

    key: str
    case_id: int
    number: str
    client: str
    round_id: int
    kind: RoundKind
    stage: Stage
    schemes: tuple[str, ...]
    days: int
    size: int
    auditor_days: Decimal
    last: date | None
    overdue: bool
    start: int | None
    first_on: date | None
    last_on: date | None
    team: tuple[str, ...]
    lead: str
    is_locked: bool
    is_accepted: bool


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody the draft plans with. `away`: numbers of days on which they cannot be planned."""

    key: str
    person_id: int
    name: str
    employment: Employment
    away: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft in the list. `gap_ratio`: how far the plan can be from the best, from 0 to 1."""

    id: int
    state: DraftState
    first_on: date
    last_on: date
    made_at: datetime
    made_by: str
    cost: Decimal | None
    bound: Decimal | None
    unstaffed: int
    planned: int
    accepted: int
    repairs: int | None

    @property
    def gap_ratio(self) -> Decimal | None:
        """None while nothing is proven."""
        return gap(self.cost, self.bound)


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft with everything the pages show of it."""

    row: DraftRow
    version: int
    days: tuple[date, ...]
    lines: tuple[Line, ...]
    people: Mapping[str, Member]
    left: tuple[Mapping[str, str], ...]
    parts: Mapping[str, Any]
    wishes: Mapping[str, Any]
    seconds: Decimal
    seconds_asked: int
    moves: int
    stop_asked: bool
    failed_because: str
    can_undo: bool
    changes: tuple[Mapping[str, Any], ...]

    @property
    def gap_percent(self) -> Decimal | None:
        """The gap as people say it, rounded up to a tenth. None while nothing is proven."""
        ratio = self.row.gap_ratio
        return None if ratio is None else (ratio * 100).quantize(Decimal("0.1"), ROUND_CEILING)

    @property
    def staffed(self) -> tuple[Line, ...]:
        """The lines that have a team."""
        return tuple(line for line in self.lines if line.team)

    @property
    def open_lines(self) -> tuple[Line, ...]:
        """The lines that have none."""
        return tuple(line for line in self.lines if not line.team)

    def line(self, key: str) -> Line:
        """A line by its key.

        Raises:
            NoDraft: the draft has no such line.
        """
        found = next((line for line in self.lines if line.key == key), None)
        if found is None:
            raise NoDraft
        return found


def may_see(viewer: Actor) -> bool:
    """Whether somebody may see drafts: planners and whoever oversees."""
    return viewer.holds_any((Duty.PLAN_AUDITS, Duty.OVERSEE))


def gap(cost: Decimal | None, bound: Decimal | None) -> Decimal | None:
    """How much of a cost a bound does not account for, from 0 to 1."""
    if cost is None or bound is None:
        return None
    return max(Decimal(0), (cost - bound) / cost) if cost else Decimal(0)


def listing(viewer: Actor) -> tuple[DraftRow, ...]:
    """The newest drafts first; none for whoever may not see them."""
    if not may_see(viewer):
        return ()
    rows = PlanDraft.objects.select_related("made_by").defer("problem", "history", "about")
    return tuple(_row(row) for row in rows.order_by("-made_at", "-pk")[:MOST_SHOWN])


def draft(draft_id: int, *, viewer: Actor) -> DraftView:
    """One draft. One query.

    Raises:
        NoDraft: there is none, or `viewer` may not see it.
    """
    if not may_see(viewer):
        raise NoDraft
    row = PlanDraft.objects.select_related("made_by").defer("problem").get(pk=draft_id)
    about = row.about
    days = tuple(date.fromisoformat(day) for day in about.get("days", ()))
    plan = {one["audit"]: one for one in row.assignments}
    locked, accepted = set(row.locked), set(row.accepted)
    lines = [
        _line(key, told, plan.get(key), days, locked, accepted)
        for key, told in about.get("audits", {}).items()
    ]
    return DraftView(
        row=_row(row),
        version=row.version,
        days=days,
        lines=tuple(sorted(lines, key=lambda x: (x.start is None, x.start or 0, x.number))),
        people={
            key: Member(
                key,
                told["person_id"],
                told["name"],
                Employment(told["employment"]),
                tuple(told["away"]),
            )
            for key, told in about.get("people", {}).items()
        },
        left=tuple(about.get("left", ())),
        parts=row.parts,
        wishes=row.wishes,
        seconds=row.seconds,
        seconds_asked=row.seconds_asked,
        moves=row.moves,
        stop_asked=row.stop_asked,
        failed_because=row.failed_because,
        can_undo=bool(row.history),
        changes=tuple(row.changes),
    )


def _row(row: PlanDraft) -> DraftRow:
    return DraftRow(
        id=row.pk, state=DraftState(row.state), first_on=row.first_on, last_on=row.last_on,
        made_at=row.made_at, made_by=row.made_by.name_zh, cost=row.cost, bound=row.bound,
        unstaffed=row.unstaffed, planned=len(row.assignments), accepted=len(row.accepted),
        repairs=row.repairs_id,
    )  # fmt: skip


def _line(
    key: str, told: Mapping[str, Any], one: Mapping[str, Any] | None, days: tuple[date, ...],
    locked: set[str], accepted: set[str],
) -> Line:  # fmt: skip
    start = one["start"] if one else None
    return Line(
        key=key, case_id=told["case_id"], number=told["number"], client=told["client"],
        round_id=told["round_id"], kind=RoundKind(told["kind"]), stage=Stage(told["stage"]),
        schemes=tuple(told["schemes"]), days=told["days"], size=told["team"],
        auditor_days=Decimal(told["auditor_days"]),
        last=date.fromisoformat(told["last"]) if told["last"] else None,
        overdue=told["overdue"], start=start,
        first_on=days[start] if start is not None else None,
        last_on=days[start + told["days"] - 1] if start is not None else None,
        team=tuple(one["team"]) if one else (), lead=one["lead"] if one else "",
        is_locked=key in locked, is_accepted=key in accepted,
    )  # fmt: skip


def next_quarter(today: date) -> tuple[date, date]:
    """The first and last day of the quarter that follows."""
    month = (today.month - 1) // 3 * 3 + 4
    first = date(today.year + month // 13, (month - 1) % 12 + 1, 1)
    month += 3
    after = date(today.year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    return first, after - timedelta(days=1)

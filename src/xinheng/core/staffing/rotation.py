"""Rotation: how many audits, or for how long, the same person may lead for one client in a row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from xinheng.core.shared.period import add_years
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

ROTATION = Source("House settings", "rotation of team leaders", "1", "not found")


@dataclass(frozen=True, slots=True)
class Rotation:
    """The body's limits; nought switches one off. Units: audits in a row, years in a row."""

    audits: int = 0
    years: int = 0

    @property
    def is_on(self) -> bool:
        """Whether any limit is set."""
        return bool(self.audits or self.years)


@dataclass(frozen=True, slots=True)
class LedAudit:
    """An audit of the client that took place: who led it, and when it closed."""

    person_id: int
    on: date


def run_of(person_id: int, led: Sequence[LedAudit]) -> tuple[LedAudit, ...]:
    """The audits a person led in a row up to now. `led` is newest first."""
    run = []
    for audit in led:
        if audit.person_id != person_id:
            break
        run.append(audit)
    return tuple(run)


def rotation_obstacles(
    person_id: int, name: str, led: Sequence[LedAudit], limit: Rotation, on: date
) -> Iterator[Violation]:
    """Say so when somebody has led for this client too often, or too long, in a row.

    Args:
        led: the audits of the client that took place, newest first.

    Source: House settings, rotation of team leaders.
    """
    run = run_of(person_id, led)
    facts: dict[str, object] = {"person": name, "person_id": person_id}
    if limit.audits and len(run) >= limit.audits:
        yield Violation(
            "staffing.rotation",
            _("%(person)s has led %(count)s audits of this client in a row; at most %(most)s."),
            ROTATION,
            {**facts, "count": len(run), "most": limit.audits},
        )
    if limit.years and run and on >= add_years(run[-1].on, limit.years):
        yield Violation(
            "staffing.rotation",
            _("%(person)s has led the audits of this client since %(since)s; at most %(most)s "
              "years in a row."),
            ROTATION,
            {**facts, "since": run[-1].on, "most": limit.years},
        )  # fmt: skip

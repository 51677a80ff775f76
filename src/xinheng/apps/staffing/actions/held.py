"""Days that a team keeps free for a visit from its appointment until the audit plan is sent."""

from collections.abc import Iterable
from datetime import date

from xinheng.apps.people import actions as people
from xinheng.core.audits.words import Stage


def hold(*, case_id: int, round_id: int, stage: Stage, days: Iterable[tuple[int, date]]) -> None:
    """Keep whole days of persons free for a visit.

    Raises:
        Refused: somebody is taken on such a day; names every clash.
    """
    slots = [(who, on, half) for who, on in days for half in ("am", "pm")]
    people.book(slots, presence="planned", case_id=case_id, visit_key=_key(round_id, stage))


def give_back(round_id: int, *, stage: Stage | None = None, person_id: int | None = None) -> None:
    """Give back the days kept for a round: for one visit or all, of one person or the team."""
    for each in Stage if stage is None else (stage,):
        key = _key(round_id, each)
        people.release(visit_key=key, presence="planned", person_id=person_id)


def _key(round_id: int, stage: Stage) -> str:
    return f"team-{round_id}-{stage}"

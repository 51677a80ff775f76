"""Acts on what a change of rules moves."""

from datetime import date, datetime
from typing import Any

from xinheng.apps.rulechange import actions
from xinheng.core.rulechange import acts
from xinheng.core.shared.actor import Actor
from xinheng.front.operation import Operation, Shape


class AskIn(Shape):
    """A day on which new rules begin, or an entry into the rulebook."""

    day: date | None = None
    entry: int | None = None


class MoveIn(Shape):
    """The effects of a report that are moved."""

    report: int
    effects: list[int]


def _ask(_case_id: int, given: AskIn, by: Actor, at: datetime) -> object:
    return actions.ask(day=given.day, entry_id=given.entry, by=by, at=at)


def _move(_case_id: int, given: MoveIn, by: Actor, at: datetime) -> object:
    return actions.move(report_id=given.report, effect_ids=given.effects, by=by, at=at)


def _report(row: Any) -> dict[str, object]:
    return {"report": row.pk, "cases": row.total, "made": row.is_made}


def _moved(row: Any) -> dict[str, object]:
    return {"move": row.pk, "effects": row.total, "done": row.done, "refused": row.refused,
            "finished": row.finished}  # fmt: skip


OPERATIONS = (
    Operation(acts.ASK, AskIn, _ask, of_case=False, answer=_report),
    Operation(acts.MOVE, MoveIn, _move, of_case=False, answer=_moved),
)

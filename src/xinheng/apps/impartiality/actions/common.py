"""What the acts of this room check alike."""

from collections.abc import Iterator
from datetime import date

from xinheng.core.shared.act import ActKind
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _


def field_missing(act: ActKind, field: str, text: str) -> Iterator[Violation]:
    """Say so when an input that is needed is empty."""
    if not text.strip():
        yield Violation(
            f"impartiality.{field.replace('_', '-')}-missing", _("This is needed."), act.source,
            field=field,
        )  # fmt: skip


def days_obstacles(
    act: ActKind, started_on: date | None, ended_on: date | None, today: date, field: str
) -> Iterator[Violation]:
    """Say what is impossible about the days of a relation or a service."""
    if started_on is not None and ended_on is not None and ended_on < started_on:
        yield Violation(
            "impartiality.ends-before-start", _("The end must be after the start."), act.source,
            field=field,
        )  # fmt: skip
    if ended_on is not None and ended_on > today:
        yield Violation(
            "impartiality.end-in-future",
            _("What will end still lasts; record the end then."), act.source, field=field,
        )  # fmt: skip


def ended_already(act: ActKind, ended_on: date | None) -> Iterator[Violation]:
    """Say so when it has an end on record."""
    if ended_on is not None:
        yield Violation("impartiality.ended", _("This has already ended."), act.source)

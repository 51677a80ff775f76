"""Journal entries as sentences."""

from collections.abc import Iterable
from dataclasses import dataclass

from xinheng.apps.journal.queries import Line
from xinheng.front.acts_said import what_was_done


@dataclass(frozen=True, slots=True)
class Told:
    """An entry with the sentence a reader is shown."""

    line: Line
    sentence: str


def told(lines: Iterable[Line]) -> tuple[Told, ...]:
    """The entries with their sentences."""
    return tuple(Told(line, what_was_done(line)) for line in lines)

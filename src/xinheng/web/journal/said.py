"""Journal entries as sentences."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xinheng.apps.journal.queries import Line
from xinheng.front.acts_said import what_was_done


@dataclass(frozen=True, slots=True)
class Told:
    """An entry with the sentence a reader is shown, and the number of its case if known."""

    line: Line
    sentence: str
    case_number: str = ""


def told(lines: Iterable[Line], numbers: Mapping[int, str] | None = None) -> tuple[Told, ...]:
    """The entries with their sentences; `numbers` are the numbers of cases by their keys."""
    known = numbers or {}
    return tuple(
        Told(line, what_was_done(line), known.get(line.case_id or -1, "")) for line in lines
    )

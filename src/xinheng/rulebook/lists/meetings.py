"""What the meetings of an audit must come to, and what a surveillance must look at."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.shipped import Item, items, word

FILE = Path(__file__).with_name("meetings.toml")


class AgendaKind(Named):
    """What is done with an item of a meeting."""

    AGENDA = "agenda", _("Talk through")
    RECORD = "record", _("Write down")
    STATEMENT = "statement", _("Say in these words")


@dataclass(frozen=True, slots=True)
class AgendaItem(Item):
    """One item of a meeting. Every item is mandatory."""

    kind: AgendaKind


def _agenda(*, kind: str = "agenda", **row: object) -> AgendaItem:
    return AgendaItem(kind=word(AgendaKind, kind), **row)  # type: ignore[arg-type]


@cache
def opening_agenda(path: Path = FILE) -> tuple[AgendaItem, ...]:
    """The items of the opening meeting, in order."""
    return items(path, "opening", _agenda)


@cache
def closing_agenda(path: Path = FILE) -> tuple[AgendaItem, ...]:
    """The items of the closing meeting, in order."""
    return items(path, "closing", _agenda)


@cache
def surveillance_items(path: Path = FILE) -> tuple[Item, ...]:
    """What every surveillance must look at."""
    return items(path, "surveillance", Item)

"""On which grounds somebody is barred from certification work, and for how long."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xinheng.core.people.bars import Ground
from xinheng.rulebook.shipped import Item, items

FILE = Path(__file__).with_name("bars.toml")


@dataclass(frozen=True, slots=True)
class GroundItem(Item):
    """One ground. Unit of the months: months; none of them where the bar is for life."""

    for_life: bool = False
    red_line: bool = False
    least_months: int = 0
    most_months: int = 0


@cache
def grounds(path: Path = FILE) -> tuple[GroundItem, ...]:
    """The grounds in the order of the list; a body's own list by its `path`."""
    return items(path, "grounds", GroundItem)


@cache
def grounds_by_key(path: Path = FILE) -> dict[str, Ground]:
    """The grounds as the rules of bars ask for them."""
    return {
        one.key: Ground(one.key, one.for_life, one.least_months, one.most_months, one.source)
        for one in grounds(path)
    }

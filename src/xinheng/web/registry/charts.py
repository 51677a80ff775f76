"""Charts drawn on the server: places and sizes for SVG, each beside a table that says the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

TILE, GAP = 52, 4
LEVELS = 5
WIDTH, HEIGHT, MARGIN = 640, 200, 8


@dataclass(frozen=True, slots=True)
class Tile:
    """One province on the tile map; `level` 0 to 5 is how dark it is."""

    name: str
    full: str
    value: int
    x: int
    y: int
    level: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `width` is in percent of the longest."""

    name: str
    value: int
    width: int


@dataclass(frozen=True, slots=True)
class Dot:
    """One month of a trend."""

    month: str
    value: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Trend:
    """A line of months: its points for SVG and as dots; `growth` in percent to the last month."""

    points: str
    dots: tuple[Dot, ...]
    growth: str


def tiles(places: Sequence[tuple[str, str, int, int, int]]) -> tuple[Tile, ...]:
    """The tile map: short name, full name, column, row and value of each province.

    Levels are fifths of the ranking, so that one big province does not blanch all others.
    """
    order = sorted(value for *_rest, value in places)
    made = []
    for name, full, column, row, value in places:
        below = order.index(value)
        level = 0 if not value else 1 + below * LEVELS // len(order)
        x, y = (column - 2) * (TILE + GAP), row * (TILE + GAP)
        made.append(Tile(name, full, value, x, y, min(level, LEVELS)))
    return tuple(made)


def bars(values: Sequence[tuple[str, int]]) -> tuple[Bar, ...]:
    """A ranking as bars."""
    longest = max((value for _name, value in values), default=0) or 1
    return tuple(Bar(name, value, value * 100 // longest) for name, value in values)


def trend(months: Mapping[int, int], growth: str) -> Trend:
    """A line from the first month to the last; the value axis begins at 0."""
    highest = max(months.values(), default=0) or 1
    step = (WIDTH - 2 * MARGIN) / max(len(months) - 1, 1)
    dots = tuple(
        Dot(
            f"{month // 100}-{month % 100:02d}",
            value,
            round(MARGIN + place * step),
            round(HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * value / highest),
        )
        for place, (month, value) in enumerate(sorted(months.items()))
    )
    return Trend(" ".join(f"{dot.x},{dot.y}" for dot in dots), dots, growth)

"""Where the hashes of a log lie as static files.

Source: C2SP tlog-tiles: tiles of 256 hashes, `tile/<L>/<N>[.p/<W>]`, entry bundles
`tile/entries/<N>[.p/<W>]`, numbers in groups of three digits.
"""

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WIDTH = 256
LEVEL_BITS = 8
PLACE = re.compile(r"((?:x\d{3}/)*\d{3})(?:\.p/([1-9]\d{0,2}))?")


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile: its level (none for a bundle of entries), number, and width of 1 to 256."""

    level: int | None
    number: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """The address under the log."""
        kind = "entries" if self.level is None else str(self.level)
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{kind}/{_grouped(self.number)}{partial}"

    @property
    def first(self) -> int:
        """The first hash or entry in it, counted on its own level."""
        return self.number * WIDTH


def tiles_of(size: int, *, since: int = 0) -> Iterator[Tile]:
    """The tiles of a log of `size` entries that one of `since` entries did not have yet."""
    level = 0
    while (count := size >> (LEVEL_BITS * level)) > 0:
        before = since >> (LEVEL_BITS * level)
        for number in range(before // WIDTH, -(-count // WIDTH)):
            tile = Tile(level, number, min(WIDTH, count - number * WIDTH))
            if before < tile.first + tile.width:
                yield tile
        level += 1


def tile_at(kind: str, place: str) -> Tile | None:
    """The tile at an address: `kind` is a level or `entries`; nothing where it is none."""
    found = PLACE.fullmatch(place)
    level = None if kind == "entries" else int(kind) if kind.isdigit() and len(kind) < 3 else -1
    if found is None or level == -1 or (level or 0) > 7:
        return None
    number = int(re.sub(r"[x/]", "", found[1]))
    width = int(found[2]) if found[2] else WIDTH
    tile = Tile(level, number, width)
    # Only the one right way to write a number is an address.
    return tile if width <= WIDTH and tile.path == f"tile/{kind}/{place}" else None


def bundle(entries: Sequence[bytes]) -> bytes:
    """Entries one after another, each behind its length in two bytes."""
    return b"".join(struct.pack(">H", len(entry)) + entry for entry in entries)


def _grouped(number: int) -> str:
    digits = str(number)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    *groups, last = (digits[i : i + 3] for i in range(0, len(digits), 3))
    return "".join(f"x{group}/" for group in groups) + last

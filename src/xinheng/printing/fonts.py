"""The typefaces of every print, and which characters they can show.

Noto Sans SC stands beside this module, so a print needs nothing installed.
Where Debian's `fonts-noto-cjk` is installed it helps out with rare characters,
as in some names of persons and places.
"""

import struct
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from xinheng.core.shared.violation import Refused, Violation
from xinheng.core.shared.wording import mark as _
from xinheng.printing.sources import LEGIBLE

OWN_FOLDER = Path(__file__).parent / "fonts"
REGULAR = OWN_FOLDER / "NotoSansSC_400Regular.ttf"
BOLD = OWN_FOLDER / "NotoSansSC_700Bold.ttf"

RESERVE_FOLDER = Path("/usr/share/fonts/opentype/noto")
RESERVES = (
    RESERVE_FOLDER / "NotoSansCJK-Regular.ttc",
    RESERVE_FOLDER / "NotoSansCJK-Bold.ttc",
)

INVISIBLE = frozenset("\n\r\t \u00a0\u3000\u200b\ufeff")

Span = tuple[int, int]
"""First and last code point of a run of characters, both included."""


class GlyphsMissing(Refused):
    """No typeface at hand can show some characters."""

    def __init__(self, characters: Iterable[str]) -> None:
        self.characters = frozenset(characters)
        shown = "、".join(f"{c} (U+{ord(c):04X})" for c in sorted(self.characters))
        super().__init__(
            [
                Violation(
                    code="print.glyphs-missing",
                    message=_(
                        "No typeface at hand can print %(characters)s. Correct the text, or "
                        "have the package fonts-noto-cjk installed."
                    ),
                    source=LEGIBLE,
                    facts={"characters": shown},
                )
            ]
        )


def font_files() -> tuple[Path, ...]:
    """Every typeface file to print with: our own first, then the reserves that exist."""
    return (REGULAR, BOLD, *(path for path in RESERVES if path.exists()))


def missing_glyphs(text: str) -> set[str]:
    """Give the characters of `text` that no typeface at hand can show."""
    unseen = {c for c in set(text) - INVISIBLE if not _shows(REGULAR, ord(c))}
    if unseen and RESERVES[0].exists():
        unseen = {c for c in unseen if not _shows(RESERVES[0], ord(c))}
    return unseen


def require_glyphs(text: str) -> None:
    """Do nothing when every character of `text` can be shown.

    Raises:
        GlyphsMissing: at least one cannot; carries them all.
    """
    if missing := missing_glyphs(text):
        raise GlyphsMissing(missing)


@lru_cache(maxsize=8)
def _covered(path: Path) -> frozenset[int]:
    """Every code point that the first typeface of a file maps to a glyph."""
    with path.open("rb") as file:
        head = file.read(16)
        start = struct.unpack(">I", head[12:16])[0] if head[:4] == b"ttcf" else 0
        file.seek(start + 4)
        (table_count,) = struct.unpack(">H", file.read(2))
        file.seek(start + 12)
        tables = [struct.unpack(">4sIII", file.read(16)) for _index in range(table_count)]
        offset, length = next((t[2], t[3]) for t in tables if t[0] == b"cmap")
        file.seek(offset)
        cmap = file.read(length)
    return frozenset(point for first, last in _spans(cmap) for point in range(first, last + 1))


def _shows(path: Path, point: int) -> bool:
    return point in _covered(path)


def _spans(cmap: bytes) -> Iterator[Span]:
    """Read the runs of characters from a `cmap` table (subtable formats 4 and 12)."""
    (count,) = struct.unpack(">H", cmap[2:4])
    starts = {struct.unpack(">I", cmap[8 + 8 * i : 12 + 8 * i])[0] for i in range(count)}
    for start in sorted(starts):
        kind = struct.unpack(">H", cmap[start : start + 2])[0]
        if kind == 4:
            yield from _spans_of_format_4(cmap[start:])
        elif kind == 12:
            yield from _spans_of_format_12(cmap[start:])


def _spans_of_format_4(table: bytes) -> Iterator[Span]:
    (doubled,) = struct.unpack(">H", table[6:8])
    half = doubled // 2
    ends = struct.unpack(f">{half}H", table[14 : 14 + doubled])
    begins = struct.unpack(f">{half}H", table[16 + doubled : 16 + 2 * doubled])
    for first, last in zip(begins, ends, strict=True):
        if first != 0xFFFF:
            yield first, last


def _spans_of_format_12(table: bytes) -> Iterator[Span]:
    (count,) = struct.unpack(">I", table[12:16])
    for index in range(count):
        first, last, _glyph = struct.unpack(">III", table[16 + 12 * index : 28 + 12 * index])
        yield first, last

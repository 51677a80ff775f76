"""The notes that were ever signed, in a file to which lines are only added.

It stands outside the database: whoever rolls the database back or rewrites it meets here
what was already signed.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path


class BrokenNotes(Exception):  # noqa: N818 - the house names exceptions as facts
    """The file of the notes cannot be read as what it should be."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One signed note. `at` is RFC 3339 in UTC; a note comes again when it gains signatures."""

    size: int
    root: str
    at: str
    note: str


def add(place: Path, kept: Kept) -> None:
    """Add a note; it is on the disk when this returns."""
    place.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(asdict(kept), ensure_ascii=False, sort_keys=True) + "\n"
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        os.write(handle, line.encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def every(place: Path) -> Iterator[Kept]:
    """Every note, oldest first. A last line that was cut off by a power failure is passed over.

    Raises:
        BrokenNotes: another line cannot be read.
    """
    if not place.exists():
        return
    *lines, last = place.read_text(encoding="utf-8").split("\n")
    for line in [*lines, *([last] if last.endswith("}") else [])]:
        try:
            yield Kept(**json.loads(line))
        except (ValueError, TypeError) as fault:
            raise BrokenNotes(str(place)) from fault


def newest(place: Path) -> Kept | None:
    """The note of the largest size, with the most signatures it gained."""
    found = None
    for kept in every(place):
        if found is None or kept.size >= found.size:
            found = kept
    return found

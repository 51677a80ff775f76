"""Signing how far the log has grown, and never anything that contradicts an earlier note."""

import base64
import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from xinheng.apps.journal import queries as journal
from xinheng.apps.proofs import queries
from xinheng.apps.proofs.actions.keys import signer
from xinheng.apps.proofs.queries.log import NOTES
from xinheng.core.journal import tree
from xinheng.core.proofs.words import Purpose
from xinheng.proving import note, notebook
from xinheng.proving.tiles import Tile, bundle, tiles_of


class RefusedToSign(Exception):  # noqa: N818 - the house names exceptions as facts
    """The log contradicts what was signed before, or itself. The text says how."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a witness is asked: the last size it knows, the proof from there, and the note."""

    old: int
    proof: tuple[bytes, ...]
    note: str

    def as_text(self) -> str:
        """The body of a request `add-checkpoint`."""
        steps = "".join(base64.b64encode(step).decode() + "\n" for step in self.proof)
        return f"old {self.old}\n{steps}\n{self.note}"


def sign_checkpoint(*, at: datetime) -> notebook.Kept | None:
    """Sign the log as it stands and write its files, if it has grown since the last note.

    Must not run inside the transaction of an act: what is signed must be there to stay.

    Returns:
        The new note; nothing where the log has not grown.

    Raises:
        RefusedToSign: the log does not go on from the last note, or an entry since then
            is not as it was hashed.
    """
    hand = signer(purpose=Purpose.LOG, at=at)
    with _alone():
        size, root = journal.grown()
        last = queries.newest()
        _require_growth(last, size, root)
        if size == 0 or (last is not None and last.size == size):
            return None
        text = note.signed(note.Checkpoint(queries.origin(), size, root), queries.origin(), hand)
        write_files(size, since=last.size if last else 0)
        kept = _keep(size, root, text, at)
        _publish(text)
        return kept


def _require_growth(last: notebook.Kept | None, size: int, root: bytes) -> None:
    old, old_root = (last.size, base64.b64decode(last.root)) if last else (0, tree.EMPTY_ROOT)
    if size < old:
        raise RefusedToSign(f"the log has {size} entries; a note over {old} was signed")
    try:
        if size and journal.root_at(size) != root:
            raise RefusedToSign(f"the kept hashes do not give the root of {size} entries")
        if old and not tree.is_consistent(
            old=old, old_root=old_root, size=size, root=root,
            proof=journal.consistency(old, size),
        ):  # fmt: skip
            raise RefusedToSign(f"the log of {size} does not go on from the signed one of {old}")
    except journal.TornTree as torn:
        raise RefusedToSign(f"a kept hash is missing: {torn}") from torn
    wrong = journal.is_as_hashed(old, size)
    if wrong is not None:
        raise RefusedToSign(f"entry {wrong} is not as it was hashed")


def write_files(size: int, *, since: int = 0, entries: bool = False) -> int:
    """Write the tiles a log of `size` entries has and one of `since` had not.

    Args:
        entries: write the bundles of entries too; they tell what the body does, so they
            are for whoever may know that.

    Returns:
        How many files were written.
    """
    tiles = list(tiles_of(size, since=since))
    for tile in tiles:
        content = journal.hashes_of(8 * (tile.level or 0), tile.first, tile.width)
        _write(queries.folder() / tile.path, content)
    if not entries:
        return len(tiles)
    leaves = [tile for tile in tiles if tile.level == 0]
    for tile in leaves:
        place = Tile(None, tile.number, tile.width)
        content = bundle(journal.entries_of(tile.first, tile.width))
        _write(queries.folder() / place.path, content)
    return len(tiles) + len(leaves)


def request_for(*, old: int) -> Sent | None:
    """What to send to a witness that knows the log of `old` entries; nothing before any note."""
    kept = queries.newest()
    if kept is None or old > kept.size:
        return None
    proof = journal.consistency(old, kept.size) if 0 < old < kept.size else ()
    return Sent(old, proof, kept.note)


def add_cosignatures(lines: str, *, at: datetime) -> int:
    """Add the signature lines of known witnesses to the newest note.

    Returns:
        How many were good and new; the others are passed over.
    """
    with _alone():
        kept = queries.newest()
        if kept is None:
            return 0
        known = queries.policy().witnesses.values()
        signed, added = note.read(kept.note), ""
        for line in lines.splitlines(keepends=True):
            try:
                tried = note.read(f"{signed.text}\n{line}")
            except note.BadNote:
                continue
            for witness in known:
                if note.is_by(tried, witness) and not note.is_by(
                    note.read(kept.note + added), witness
                ):
                    added += line
        if added:
            _keep(kept.size, base64.b64decode(kept.root), kept.note + added, at)
            _publish(kept.note + added)
        return added.count("\n")


@contextmanager
def _alone() -> Iterator[None]:
    """Only one process of this machine signs at a time."""
    queries.folder().mkdir(parents=True, exist_ok=True)
    with (queries.folder() / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _keep(size: int, root: bytes, text: str, at: datetime) -> notebook.Kept:
    moment = at.astimezone(UTC).isoformat()
    kept = notebook.Kept(size, base64.b64encode(root).decode(), moment, text)
    notebook.add(queries.folder() / NOTES, kept)
    return kept


def _publish(text: str) -> None:
    _write(queries.folder() / "checkpoint", text.encode())


def _write(place: Path, content: bytes) -> None:
    """Put a file in its place whole, or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=place.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(temporary).chmod(0o644)
    os.replace(temporary, place)  # noqa: PTH105 - atomic on one file system

"""The log as outsiders see it: the notes that were signed, and proofs under them."""

from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from xinheng.apps.journal import queries as journal
from xinheng.apps.proofs.queries.keys import keys
from xinheng.core.proofs.words import KeyState, Purpose
from xinheng.proving import note, notebook
from xinheng.proving.notebook import BrokenNotes, Kept
from xinheng.proving.policy import Policy, read

__all__ = [
    "BrokenNotes", "Kept", "covering", "folder", "log_proof", "log_verifiers", "newest", "notes",
    "origin", "policy", "since",
]  # fmt: skip
NOTES = "notes.jsonl"


def origin() -> str:
    """The name of the log: the host of the register and `/log`."""
    return f"{urlsplit(settings.PUBLIC_URL).netloc}/log"


def folder() -> Path:
    """Where the log's files lie, ready for any web server."""
    return Path(settings.DATA) / "log"


def notes() -> tuple[Kept, ...]:
    """Every note that was signed, oldest first."""
    return tuple(notebook.every(folder() / NOTES))


def newest() -> Kept | None:
    """The newest signed checkpoint with all signatures it gained."""
    return notebook.newest(folder() / NOTES)


def covering(idx: int) -> Kept | None:
    """The newest signed checkpoint, if it covers the entry `idx`."""
    found = newest()
    return found if found is not None and idx < found.size else None


def since(idx: int) -> datetime | None:
    """When the first checkpoint that covers an entry was signed: it existed then at the latest."""
    first = next((kept for kept in notes() if kept.size > idx), None)
    return datetime.fromisoformat(first.at) if first else None


def log_proof(idx: int) -> str | None:
    """The proof of an entry as a `.tlog-proof` file; nothing before the first checkpoint over it.

    The entry itself goes along as `extra`, so that the one file is enough.
    """
    kept = covering(idx)
    if kept is None:
        return None
    proof = journal.proof_at(idx, kept.size)
    return note.LogProof(idx, proof.path, kept.note, proof.entry).as_text()


def log_verifiers() -> tuple[note.Verifier, ...]:
    """The keys that sign checkpoints, newest first; revoked ones are none of them."""
    return tuple(
        note.Verifier(origin(), key.public_key)
        for key in keys()
        if key.purpose == Purpose.LOG and key.state != KeyState.REVOKED
    )


def policy() -> Policy:
    """Which witnesses the body asks for: the file `witnesses.policy` beside the data.

    Raises:
        BadPolicy: the file cannot be read.
    """
    place = Path(settings.DATA) / "witnesses.policy"
    if not place.exists():
        return Policy(log_verifiers())
    found = read(place.read_text(encoding="utf-8"))
    return Policy(
        (*found.logs, *log_verifiers()), found.witnesses, found.addresses, found.groups,
        found.quorum,
    )  # fmt: skip

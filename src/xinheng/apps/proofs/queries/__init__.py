"""Questions about keys and about the log."""

from xinheng.apps.proofs.queries.keys import KeyView, NoKey, keys, ring, store
from xinheng.apps.proofs.queries.log import (
    BrokenNotes,
    Kept,
    covering,
    folder,
    log_proof,
    log_verifiers,
    newest,
    notes,
    origin,
    policy,
    since,
)

__all__ = [
    "BrokenNotes",
    "Kept",
    "KeyView",
    "NoKey",
    "covering",
    "folder",
    "keys",
    "log_proof",
    "log_verifiers",
    "newest",
    "notes",
    "origin",
    "policy",
    "ring",
    "since",
    "store",
]

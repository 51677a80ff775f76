"""Checking a log proof with nothing but published keys."""

import json
from dataclasses import dataclass
from datetime import datetime

from xinheng.core.journal import tree
from xinheng.core.shared.wording import mark as _
from xinheng.proving import note
from xinheng.proving.policy import Policy


@dataclass(frozen=True, slots=True)
class Proven:
    """What a proof proves. `reasons` are English sentences that wait for a translator."""

    is_proven: bool
    reasons: tuple[str, ...] = ()
    index: int = -1
    size: int = -1
    entry: bytes = b""
    witnessed_at: datetime | None = None

    def said(self) -> dict[str, object]:
        """What the entry says, as it is hashed; nothing where it cannot be read."""
        try:
            found = json.loads(self.entry)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


def check(text: str, trusted: Policy) -> Proven:
    """Check a `.tlog-proof` file that carries its entry. Never raises, whatever it is given."""
    try:
        proof = note.log_proof(text)
        signed = note.read(proof.checkpoint)
        checkpoint = note.checkpoint(signed.text)
    except (note.BadNote, UnicodeError):
        return Proven(is_proven=False, reasons=(_("This file is no proof of an entry."),))
    reasons = []
    by = [log for log in trusted.logs if note.is_by(signed, log)]
    if not any(log.name == checkpoint.origin for log in by):
        reasons.append(_("No known key of this log signed the checkpoint."))
    elif not trusted.is_met(signed):
        reasons.append(_("Too few witnesses signed the checkpoint."))
    if not tree.is_included(
        leaf=tree.leaf_hash(proof.extra), index=proof.index, size=checkpoint.size,
        proof=proof.path, root=checkpoint.root,
    ):  # fmt: skip
        reasons.append(_("The entry does not stand in the signed log."))
    moments = [note.signed_at(signed, witness) for witness in trusted.witnesses.values()]
    seen = [moment for moment in moments if moment is not None]
    return Proven(
        not reasons, tuple(reasons), proof.index, checkpoint.size, proof.extra,
        min(seen) if seen else None,
    )  # fmt: skip

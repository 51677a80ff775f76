"""What one entry of the journal says, and the bytes that are hashed.

The leaf holds no personal data: who acted stands there as a pseudonym, what was
said as a salted commitment. The payload and its salt may be erased without
breaking the tree.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

LATE_AFTER = timedelta(days=1)
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Said:
    """The public part of an entry. Moments are RFC 3339 texts in UTC."""

    seq: int
    act: str
    object: str
    claimed_at: str
    logged_at: str
    actor: str
    commitment: str


def canonical(value: Mapping[str, object]) -> bytes:
    """The one way to write `value` as JSON.

    Only texts, whole numbers, booleans, null, lists and objects with plain keys
    are allowed: for these, sorted keys without spaces are RFC 8785.

    Raises:
        TypeError: a value of another kind, such as a float, is inside.
    """
    _reject_floats(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _reject_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("a journal entry holds no floats: their text is not unique")
    if isinstance(value, Mapping):
        for inner in value.values():
            _reject_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _reject_floats(inner)


def commitment(salt: bytes, payload: bytes) -> str:
    """What the leaf says of the payload. 64 hexadecimal digits."""
    return hashlib.sha256(salt + payload).hexdigest()


def entry_bytes(said: Said) -> bytes:
    """The bytes of an entry, as they are hashed."""
    return canonical(
        {
            "v": FORMAT,
            "seq": said.seq,
            "type": said.act,
            "object": said.object,
            "claimed_at": said.claimed_at,
            "logged_at": said.logged_at,
            "actor": said.actor,
            "commitment": said.commitment,
        }
    )


def lateness(*, claimed_at: datetime, logged_at: datetime) -> timedelta | None:
    """How much later than it claims to have happened something was written down.

    Returns:
        The delay when it is longer than a day; nothing otherwise.
    """
    delay = logged_at - claimed_at
    return delay if delay > LATE_AFTER else None

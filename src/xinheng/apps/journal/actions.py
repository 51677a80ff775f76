"""Writing to the record that only grows."""

import hmac
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction

from xinheng.apps.journal import queries
from xinheng.apps.journal.models import Entry, Head, Node, Once, Payload
from xinheng.apps.journal.queries import Answer
from xinheng.core.journal import tree
from xinheng.core.journal.entry import Said, canonical, commitment, entry_bytes
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.reading_once import read_anew

SUBSCRIBERS: dict[str, list[Callable[[int], None]]] = {}
KEEP_ANSWERS = timedelta(days=7)


def record(
    act: ActKind,
    *,
    on: models.Model,
    by: Actor,
    at: datetime,
    case_id: int | None = None,
    organisation_id: int | None = None,
    claimed_at: datetime | None = None,
    **facts: object,
) -> int:
    """Append one entry. Must run inside the transaction of the act it tells of.

    Args:
        on: the row the act is about; it must have its key already.
        at: when it is written down (the server's moment).
        claimed_at: when it is said to have happened, if that is another moment.
        facts: what the entry says, kept outside the tree behind a commitment.

    Returns:
        The index of the entry, counted from 0.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an entry belongs to the transaction of its act")
    read_anew()
    head = _locked_head()
    logged_at = max(at, head.last_logged_at) if head.last_logged_at else at
    payload = canonical(
        {
            "act": act.name,
            "by": {"id": by.person_id, "name": by.name},
            "case": case_id,
            "clause": str(act.source),
            "facts": _plain(facts),
            "organisation": organisation_id,
        }
    )
    salt = secrets.token_bytes(32)
    said = Said(
        seq=head.size,
        act=act.name,
        object=f"{on._meta.label_lower}:{on.pk}",
        claimed_at=_moment(claimed_at or at),
        logged_at=_moment(logged_at),
        actor=pseudonym(by.person_id),
        commitment=commitment(salt, payload),
    )
    columns = {
        "case_id": case_id,
        "organisation_id": organisation_id,
        "person_id": by.person_id,
        "claimed_at": claimed_at or at,
        "logged_at": logged_at,
    }
    _append(head, said, on=on, columns=columns)
    Payload(idx=said.seq, salt=salt, payload=payload).save(force_insert=True)
    for told in SUBSCRIBERS.get(act.name, []):
        transaction.on_commit(partial(told, said.seq))
    return said.seq


def _append(head: Head, said: Said, *, on: models.Model, columns: Mapping[str, Any]) -> None:
    raw = entry_bytes(said)
    leaf = tree.leaf_hash(raw)
    Entry(
        idx=said.seq,
        entry=raw,
        leaf=leaf,
        act=said.act,
        object_type=on._meta.label_lower,
        object_id=str(on.pk),
        **columns,
    ).save()
    _grow(head, leaf, columns["logged_at"])


def subscribe(act: ActKind, told: Callable[[int], None]) -> None:
    """Have `told` called with the entry's index after each commit of such an act."""
    SUBSCRIBERS.setdefault(act.name, []).append(told)


def _locked_head() -> Head:
    head = Head.objects.select_for_update().filter(pk=1).first()
    if head is None:
        Head.objects.get_or_create(pk=1)
        head = Head.objects.select_for_update().get(pk=1)
    return head


def _grow(head: Head, leaf: bytes, logged_at: datetime) -> None:
    packed = bytes(head.frontier)
    frontier = [packed[i : i + 32] for i in range(0, len(packed), 32)]
    grown, completed = tree.appended(frontier, head.size, leaf)
    nodes = [Node(level=level, position=n, hash=h) for level, n, h in completed if level]
    if nodes:
        Node.objects.bulk_create(nodes)
    head.size += 1
    head.frontier = b"".join(grown)
    head.last_logged_at = logged_at
    head.save(update_fields=["size", "frontier", "last_logged_at"])


def pseudonym(person_id: int | None) -> str:
    """How a person is called in a leaf: a keyed hash, the same for all their entries."""
    if person_id is None:
        return "clockwork"
    key = f"journal-pseudonym:{settings.SECRET_KEY}".encode()
    return hmac.new(key, str(person_id).encode(), sha256).hexdigest()[:24]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _plain(value: object) -> object:
    """`value` as plain JSON without floats."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return [_plain(inner) for inner in items]
    raise TypeError(f"a journal entry cannot hold {type(value).__name__}")


def begin_once(*, key: str, fingerprint: str, at: datetime) -> Answer | None:
    """Claim an idempotency key inside the running transaction.

    Returns:
        The kept answer when the key was used before; nothing when it is new and
        now claimed.
    """
    if kept := queries.kept_answer(key):
        return kept
    Once.objects.filter(at__lt=at - KEEP_ANSWERS).delete()
    Once(key=key, fingerprint=fingerprint, at=at).save(force_insert=True)
    return None


def finish_once(*, key: str, status: int, location: str, media_type: str, body: bytes) -> None:
    """Keep the answer given under a key, in the same transaction as its effects."""
    Once.objects.filter(pk=key).update(
        status=status, location=location, media_type=media_type, body=body
    )

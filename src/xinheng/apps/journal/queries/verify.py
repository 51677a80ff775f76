"""The whole journal hashed again and compared with what is kept.

Entries are read in batches and each batch is checked at one go; only when
something in it is wrong is it looked at entry by entry, to name the first.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

from xinheng.apps.journal.models import Entry, Head, Node, Payload
from xinheng.core.journal import tree
from xinheng.core.journal.entry import commitment

BATCH = 4096


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a full re-hash of the journal found."""

    ok: bool
    size: int
    root: bytes
    first_wrong_index: int | None = None
    kind: str = ""


Raw = bytes | memoryview
Key = int | None
Row = tuple[int, Raw, Raw, str, str, str, Key, Key, Key, Raw | None, Raw | None]
COLUMNS = (
    "idx", "entry", "leaf", "act", "object_type", "object_id",
    "case_id", "organisation_id", "person_id",
)  # fmt: skip


def verify() -> Verdict:
    """Hash every entry again and compare with what is kept.

    Returns:
        The first wrong index and what is wrong with it: `edited`, `deleted`,
        `inserted`, `reordered` or `truncated`. An erased payload is not a fault.
    """
    head = Head.objects.filter(pk=1).first()
    size, packed = (head.size, bytes(head.frontier)) if head else (0, b"")
    frontier: list[bytes] = []
    count = 0
    rows = _rows()
    while batch := list(islice(rows, BATCH)):
        if not _is_sound(batch, count):
            return _named(batch, count, frontier)
        frontier = tree.extended(frontier, count, [bytes(row[2]) for row in batch])
        count += len(batch)
    return _against_head(count, frontier, size, packed)


def _against_head(count: int, frontier: list[bytes], size: int, packed: bytes) -> Verdict:
    root = tree.root_of(frontier)
    if count < size:
        return Verdict(ok=False, size=count, root=root, first_wrong_index=count, kind="truncated")
    if count > size:
        return Verdict(ok=False, size=count, root=root, first_wrong_index=size, kind="inserted")
    if b"".join(frontier) != packed:
        wrong = _first_wrong_leaf(size)
        return Verdict(ok=False, size=count, root=root, first_wrong_index=wrong, kind="forked")
    return Verdict(ok=True, size=count, root=root)


def _named(batch: Sequence[Row], count: int, frontier: Sequence[bytes]) -> Verdict:
    """The first wrong entry of a batch that is not sound."""
    for number, row in enumerate(batch):
        if fault := _fault(row, count + number):
            sound = [bytes(earlier[2]) for earlier in batch[:number]]
            return Verdict(
                ok=False,
                size=count + number,
                root=tree.root_of(tree.extended(frontier, count, sound)),
                first_wrong_index=min(row[0], count + number),
                kind=fault,
            )
    raise AssertionError("a batch was unsound and no entry of it was")


def _rows() -> Iterator[Row]:
    entries = Entry.objects.order_by("idx").values_list(*COLUMNS).iterator(chunk_size=BATCH)
    payloads = Payload.objects.order_by("idx").values_list("idx", "salt", "payload").iterator(BATCH)
    kept = next(payloads, None)
    for row in entries:
        while kept is not None and kept[0] < row[0]:
            kept = next(payloads, None)
        salt, payload = kept[1:] if kept is not None and kept[0] == row[0] else (None, None)
        yield (*row, salt, payload)


def _is_sound(batch: Sequence[Row], expected: int) -> bool:
    """Whether nothing is wrong with any entry of a batch. Says the same as `_fault`, sooner."""
    for idx, raw, leaf, act, kind, key, case, organisation, person, salt, payload in batch:
        entry = bytes(raw)
        if idx != expected or sha256(b"\x00" + entry).digest() != leaf:
            return False
        expected += 1
        if not entry.endswith(
            f'"object":"{kind}:{key}","seq":{idx},"type":"{act}","v":1}}'.encode()
        ):
            return False
        if payload is None or salt is None:
            continue
        said = bytes(payload)
        committed = sha256(bytes(salt) + said).hexdigest()
        if f'"commitment":"{committed}"'.encode() not in entry:
            return False
        if not _agrees(said, act, case, organisation, person):
            return False
    return True


def _fault(row: Row, expected: int) -> str:
    idx, raw, leaf, act, object_type, object_id, case, organisation, person, salt, payload = row
    entry = bytes(raw)
    if idx > expected:
        return "deleted"
    if tree.leaf_hash(entry) != bytes(leaf):
        return "edited"
    # The canonical form is known to the byte, so reading the JSON is only needed for the fault.
    tail = f'"object":"{object_type}:{object_id}","seq":{idx},"type":"{act}","v":1}}'
    if not entry.endswith(tail.encode()):
        return "reordered" if json.loads(entry)["seq"] != idx else "edited"
    if payload is not None and salt is not None:
        said = f'"commitment":"{commitment(bytes(salt), bytes(payload))}"'
        if said.encode() not in entry:
            return "edited"
        if not _agrees(bytes(payload), act, case, organisation, person):
            return "edited"
    return ""


def _agrees(payload: bytes, act: str, case: Key, organisation: Key, person: Key) -> bool:
    """Whether the columns one searches by say the same as what was committed to."""
    who = "null" if person is None else person
    where = "null" if case is None else case
    whose = "null" if organisation is None else organisation
    return (
        payload.startswith(f'{{"act":"{act}","by":{{"id":{who},'.encode())
        and payload.endswith(f'"organisation":{whose}}}'.encode())
        and f'"case":{where},"clause":'.encode() in payload
    )


def _first_wrong_leaf(size: int) -> int:
    """The first leaf under which the kept inner nodes no longer agree with the leaves."""
    for position in range(size // 2):
        kept = Node.objects.filter(level=1, position=position).values_list("hash", flat=True)
        pair = Entry.objects.filter(idx__in=[2 * position, 2 * position + 1]).order_by("idx")
        leaves = [bytes(leaf) for leaf in pair.values_list("leaf", flat=True)]
        found = [bytes(value) for value in kept]
        if found != [tree.node_hash(*leaves)]:
            return 2 * position
    return max(size - 1, 0)

"""The journal as a tree that grows: earlier roots, proofs between them, and its tiles."""

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Q

from xinheng.apps.journal.models import Entry, Head, Node
from xinheng.apps.journal.queries.lines import Proof
from xinheng.core.journal import tree

NodeAt = tree.NodeAt
Found = TypeVar("Found")


class TornTree(Exception):  # noqa: N818 - the house names exceptions as facts
    """A kept hash that a proof needs is missing."""


def grown() -> tuple[int, bytes]:
    """How many entries the journal holds, and its root, both of the same moment."""
    head = Head.objects.filter(pk=1).first()
    if head is None:
        return 0, tree.EMPTY_ROOT
    packed = bytes(head.frontier)
    return head.size, tree.root_of([packed[i : i + 32] for i in range(0, len(packed), 32)])


def root_at(size: int) -> bytes:
    """The root the journal had at `size` entries, from the hashes it keeps now.

    Raises:
        TornTree: one of them is missing.
    """
    return _asked(lambda node: tree.root_at(size, node))


def proof_at(idx: int, size: int) -> Proof:
    """That entry `idx` stood in the journal when it had `size` entries.

    Raises:
        Entry.DoesNotExist: there is no such entry.
        ValueError: it came later.
    """
    entry = Entry.objects.get(pk=idx)
    path = _asked(lambda node: tree.inclusion_proof(idx, size, node))
    return Proof(idx, size, bytes(entry.entry), tuple(path), root_at(size))


def consistency(old: int, size: int) -> tuple[bytes, ...]:
    """That the journal of `old` entries is the start of that of `size`."""
    return tuple(_asked(lambda node: tree.consistency_proof(old, size, node)))


def is_as_hashed(first: int, last: int) -> int | None:
    """The first entry from `first` up to, excluding, `last` that is missing or does not fit its
    hash; nothing where all do."""
    expected = first
    rows = Entry.objects.filter(idx__gte=first, idx__lt=last).order_by("idx")
    for idx, raw, leaf in rows.values_list("idx", "entry", "leaf").iterator(4096):
        if idx != expected or tree.leaf_hash(bytes(raw)) != bytes(leaf):
            return expected
        expected += 1
    return None if expected == last else expected


def hashes_of(level: int, first: int, count: int) -> bytes:
    """`count` neighbouring hashes of one level of the tree, one after another.

    Raises:
        TornTree: one of them is missing.
    """
    if level == 0:
        rows = Entry.objects.filter(idx__gte=first, idx__lt=first + count).order_by("idx")
        found = [bytes(leaf) for leaf in rows.values_list("leaf", flat=True)]
    else:
        nodes = Node.objects.filter(
            level=level, position__gte=first, position__lt=first + count
        ).order_by("position")
        found = [bytes(value) for value in nodes.values_list("hash", flat=True)]
    if len(found) != count:
        raise TornTree(f"level {level} from {first}")
    return b"".join(found)


def entries_of(first: int, count: int) -> tuple[bytes, ...]:
    """Neighbouring entries, as they are hashed."""
    rows = Entry.objects.filter(idx__gte=first, idx__lt=first + count).order_by("idx")
    return tuple(bytes(raw) for raw in rows.values_list("entry", flat=True))


def _asked(question: Callable[[NodeAt], Found]) -> Found:
    """Answer a question to the tree: first hear which nodes it needs, then read them at once."""
    wanted: set[tuple[int, int]] = set()

    def note(level: int, position: int) -> bytes:
        wanted.add((level, position))
        return b""

    question(note)
    leaves = [position for level, position in wanted if level == 0]
    rows = Entry.objects.filter(pk__in=leaves).values_list("idx", "leaf")
    found = {(0, position): bytes(leaf) for position, leaf in rows}
    inner = Q(pk__in=[])
    for level, position in wanted:
        inner |= Q(level=level, position=position)
    for level, position, value in Node.objects.filter(inner).values_list(
        "level", "position", "hash"
    ):
        found[level, position] = bytes(value)
    if missing := wanted - found.keys():
        raise TornTree(str(sorted(missing)[0]))
    return question(lambda level, position: found[level, position])

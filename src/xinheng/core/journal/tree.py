"""The Merkle tree of RFC 6962: hashes, inclusion and consistency proofs.

A tree is known by the roots of its complete subtrees, largest first (its
*frontier*); appending needs no more than that. Proofs are made from stored
nodes: `node(level, index)` is the root of the complete subtree that covers
leaves `index * 2**level` up to, excluding, `(index + 1) * 2**level`.

Source: RFC 6962, section 2.1; RFC 9162, section 2.1.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()
NodeAt = Callable[[int, int], bytes]


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry. 32 bytes."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbouring subtrees. 32 bytes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def appended(
    frontier: Sequence[bytes], size: int, leaf: bytes
) -> tuple[list[bytes], list[tuple[int, int, bytes]]]:
    """Append one leaf.

    Args:
        frontier: roots of the complete subtrees of the old tree, largest first.
        size: number of leaves in the old tree.
        leaf: hash of the new leaf.

    Returns:
        The new frontier, and every node completed by this leaf as (level, index, hash),
        the leaf itself included.
    """
    grown, level, index, node = list(frontier), 0, size, leaf
    completed = [(0, size, leaf)]
    while index & 1:
        node = node_hash(grown.pop(), node)
        level, index = level + 1, index >> 1
        completed.append((level, index, node))
    grown.append(node)
    return grown, completed


def extended(frontier: Sequence[bytes], size: int, leaves: Sequence[bytes]) -> list[bytes]:
    """Append many leaves at once; the same frontier as appending them one by one.

    Args:
        frontier: roots of the complete subtrees of the old tree, largest first.
        size: number of leaves in the old tree.
        leaves: hashes of the new leaves.
    """
    kept, lower, level = list(frontier), [], list(leaves)
    while level:
        if size & 1:
            level.insert(0, kept.pop())
        if len(level) & 1:
            lower.append(level.pop())
        pairs = iter(level)
        level = [
            hashlib.sha256(b"\x01" + left + right).digest()
            for left, right in zip(pairs, pairs, strict=True)
        ]
        size >>= 1
    return kept + lower[::-1]


def root_of(frontier: Sequence[bytes]) -> bytes:
    """The root of the tree with this frontier. 32 bytes."""
    if not frontier:
        return EMPTY_ROOT
    root = frontier[-1]
    for left in reversed(frontier[:-1]):
        root = node_hash(left, root)
    return root


def inclusion_proof(index: int, size: int, node: NodeAt) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root of the tree of `size` leaves.

    Raises:
        ValueError: the leaf is not in the tree.
    """
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    return _path(index, 0, size, node)


def _path(index: int, start: int, end: int, node: NodeAt) -> list[bytes]:
    if end - start == 1:
        return []
    split = start + _largest_power_below(end - start)
    if index < split:
        return [*_path(index, start, split, node), _range_root(split, end, node)]
    return [*_path(index, split, end, node), _range_root(start, split, node)]


def consistency_proof(old: int, size: int, node: NodeAt) -> list[bytes]:
    """The hashes that show that the tree of `old` leaves is the start of that of `size`.

    Raises:
        ValueError: `old` is not between 1 and `size`.
    """
    if not 0 < old <= size:
        raise ValueError(f"a tree of {old} cannot be the start of a tree of {size}")
    return list(_subproof(old, 0, size, whole=True, node=node))


def _subproof(old: int, start: int, end: int, *, whole: bool, node: NodeAt) -> Iterator[bytes]:
    if old == end:
        if not whole:
            yield _range_root(start, end, node)
        return
    split = start + _largest_power_below(end - start)
    if old <= split:
        yield from _subproof(old, start, split, whole=whole, node=node)
        yield _range_root(split, end, node)
    else:
        yield from _subproof(old, split, end, whole=False, node=node)
        yield _range_root(start, split, node)


def _range_root(start: int, end: int, node: NodeAt) -> bytes:
    """The root over leaves start..end, where start is a multiple of the largest power inside."""
    width = end - start
    if width & (width - 1) == 0:
        level = width.bit_length() - 1
        return node(level, start >> level)
    split = start + _largest_power_below(width)
    return node_hash(_range_root(start, split, node), _range_root(split, end, node))


def _largest_power_below(width: int) -> int:
    return 1 << ((width - 1).bit_length() - 1)


def root_at(size: int, node: NodeAt) -> bytes:
    """The root that the tree had at `size` leaves, from the nodes of any later one. 32 bytes."""
    return _range_root(0, size, node) if size else EMPTY_ROOT


def is_included(*, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether `proof` shows that `leaf` is entry `index` of the tree with this root.

    Source: RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size or any(len(step) != 32 for step in (leaf, root, *proof)):
        return False
    position, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            found = node_hash(step, found)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            found = node_hash(found, step)
        position, last = position >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(
    *, old: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether `proof` shows that the tree of `old` leaves is the start of the tree of `size`.

    Source: RFC 9162, section 2.1.4.2.
    """
    if not 0 < old <= size or any(len(step) != 32 for step in proof):
        return False
    if old == size:
        return not proof and old_root == root
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        return False
    position, last = old - 1, size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    first = second = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            second = node_hash(second, step)
        position, last = position >> 1, last >> 1
    return last == 0 and first == old_root and second == root

"""The Merkle tree agrees with the RFCs, with another implementation, and with nobody's forgery."""

import base64
import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from xinheng.core.journal import tree

VECTORS = Path(__file__).resolve().parents[4] / "shared" / "vectors" / "merkle" / "testdata"


def grown(count: int):
    """A tree of `count` leaves with all its nodes."""
    frontier: list[bytes] = []
    nodes: dict[tuple[int, int], bytes] = {}
    for index in range(count):
        leaf = tree.leaf_hash(b"entry %d" % index)
        frontier, completed = tree.appended(frontier, index, leaf)
        nodes |= {(level, n): value for level, n, value in completed}
    return frontier, nodes


def test_an_empty_tree_has_the_hash_of_nothing():
    assert tree.root_of([]) == hashlib.sha256(b"").digest()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 64, 100])
def test_roots_agree_with_another_implementation(size):
    oracle = InmemoryTree(algorithm="sha256")
    for index in range(size):
        oracle.append_entry(b"entry %d" % index)

    frontier, _nodes = grown(size)

    assert tree.root_of(frontier) == oracle.get_root()


def test_every_proof_of_every_small_tree_holds_and_no_neighbour_passes():
    for size in range(1, 34):
        frontier, nodes = grown(size)
        root = tree.root_of(frontier)
        for index in range(size):
            path = tree.inclusion_proof(index, size, lambda level, n, of=nodes: of[level, n])
            leaf = nodes[0, index]
            proof = {"index": index, "size": size, "proof": path, "root": root}
            assert tree.is_included(leaf=leaf, **proof)
            assert not tree.is_included(leaf=tree.leaf_hash(b"forged"), **proof)
            if size > 1:
                other = {**proof, "index": (index + 1) % size}
                assert not tree.is_included(leaf=leaf, **other)


def test_every_old_tree_is_the_start_of_every_newer_one():
    roots = {size: tree.root_of(grown(size)[0]) for size in range(1, 25)}
    for size in range(1, 25):
        _frontier, nodes = grown(size)
        for old in range(1, size + 1):
            proof = tree.consistency_proof(old, size, lambda level, n, of=nodes: of[level, n])
            shown = {"old": old, "size": size, "root": roots[size], "proof": proof}
            assert tree.is_consistent(old_root=roots[old], **shown)
            assert not tree.is_consistent(old_root=bytes(32), **shown)


@given(st.data())
def test_a_changed_bit_anywhere_in_a_proof_is_noticed(data):
    size = data.draw(st.integers(2, 40))
    index = data.draw(st.integers(0, size - 1))
    frontier, nodes = grown(size)
    path = tree.inclusion_proof(index, size, lambda level, n: nodes[level, n])
    which = data.draw(st.integers(0, len(path) - 1))
    bit = data.draw(st.integers(0, 255))
    changed = bytearray(path[which])
    changed[bit // 8] ^= 1 << (bit % 8)
    forged = [*path[:which], bytes(changed), *path[which + 1 :]]

    root = tree.root_of(frontier)

    assert not tree.is_included(
        leaf=nodes[0, index], index=index, size=size, proof=forged, root=root
    )


def _bytes(value: str | None) -> bytes:
    return base64.b64decode(value or "")


@pytest.mark.skipif(not VECTORS.exists(), reason="the reference vectors are not beside the project")
def test_inclusion_agrees_with_the_reference_vectors():
    wrong = []
    files = sorted(VECTORS.glob("inclusion/**/*.json"))
    for file in files:
        given_ = json.loads(file.read_text(encoding="utf-8"))
        found = tree.is_included(
            leaf=_bytes(given_["leafHash"]),
            index=given_["leafIdx"],
            size=given_["treeSize"],
            proof=[_bytes(step) for step in given_["proof"] or []],
            root=_bytes(given_["root"]),
        )
        if found == given_["wantErr"]:
            wrong.append(file.name)
    assert files
    assert wrong == []


@pytest.mark.skipif(not VECTORS.exists(), reason="the reference vectors are not beside the project")
def test_consistency_agrees_with_the_reference_vectors():
    wrong = []
    files = sorted(VECTORS.glob("consistency/**/*.json"))
    for file in files:
        given_ = json.loads(file.read_text(encoding="utf-8"))
        found = tree.is_consistent(
            old=given_["size1"],
            old_root=_bytes(given_["root1"]),
            size=given_["size2"],
            root=_bytes(given_["root2"]),
            proof=[_bytes(step) for step in given_["proof"] or []],
        )
        if found == given_["wantErr"]:
            wrong.append(f"{file.parent.name}/{file.name}")
    assert files
    assert wrong == []


@given(st.lists(st.integers(min_value=0, max_value=40), max_size=8))
def test_many_leaves_at_once_give_the_tree_of_one_by_one(batches):
    frontier, done = [], 0
    for many in batches:
        leaves = [tree.leaf_hash(b"entry %d" % index) for index in range(done, done + many)]
        frontier = tree.extended(frontier, done, leaves)
        done += many
    assert frontier == grown(done)[0]

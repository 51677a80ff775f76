"""Our verifier against public vectors, where they are at hand."""

import base64
import json
from pathlib import Path

import pytest

from xinheng.core.journal import tree
from xinheng.proving.keys import is_signed

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "vectors"
here = pytest.mark.skipif(not VECTORS.exists(), reason="skipped: the public vectors are not here")


def decoded(text):
    return base64.b64decode(text) if text else b""


def proofs(kind):
    for file in sorted((VECTORS / "merkle" / "testdata" / kind).rglob("*.json")):
        yield file, json.loads(file.read_text(encoding="utf-8"))


@here
def test_inclusion_proofs_agree():
    count = 0
    for file, case in proofs("inclusion"):
        said = tree.is_included(
            leaf=decoded(case["leafHash"]), index=case["leafIdx"], size=case["treeSize"],
            proof=[decoded(step) for step in case["proof"] or []], root=decoded(case["root"]),
        )  # fmt: skip
        assert said != case["wantErr"], file.name
        count += 1
    assert count == 98


@here
def test_consistency_proofs_agree():
    count = 0
    for file, case in proofs("consistency"):
        old, size = case["size1"], case["size2"]
        proof = [decoded(step) for step in case["proof"] or []]
        said = tree.is_consistent(
            old=old, old_root=decoded(case["root1"]), size=size,
            root=decoded(case["root2"]), proof=proof,
        )  # fmt: skip
        assert said != case["wantErr"], (file.parent.name, file.name)
        count += 1
    assert count == 98


@here
def test_ed25519_agrees():
    place = VECTORS / "wycheproof" / "testvectors_v1" / "ed25519_test.json"
    count = 0
    for group in json.loads(place.read_text(encoding="utf-8"))["testGroups"]:
        key = bytes.fromhex(group["publicKey"]["pk"])
        for case in group["tests"]:
            said = is_signed(bytes.fromhex(case["msg"]), bytes.fromhex(case["sig"]), key)
            assert said == (case["result"] == "valid"), case["tcId"]
            count += 1
    assert count == 151

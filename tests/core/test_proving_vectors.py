"""Our check of signatures against public vectors, where they are at hand."""

import json
from pathlib import Path

import pytest

from xinheng.proving.keys import is_signed

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "wycheproof"


@pytest.mark.skipif(not VECTORS.exists(), reason="skipped: the public vectors are not here")
def test_ed25519_agrees():
    place = VECTORS / "testvectors_v1" / "ed25519_test.json"
    count = 0
    for group in json.loads(place.read_text(encoding="utf-8"))["testGroups"]:
        key = bytes.fromhex(group["publicKey"]["pk"])
        for case in group["tests"]:
            said = is_signed(bytes.fromhex(case["msg"]), bytes.fromhex(case["sig"]), key)
            assert said == (case["result"] == "valid"), case["tcId"]
            count += 1
    assert count == 151

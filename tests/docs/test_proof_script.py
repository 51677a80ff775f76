"""The script that the page on the journal gives to outsiders does what the page says."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import transaction

from tests.factories import NOON, person
from xinheng.apps.journal import actions, queries
from xinheng.core.cases import acts
from xinheng.core.shared.actor import CLOCKWORK

pytestmark = pytest.mark.django_db

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explain" / "journal.md"
ENTRIES = 6


@pytest.fixture
def check(tmp_path):
    """Runs the page's script over a proof; says whether it was satisfied."""
    script, proof = tmp_path / "check.py", tmp_path / "proof.txt"
    text = PAGE.read_text(encoding="utf-8")
    script.write_text(text.split("```python\n")[1].split("```")[0], encoding="utf-8")

    def satisfied(given: str) -> bool:
        proof.write_text(given, encoding="utf-8")
        ran = subprocess.run([sys.executable, script, proof], capture_output=True, check=False)
        return ran.returncode == 0

    return satisfied


@pytest.fixture
def proofs():
    somebody = person("甲")
    with transaction.atomic():
        indexes = [
            actions.record(acts.CLOSE, on=somebody, by=CLOCKWORK, at=NOON, because=str(number))
            for number in range(ENTRIES)
        ]
    return [queries.proof(index).as_text() for index in indexes]


def test_every_proof_of_the_journal_satisfies_it(check, proofs):
    assert all(check(proof) for proof in proofs)


def test_a_tampered_proof_does_not(check, proofs):
    proof = proofs[2]
    longer = proof.replace("\n\n", "\npath " + "A" * 43 + "=\n\n", 1)

    assert not check(proof.replace("cases.close", "cases.stop"))
    assert not check(proof.replace("index 2", "index 3"))
    assert not check(proof.replace(f"size {ENTRIES}", "size 20"))
    assert not check(longer)

"""Keys through the API, and the commands that check."""

import json

import pytest
from click.testing import CliRunner

from tests.apps.test_verify import issued
from tests.factories import NOON, person
from xinheng.apps.proofs import queries as proofs
from xinheng.apps.registry import queries
from xinheng.cli.verify import check, verify
from xinheng.core.shared.actor import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon():
    import time_machine

    with time_machine.travel(NOON, tick=False):
        yield


def test_an_administrator_rotates_and_others_may_not(client):
    issued()
    sent = {"purpose": "certificate", "because": "年度更换"}

    def rotate():
        return client.post("/api/v1/acts/proofs.rotate-key", sent, content_type="application/json")

    client.force_login(person("乙", Role.PLANNER))
    assert rotate().status_code in (403, 409)
    assert len(proofs.keys()) == 2
    client.force_login(person("甲", Role.ADMINISTRATOR))
    answer = rotate()
    assert answer.status_code in (200, 201), answer.content
    assert len(proofs.keys()) == 3


def test_the_command_gives_the_verdict_the_interface_promises(tmp_path):
    row, pdf, text = issued()
    file = tmp_path / "c.pdf"
    file.write_bytes(pdf)
    bundle = tmp_path / "bundle.json"
    bundle.write_text(json.dumps(queries.offline_bundle(at=NOON)))
    for given in ([str(file)], [text], [row.number], [text, "--bundle", str(bundle)]):
        ran = CliRunner().invoke(verify, [*given, "--json", "--lang", "en"])
        result = json.loads(ran.output)["result"]
        assert (result["verdict"], result["number"]) == ("in-force", row.number)
        assert result["as_of"] == NOON.date().isoformat()
    ran = CliRunner().invoke(verify, [text, "--holder", "另一家", "--json", "--lang", "en"])
    result = json.loads(ran.output)["result"]
    assert result["verdict"] == "not-genuine"
    assert [point["point"] for point in result["points"]] == [
        "name-and-address", "scope", "standard", "dates",
    ]  # fmt: skip


def test_a_proof_is_checked_by_a_command_without_a_database(tmp_path):
    row, _pdf, _text = issued()
    file = tmp_path / "p.tlog-proof"
    text = proofs.log_proof(row.entry)
    file.write_text(text)
    key = proofs.log_verifiers()[0].as_text()
    ran = CliRunner().invoke(check, [str(file), "--key", key])
    assert json.loads(ran.output)["result"]["index"] == row.entry
    file.write_text(text.replace(f"index {row.entry}", f"index {row.entry - 1}"))
    assert CliRunner().invoke(check, [str(file), "--key", key]).exit_code == 3
    assert CliRunner().invoke(check, [str(file)]).exit_code == 2

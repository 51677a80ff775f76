"""`xinheng plan` keeps to its forms and exit codes."""

import json

import pytest
from click.testing import CliRunner

from tests.optim.problems import SOUND, changed, document
from xinheng.cli.plan import plan
from xinheng.optim.planning.plan import assignments_to_json


@pytest.fixture
def run(tmp_path):
    def go(*words, **files):
        for name, content in files.items():
            (tmp_path / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
        words = [str(tmp_path / word[1:]) if word.startswith("@") else word for word in words]
        return CliRunner().invoke(plan, words)

    return go


def test_solve_writes_a_plan_that_check_passes(run, tmp_path):
    done = run("solve", "--file", "@p.json", "--moves", "300", "--out", "@q.json", p=document())
    assert done.exit_code == 0
    written = json.loads((tmp_path / "q.json").read_text(encoding="utf-8"))
    assert set(written) >= {"assignments", "cost", "bound", "seconds", "seed"}

    checked = run("check", "--problem", "@p.json", "--plan", "@q.json")

    assert checked.exit_code == 0
    assert json.loads(checked.stdout)["result"]["cost"] == written["cost"]


def test_check_lists_every_fault_and_ends_with_3(run):
    wrong = assignments_to_json(SOUND[1:])
    done = run("check", "--problem", "@p.json", "--plan", "@q.json", "--lang", "en",
               p=changed(auditor__away=[2]), q={"assignments": wrong})  # fmt: skip
    told = json.loads(done.stdout)
    assert done.exit_code == 3
    assert {v["code"] for v in told["violations"]} == {
        "planning.away",
        "planning.earlier-unstaffed",
    }
    assert all("%(" not in v["message"] for v in told["violations"])


@pytest.mark.parametrize("name", ["solve", "check", "explain"])
def test_what_cannot_be_read_ends_with_2_and_one_line(run, name):
    where = {"solve": ("--file", "@p.json"), "check": ("--problem", "@p.json", "--plan", "@q.json"),
             "explain": ("--problem", "@p.json", "--audit", "first")}  # fmt: skip
    done = run(name, *where[name], p=changed(audit__starts=[]), q={"assignments": []})
    assert done.exit_code == 2
    assert done.stderr.splitlines() == [
        "audits[first].starts: is an empty window: no day to start on"
    ]


def test_solve_names_audits_that_nobody_can_do(run):
    done = run(
        "solve", "--file", "@p.json", "--moves", "10", "--lang", "en", p=changed(audit__team=3)
    )
    assert done.exit_code == 0
    assert "first: has fewer candidates" in done.stderr


def test_explain_gives_reasons_and_remedies(run):
    done = run("explain", "--problem", "@p.json", "--audit", "first", "--lang", "en",
               p=changed(audit__candidates={"li": 1}, auditor__away=list(range(10))))  # fmt: skip
    told = json.loads(done.stdout)["result"]
    assert done.exit_code == 0
    assert [reason["code"] for reason in told["reasons"]] == ["planning.unstaffed-away"]
    assert {remedy["kind"] for remedy in told["remedies"]} == {"from-leave"}


def test_explain_says_why_a_person_was_not_chosen(run):
    done = run(
        "explain",
        "--problem",
        "@p.json",
        "--plan",
        "@q.json",
        "--audit",
        "first",
        "--person",
        "mei",
        p=document(),
        q={"assignments": assignments_to_json(SOUND)},
    )
    assert json.loads(done.stdout)["result"]["instead_of"] == "li"


def test_repair_lists_each_change_with_its_reason(run):
    done = run("repair", "--problem", "@p.json", "--plan", "@q.json", "--disruption", "@d.json",
               "--lang", "en", p=document(), q={"assignments": assignments_to_json(SOUND[:1])},
               d={"today": 0, "ill": [{"auditor": "li", "first": 0, "until": 5}]})  # fmt: skip
    told = json.loads(done.stdout)["result"]
    assert done.exit_code == 0
    assert [change["cause"] for change in told["changes"]] == ["substitute"]
    assert told["changes"][0]["reason"]

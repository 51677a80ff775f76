"""Reckonings through the API and from the command line: the same answer, the same refusal."""

import json

import pytest
import time_machine
from click.testing import CliRunner
from django.test import Client

from tests.factories import NOON, case_before, person
from xinheng.apps.people.queries import actor_of
from xinheng.apps.programmes import actions
from xinheng.apps.programmes.models import TimeReckoning
from xinheng.cli.reckon import reckon, rerun_reckonings
from xinheng.core.cases.steps import Step
from xinheng.core.shared.actor import Role

pytestmark = pytest.mark.django_db
NOW = "2026-03-10T02:00:00Z"
QUESTION = {
    "on": "2026-03-10",
    "audit": "initial",
    "standards": [{"scheme": "ISMS", "people": 100}],
}
REFUSED = {**QUESTION, "standards": [{"scheme": "FSMS", "people": 0, "category": "ZZ"}]}


def post(name, question):
    with time_machine.travel(NOW, tick=False):
        answer = Client().post(f"/api/v1/reckon/{name}", question, content_type="application/json")
    return answer.status_code, answer.json()


def command(name, question, *more):
    with time_machine.travel(NOW, tick=False):
        done = CliRunner().invoke(reckon, [name, "--lang", "en", *more], input=json.dumps(question))
    return done.exit_code, done.output


def test_both_give_the_same_answer():
    status, by_api = post("audit-time", QUESTION)
    code, output = command("audit-time", QUESTION)

    by_command = json.loads(output)
    assert (status, code) == (200, 0)
    assert by_api["figure"]["value"] == by_command["figure"]["value"] == "12.0"
    assert by_api["result"] == by_command["result"]


def test_both_refuse_with_every_reason():
    status, problem = post("audit-time", REFUSED)
    code, output = command("audit-time", REFUSED)

    refused = json.loads(output)
    codes = ["audit-time.people-not-positive", "audit-time.category-unknown"]
    assert (status, code) == (409, 3)
    assert [reason["code"] for reason in problem["reasons"]] == codes
    assert [violation["code"] for violation in refused["violations"]] == codes
    assert refused["ok"] is False


@pytest.mark.parametrize("question", [{**QUESTION, "mood": 1}, {**QUESTION, "on": "today"}, {}])
def test_neither_reads_what_cannot_be_read(question):
    assert post("audit-time", question)[0] == 422
    assert command("audit-time", question)[0] == 2


def test_people_are_whole():
    half = {**QUESTION, "standards": [{"scheme": "ISMS", "people": 10.5}]}

    assert post("audit-time", half)[0] == 422
    assert command("audit-time", half)[0] == 2


def test_there_is_no_reckoning_of_an_unknown_name():
    assert post("luck", {})[0] == 404
    assert command("luck", {})[0] == 2


def test_the_day_may_be_given_beside_the_question():
    food = {"scheme": "FSMS", "people": 5, "category": "CIV", "certified_system": True}
    question = {**QUESTION, "standards": [food]}

    assert json.loads(command("audit-time", question)[1])["figure"]["value"] == "2.0"
    older = json.loads(command("audit-time", question, "--on", "2022-05-31")[1])
    assert (older["figure"]["value"], older["figure"]["rules_on"]) == ("1.5", "2022-05-31")
    assert command("audit-time", question, "--on", "2019-01-01")[0] == 3


def test_stored_reckonings_are_run_again_and_a_difference_is_told():
    planner = person("赵计划", Role.PLANNER)
    case = case_before(Step.TIME_RECKONED, "QMS")
    row = actions.reckon_time(case_id=case.pk, by=actor_of(planner.pk, on=NOON.date()), at=NOON)

    same = CliRunner().invoke(rerun_reckonings)
    stored = row.result
    stored["figure"]["value"] = "99.0"
    TimeReckoning.objects.filter(pk=row.pk).update(result=stored)
    other = CliRunner().invoke(rerun_reckonings)

    assert (same.exit_code, json.loads(same.output)) == (
        0, {"ok": True, "size": 1, "differing": []},
    )  # fmt: skip
    assert other.exit_code == 3
    assert json.loads(other.output)["differing"] == [row.pk]


MATCHING = {
    "scheme": "OHSMS",
    "code": "03.04.01",
    "auditors": [
        {"id": str(n), "b1": b1, "c1": c1}
        for n, (b1, c1) in enumerate(
            [("0.8", 3), ("0.9", 2), ("0.7", 3), ("0.8", 2), ("0.6", 3),
             ("0.7", 2), ("0.9", 2), ("0.8", 3), ("0.6", 2), ("0.9", 2)], 1)
    ],
    "projects": [
        {"id": key, "b2": b2, "c2": c2, "d": d, "e": e}
        for key, b2, c2, d, e in [
            ("a", "0.8", 1, "0.7", "0.8"), ("b", "0.7", 1, "0.7", "0.7"),
            ("c", "0.7", 2, "0.7", "0.6"), ("d", "0.6", 2, "0.6", "0.8"),
            ("e", "0.8", 3, "0.6", "0.7"), ("f", "0.7", 1, "0.8", "0.7")]
    ],
}  # fmt: skip


def test_the_case_of_the_article_gives_67_per_cent_everywhere():
    status, answer = post("matching", MATCHING)
    code, said = command("matching", MATCHING)
    assert (status, code) == (200, 0)
    assert json.loads(said)["result"] == answer["result"] | {
        "working": json.loads(said)["result"]["working"]
    }
    assert answer["figure"]["value"].startswith("0.6709")
    assert answer["result"]["form"] == "reciprocal-sum"
    assert {"x", "y", "p", "capacity", "drivers", "form"} <= set(answer["result"])
    best = max(answer["result"]["x"], key=lambda row: row["value"])["value"]
    assert [row["id"] for row in answer["result"]["x"] if row["value"] == best] == ["2", "7", "10"]


@pytest.mark.parametrize(
    ("change", "status", "code", "about"),
    [
        ({"auditors": [{"id": "1", "b1": {"living": "1.2"}, "c1": 1}]}, 409, 3, "living"),
        ({"auditors": [{"id": "1", "b1": "1", "c1": 0}]}, 409, 3, "C1"),
        ({"projects": []}, 409, 3, "matching.no-project"),
        ({"auditors": [{"id": "1", "b1": "much", "c1": 1}]}, 422, 2, "auditors[0].b1"),
        ({"form": "guess"}, 422, 2, "form"),
    ],
)
def test_a_matching_that_cannot_be_reckoned_is_refused_or_unreadable(change, status, code, about):
    question = {**MATCHING, **change}
    answered, answer = post("matching", question)
    ended, said = command("matching", question)
    assert (answered, ended) == (status, code)
    assert about in json.dumps(answer, ensure_ascii=False)
    assert about in said

"""The register of rules and the reckonings over the API, as known in a rule set."""

import json
from datetime import date

import pytest

from tests.factories_rules import entered, qms_sheet

pytestmark = pytest.mark.django_db
AUDIT = {"on": "2026-03-10", "audit": "initial", "standards": [{"scheme": "QMS", "people": 50}]}


def reckoned(client, **more):
    return client.post(
        "/api/v1/reckon/audit-time", json.dumps(AUDIT | more), content_type="application/json"
    )


def test_anybody_may_look_into_the_register(client):
    listed = client.get("/api/v1/rules?on=2026-03-10").json()
    shown = client.get("/api/v1/rules/md5_qms?on=2026-03-10").json()
    row = client.get("/api/v1/rules/md5_qms@2023-06-14%23626").json()

    assert listed["rules_on"] == "2026-03-10"
    assert shown["rule"] in listed["rules"]
    assert shown["rows"][0]["source"]["document"].startswith("IAF MD 5")
    assert [one["values"]["from"] for one in row["rows"]] == [626]


def test_what_changed_is_told_row_by_row(client):
    changes = client.get("/api/v1/rules/diff?first=2025-12-31&second=2026-01-01").json()["changes"]

    assert "clocks" in {change["table"] for change in changes}
    assert all(change["rows"] for change in changes if change["table"] == "clocks")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/rules?on=1901-01-01", 404),
        ("/api/v1/rules/no_such_rule", 404),
        ("/api/v1/rules/md5_qms?known=99", 404),
        ("/api/v1/rules/md5_qms?on=yesterday", 422),
        ("/api/v1/rules/diff", 422),
    ],
)
def test_what_is_not_there_is_a_problem(client, address, status):
    assert client.get(address).status_code == status


def test_a_figure_of_then_can_be_reckoned_again(client):
    before = reckoned(client).json()["figure"]
    sheet = qms_sheet(edition="2023 corrected", start=date(2023, 6, 14), kind="correction")
    entered(sheet)

    now, again = reckoned(client).json()["figure"], reckoned(client, rules_known=0).json()["figure"]

    assert (before["rules_known"], now["rules_known"], again["rules_known"]) == (0, 1, 0)
    assert before == again
    assert now["value"] != before["value"]
    assert client.get("/api/v1/rules/md5_qms?known=0").json()["rule"]["edition"] != "2023 corrected"


@pytest.mark.parametrize("known", [99, -1, "0", True])
def test_a_rule_set_that_never_was_is_unreadable(client, known):
    answer = reckoned(client, rules_known=known)

    assert answer.status_code == 422
    assert "rules_known" in answer.content.decode()


def test_the_link_of_a_calculator_brings_back_the_figure_of_then(client):
    page = client.get("/calculators/due/?rule=restore&regimes=17021-1&expires_on=2026-09-09")
    entered()

    assert page.context["link"].endswith("known=0")
    assert json.loads(page.context["question"])["rules_known"] == 0
    again = client.get(page.context["link"])
    assert again.context["answer"] == page.context["answer"]
    assert client.get(page.context["link"].replace("known=0", "known=9")).status_code == 422

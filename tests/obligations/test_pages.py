"""The register and the obligations of a case, as page, API and command."""

import json

import pytest
from click.testing import CliRunner
from django.urls import reverse

from tests.factories import TODAY, case_before, person, view
from tests.factories_audits import on_the_way, opened
from xinheng.cli.obligations import obligations as command
from xinheng.cli.rules import rules
from xinheng.core.cases.steps import Step
from xinheng.core.shared.actor import Role
from xinheng.front import coverage
from xinheng.front.obligations import Standing, of_case
from xinheng.rulebook.obligations import obligations

pytestmark = pytest.mark.django_db
REGISTER = "/rules/obligations/"
FIELDS = {"id", "source", "strength", "state", "enforced_by", "tests", "reason"}


def test_anybody_reads_the_register_and_finds_in_it(client):
    whole = client.get(REGISTER).content.decode()
    assert "17021-1:5.1.2" in whole

    narrow = client.get(REGISTER, {"document": "IAF MD 2", "words": "MD2-03"}).content.decode()
    assert "MD2:MD2-03" in narrow
    assert "MD2:MD2-04" not in narrow
    assert "17021-1:5.1.2" not in narrow


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_obligation_opens(client, language):
    client.cookies["django_language"] = language
    for row in obligations():
        answer = client.get(reverse("obligations:one", args=[row.id]))
        assert answer.status_code == 200, row.id
        for name in (*row.enforced_by, *row.tests):
            assert name in answer.content.decode()


def test_an_unknown_obligation_is_not_there(client):
    assert client.get(f"{REGISTER}17021-1:99.9/").status_code == 404


def test_the_register_is_exported_whole(client):
    answer = client.get(REGISTER, {"as": "csv", "document": "IAF MD 9"})

    text = answer.content.decode("utf-8-sig")
    assert "MD9:MD9-01" in text
    assert "tests/rulebook/test_tables.py" in text


def test_the_api_tells_the_register_in_the_form_of_the_command(client):
    rows = client.get("/api/v1/rules/obligations").json()

    assert len(rows) == len(obligations()) == len(coverage.coverage())
    assert all(set(row) >= FIELDS for row in rows)
    assert sum(tally.total for tally in coverage.tallies()) == len(rows)


def standings(case):
    return {row.obligation.id: row for row in of_case(view(case), TODAY)}


def test_an_obligation_of_a_case_is_later_then_open_then_met():
    before = standings(case_before(Step.TEAM_APPOINTED))
    after = standings(case_before(Step.STAGE1_PLANNED))

    assert before["17021-1:9.2.2"].standing == Standing.OPEN
    assert after["17021-1:9.2.2"].standing == Standing.MET
    assert after["17021-1:9.2.2"].step == Step.TEAM_APPOINTED
    assert after["17021-1:9.5.1"].standing == Standing.LATER
    assert after["17021-1:9.6.5"].standing == Standing.LATER


def test_an_act_without_a_step_is_met_by_its_entry():
    from tests.obligations.test_on_site import tell

    way = opened(on_the_way())
    assert standings(way.case)["MD4:MD4-06"].standing == Standing.LATER

    tell(way, way.leader)

    found = standings(way.case)["MD4:MD4-06"]
    assert (found.standing, found.act) == (Standing.MET, "audits.tell-body")
    assert found.entry is not None


def test_the_obligations_of_a_case_cost_the_same_at_every_step(django_assert_num_queries):
    for step in (Step.CLAIMS_CHECKED, Step.ISSUED):
        found = view(case_before(step))
        with django_assert_num_queries(3):
            assert of_case(found, TODAY)


def test_the_page_of_a_case_tells_open_and_met_and_leads_to_the_entry(client):
    case = case_before(Step.TEAM_APPOINTED)
    client.force_login(person("李计划", Role.PLANNER))
    address = reverse("obligations:case", args=[case.number])

    assert address in client.get(reverse("cases:case", args=[case.number])).content.decode()
    page = client.get(address).content.decode()
    assert "17021-1:9.2.2" in page
    assert "17021-1:9.1.2" in page
    only = client.get(address, {"standing": "open"}).content.decode()
    assert "17021-1:9.2.2" in only
    assert "17021-1:9.1.2<" not in only


def test_another_client_sees_nothing_of_it(client_of_another):
    web, case = client_of_another

    assert web.get(reverse("obligations:case", args=[case.number])).status_code == 404
    assert web.get(f"/api/v1/cases/{case.number}/obligations").status_code == 404


@pytest.fixture
def client_of_another(client):
    from tests.factories import client as organisation

    client.force_login(person("外人", Role.CLIENT, organisation=organisation("别家有限公司")))
    return client, case_before(Step.TEAM_APPOINTED)


def test_the_command_tells_the_same():
    case, who = case_before(Step.TEAM_APPOINTED), person("李计划", Role.PLANNER)

    done = CliRunner().invoke(command, [case.number, "--as", who.username])
    told = json.loads(done.output)["result"]
    unknown = CliRunner().invoke(command, ["X-0", "--as", who.username])

    assert done.exit_code == 0
    assert told["counts"]["open"] == sum(row["standing"] == "open" for row in told["obligations"])
    assert {row["id"] for row in told["obligations"]} == set(standings(case))
    assert unknown.exit_code == 2


def test_the_command_lists_the_whole_register():
    whole = CliRunner().invoke(rules, ["coverage", "--json"])
    one = CliRunner().invoke(rules, ["coverage", "--json", "--document", "IAF MD 9"])

    assert {row["id"] for row in json.loads(whole.output)} == {row.id for row in obligations()}
    assert "MD9:MD9-01" in {row["id"] for row in json.loads(one.output)}


def test_a_waiver_in_force_shows_where_it_acts():
    from tests.factories import NOON
    from xinheng.apps.waivers.models import Waiver

    case, asker, other = case_before(Step.VISIT_CONFIRMED), person("问"), person("答")
    Waiver.objects.create(
        number="W-2026-1", code="audits.attendance-unconfirmed", case_id=case.pk, because="出差",
        starts_on=TODAY, ends_on=TODAY, state="approved", asked_by=asker, asked_at=NOON,
        answered_by=other, answered_at=NOON,
    )  # fmt: skip

    found = standings(case)

    assert (found["M-47"].standing, found["M-47"].note) == (Standing.WAIVED, "W-2026-1")
    assert found["M-70"].standing != Standing.WAIVED

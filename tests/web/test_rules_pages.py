"""The pages, the commands and the API of the rulebook and of changes of rules."""

import json
from datetime import date

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.apps.test_rulechange import CNCA_2025, certified
from tests.factories import NOON, person
from tests.factories_rules import entered, owner, proposed, qms_sheet
from xinheng.apps.journal.models import Entry
from xinheng.apps.programmes.models import DueAudit
from xinheng.apps.rulechange.models import EffectRow, Report
from xinheng.apps.rules import actions
from xinheng.apps.rules.models import Amendment, Confirmation
from xinheng.cli.rules import rules as command
from xinheng.core.shared.actor import Role

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    return answer.content.decode()


def test_anybody_may_look_and_nobody_is_named(client, django_assert_max_num_queries):
    actions.confirm(target="clocks", evidence="copy 3", on=NOON.date(), by=owner("王负责"), at=NOON)
    with django_assert_max_num_queries(25):
        listed = text_of(client.get(reverse("rules:list"), {"on": "2026-03-10"}))
    with django_assert_max_num_queries(25):
        shown = text_of(client.get(reverse("rules:rule", args=["clocks@2026-01-01"])))

    assert "法定时限" in listed
    assert "copy 3" in shown
    assert "机构规则负责人于 2026-03-10 核实" in shown
    assert "王负责" not in shown
    for name in ("rules:entries", "rules:propose", "rulechange:report"):
        assert client.get(reverse(name)).status_code == 302


def test_every_marked_number_shows_its_mark(client):
    shown = text_of(client.get(reverse("rules:rule", args=["md1_sampling"])))
    assert shown.count('class="badge unverified"') >= 5
    assert "仅一个来源" in shown
    checked = text_of(client.get(reverse("rules:rule", args=["md5_qms"])))
    assert 'class="badge unverified"' not in checked


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_is_filtered_searched_and_exported(client, count):
    address = reverse("rules:list")
    found = text_of(client.get(address, {"status": "conflict"}))
    assert "环境管理体系审核时间" in found
    assert "md9" not in found
    assert "医疗器械" in text_of(client.get(address, {"scheme": "MDQMS", "kind": "table"}))
    assert "法定时限" not in text_of(client.get(address, {"words": "MD 11"}))
    book = client.get(address, {"as": "xlsx"})
    assert book["Content-Type"].endswith("spreadsheetml.sheet")
    assert "没有生效的规则" in text_of(client.get(address, {"on": "1990-01-01"})).replace("\n", "")


def test_what_changed_between_two_days(client):
    shown = text_of(
        client.get(reverse("rules:changes"), {"from": "2025-12-31", "to": "2026-01-01"})
    )
    assert "next_surveillance.CNCA" in shown
    same = text_of(client.get(reverse("rules:changes"), {"from": "2026-01-01", "to": "2026-01-01"}))
    assert "两日之间没有变化" in same


def test_what_is_not_there_is_not_there(client):
    for rule_id in ("md6", "md5_qms@1999-01-01", "list:nothing"):
        assert client.get(reverse("rules:rule", args=[rule_id])).status_code == 404
    assert client.get(reverse("rules:layout", args=["list:records.records"])).status_code == 404
    known = client.get(reverse("rules:rule", args=["md5_qms"]), {"known": "7"})
    assert known.status_code == 404


def test_an_edition_goes_through_two_persons_on_its_pages(client, django_assert_max_num_queries):
    client.force_login(person("甲", Role.RULE_OWNER))
    sheet = SimpleUploadedFile("md5.csv", qms_sheet().encode(), "text/csv")
    answer = client.post(reverse("rules:propose"), {"file": sheet, "reason": "new"})
    row = Amendment.objects.get()
    assert answer.url == reverse("rules:entry", args=[row.pk])
    approve = reverse("rules:answer", args=[row.pk, "approve"])
    assert client.post(approve, {"note": ""}).status_code == 409

    client.force_login(person("乙", Role.RULE_OWNER))
    with django_assert_max_num_queries(25):
        assert "变更内容" in text_of(client.get(answer.url))
    assert client.post(approve, {"note": ""}).status_code == 302
    row.refresh_from_db()
    assert row.state == "approved"
    with django_assert_max_num_queries(25):
        assert "规则集" in text_of(client.get(reverse("rules:entries")))
    assert "新版" in text_of(client.get(reverse("rules:entries")))


def test_a_wrong_file_is_refused_with_every_line_and_nothing_is_kept(client):
    client.force_login(person("甲", Role.RULE_OWNER))
    bad = qms_sheet(rows=[(1, 5, 2), (7, 10, 1)]).encode()
    answer = client.post(
        reverse("rules:propose"),
        {"file": SimpleUploadedFile("md5.csv", bad, "text/csv"), "reason": "new"},
    )
    assert answer.status_code == 409
    assert "第 10 行" in text_of(answer)
    assert not Amendment.objects.exists()
    assert not Entry.objects.exists()


def test_confirming_and_choosing_on_their_pages(client):
    client.force_login(person("甲", Role.RULE_OWNER))
    row = "md5_sector_complexity@2020-05-07#QMS.food"
    assert client.get(reverse("rules:confirm"), {"target": row}).status_code == 200
    done = client.post(
        reverse("rules:confirm"), {"target": row, "evidence": "shelf 3", "on": "2026-03-01"}
    )
    assert done.status_code == 302
    made = Confirmation.objects.get()
    ended = client.post(reverse("rules:unconfirm", args=[made.pk]), {"note": "wrong copy"})
    assert ended.status_code == 302
    chosen = client.post(
        reverse("rules:choose"),
        {"target": "house_settings#stage1_ratio", "value": "0.3", "valid_from": "2026-04-01",
         "reason": "our habit"},
    )  # fmt: skip
    assert chosen.status_code == 302
    refused = client.post(
        reverse("rules:choose"),
        {"target": "house_settings#stage1_ratio", "value": "3", "valid_from": "2026-04-01",
         "reason": "our habit"},
    )  # fmt: skip
    assert refused.status_code == 409


def test_a_client_of_the_body_enters_nothing(client):
    client.force_login(person("客户", Role.CLIENT))
    for name in ("rules:entries", "rules:propose", "rules:choose", "rulechange:report"):
        assert client.get(reverse(name)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_change_is_reported_looked_into_and_moved_on_its_pages(
    client, count, django_assert_max_num_queries
):
    cases = [certified() for _ in range(count)]
    client.force_login(person("赵计划", Role.PLANNER))
    with django_assert_max_num_queries(25):
        client.get(reverse("rulechange:report"))
    answer = client.post(reverse("rulechange:report"), {"day": CNCA_2025.isoformat()})
    report = Report.objects.get()
    assert answer.url == reverse("rulechange:effects", args=[report.pk])
    with django_assert_max_num_queries(25):
        listed = text_of(client.get(answer.url))
    assert listed.count("2027-09-10") == count
    effect = EffectRow.objects.filter(shift_days__lt=0).earliest("pk")
    shown = text_of(client.get(reverse("rulechange:effect", args=[report.pk, effect.pk])))
    assert "2016" in shown
    assert "审核" in shown
    filtered = text_of(client.get(answer.url, {"direction": "less"}))
    assert "2027-09-10" not in filtered
    book = client.get(answer.url, {"as": "csv", "columns": ["case", "old", "new"]})
    assert "CNCA-QMS-01 5.4.1.4" in book.content.decode("utf-8-sig")

    moved = client.post(reverse("rulechange:move", args=[report.pk]), {"row": [effect.pk]})

    assert moved.status_code == 302
    due = DueAudit.objects.get(cycle__case_id=effect.case_id, kind="surveillance-2")
    assert due.due_on == date(2027, 9, 10)
    again = client.post(reverse("rulechange:move", args=[report.pk]), {"row": [effect.pk]})
    assert again.status_code == 409
    assert len(cases) == count


def test_the_act_that_moves_is_offered_by_the_api(client):
    from xinheng.front import operations

    named = {operation.act.name for operation in operations.every()}
    assert {"rules.propose", "rules.approve", "rules.confirm", "rulechange.ask"} <= named


def run(*words: str):
    return CliRunner().invoke(command, [*words, "--lang", "en"])


def test_the_commands_say_the_same():
    row = entered()
    listed = json.loads(run("list", "--on", "2027-01-01", "--json").stdout)["result"]
    qms = next(rule for rule in listed["rules"] if rule["id"] == "md5_qms@2027-01-01")
    assert (listed["rules_known"], qms["rule_set"], qms["bears_mark"]) == (1, row.known_id, True)
    then = json.loads(run("list", "--on", "2027-01-01", "--known", "0").stdout)["result"]
    assert "md5_qms@2027-01-01" not in {rule["id"] for rule in then["rules"]}
    changed = json.loads(run("diff", "2026-12-31", "2027-01-01", "--json").stdout)["result"]
    assert [change["table"] for change in changed["changes"]] == ["md5_qms"]
    same = json.loads(run("diff", "2026-12-31", "2026-12-31", "--json").stdout)["result"]
    assert same["changes"] == []
    shown = json.loads(run("show", "md5_qms@2027-01-01#1", "--json").stdout)["result"]
    assert shown["rows"][0]["values"]["days"] == "2.5"
    assert len(json.loads(run("sets").stdout)["result"]) == 1
    for words in (("show", "md6"), ("list", "--known", "9"), ("list", "--on", "1990-01-01")):
        assert run(*words).exit_code == 2


def test_a_file_is_checked_without_keeping_it(tmp_path):
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(qms_sheet())
    bad.write_text(qms_sheet(rows=[(1, 5, 2), (7, 10, 1)]))
    assert json.loads(run("check", str(good)).stdout)["result"]["kind"] == "edition"
    refused = run("check", str(bad))
    assert refused.exit_code == 3
    codes = {v["code"] for v in json.loads(refused.stdout)["violations"]}
    assert codes == {"rules.ladder-gap", "rules.ladder-falls"}
    assert not Amendment.objects.exists()
    layout = CliRunner().invoke(command, ["layout", "md5_qms"])
    assert layout.stdout.startswith("#table,md5_qms")


def test_a_proposal_can_be_tried_from_its_page(client):
    certified(NOON)
    row = proposed()
    client.force_login(person("甲", Role.RULE_OWNER))
    answer = client.post(reverse("rulechange:report"), {"entry": row.pk})
    assert "试算" in text_of(client.get(answer.url))
    wrong = client.post(reverse("rulechange:report"), {"day": "1999-01-01"})
    assert wrong.status_code == 409

"""Pages of audits and findings, on screen and through the API."""

import pytest
import time_machine
from django.urls import reverse

from tests.factories import view
from tests.factories_audits import (
    CLOSED,
    OPENED,
    SENT,
    closed,
    confirmed,
    on_the_way,
    opened,
    ready_to_close,
    saved,
)
from xinheng.apps.audits import actions
from xinheng.apps.audits import queries as audits
from xinheng.apps.findings import queries as findings
from xinheng.apps.people.models import Person
from xinheng.core.audits.words import VisitState
from xinheng.core.cases.steps import Step

pytestmark = pytest.mark.django_db


def sign_in(client, who) -> None:
    client.force_login(Person.objects.get(pk=who.person_id))


def page(way, verb: str, room: str = "audits") -> str:
    return reverse(f"{room}:{verb}", args=[way.case.number])


def test_a_plan_is_written_in_rows(client):
    way = on_the_way()
    sign_in(client, way.planner)
    sent = {"objectives": "确认", "criteria": "ISO 9001:2015"}
    sent |= {
        "row0_on": "2026-03-16", "row0_begins": "08:30", "row0_ends": "12:00",
        "row0_site_id": way.site, "row0_activity": "首次会议", "row0_clauses": "9.1、9.2",
        "row0_member_ids": [way.team[0]],
    }  # fmt: skip
    sent |= {f"row{index}_on": "" for index in range(1, 4)}

    with time_machine.travel(SENT, tick=False):
        shown = client.get(page(way, "save-plan"))
        answer = client.post(page(way, "save-plan"), sent)

    assert shown.status_code == 200
    assert answer.status_code == 302
    (visit,) = audits.visits_of(view(way.case))
    assert [line.line.clauses for line in visit.lines] == [("9.1", "9.2")]


def test_a_refused_plan_says_everything_on_the_page(client):
    way = on_the_way()
    saved(way, [])
    sign_in(client, way.planner)

    with time_machine.travel(SENT, tick=False):
        answer = client.post(page(way, "send-plan"), {})

    assert answer.status_code == 409
    assert "audits.plan-empty" in answer.content.decode()


@pytest.mark.parametrize(
    ("verb", "who"),
    [("open-visit", "leader"), ("revise-plan", "planner"), ("propose-withdrawal", "leader")],
)
def test_the_acts_of_a_confirmed_visit_have_pages(client, verb, who):
    way = confirmed(on_the_way())
    sign_in(client, getattr(way, who))

    assert client.get(page(way, verb)).status_code == 200


@pytest.mark.parametrize(
    "verb", ["sign-in", "add-evidence", "compare-actuals", "answer-items", "close-visit"]
)
def test_the_acts_on_site_have_pages(client, verb):
    way = opened(on_the_way())
    sign_in(client, way.leader)

    assert client.get(page(way, verb)).status_code == 200


def test_a_visit_is_opened_and_compared_from_a_phone(client):
    way = confirmed(on_the_way())
    sign_in(client, way.leader)
    from xinheng.rulebook.lists.meetings import opening_agenda

    with time_machine.travel(OPENED, tick=False):
        first = client.post(
            page(way, "open-visit"),
            {
                "held_at": "2026-03-16T09:00", "place": "会议室", "attendees": "陈山\n林静",
                "top_manager": "陈山", "top_manager_present": "on",
                "agenda": [item.key for item in opening_agenda()], "member_ids": way.team,
            },
        )  # fmt: skip
        second = client.post(
            page(way, "compare-actuals"), {"people_QMS": "58", f"found_{way.site}": "as-applied"}
        )

    assert (first.status_code, second.status_code) == (302, 302)
    assert {Step.VISIT_OPENED, Step.ACTUALS_COMPARED} <= view(way.case).done


def test_the_client_confirms_through_the_api_and_others_do_not(client):
    way = saved(on_the_way())
    actions.send_plan(case_id=way.case.pk, by=way.planner, at=SENT)
    address = f"/api/v1/cases/{way.case.number}/acts/audits.confirm-plan"
    given = {"top_manager": "陈山", "attends": True}

    with time_machine.travel(SENT, tick=False):
        sign_in(client, way.planner)
        refused = client.post(address, given, content_type="application/json")
        sign_in(client, way.customer)
        done = client.post(address, given, content_type="application/json")
        visits = client.get(f"/api/v1/cases/{way.case.number}/visits").json()["visits"]

    assert refused.status_code == 409
    assert [r["code"] for r in refused.json()["reasons"]] == [
        "duty-missing", "audits.not-the-client",
    ]  # fmt: skip
    assert done.status_code == 200
    assert visits[0]["state"] == VisitState.CONFIRMED


def test_the_case_page_shows_timetable_presence_and_findings(client):
    way = closed(on_the_way())
    sign_in(client, way.leader)

    part = reverse("cases:part", args=[way.case.number, "audits"])
    text = client.get(part).content.decode()

    assert "过程审核" in text
    assert "钱审核" in text


def test_the_client_sees_no_evidence_and_downloads_its_plan(client):
    way = closed(on_the_way())
    (visit,) = audits.visits_of(view(way.case))
    sign_in(client, way.customer)

    answer = client.get(reverse("cases:part", args=[way.case.number, "audits"]))
    plan = client.get(reverse("audits:paper", args=[visit.plan_file_id]))

    assert 'id="evidence"' not in answer.content.decode()
    assert b"".join(plan.streaming_content).startswith(b"%PDF")


def test_a_finding_goes_its_way_through_the_api(client):
    way = opened(on_the_way())
    root = f"/api/v1/cases/{way.case.number}"

    def act(who, verb: str, **given):
        sign_in(client, who)
        return client.post(f"{root}/acts/findings.{verb}", given, content_type="application/json")

    with time_machine.travel(OPENED, tick=False):
        raised = act(
            way.auditor, "raise", scheme="QMS", clause="8.5.1", grade="minor",
            statement="未按规程", evidence="批号 7", site_id=way.site,
        )  # fmt: skip
        (found,) = client.get(f"{root}/findings").json()["findings"]
        answer = {
            "finding_id": found["id"], "correction": "返工", "cause": "未培训", "action": "培训",
            "responsible": "王班长", "done_by_on": "2026-04-01",
        }  # fmt: skip
        by_team = act(way.auditor, "answer", **answer)
        by_client = act(way.customer, "answer", **answer)
        accepted = act(way.auditor, "accept-plan", finding_id=found["id"])

    assert [a.status_code for a in (raised, by_team, by_client, accepted)] == [200, 409, 200, 200]
    assert findings.findings_of(view(way.case))[0].state == "accepted"


def test_a_report_is_written_previewed_and_saved_by_itself(client):
    way = closed(on_the_way())
    sign_in(client, way.leader)
    text = {"summary": "总结", "scope": "糕点", "deviations": "无", "conclusion_QMS": "有效"}

    with time_machine.travel(CLOSED, tick=False):
        shown = client.get(page(way, "draft-report", "findings"))
        kept = client.post(page(way, "autosave", "findings"), text)
        word = client.get(page(way, "report-docx", "findings"))
        pdf = client.get(page(way, "report-pdf", "findings"))

    assert shown.status_code == 200
    assert kept.status_code == 200
    assert findings.draft_sections(view(way.case)).conclusions == {"QMS": "有效"}
    assert word.content.startswith(b"PK")
    assert pdf.content.startswith(b"%PDF")


def test_a_template_of_the_body_is_previewed_and_used(client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.factories import person
    from xinheng.core.shared.actor import Role
    from xinheng.printing.report_docx import DEFAULT_TEMPLATE

    client.force_login(person("管理员", Role.ADMINISTRATOR))
    address = reverse("findings:template")
    own = DEFAULT_TEMPLATE.read_bytes()

    preview = client.post(
        address, {"template": SimpleUploadedFile("own.docx", own), "preview": "on"}
    )
    broken = client.post(address, {"template": SimpleUploadedFile("own.docx", b"no")})
    assert findings.template_in_use() is None
    used = client.post(address, {"template": SimpleUploadedFile("own.docx", own)})

    assert preview.content.startswith(b"PK")
    assert (broken.status_code, used.status_code) == (409, 302)
    assert findings.template_in_use() is not None


def test_lists_of_this_room_open(client):
    way = ready_to_close(on_the_way())
    sign_in(client, way.leader)

    assert client.get(reverse("findings:list")).status_code == 200
    assert client.get(reverse("audits:withdrawals")).status_code == 200

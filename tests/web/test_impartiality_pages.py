"""The pages and the API of impartiality and waivers."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories import case_before, person
from tests.factories_intake import applied, staff
from tests.factories_staffing import auditor
from xinheng import clock
from xinheng.apps.impartiality.models import Income, Service, Threat
from xinheng.apps.people.models import Bar, Person
from xinheng.apps.waivers.models import Waiver
from xinheng.core.cases.steps import Step
from xinheng.core.shared.actor import Role

pytestmark = pytest.mark.django_db
JSON = {"content_type": "application/json"}


@pytest.fixture
def manager(client):
    made = person("吴总", Role.MANAGER)
    client.force_login(made)
    return made


def asking(of, **more):
    today = clock.today()
    return {
        "code": "staffing.rotation", "case": of.number, "because": "人手短缺",
        "evidence": "排程表", "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=30)).isoformat(),
    } | more  # fmt: skip


def test_a_waiver_is_asked_for_and_approved_by_page(client):
    case = case_before(Step.TEAM_APPOINTED)
    client.force_login(person("赵计划", Role.PLANNER))
    client.post(reverse("waivers:ask"), asking(case))
    waiver = Waiver.objects.get()
    page = reverse("waivers:waiver", args=[waiver.number])
    assert reverse("waivers:answer", args=[waiver.number, "approve"]) not in client.get(
        page
    ).content.decode()

    client.force_login(person("吴总", Role.MANAGER))
    assert reverse("waivers:answer", args=[waiver.number, "approve"]) in client.get(
        page
    ).content.decode()
    client.post(
        reverse("waivers:answer", args=[waiver.number, "approve"]), {"because": "同意"}
    )

    waiver.refresh_from_db()
    assert waiver.state == "approved"
    listed = client.get(reverse("waivers:list"), {"standing": "in-force"}).content.decode()
    assert waiver.number in listed
    assert waiver.number not in client.get(
        reverse("waivers:list"), {"standing": "ended"}
    ).content.decode()


def test_a_refused_question_says_why_at_its_field_and_keeps_nothing(client):
    case = case_before(Step.TEAM_APPOINTED)
    client.force_login(person("赵计划", Role.PLANNER))

    late = client.post(reverse("waivers:ask"), asking(case, ends_on="2000-01-01"))
    unknown = client.post(reverse("waivers:ask"), asking(case, case="XH-0000"))

    assert (late.status_code, unknown.status_code) == (409, 409)
    assert "waivers.ended-already" in late.content.decode()
    assert "case.unknown" in unknown.content.decode()
    assert not Waiver.objects.exists()


def test_waivers_by_api_with_the_same_refusals(client):
    case = case_before(Step.TEAM_APPOINTED)
    client.force_login(person("吴总", Role.MANAGER))
    asked = client.post("/api/v1/acts/waivers.ask", asking(case), **JSON)
    number = asked.json()["waiver"]

    own = client.post(
        "/api/v1/acts/waivers.approve", {"waiver": number, "because": "可"}, **JSON
    )
    never = client.post(
        "/api/v1/acts/waivers.ask", asking(case, code="people.tie-lasts"), **JSON
    )

    assert own.status_code == 409
    assert "waivers.own" in own.content.decode()
    assert "waivers.not-waivable" in never.content.decode()
    assert [row["waiver"] for row in client.get("/api/v1/waivers/").json()] == [number]
    assert client.get("/api/v1/waivers/rules").json()


def test_the_case_page_shows_what_a_waiver_set_aside(client):
    who = staff()
    row = applied(by=who)
    today = clock.today()
    asker, approver = person("问"), person("批")
    Waiver.objects.create(
        number="W-2026-0001", code="intake.claim-unchecked", case_id=row.case_id, because="停用",
        evidence="公告", starts_on=today, ends_on=today, state="approved", asked_at=clock.now(),
        asked_by=asker, answered_at=clock.now(), answered_by=approver,
    )  # fmt: skip
    client.force_login(Person.objects.get(pk=who.person_id))
    number = row.case.number

    page = client.get(reverse("cases:case", args=[number])).content.decode()
    part = client.get(reverse("cases:part", args=[number, "impartiality"])).content.decode()

    assert 'data-waiver="W-2026-0001"' in page
    assert "W-2026-0001" in part
    client.post(reverse("intake:finish-claims", args=[number]), {})
    told = client.get(reverse("cases:case", args=[number])).content.decode()
    assert "（经第 W-2026-0001 号豁免）" in told


def test_related_entities_and_services_by_page(client, manager):
    case = case_before(Step.APPLIED)
    act = lambda verb: reverse("impartiality:act", args=[verb])  # noqa: E731
    client.post(act("record-related"), {"name": "海岭咨询", "kind": "related-consultancy"})
    client.post(
        act("record-service"),
        {"organisation_id": case.organisation_id, "kind": "service-consultancy"},
    )

    page = client.get(reverse("impartiality:list")).content.decode()

    assert "海岭咨询" in page
    assert Service.objects.get().ended_on is None
    ended = client.post(
        act("end-service"), {"service_id": Service.objects.get().pk, "on": "2999-01-01"}
    )
    assert ended.status_code == 409
    assert "impartiality.end-in-future" in ended.content.decode()


def test_a_threat_is_recorded_and_assessed_by_page(client, manager):
    case = case_before(Step.APPLIED)
    address = reverse("impartiality:act", args=["raise-threat"])
    client.post(
        address, {"organisation_id": case.organisation_id, "case": case.number, "what": "亲属"}
    )
    threat = Threat.objects.get()
    page = client.get(reverse("impartiality:threat", args=[threat.pk])).content.decode()
    assert case.number in page

    client.post(
        reverse("impartiality:act", args=["assess-threat"]),
        {"threat_id": threat.pk, "is_acceptable": "no", "because": "未隔离"},
    )
    threat.refresh_from_db()
    assert threat.state == "threat-unacceptable"
    listed = client.get(reverse("impartiality:threats"), {"state": "threat-open"})
    assert "亲属" not in listed.content.decode()


def test_income_is_imported_by_page_and_shown_with_shares(client, manager):
    upload = SimpleUploadedFile("i.csv", "客户,金额\n甲,30\n乙,70\n".encode())
    address = reverse("impartiality:import-income")

    client.post(address, {"year": 2025, "file": upload})
    page = client.get(reverse("impartiality:income"), {"year": 2025}).content.decode()
    wrong = client.post(
        address, {"year": 2025, "file": SimpleUploadedFile("i.csv", b"party,amount\nx,-1\n")}
    )

    assert "70 %" in page
    assert wrong.status_code == 409
    assert Income.objects.count() == 2


def test_a_bar_is_recorded_by_page_and_shown_to_those_who_staff(client, manager):
    mei = auditor("梅")
    address = reverse("people:act", args=["record-bar"])
    given = {"person_id": mei.pk, "ground": "forged-education", "from_on": "2026-01-01",
             "evidence": "核实函"}  # fmt: skip

    refused = client.post(address, given | {"until": "2027-01-01"})
    client.post(address, given)

    assert refused.status_code == 409
    assert "people.bar-is-for-life" in refused.content.decode()
    assert Bar.objects.get().until is None
    assert "学历造假" in client.get(reverse("people:person", args=[mei.pk])).content.decode()


def test_the_registers_are_not_for_auditors_or_clients(client):
    client.force_login(person("梅", Role.AUDITOR))

    for name in ("impartiality:list", "impartiality:threats", "impartiality:income"):
        assert client.get(reverse(name)).status_code == 404
    assert client.get("/api/v1/impartiality/threats").json() == []


@pytest.mark.parametrize("name", ["impartiality:list", "impartiality:threats", "waivers:list"])
def test_lists_cost_little(client, manager, django_assert_max_num_queries, name):
    with django_assert_max_num_queries(24):
        assert client.get(reverse(name)).status_code == 200

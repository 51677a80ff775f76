"""Pages of the body's own management, of complaints and appeals, and what is public."""

import html
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import NOON, case_before, person
from tests.factories import client as organisation
from tests.factories_decisions import body, certificate
from tests.factories_governance import complaint, filled, in_force, investigated, manager, opened
from xinheng.apps.governance.models import Matter, Record
from xinheng.apps.people.models import Notice
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import RoundKind
from xinheng.core.governance.words import About, Moment, RecordState, Result
from xinheng.core.shared.actor import Role
from xinheng.jobs import reminders
from xinheng.rulebook.lists.governance import kinds

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _this_day():
    """The day of the factories, and a fresh count of what was sent."""
    import time_machine

    cache.clear()
    with time_machine.travel(NOON, tick=False):
        yield


def text_of(answer, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


@pytest.fixture
def signed_in(client):
    """The browser of a manager."""
    client.force_login(person("沈清源", Role.MANAGER))
    return client


def test_the_duties_page_says_what_is_missing_overdue_and_in_order(signed_in):
    page = text_of(signed_in.get(reverse("governance:duties")))
    assert "公正性方针" in page
    assert "从未进行" in page

    only = text_of(signed_in.get(reverse("governance:duties") + "?standing=fine"))
    assert "公正性方针" not in only.split("<tbody>")[-1]
    file = signed_in.get(reverse("governance:duties") + "?as=csv")
    assert "公正性方针" in file.content.decode()


def test_the_pages_are_for_those_who_keep_the_body(client):
    client.force_login(person("客户", Role.CLIENT, organisation=organisation()))

    assert client.get(reverse("governance:duties")).status_code == 403
    assert client.get(reverse("governance:records")).status_code == 403
    assert client.get(reverse("governance:open")).status_code == 403
    row = opened("threat")
    assert client.get(reverse("governance:record", args=[row.pk])).status_code == 404


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.key)
def test_each_kind_has_a_form_that_opens_in_both_languages(signed_in, kind):
    address = reverse("governance:open") + f"?kind={kind.key}"

    assert kind.zh in text_of(signed_in.get(address))
    english = text_of(signed_in.get(address, headers={"accept-language": "en"}))
    assert kind.en in html.unescape(english)
    labels = " ".join(re.findall(r"<label[^>]*>(.*?)</label>", english, re.S))
    assert not re.search(r"[一-鿿]", labels), labels


def form_of(values: dict) -> dict:
    found = {}
    for key, value in values.items():
        if isinstance(value, dict):
            found |= {f"v_{key}:{item}": text for item, text in value.items()}
        else:
            found[f"v_{key}"] = value
    return found


def test_a_record_is_opened_approved_and_shown_by_its_pages(signed_in, client):
    answer = signed_in.post(
        reverse("governance:open") + "?kind=impartiality-policy",
        {"title": "方针", **form_of(filled("impartiality-policy", text_zh="我们公正"))},
    )
    row = Record.objects.get()
    assert answer["Location"] == reverse("governance:record", args=[row.pk])
    assert "我们公正" in text_of(signed_in.get(answer["Location"]))
    approve = reverse("governance:act", args=[row.pk, "approve"])
    assert "须由起草人以外的人批准" in text_of(signed_in.post(approve), 409)

    client.force_login(person("另一人", Role.MANAGER))
    assert client.post(approve).status_code == 302

    client.logout()
    assert "我们公正" in text_of(client.get(reverse("governance:about")))


def test_a_refused_form_keeps_what_was_typed_and_says_every_reason(signed_in):
    given = form_of(filled("supplier", type="supplier.consultancy", tasks=["task.grant"]))
    answer = signed_in.post(
        reverse("governance:open") + "?kind=supplier", {"title": "某咨询", **given}
    )

    page = text_of(answer, 409)
    assert "咨询机构" in page
    assert "授予认证" in page
    assert "某咨询" in page
    assert not Record.objects.exists()


def test_a_checklist_is_filled_item_by_item(signed_in):
    mine = Record.objects.get(pk=opened("management-review").pk)
    address = reverse("governance:act", args=[mine.pk, "complete"])
    values = filled("management-review", Moment.DONE)
    form = form_of(values)

    assert signed_in.post(address, {**form, "v_inputs:input.audits": ""}).status_code == 422
    assert signed_in.post(address, form).status_code == 302
    mine.refresh_from_db()
    assert mine.state == RecordState.CLOSED
    assert mine.values["inputs"] == values["inputs"]


@pytest.mark.parametrize("verb", ["refuse", "end", "hand-over", "review", "verify", "send-back"])
def test_every_act_on_a_record_has_its_page(signed_in, verb):
    row = in_force("supplier")

    assert "<form" in text_of(signed_in.get(reverse("governance:act", args=[row.pk, verb])))


def test_a_change_lists_its_clients_and_each_is_verified(signed_in):
    body()
    found = certificate()
    row = opened("change-announcement")
    page = reverse("governance:record", args=[row.pk])
    comply = reverse("governance:comply", args=[row.pk, found.organisation_id])
    assert comply in text_of(signed_in.get(page))

    assert signed_in.post(comply, {"evidence": "监督审核确认"}).status_code == 302

    shown = text_of(signed_in.get(page))
    assert "监督审核确认" in shown
    assert comply not in shown


COMPLAINT = {"about": "client", "subject": "虚假宣传", "text": "门店海报", "brought_by": "路人"}


def test_anybody_complains_by_the_public_form_and_follows_it_by_number_and_code(client):
    receipt = text_of(client.post(reverse("governance:complain"), COMPLAINT))

    row = Matter.objects.get()
    code = re.findall(r"<strong>([A-Z0-9]{10})</strong>", receipt)[0]
    status = reverse("governance:status")
    assert "虚假宣传" in text_of(client.post(status, {"number": row.number, "code": code}))
    assert "虚假宣传" not in text_of(
        client.post(status, {"number": row.number, "code": "WRONGWRONG"}), 404
    )


def test_the_outcome_is_public_to_the_holder_of_the_code_only_once_it_was_told(client):
    receipt = text_of(client.post(reverse("governance:complain"), COMPLAINT | {"about": "body"}))
    row = Matter.objects.get()
    code = re.findall(r"<strong>([A-Z0-9]{10})</strong>", receipt)[0]
    from xinheng.apps.governance import actions

    handler = manager("调查人")
    investigated(row, handler, result=Result.UPHELD)
    by = manager()
    actions.resolve(number=row.number, result=Result.UPHELD, outcome="已改进", by=by, at=NOON)
    given = {"number": row.number, "code": code}
    status = reverse("governance:status")
    assert "已改进" not in text_of(client.post(status, given))

    actions.tell(number=row.number, by=by, at=NOON)

    assert "已改进" in text_of(client.post(status, given))


def test_the_public_form_refuses_empty_and_unknown_and_keeps_what_was_typed(client):
    address = reverse("governance:complain")

    assert client.post(address, {"about": "client"}).status_code == 422
    page = text_of(client.post(address, COMPLAINT | {"certificate": "XX-404"}), 409)
    assert "没有登记过此编号的证书" in page
    assert "门店海报" in page
    assert not Matter.objects.exists()


def test_programs_and_floods_are_kept_out(client):
    address = reverse("governance:complain")
    assert client.post(address, COMPLAINT | {"website": "spam"}).status_code == 429
    assert not Matter.objects.exists()

    answers = [client.post(address, COMPLAINT).status_code for _turn in range(6)]

    assert answers == [200] * 5 + [429]
    assert Matter.objects.count() == 5


def test_codes_are_not_to_be_guessed(client):
    row = complaint(organisation_id=organisation().pk)
    given = {"number": row.number, "code": "AAAAAAAAAA"}

    answers = {client.post(reverse("governance:status"), given).status_code for _ in range(31)}

    assert answers == {404, 429}


def test_a_client_appeals_and_sees_how_it_stands(client):
    body()
    found = certificate()
    portal = person("客户", Role.CLIENT, organisation_id=found.organisation_id)
    client.force_login(portal)
    given = {"kind": "appeal", "about": "body", "subject": "不服", "text": "理由",
             "certificate": found.number}  # fmt: skip

    assert "SS-" in text_of(client.post(reverse("governance:file"), given))
    row = Matter.objects.get()
    assert row.organisation_id == found.organisation_id
    assert row.number in text_of(client.get(reverse("governance:matters")))
    page = text_of(client.get(reverse("governance:matter", args=[row.number])))
    assert "原决定继续有效" in page
    assert (
        client.get(reverse("governance:matter-act", args=[row.number, "acknowledge"])).status_code
        == 404
    )


def test_staff_write_down_a_complaint_and_take_it_through_its_pages(signed_in):
    of = organisation()
    given = COMPLAINT | {"kind": "complaint", "organisation_id": of.pk}
    text_of(signed_in.post(reverse("governance:file"), given))
    row = Matter.objects.get()
    who = person("调查人", Role.TECHNICAL_REVIEWER)

    def do(verb: str, **form) -> int:
        address = reverse("governance:matter-act", args=[row.number, verb])
        text_of(signed_in.get(address))
        return signed_in.post(address, form).status_code

    assert do("validate", because="是") == 409
    assert do("acknowledge") == 302
    assert do("validate", because="是") == 302
    assert do("assign", people_ids=[who.pk]) == 302
    assert do("forward") == 302
    assert do("report", result="upheld", findings="x") == 409
    row.refresh_from_db()
    assert (row.state, row.organisation_id) == ("investigating", of.pk)
    page = text_of(signed_in.get(reverse("governance:matter", args=[row.number])))
    assert "调查人" in page
    assert "路人" in page


def test_open_complaints_stand_on_the_case_and_are_considered_there(client):
    case = case_before(Step.REVIEWED, kind=RoundKind.SURVEILLANCE)
    row = complaint(About.CLIENT, organisation_id=case.organisation_id)
    client.force_login(person("宋明", Role.TECHNICAL_REVIEWER))
    part = reverse("cases:part", args=[case.number, "governance"])
    assert row.number in text_of(client.get(part))
    address = reverse("governance:consider", args=[case.number]) + f"?target={row.pk}"
    assert address.replace("&", "&amp;") in text_of(
        client.get(reverse("cases:case", args=[case.number]))
    )

    assert client.post(address, {"note": "下次监督核查"}).status_code == 302

    assert "下次监督核查" in text_of(client.get(part))


def test_the_api_opens_records_and_takes_public_complaints(signed_in, client):
    given = {"kind": "liability-cover", "title": "保险", "values": {"amount": "0"}}
    refused = signed_in.post("/api/v1/acts/governance.open", given, content_type="application/json")
    codes = {reason["code"] for reason in refused.json()["reasons"]}
    assert (refused.status_code, "governance.no-amount" in codes) == (409, True)
    given["values"] = filled("liability-cover", amount="5000000")
    made = signed_in.post("/api/v1/acts/governance.open", given, content_type="application/json")
    assert made.status_code == 200, made.content
    one = signed_in.get(f"/api/v1/governance/records/{made.json()['id']}").json()
    assert one["values"]["amount"] == "5000000"
    assert {line["kind"] for line in signed_in.get("/api/v1/governance/duties").json()} > {
        "internal-audit"
    }
    assert len(signed_in.get("/api/v1/governance/kinds").json()) == len(kinds())

    client.logout()
    brought = client.post(
        "/api/v1/governance/public/complaints", {"subject": "x", "text": "y", "about": "body"},
        content_type="application/json",
    ).json()  # fmt: skip
    stands = client.post(
        "/api/v1/governance/public/status", brought, content_type="application/json"
    ).json()
    assert stands["state"] == "received"
    assert client.get("/api/v1/governance/records").status_code == 401
    assert client.get("/api/v1/governance/public/about").json()["policy"] is None


def test_what_comes_near_or_is_overdue_is_reminded_of():
    overseer = person("王主管", Role.MANAGER)
    row = in_force("liability-cover")

    def told(days_before: int) -> int:
        Notice.objects.all().delete()
        on = row.valid_until - timedelta(days=days_before)
        reminders._duties_of_the_body(on, NOON)
        return Notice.objects.filter(person=overseer).count()

    assert [told(days) for days in (91, 90, 89, 30, 7, 0, -1, -2, -8)] == [
        0, 1, 0, 1, 1, 1, 1, 0, 1
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["duties", "records", "matters"])
def test_a_list_costs_the_same_for_few_rows_and_for_many(signed_in, name):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            text_of(signed_in.get(reverse(f"governance:{name}")))
        return len(asked)

    def fill() -> None:
        row = opened("threat", client=organisation("某客户").pk)
        complaint(organisation_id=row.organisation_id)

    fill()
    first = cost()
    for _turn in range(12):
        fill()

    assert cost() == first
    assert first < 25


def test_a_record_and_a_matter_cost_little(signed_in):
    body()
    found = certificate()
    change = opened("change-announcement")
    row = complaint(certificate=found.number)
    investigated(row, manager("甲"), manager("乙"), result=Result.UPHELD)
    pages = [
        reverse("governance:record", args=[change.pk]),
        reverse("governance:act", args=[in_force("unit").pk, "review"]),
        reverse("governance:comply", args=[change.pk, found.organisation_id]),
        reverse("governance:matter", args=[row.number]),
        reverse("governance:matter-act", args=[row.number, "assign"]),
        reverse("certificates:certificate", args=[found.number]),
    ]

    for page in pages:
        with CaptureQueriesContext(connection) as asked:
            text_of(signed_in.get(page))
        assert len(asked) < 25, page

"""Pages and API of review, decision and certificates."""

import io
import zipfile

import pytest
from django.urls import reverse

from tests.factories import NOON, case_before, person, view
from tests.factories_decisions import (
    certificate,
    competent,
    decider,
    granted_case,
    reviewed_case,
)
from xinheng.apps.certificates.models import Certificate
from xinheng.apps.decisions.models import Decision
from xinheng.apps.decisions.queries import doors
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import CaseState
from xinheng.core.people.words import Function
from xinheng.core.shared.actor import Role
from xinheng.rulebook.known import one_rule_set
from xinheng.web.decisions.panel import panels

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon():
    import time_machine

    with time_machine.travel(NOON, tick=False):
        yield


def maker(name="高原"):
    return competent(name, Role.DECISION_MAKER, Function.DECISION)


def test_a_file_goes_through_review_on_pages(client):
    case = case_before(Step.REVIEWED)
    client.force_login(competent("宋明", Role.TECHNICAL_REVIEWER, Function.REVIEW))

    page = client.get(reverse("cases:case", args=[case.number])).content.decode()
    assert "decisions/mark-item" in page
    for verb, sent in (
        ("mark-item", {"record": ""}),
        ("pass-review", {"recommendation": "for", "comments": "完整"}),
    ):
        assert client.get(reverse(f"decisions:{verb}", args=[case.number])).status_code == 200
        answer = client.post(reverse(f"decisions:{verb}", args=[case.number]), sent)
        assert answer.status_code == 302, answer.content.decode()

    assert view(case).state == CaseState.DECISION


def test_two_persons_decide_and_an_officer_issues_on_pages(client):
    case = reviewed_case()
    client.force_login(maker())
    sent = {"scheme": "QMS", "outcome": "grant", "statement": "同意"}
    assert client.post(reverse("decisions:propose", args=[case.number]), sent).status_code == 302
    row = Decision.objects.get()
    address = reverse("decisions:confirm", args=[case.number]) + f"?target={row.pk}"
    assert client.post(address).status_code == 409

    client.force_login(maker("石磊"))
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302
    row.refresh_from_db()
    client.force_login(person("白露", Role.CERTIFICATE_OFFICER))
    issue = reverse("certificates:issue", args=[case.number]) + f"?target={row.pk}"
    assert client.get(issue).status_code == 200
    assert client.post(issue).status_code == 302
    assert Certificate.objects.get().scheme == "QMS"


def test_the_api_decides_and_issues_with_the_same_rules(client):
    case = granted_case()
    client.force_login(person("白露", Role.CERTIFICATE_OFFICER))
    address = f"/api/v1/cases/{case.number}/acts/certificates.issue"

    bad = client.post(
        address, {"scheme": "QMS", "effective_on": "2020-01-01"}, content_type="application/json"
    )
    good = client.post(address, {"scheme": "QMS"}, content_type="application/json")

    assert [r["code"] for r in bad.json()["reasons"]] == ["certificates.backdated"]
    assert good.json()["state"] == "surveillance"


def test_lists_filter_export_and_bundle(client):
    row, other = certificate(), certificate("EMS")
    client.force_login(person("白露", Role.CERTIFICATE_OFFICER))
    address = reverse("certificates:list")

    page = client.get(address, {"scheme": "EMS"}).content.decode()
    assert other.number in page
    assert row.number not in page
    assert row.number not in client.get(address, {"soon": "1"}).content.decode()
    assert row.number in client.get(address, {"province": "350000"}).content.decode()
    assert client.get(address, {"as": "xlsx"}).content.startswith(b"PK")
    assert client.post(reverse("certificates:bundle")).status_code == 302
    answer = client.post(reverse("certificates:bundle"), {"row": [row.pk, other.pk]})
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert names == [f"{row.number}.pdf", f"{other.number}.pdf"]


def test_a_list_of_many_costs_no_more_than_a_list_of_one(client, django_assert_max_num_queries):
    for scheme in ("QMS", "EMS", "OHSMS"):
        certificate(scheme)
    client.force_login(person("白露", Role.CERTIFICATE_OFFICER))

    with django_assert_max_num_queries(12):
        client.get(reverse("certificates:list"))
    with django_assert_max_num_queries(12):
        client.get(reverse("certificates:today"))


@pytest.mark.parametrize("name", ["certificate", "document"])
def test_a_client_opens_its_own_certificate_and_no_other(client, name):
    row, other = certificate(), certificate("EMS")
    client.force_login(person("王客户", Role.CLIENT, organisation=row.organisation))

    assert client.get(reverse(f"certificates:{name}", args=[row.number])).status_code == 200
    assert client.get(reverse(f"certificates:{name}", args=[other.number])).status_code == 404
    assert client.get(reverse("certificates:today")).status_code == 404


@pytest.mark.parametrize(
    "verb", ["suspend", "restore", "reduce", "extend", "propose-withdrawal", "withdraw",
             "drop-withdrawal", "cancel", "transfer-out", "keep"],
)  # fmt: skip
def test_every_act_has_a_page_that_says_what_stands_in_the_way(client, verb):
    row = certificate()
    client.force_login(person("王经理", Role.MANAGER))

    address = reverse(f"certificates:{verb}", args=[row.case.number])
    answer = client.get(address, {"target": row.pk})

    assert answer.status_code == 200
    assert client.post(address, {"target": row.pk}).status_code in (409, 422)


def test_what_a_case_page_shows_of_a_decision_costs_few_queries(django_assert_max_num_queries):
    found = view(reviewed_case("QMS", "EMS", "OHSMS"))
    by = decider()

    with django_assert_max_num_queries(17), one_rule_set():
        doors(found, by, NOON.date())
        panels(found, by)


def test_the_desk_lists_what_waits_and_for_whom(client):
    case = reviewed_case()
    client.force_login(maker())
    sent = {"scheme": "QMS", "outcome": "grant", "statement": "同意"}
    client.post(reverse("decisions:propose", args=[case.number]), sent)

    page = client.get(reverse("decisions:list")).content.decode()

    assert case.number in page
    assert "QMS" in page


def test_read_apis_tell_the_file_and_the_certificate(client):
    row = certificate()
    client.force_login(person("白露", Role.CERTIFICATE_OFFICER))

    file = client.get(f"/api/v1/decisions/{row.case.number}").json()
    one = client.get(f"/api/v1/certificates/{row.number}").json()

    assert file["review"]["recommendation"] == "for"
    assert [d["outcome"] for d in file["decisions"]] == ["grant"]
    assert [h["change"] for h in one["history"]] == ["issued"]
    assert [c["number"] for c in client.get("/api/v1/certificates").json()] == [row.number]
    assert client.get("/api/v1/certificates/today").json() == []
    client.force_login(person("王客户", Role.CLIENT, organisation=row.organisation))
    assert client.get(f"/api/v1/decisions/{row.case.number}").status_code == 404

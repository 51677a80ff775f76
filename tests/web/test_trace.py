"""The chain from the application to the certificate, and the page of benefits beside it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import NOON, anyone, case_before, person, view
from tests.factories_certificates import suspend
from tests.factories_decisions import certificate
from xinheng.apps.cases import actions as cases
from xinheng.core.cases.steps import Step
from xinheng.core.cases.trace import LINK_OF, ROOM_OF, TraceLink
from xinheng.core.certificates.words import Change
from xinheng.core.shared.actor import Duty, Role
from xinheng.front.trace import trace_of
from xinheng.rulebook.lists import vocabulary
from xinheng.web.panels import TITLES

pytestmark = pytest.mark.django_db


def test_every_step_stands_in_one_link_and_every_link_leads_to_a_part_of_the_case():
    assert set(LINK_OF) == set(Step)
    assert set(LINK_OF.values()) == set(TraceLink) == set(ROOM_OF)
    assert set(ROOM_OF.values()) <= set(TITLES)


def test_the_chain_of_a_certificate_is_whole_and_says_who_answers_for_each_link():
    row = certificate()
    (only,) = trace_of(view(row.case))

    assert [link.link for link in only.links] == list(TraceLink)
    assert all(link.is_whole for link in only.links)
    last = only.links[-1]
    (change,) = last.changes
    assert (change.number, change.change, change.entry) == (row.number, Change.ISSUED, row.entry)
    decision = only.links[-2]
    assert [d.scheme for d in decision.decisions] == ["QMS"]
    assert decision.marks[0].taken.done_by == "石磊"
    assert "认证" in decision.marks[0].sentence or decision.marks[0].sentence


def test_what_happens_later_is_traced_forward_and_what_is_missing_is_said():
    row = certificate()
    suspend(row)
    (first,) = trace_of(view(row.case))
    assert [one.change for one in first.afterwards] == [Change.SUSPENDED]

    (begun,) = trace_of(view(case_before(Step.AGREED)))
    by_link = {link.link: link for link in begun.links}
    assert by_link[TraceLink.CLAIMS].is_whole
    assert Step.AGREED in by_link[TraceLink.CONTRACT].missing


def test_a_returned_step_stays_in_the_chain_with_its_reason():
    case = case_before(Step.REVIEWED)
    cases.reopen_step(
        case_id=case.pk, step=Step.REPORTED, because="缺页", by=anyone(Duty.REVIEW), at=NOON
    )

    (only,) = trace_of(view(case))
    (report,) = [link for link in only.links if link.link == TraceLink.REPORT]

    assert report.missing == (Step.REPORTED,)
    assert [(m.taken.stands, m.taken.undone_because) for m in report.marks] == [(False, "缺页")]


def test_the_page_links_backwards_and_forwards_and_is_for_staff(client):
    row = certificate()
    address = reverse("cases:trace", args=[row.case.number])
    client.force_login(person("白露", Role.CERTIFICATE_OFFICER))

    shown = client.get(address + f"?of={row.number}").content.decode()

    assert reverse("certificates:certificate", args=[row.number]) in shown
    assert reverse("journal:entry", args=[row.entry]) in shown
    assert "?part=findings" in shown
    case_page = client.get(reverse("cases:case", args=[row.case.number])).content.decode()
    kept = client.get(reverse("certificates:certificate", args=[row.number])).content.decode()
    assert address in case_page
    assert address in kept

    client.force_login(person("王客户", Role.CLIENT, organisation=row.case.organisation))
    assert client.get(address).status_code == 404
    assert address not in client.get(reverse("cases:case", args=[row.case.number])).content.decode()


def test_a_long_chain_asks_as_often_as_a_short_one(client):
    row = certificate()
    client.force_login(person("白露", Role.CERTIFICATE_OFFICER))
    address = reverse("cases:trace", args=[row.case.number])
    client.get(address)
    with CaptureQueriesContext(connection) as short:
        client.get(address)
    suspend(row)
    with CaptureQueriesContext(connection) as longer:
        client.get(address)

    assert len(longer) == len(short) <= 24


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "不作保证"), ("en", "assured")])
def test_benefits_are_told_to_anybody_with_what_nobody_can_promise(client, language, word):
    client.cookies["django_language"] = language

    shown = client.get(reverse("registry:benefits")).content.decode()

    for benefit in vocabulary.benefits():
        assert benefit.name(language) in shown
    assert word in shown
    assert reverse("registry:benefits") in client.get(reverse("registry:about")).content.decode()

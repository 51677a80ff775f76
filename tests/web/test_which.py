"""Act pages that are about one thing of a case, opened without saying which."""

import importlib

import pytest
from django.urls import reverse

from tests.apps.test_findings import raised
from tests.factories import case_before, person
from tests.factories_audits import on_the_way, opened
from tests.factories_decisions import certificate
from tests.factories_intake import applied, staff
from xinheng.apps.findings.models import Answer
from xinheng.apps.intake import queries as intake
from xinheng.core.cases.steps import Step
from xinheng.core.shared.actor import Role
from xinheng.web.acts import ActPage

pytestmark = pytest.mark.django_db
ROOMS = ("intake", "programmes", "staffing", "audits", "findings", "decisions", "certificates")
NEEDY = [
    page
    for room in ROOMS
    for page in importlib.import_module(f"xinheng.web.{room}.pages").PAGES
    if page.target_field
]


def address(page: ActPage, number: str) -> str:
    return reverse(page.operation.act.name.replace(".", ":", 1), args=[number])


@pytest.mark.parametrize("page", NEEDY, ids=lambda page: page.operation.act.name)
def test_without_its_thing_every_such_page_opens_and_leads_back(page, client):
    case = case_before(Step.REVIEWED)
    client.force_login(person("宋明", *Role))

    answer = client.get(address(page, case.number))
    shown = answer.content.decode()

    assert answer.status_code == 200
    assert reverse("cases:case", args=[case.number]) in shown
    if page.needs_target:
        assert "<form" not in shown.split("<main", 1)[-1].replace('<form method="post" action', "")
        assert client.post(address(page, case.number), {}).status_code == 422


def test_the_things_there_are_stand_for_choice(client):
    row = applied(by=staff())
    client.force_login(person("林舟", Role.APPLICATION_REVIEWER))
    page = reverse("intake:record-claim", args=[row.case.number])

    shown = client.get(page).content.decode()

    for check in intake.checks_of(row.case_id):
        assert f'href="?target={check.pk}"' in shown
        assert client.get(f"{page}?target={check.pk}").status_code == 200


def test_an_answer_sent_without_its_finding_changes_nothing_and_offers_the_findings(client):
    way = opened(on_the_way())
    finding = raised(way)
    client.force_login(person("王客户", Role.CLIENT, organisation=way.case.organisation))
    page = reverse("findings:answer", args=[way.case.number])

    answer = client.post(page, {"correction": "补做检定"})

    assert answer.status_code == 422
    assert f'href="?target={finding}"' in answer.content.decode()
    assert not Answer.objects.exists()


def test_certificates_are_chosen_in_the_form_and_none_is_said_plainly(client):
    row = certificate()
    other = case_before(Step.REVIEWED)
    client.force_login(person("白露", Role.CERTIFICATE_OFFICER))

    assert (
        row.number
        in client.get(reverse("certificates:cancel", args=[row.case.number])).content.decode()
    )
    assert (
        "没有有效或暂停的证书"
        in client.get(reverse("certificates:cancel", args=[other.number])).content.decode()
    )

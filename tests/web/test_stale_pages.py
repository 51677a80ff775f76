"""Two people at the same case: the second is told what changed, and loses nothing typed."""

import pytest
from django.urls import reverse

from tests.factories import NOON, anyone, case_before, person, view
from xinheng.apps.cases import actions
from xinheng.core.cases.steps import Step
from xinheng.core.shared.actor import Duty, Role

pytestmark = pytest.mark.django_db


def test_the_second_of_two_people_is_told_what_the_first_did(client):
    case = case_before(Step.REVIEWED)
    client.force_login(person("宋明", Role.TECHNICAL_REVIEWER))
    address = reverse("cases:reopen-step", args=[case.number])
    page = client.get(address).content.decode()
    seen = str(view(case).version)
    assert f'name="seen" value="{seen}"' in page

    actions.reopen_step(
        case_id=case.pk, step=Step.REPORTED, because="缺页", by=anyone(Duty.REVIEW, name="先到者"),
        at=NOON,
    )  # fmt: skip
    answer = client.post(address, {"step": "visit-closed", "because": "我写的理由", "seen": seen})

    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "case.changed-since" in shown
    assert "先到者" in shown
    assert "我写的理由" in shown
    assert Step.VISIT_CLOSED in view(case).done

"""Staff choose the branch of a case where the client's region does not tell it."""

import pytest
from django.urls import reverse

from tests.factories import NOON, TODAY, actor, anyone, case_before, new_case, person, view
from xinheng.apps.cases import actions, queries
from xinheng.apps.journal import queries as journal
from xinheng.apps.people import queries as people
from xinheng.apps.people.models import Branch
from xinheng.core.cases.steps import Step
from xinheng.core.shared.actor import Duty, Role
from xinheng.core.shared.violation import Refused

pytestmark = pytest.mark.django_db


def branch(code: str, region: str = "440100") -> Branch:
    return Branch.objects.create(
        code=code, name_zh=f"{code}分公司", name_en=f"{code} branch", region_code=region
    )


def codes(refusal) -> list[str]:
    return [violation.code for violation in refusal.value.violations]


def door(case, viewer):
    found = [d for d in queries.doors(view(case), viewer, TODAY) if "branch" in d.act.name]
    return found[0] if found else None


def test_two_branches_in_one_region_leave_the_choice_to_staff():
    branch("A", "350100")
    assert people.branch_of_region("350100")
    branch("B", "350200")
    branch("C", "350100")

    assert people.branch_of_region("350100") is None
    assert people.branch_of_region("110100") is None


def test_a_branch_is_chosen_and_the_journal_says_which():
    chosen = branch("SZ")
    case = new_case()
    planner = anyone(Duty.PLAN_AUDITS)
    assert door(case, planner).is_open

    actions.choose_branch(case_id=case.pk, branch_id=chosen.pk, by=planner, at=NOON)

    assert view(case).branch_id == chosen.pk
    assert door(case, planner) is None
    line = journal.of_case(case.pk)[0]
    assert (line.act, line.facts["branch"]) == ("cases.choose-branch", "SZ分公司")


def test_refusals_carry_every_reason_and_change_nothing():
    chosen = branch("SZ")
    case = new_case()
    case.state = "closed"
    case.save()
    auditor = anyone(Duty.AUDIT)

    with pytest.raises(Refused) as refusal:
        actions.choose_branch(case_id=case.pk, branch_id=chosen.pk + 1, by=auditor, at=NOON)

    assert codes(refusal) == ["duty-missing", "case.over", "case.unknown-branch"]
    assert view(case).branch_id is None


def test_the_same_branch_again_is_refused_and_a_stale_page_is_told():
    chosen, other = branch("SZ"), branch("GZ")
    case = new_case()
    seen = view(case).version
    planner = anyone(Duty.PLAN_AUDITS)
    actions.choose_branch(case_id=case.pk, branch_id=chosen.pk, by=planner, at=NOON, seen=seen)

    with pytest.raises(Refused) as again:
        actions.choose_branch(case_id=case.pk, branch_id=chosen.pk, by=planner, at=NOON)
    with pytest.raises(Refused) as stale:
        actions.choose_branch(case_id=case.pk, branch_id=other.pk, by=planner, at=NOON, seen=seen)

    assert codes(again) == ["case.branch-unchanged"]
    assert codes(stale) == ["case.changed-since"]


def test_a_duty_of_one_branch_ends_where_another_was_chosen():
    mine, other = branch("SZ"), branch("GZ")
    case = new_case()
    somebody = person("林舟", Role.PLANNER)
    somebody.appointments.update(branch=mine)
    planner = actor(somebody)

    actions.choose_branch(case_id=case.pk, branch_id=other.pk, by=planner, at=NOON)
    with pytest.raises(Refused) as refusal:
        actions.choose_branch(case_id=case.pk, branch_id=mine.pk, by=planner, at=NOON)

    assert codes(refusal) == ["duty-missing"]


def test_the_page_offers_the_choice_and_acts(client):
    chosen = branch("SZ")
    case = case_before(Step.TIME_RECKONED)
    client.force_login(person("林舟", Role.PLANNER))
    page = client.get(reverse("cases:case", args=[case.number])).content.decode()
    address = reverse("cases:choose-branch", args=[case.number])
    assert address in page

    assert "SZ分公司" in client.get(address).content.decode()
    answer = client.post(address, {"branch_id": chosen.pk, "seen": view(case).version})

    assert answer.status_code == 302
    assert "SZ分公司" in client.get(reverse("cases:case", args=[case.number])).content.decode()
    assert view(case).branch_id == chosen.pk


def test_the_client_is_shown_no_choice(client):
    branch("SZ")
    case = case_before(Step.TIME_RECKONED)
    client.force_login(person("王客户", Role.CLIENT, organisation=case.organisation))
    page = client.get(reverse("cases:case", args=[case.number])).content.decode()

    assert reverse("cases:choose-branch", args=[case.number]) not in page


def test_the_api_chooses_and_tells(client):
    chosen = branch("SZ")
    case = case_before(Step.TIME_RECKONED)
    client.force_login(person("林舟", Role.PLANNER))
    address = f"/api/v1/cases/{case.number}/acts/cases.choose-branch"

    bad = client.post(address, {"branch_id": 0}, content_type="application/json")
    good = client.post(address, {"branch_id": chosen.pk}, content_type="application/json")

    assert (bad.status_code, good.status_code) == (409, 200)
    assert [r["code"] for r in bad.json()["reasons"]] == ["case.unknown-branch"]
    assert client.get(f"/api/v1/cases/{case.number}").json()["branch_id"] == chosen.pk

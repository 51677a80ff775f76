"""An application that came back with questions: corrected, handed in again, taken further."""

import pytest
from django.urls import reverse

from tests.factories import NOON, actor, person, view
from tests.factories_intake import confirm_claims, staff, whole_draft
from xinheng.apps.cases import queries as cases
from xinheng.apps.intake import actions, queries
from xinheng.core.cases.steps import Step
from xinheng.core.intake.words import ApplicationState
from xinheng.core.shared.actor import Duty, Role

pytestmark = pytest.mark.django_db


def test_a_returned_application_goes_the_whole_way_again(client):
    reviewer_actor = staff()
    reviewer = person_of(reviewer_actor)
    draft = whole_draft(reviewer_actor)
    row = actions.apply(draft=draft, by=reviewer_actor, at=NOON)
    owner = person("王客户", Role.CLIENT, organisation=row.organisation)
    confirm_claims(row.case_id, reviewer_actor)
    actions.finish_claims(case_id=row.case_id, by=reviewer_actor, at=NOON)
    case_page = reverse("cases:case", args=[row.case.number])

    client.force_login(reviewer)
    back = client.post(
        reverse("intake:return", args=[row.case.number]), {"questions": "请补充倒班人数"}
    )
    assert back.status_code == 302
    assert Step.APPLIED not in view(row.case).done
    assert accept_reasons(row, reviewer_actor) >= {"step.missing"}

    client.force_login(owner)
    assert "请补充倒班人数" in client.get(case_page).content.decode()
    assert [w.number for w in cases.waiting_for(actor(owner))] == [row.case.number]
    edit = reverse("intake:edit", args=[row.pk])
    assert "请补充倒班人数" in client.get(edit).content.decode()
    again = client.post(
        "/api/v1/acts/intake.submit",
        {"application": row.pk, "answers": "夜班 6 人，已补入人员表"},
        content_type="application/json",
    )
    assert again.status_code == 200, again.json()
    row.refresh_from_db()
    assert row.state == ApplicationState.SUBMITTED
    assert Step.APPLIED in view(row.case).done
    records = row.case.rounds.get().steps.filter(step=Step.APPLIED).order_by("pk")
    assert [record.undone_at is None for record in records] == [False, True]

    client.force_login(reviewer)
    assert "夜班 6 人" in client.get(case_page).content.decode()
    confirm_claims(row.case_id, reviewer_actor)
    if Step.CLAIMS_CHECKED not in view(row.case).done:
        actions.finish_claims(case_id=row.case_id, by=reviewer_actor, at=NOON)
    accepted = client.post(reverse("intake:accept", args=[row.case.number]), {})
    assert accepted.status_code == 302
    found = view(row.case)
    assert Step.APPLICATION_REVIEWED in found.done
    assert found.missing[0].step == Step.TIME_RECKONED
    assert queries.application_of(row.case_id).state == ApplicationState.ACCEPTED


def accept_reasons(row, by) -> set[str]:
    (door,) = [d for d in queries.doors(view(row.case), by, NOON.date())
               if d.act.name == "intake.accept"] or [None]  # fmt: skip
    return {v.code for v in door.obstacles} if door else {"step.missing"}


def person_of(who):
    from xinheng.apps.people.models import Person

    assert who.holds(Duty.REVIEW_APPLICATIONS)
    return Person.objects.get(pk=who.person_id)


def test_a_step_applied_that_was_reopened_by_hand_has_a_way_on(client):
    """Taken back by hand, the application still has to be sent back to be handed in again."""
    who = staff()
    row = actions.apply(draft=whole_draft(who), by=who, at=NOON)
    client.force_login(person_of(who))
    answer = client.post(
        reverse("cases:reopen-step", args=[row.case.number]),
        {"step": "applied", "because": "申请书缺签字"},
    )
    assert answer.status_code == 302
    assert Step.APPLIED not in view(row.case).done
    given = {"application": row.pk, "answers": "已补签"}
    early = client.post("/api/v1/acts/intake.submit", given, content_type="application/json")
    assert [r["code"] for r in early.json()["reasons"]] == ["intake.not-open"]

    (door,) = [d for d in queries.doors(view(row.case), who, NOON.date())
               if d.act.name == "intake.return"]  # fmt: skip
    assert door.is_open
    back = client.post(reverse("intake:return", args=[row.case.number]), {"questions": "请补签"})
    sent = client.post("/api/v1/acts/intake.submit", given, content_type="application/json")

    assert (back.status_code, sent.status_code) == (302, 200)
    assert Step.APPLIED in view(row.case).done

"""Pages of plans: who sees them, the board, changing a line, accepting, offers, and the API."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import NOON, actor, person, view
from tests.factories_scheduling import FIRST, LAST, crew, searched, waiting_case
from xinheng import clock
from xinheng.apps.cases import queries as cases
from xinheng.apps.people.models import Notice
from xinheng.apps.scheduling import actions, queries
from xinheng.apps.scheduling.models import PlanDraft
from xinheng.core.cases.steps import Step
from xinheng.core.scheduling.words import DraftState
from xinheng.core.shared.actor import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    monkeypatch.setattr(clock, "today", lambda: NOON.date())

    def as_(*roles: Role):
        who = person("规划", *roles)
        client.force_login(who)
        return who

    return as_


def the_line(draft: PlanDraft, who) -> queries.Line:
    return queries.draft(draft.pk, viewer=actor(who)).lines[0]


def test_only_planners_and_managers_see_plans(client, sign_in):
    sign_in(Role.AUDITOR)
    assert client.get(reverse("scheduling:list")).status_code == 404

    sign_in(Role.MANAGER)
    page = client.get(reverse("scheduling:list"))
    assert page.status_code == 200
    assert "scheduling" in page.request["PATH_INFO"] or page.context["closed"]


def test_a_planner_asks_for_a_plan_and_a_wrong_span_keeps_the_form(client, sign_in):
    sign_in(Role.PLANNER)
    crew()
    waiting_case()
    given = {"first_on": "2026-04-01", "last_on": "2026-05-29", "seconds": "5",
             "longest_days": "3", "full_time_days": "15", "part_time_days": "8",
             "km_price": "1", "balance_price": "20"}  # fmt: skip

    wrong = client.post(reverse("scheduling:list"), {**given, "last_on": "2026-03-01"})
    assert wrong.status_code == 409
    assert 'data-code="scheduling.ends-before-start"' in wrong.content.decode()
    assert not PlanDraft.objects.exists()

    answer = client.post(reverse("scheduling:list"), given)
    draft = PlanDraft.objects.get()
    assert answer["Location"] == reverse("scheduling:board", args=[draft.pk])
    assert 'hx-trigger="every 2s"' in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_costs_the_same_for_one_and_for_three(
    client, sign_in, count, django_assert_max_num_queries
):
    who = sign_in(Role.PLANNER)
    crew()
    for n in range(count):
        waiting_case(f"客户{n}有限公司")
    draft = searched(actor(who))

    with django_assert_max_num_queries(16):
        page = client.get(reverse("scheduling:board", args=[draft.pk]))

    assert page.content.decode().count('class="plan-bar ') == count


def test_a_line_is_checked_while_it_is_dragged_and_changed_when_it_is_put(client, sign_in):
    who = sign_in(Role.PLANNER)
    mei, li = crew()
    waiting_case()
    draft = searched(actor(who))
    line = the_line(draft, who)
    here = [draft.pk, line.key]
    later = queries.draft(draft.pk, viewer=actor(who)).days[3 if line.start > 3 else 20]

    wrong = client.post(
        reverse("scheduling:check", args=here), {"start_on": later.isoformat(), "team": [li.pk]}
    ).json()
    assert [each["source"] for each in wrong["conflicts"]] == ["ISO/IEC 17021-1, 7.1.2"]
    sound = client.post(
        reverse("scheduling:check", args=here), {"start_on": later.isoformat(), "team": [mei.pk]}
    ).json()
    assert sound["conflicts"] == []
    assert the_line(draft, who) == line

    refused = client.post(reverse("scheduling:change", args=here), {"team": [li.pk]})
    assert refused.status_code == 409
    client.post(
        reverse("scheduling:change", args=here), {"start_on": later.isoformat(), "team": [mei.pk]}
    )
    assert the_line(draft, who).first_on == later


def test_the_panel_of_a_line_says_who_else_and_why_not(client, sign_in):
    who = sign_in(Role.PLANNER)
    crew()
    waiting_case()
    draft = searched(actor(who))
    line = the_line(draft, who)

    page = client.get(reverse("scheduling:line", args=[draft.pk, line.key])).content.decode()

    assert "李" in page
    client.post(reverse("scheduling:lock", args=[draft.pk, line.key]), {"locked": "1"})
    assert the_line(draft, who).is_locked


def test_the_page_of_an_open_line_says_why_and_what_would_help(client, sign_in):
    who = sign_in(Role.PLANNER)
    crew()
    waiting_case("云溪食品有限公司", "EMS")
    draft = searched(actor(who))
    line = the_line(draft, who)

    page = client.get(f"{reverse('scheduling:board', args=[draft.pk])}?line={line.key}")

    assert 'data-code="planning.unstaffed-' in page.content.decode()


def test_load_workbook_settlement_and_comparison_open(client, sign_in):
    who = sign_in(Role.PLANNER)
    crew()
    waiting_case()
    one, two = searched(actor(who)), searched(actor(who))

    for name in ("load", "workbook", "settlement", "progress"):
        assert client.get(reverse(f"scheduling:{name}", args=[one.pk])).status_code == 200, name
    compared = client.get(reverse("scheduling:compare"), {"one": one.pk, "two": two.pk})
    assert compared.status_code == 200


def test_the_whole_way_from_the_draft_to_the_auditors_answer(client, sign_in):
    who = sign_in(Role.PLANNER)
    mei, _li = crew()
    case = waiting_case()
    draft = searched(actor(who))

    client.post(reverse("scheduling:do", args=[draft.pk, "accept"]))
    draft.refresh_from_db()
    assert draft.state == DraftState.ACCEPTED
    client.force_login(mei)
    offers = client.get(reverse("scheduling:offers")).content.decode()
    assert case.number in offers
    (seat,) = cases.team(view(case).round.id)
    client.post(
        reverse("scheduling:answer", args=[case.number, seat.id]),
        {"answer": "decline", "reason": "far"},
    )
    assert cases.team(view(case).round.id) == ()
    told = Notice.objects.filter(person=who).latest("pk")
    assert told.facts["because"]


def test_the_api_plans_shows_and_accepts(client, sign_in):
    who = sign_in(Role.PLANNER)
    crew()
    case = waiting_case()

    def post(act: str, **given: object):
        return client.post(
            f"/api/v1/acts/scheduling.{act}", json.dumps(given), content_type="application/json"
        )

    asked = post("plan", first_on=str(FIRST), last_on=str(LAST), seconds=1)
    assert asked.status_code == 200, asked.content
    pk = asked.json()["draft"]
    actions.carry_out(pk, NOON.isoformat())
    shown = client.get(f"/api/v1/scheduling/drafts/{pk}").json()
    assert [line["number"] for line in shown["lines"]] == [case.number]
    assert client.get("/api/v1/scheduling/drafts").json()[0]["id"] == pk
    late = post("repair", draft=pk, person=who.pk, first_on=str(FIRST),
                last_on=str(FIRST + timedelta(days=1)))  # fmt: skip
    assert late.status_code == 409
    assert post("accept", draft=pk).json()["state"] == "accepted"
    assert Step.TEAM_APPOINTED in view(case).done

"""The frame: which rooms somebody is shown, language, notices, search, the second factor."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from tests.factories import NOON, case_before, new_case, person
from xinheng.apps.people import actions as people
from xinheng.core.cases.steps import Step
from xinheng.core.shared.actor import Role
from xinheng.demo.people import SIGN_INS

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.django_db
TOLD = "The step “%(step)s” has no record yet."


def page(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_rooms_are_shown_to_those_whose_work_is_there(client):
    client.force_login(person("王客户", Role.CLIENT))
    assert 'href="/journal/"' not in page(client, "/")

    client.force_login(person("宋明", Role.PLANNER))
    assert 'href="/journal/"' in page(client, "/")


def test_the_room_one_is_in_is_marked(client):
    client.force_login(person("宋明", Role.PLANNER))

    assert re.search(r'href="/cases/" aria-current="page"', page(client, "/cases/"))


def test_a_notice_counts_until_it_is_read(client):
    told = person("宋明", Role.PLANNER)
    case = new_case()
    people.tell(message=TOLD, facts={"step": "x"}, case_id=case.pk, at=NOON, person_ids=[told.pk])
    client.force_login(told)
    assert 'class="count"' in page(client, "/")
    assert case.number in page(client, reverse("desk:notices"))

    client.post(reverse("desk:read"))

    assert 'class="count"' not in page(client, "/")


def test_a_notice_of_somebody_else_is_not_read_by_me(client):
    theirs = person("李平", Role.PLANNER)
    people.tell(message=TOLD, facts={"step": "x"}, case_id=None, at=NOON, person_ids=[theirs.pk])
    client.force_login(person("宋明", Role.PLANNER))

    client.post(reverse("desk:read"))

    client.force_login(theirs)
    assert 'class="count"' in page(client, "/")


@pytest.mark.parametrize("words", ["云溪", "云溪食品有限公司", "9135"])
def test_search_finds_a_case_by_client_and_credit_code(client, words):
    case = new_case()
    client.force_login(person("宋明", Role.PLANNER))

    assert case.number in page(client, f"{reverse('desk:search')}?q={words}")


def test_search_by_the_number_leads_to_the_case(client):
    case = new_case()
    client.force_login(person("宋明", Role.PLANNER))

    answer = client.get(reverse("desk:search"), {"q": case.number})

    assert answer["Location"] == reverse("cases:case", args=[case.number])


def test_search_hides_the_cases_of_others_from_a_client(client):
    case = new_case()
    client.force_login(person("陌生人", Role.CLIENT))

    assert case.number not in page(client, f"{reverse('desk:search')}?q=云溪")


def test_the_language_is_remembered(client):
    client.force_login(person("宋明", Role.PLANNER))
    answer = client.post(reverse("set_language"), {"language": "en", "next": "/"})

    assert answer.cookies["django_language"]["max-age"] == 365 * 24 * 3600
    assert '<html lang="en">' in page(client, "/")


def test_staff_without_a_second_factor_are_sent_to_set_one_up(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(person("宋明", Role.PLANNER))

    assert client.get("/cases/")["Location"] == reverse("mfa_index")
    assert client.get("/api/v1/cases/XH-1").status_code == 403
    assert client.get(reverse("mfa_index")).status_code == 200


def test_clients_need_no_second_factor(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(person("王客户", Role.CLIENT))

    assert client.get("/cases/").status_code == 200


def test_the_demonstration_says_who_can_sign_in(client, settings):
    planner = person("宋明", Role.PLANNER)
    assert planner.username not in page(client, reverse("account_login"))

    settings.DEMO, settings.DEMO_PASSWORD = True, "open-sesame"

    shown = page(client, reverse("account_login"))
    assert planner.username in shown
    assert "open-sesame" in shown


def test_the_demonstration_names_everybody_its_story_needs(client, settings):
    first, second = person("高原", Role.DECISION_MAKER), person("石磊", Role.DECISION_MAKER)
    others = [person(f"客户{n}", Role.CLIENT) for n in range(3)]
    settings.DEMO = True
    settings.DEMO_SIGN_INS = [others[2].username, first.username, second.username, "nobody"]

    shown = page(client, reverse("account_login"))

    for named in (first, second, others[2]):
        assert shown.count(f"<code>{named.username}</code>") == 1
    assert f"<code>{others[0].username}</code>" not in shown
    assert "nobody" not in shown


def test_the_readmes_name_the_demonstrations_sign_ins():
    for readme in ("README.md", "README.zh-CN.md"):
        text = (ROOT / readme).read_text(encoding="utf-8")
        assert SIGN_INS.password in text
        for username, _role in SIGN_INS.people:
            assert f"`{username}`" in text


ADDRESSES = [
    "/",
    "/cases/",
    "/cases/?mine=1&order=-due",
    "/notices/",
    "/search?q=云溪",
    "/journal/",
    "/journal/0/",
    "/settings/",
    "/cases/{number}/",
    "/cases/{number}/cases/reopen-step/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/accounts/password/change/",
    "/no-such-page/",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_page_has_inline_script_or_style(client, address, language):
    case = case_before(Step.VISIT_OPENED, "QMS", "EMS")
    client.force_login(person("宋明", Role.PLANNER, Role.LEADER))
    client.cookies["django_language"] = language

    answer = client.get(address.format(number=case.number))
    text = answer.content.decode()

    assert answer.status_code in (200, 404)
    assert "'unsafe" not in answer["Content-Security-Policy"]
    assert not re.search(r"\sstyle=", text)
    assert "<style" not in text
    assert not re.search(r"\son[a-z]+=", text)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", text)


@pytest.mark.parametrize(
    ("address", "status", "method"),
    [("/no-such-page/", 404, "get"), ("/journal/verify/", 403, "post")],
)
def test_errors_are_said_in_the_frame(client, address, status, method):
    client.force_login(person("宋明", Role.PLANNER))

    answer = getattr(client, method)(address)

    assert answer.status_code == status
    assert "error-page" in answer.content.decode()


def test_a_fault_of_ours_is_said_without_the_database(rf, django_assert_num_queries):
    from xinheng.web.errors import broken

    with django_assert_num_queries(0):
        assert broken(rf.get("/")).status_code == 500

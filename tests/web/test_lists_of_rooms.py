"""The lists of people, clients, applications and files: narrowed, ordered, paged, as files."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import TODAY, actor, case_before, person
from tests.factories import client as client_of
from xinheng.apps.people import queries as people
from xinheng.apps.people.models import Registration
from xinheng.core.cases.steps import Step
from xinheng.core.shared.actor import Role
from xinheng.web.lists import PER_PAGE

pytestmark = pytest.mark.django_db
MORE = 3


def signed_in(*roles: Role) -> Client:
    browser = Client()
    browser.force_login(
        person("看表人", *roles), backend="django.contrib.auth.backends.ModelBackend"
    )
    return browser


def test_people_are_paged_and_ordered_by_the_end_of_a_registration() -> None:
    viewer = actor(person("主管", Role.MANAGER))
    for number in range(PER_PAGE + MORE):
        Registration.objects.create(
            person=person(f"测试{number:03}"), scheme="QMS", number=f"N{number}",
            valid_from=date(2020, 1, 1), valid_until=TODAY + timedelta(days=number),
        )  # fmt: skip
    sought = people.Filters(scheme="QMS")

    def names(**page: object) -> list[str]:
        rows = people.listing(sought, viewer=viewer, on=TODAY, order="expires", **page)
        return [row.name_zh for row in rows]

    assert names(count=PER_PAGE) == [f"测试{number:03}" for number in range(PER_PAGE)]
    assert len(names(first=PER_PAGE)) == MORE
    assert people.how_many(sought, viewer=viewer, on=TODAY) == PER_PAGE + MORE
    soon = people.Filters(scheme="QMS", expiring_days=10)
    assert people.how_many(soon, viewer=viewer, on=TODAY) == 11


@pytest.mark.parametrize("step", [Step.REVIEWED, Step.DECIDED])
def test_files_that_wait_are_listed_and_others_are_not(step: Step) -> None:
    waiting, earlier = case_before(step, "QMS"), case_before(Step.TEAM_APPOINTED, "QMS")
    page = signed_in(Role.MANAGER).get(reverse("decisions:list")).content.decode()
    assert waiting.number in page
    assert earlier.number not in page


def test_clients_are_found_in_the_list_and_given_as_a_file() -> None:
    wanted, other = client_of("云溪食品有限公司"), client_of("石桥机械有限公司")
    browser = signed_in(Role.APPLICATION_REVIEWER)
    page = browser.get(reverse("clients:list"), {"words": wanted.credit_code}).content.decode()
    assert wanted.credit_code in page
    assert other.credit_code not in page
    file = browser.get(reverse("clients:list"), {"as": "csv"}).content.decode("utf-8-sig")
    assert wanted.credit_code in file
    assert other.credit_code in file
    elsewhere = browser.get(reverse("clients:list"), {"province": "330000"}).content.decode()
    assert wanted.credit_code not in elsewhere


def test_applications_are_listed_by_state_and_given_as_a_file() -> None:
    browser = signed_in(Role.APPLICATION_REVIEWER)

    def drafts() -> int:
        file = browser.get(reverse("intake:list"), {"state": "draft", "as": "csv"})
        return len(file.content.decode("utf-8-sig").strip().splitlines()) - 1

    assert drafts() == 0
    assert browser.post(reverse("intake:start")).status_code == 302
    assert drafts() == 1
    submitted = browser.get(reverse("intake:list"), {"state": "submitted", "as": "csv"})
    assert len(submitted.content.decode("utf-8-sig").strip().splitlines()) == 1

"""The pages of the matching degree, and that no page, export or table gives a statement away."""

import logging
from collections.abc import Iterator
from fractions import Fraction

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.factories import NOON, actor, case_before, new_case, person
from tests.factories import client as organisation
from tests.factories_staffing import CODE, auditor
from tests.web.test_every_page import addresses
from xinheng.api.view import api
from xinheng.apps.cases.models import Case
from xinheng.apps.people import actions as people
from xinheng.apps.staffing import actions
from xinheng.apps.staffing.models import Statement
from xinheng.cli.matching import matching
from xinheng.core.cases.steps import Step
from xinheng.core.shared.actor import Role
from xinheng.core.staffing.readiness import CONSENT_VERSION, Item
from xinheng.printing import workbook

pytestmark = pytest.mark.django_db
SCORES = ("0.7310585", "0.6224593", "0.8175744", "0.5498339", "0.9168273")
# Each member's own five numbers, unlike anybody else's.
OWN = [[f"{score[:-1]}{member}" for score in SCORES] for member in range(1, 6)]


def seen_by(who, language="en"):
    browser = Client(headers={"accept-language": language})
    browser.force_login(who)
    return browser


def planner(*roles):
    return person("赵计划", *(roles or (Role.PLANNER,)))


def five_who_said_something():
    people_ = [auditor(f"审核员{n}") for n in range(5)]
    for who, scores in zip(people_, OWN, strict=True):
        said = dict(zip(Item, map(Fraction, scores), strict=True))
        actions.give_statement(said=said, consents_to=CONSENT_VERSION, by=actor(who), at=NOON)
    return people_


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_map_says_in_words_how_each_code_stands(language):
    for number in range(5):
        auditor(f"审核员{number}")
    new_case("QMS", "EMS")
    page = seen_by(planner(), language).get(reverse("staffing:matching")).content.decode()
    words = {"en": ("nobody holds it", "enough"), "zh-hans": ("无人具备", "充足")}[language]
    assert all(word in page for word in words)
    assert page.index(reverse("staffing:matching-cell", args=["EMS", CODE])) < page.index(
        reverse("staffing:matching-cell", args=["QMS", CODE])
    )


def test_an_empty_house_says_how_the_first_row_comes():
    page = seen_by(planner()).get(reverse("staffing:matching"))
    assert "Once a case is opened" in page.content.decode()


def test_the_form_can_be_switched_and_the_list_taken_as_a_workbook():
    for number in range(5):
        auditor(f"审核员{number}")
    new_case("QMS")
    browser = seen_by(planner())
    address = reverse("staffing:matching-cell", args=["QMS", CODE])
    pages = {f: browser.get(address, {"form": f}) for f in ("reciprocal-sum", "product")}
    assert pages["reciprocal-sum"].context["figures"] != pages["product"].context["figures"]
    book = browser.get(reverse("staffing:matching"), {"as": "xlsx"})
    sheet = workbook.read_workbook(book.content)[0]
    assert any(CODE in row for row in sheet.rows)


def test_a_cell_shows_drivers_and_remedies_and_a_small_one_only_its_number():
    for number in range(5):
        auditor(f"审核员{number}")
    new_case("QMS", "EMS")
    browser = seen_by(planner())
    large = browser.get(reverse("staffing:matching-cell", args=["QMS", CODE])).content.decode()
    small = browser.get(reverse("staffing:matching-cell", args=["EMS", CODE])).content.decode()
    assert "What drags it" in large
    assert "One more full-time auditor" in large
    assert "Fewer than five auditors" not in large
    assert "What drags it" not in small
    assert "Fewer than five auditors" in small
    unknown = browser.get(reverse("staffing:matching-cell", args=["XMS", "1"]))
    assert unknown.status_code == 404


PAGES = [("staffing:matching", []), ("staffing:matching-cell", ["QMS", CODE]),
         ("staffing:capacity", [])]  # fmt: skip


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_only_who_plans_or_oversees_sees_the_matching_degree(name, args):
    new_case("QMS")
    for who, status in (
        (planner(), 200), (planner(Role.MANAGER), 200), (auditor("梅"), 404),
        (planner(Role.ADMINISTRATOR), 404), (person("客户", Role.CLIENT), 404),
    ):  # fmt: skip
        assert seen_by(who).get(reverse(name, args=args)).status_code == status, who.name_zh


@pytest.mark.parametrize("many", [1, 12])
def test_the_pages_cost_the_same_for_few_and_for_many(many, django_assert_max_num_queries):
    for number in range(many):
        auditor(f"审核员{number}")
        new_case("QMS", of=organisation(f"公司{number}", group_name="远山集团"))
    browser = seen_by(planner())
    browser.get("/")
    for name, args in PAGES:
        with django_assert_max_num_queries(24):
            browser.get(reverse(name, args=args))


def test_the_api_and_the_command_tell_the_same_as_the_page():
    five_who_said_something()
    new_case("QMS")
    browser = seen_by(planner())
    told = browser.get(f"/api/v1/matching/QMS/{CODE}").json()
    done = CliRunner().invoke(matching, ["show", "QMS", CODE, "--lang", "en"])
    assert done.exit_code == 0
    assert f'"p": "{told["p"]}"' in done.output
    assert browser.get("/api/v1/matching").json()["cells"][0]["p"] == told["p"]
    assert browser.get("/api/v1/matching/capacity").json()["schemes"][0]["auditors"] == 5
    assert CliRunner().invoke(matching, ["list"]).exit_code == 0
    assert CliRunner().invoke(matching, ["capacity"]).exit_code == 0
    assert CliRunner().invoke(matching, ["show", "QMS", "99"]).exit_code == 3
    assert CliRunner().invoke(matching, ["list", "--on", "soon"]).exit_code == 2
    assert seen_by(auditor("梅")).get("/api/v1/matching").status_code == 404


def statement_of(**more):
    given = dict(zip((item.value for item in Item), SCORES, strict=True))
    return {**given, "consent": "on", "version": CONSENT_VERSION, **more}


def test_an_auditor_gives_and_withdraws_a_statement_on_a_page_of_the_own():
    mei = auditor("梅")
    browser, address = seen_by(mei), reverse("staffing:statement")
    assert browser.post(address, statement_of(living="")).status_code == 302
    page = browser.get(address)
    assert "no-store" in page["Cache-Control"]
    assert all(score in page.content.decode() for score in SCORES[1:])
    assert "not said" in page.content.decode()
    assert seen_by(auditor("李")).get(address).content.decode().count(SCORES[1]) == 0
    assert browser.post(reverse("staffing:withdraw-statement")).status_code == 302
    assert SCORES[1] not in browser.get(address).content.decode()
    assert Statement.objects.get().is_withdrawn


@pytest.mark.parametrize(
    ("more", "status"),
    [({"consent": ""}, 422), ({"health": "1.5"}, 422), ({"health": "ill"}, 422),
     ({"version": "older"}, 409)],
)  # fmt: skip
def test_a_statement_without_consent_or_with_a_wrong_number_keeps_nothing(more, status):
    browser = seen_by(auditor("梅"))
    answer = browser.post(reverse("staffing:statement"), statement_of(**more))
    assert answer.status_code == status
    assert not Statement.objects.exists()


def test_the_statement_has_no_field_for_words():
    page = seen_by(auditor("梅")).get(reverse("staffing:statement")).content.decode()
    form = page[page.index('autocomplete="off"') :]
    assert "<textarea" not in form
    assert 'type="text"' not in form


def test_nobody_but_auditors_has_a_statement_page():
    for roles in ((Role.PLANNER,), (Role.MANAGER,), (Role.ADMINISTRATOR,), (Role.CLIENT,)):
        answer = seen_by(person("别人", *roles)).get(reverse("staffing:statement"))
        assert answer.status_code == 404


def everything_a_role_can_open(browser, known) -> Iterator[tuple[str, bytes]]:
    """Every page of the web and every address of the API, and lists as files."""
    for name, route in addresses().items():
        wanted = {key: value for key, value in known.items() if f":{key}>" in route}
        try:
            address = reverse(name, kwargs=wanted)
        except NoReverseMatch:
            continue
        yield from opened(browser, address)
        for form in ("xlsx", "csv"):
            if name.endswith((":list", ":matching", ":capacity")):
                yield from opened(browser, f"{address}?as={form}")
    for path, methods in api.get_openapi_schema()["paths"].items():
        if "get" in methods:
            address = path
            for key, value in known.items():
                address = address.replace(f"{{{key}}}", str(value))
            yield from opened(browser, address)


def opened(browser, address) -> Iterator[tuple[str, bytes]]:
    answer = browser.get(address)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    yield address, content
    if "spreadsheetml" in answer.get("Content-Type", ""):
        for sheet in workbook.read_workbook(content):
            yield address, repr(sheet.rows).encode()


def database() -> Iterator[tuple[str, bytes]]:
    """Every row of every table, as a copy of the database would hold it."""
    for model in apps.get_models(include_auto_created=True):
        for row in model._default_manager.values_list():
            values = [bytes(v) if isinstance(v, memoryview | bytes) else repr(v).encode()
                      for v in row]  # fmt: skip
            yield model._meta.label, b" ".join(values)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names come from the database
            yield table, repr(cursor.fetchall()).encode()


ROLES = [[role] for role in Role] + [[Role.PLANNER, Role.MANAGER, Role.ADMINISTRATOR]]


@pytest.mark.parametrize("roles", ROLES, ids=lambda roles: "+".join(roles))
def test_canary_no_role_finds_a_score_anywhere(roles, caplog):
    caplog.set_level(logging.DEBUG)
    said = five_who_said_something()
    case = case_before(Step.VISIT_CLOSED)
    viewer = person("看的人", *roles, **client_fields(roles, case))
    people.tell(person_ids=[viewer.pk], message="Waiting", facts={}, case_id=case.pk, at=NOON)
    known = {
        "number": case.number, "room": "staffing", "organisation_id": case.organisation_id,
        "person_id": said[0].pk, "name": "matching", "idx": 0, "scheme": "QMS", "code": CODE,
        "case_id": case.pk, "key": "unknown", "act": "staffing.decline", "id": 1,
    }  # fmt: skip
    needles = [form for own in OWN for score in own for form in forms_of(score)]

    browser = seen_by(viewer)
    browser.raise_request_exception = False
    found = {
        where
        for where, content in (*everything_a_role_can_open(browser, known), *database())
        if any(needle in content for needle in needles)
    }
    assert found == set()
    assert not any(needle.decode() in caplog.text for needle in needles)


def forms_of(score: str) -> tuple[bytes, ...]:
    """How a score might be written: its digits, and the fraction it is kept as."""
    return score.split(".")[1].encode(), str(Fraction(score)).encode()


def client_fields(roles, case: Case) -> dict[str, object]:
    return {"organisation": case.organisation} if Role.CLIENT in roles else {}


def test_the_canary_would_be_heard():
    """The walk does find a score where there is one: on its owner's page."""
    mei = five_who_said_something()[0]
    needles = [score.encode() for score in OWN[0]]
    rows = b" ".join(content for _table, content in database())
    sealed = bytes(Statement.objects.get(person=mei).sealed_items)
    assert repr(sealed).encode() in rows or sealed in rows
    pages = dict(everything_a_role_can_open(seen_by(mei), {}))
    assert {at for at, content in pages.items() if any(n in content for n in needles)} == {
        reverse("staffing:statement")
    }

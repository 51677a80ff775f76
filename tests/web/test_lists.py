"""Lists: filters in the address, order, pages, columns, export, ticked rows."""

import csv
import io
from dataclasses import dataclass

import pytest
from django.test import RequestFactory

from tests.factories import NOON, case_before, new_case, person
from tests.factories import client as client_of
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import RoundKind
from xinheng.core.shared.actor import Role
from xinheng.printing.workbook import read_workbook
from xinheng.web.lists import PER_PAGE, BulkAct, Column, Filter, ListPage, ticked, wanted

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Row:
    id: int
    name: str


PAGE = ListPage(
    title="Things",
    columns=(Column("name", "Name", lambda row: row.name, sort="name"),),
    filters=(Filter("colour", "Colour", lambda: [("red", "Red"), ("blue", "Blue")]),),
    bulk=(BulkAct("Paint", "/paint/"),),
)
ROWS = [Row(number, f"thing {number}") for number in range(1, 121)]


def ask(address: str, **sent: object):
    factory = RequestFactory()
    return factory.post(address, sent) if sent else factory.get(address)


def numbers(client, address: str) -> list[str]:
    shown = client.get(f"{address}{'&' if '?' in address else '?'}as=csv")
    rows = list(csv.reader(io.StringIO(shown.content.decode("utf-8-sig"))))
    return [row[0] for row in rows[1:]]


@pytest.fixture
def staff(client):
    client.force_login(person("宋明", Role.PLANNER))
    return client


def test_what_the_list_does_not_know_is_left_aside():
    asked = wanted(ask("/?colour=green&order=secret&page=x"), PAGE)

    assert (dict(asked.filters), asked.order, asked.first) == ({}, "", 0)


def test_the_address_carries_words_filter_order_and_page():
    asked = wanted(ask("/?words=%20a&colour=red&order=-name&page=3"), PAGE)

    assert (asked.words, dict(asked.filters), asked.order) == ("a", {"colour": "red"}, "-name")
    assert asked.first == 2 * PER_PAGE


def test_ticked_rows_are_those_ticked_or_all_of_every_page():
    assert ticked(ask("/", row=["3", "7"]), PAGE, ROWS) == (3, 7)
    assert len(ticked(ask("/", every="1", row=["3"]), PAGE, ROWS)) == 120


def test_cases_are_filtered_ordered_and_searched_in_the_address(staff):
    first = case_before(Step.REVIEWED, "EMS", of=client_of("阿尔法有限公司"))
    second = new_case("QMS", kind=RoundKind.SURVEILLANCE, of=client_of("贝塔有限公司"))

    assert numbers(staff, "/cases/") == [second.number, first.number]
    assert numbers(staff, "/cases/?order=number") == [first.number, second.number]
    assert numbers(staff, "/cases/?state=review") == [first.number]
    assert numbers(staff, "/cases/?kind=surveillance") == [second.number]
    assert numbers(staff, "/cases/?scheme=EMS") == [first.number]
    assert numbers(staff, "/cases/?words=贝塔") == [second.number]
    assert numbers(staff, "/cases/?due=late") == []
    assert numbers(staff, "/cases/?mine=1") == []


def test_a_list_without_rows_says_how_the_first_comes(staff):
    staff.cookies["django_language"] = "en"

    assert "A case begins with an application" in staff.get("/cases/").content.decode()
    assert "Nothing fits these filters" in staff.get("/cases/?due=late").content.decode()


def test_fifty_rows_stand_on_a_page_and_the_rest_on_the_next(staff):
    of = client_of()
    for _ in range(PER_PAGE + 2):
        new_case(of=of)

    first = staff.get("/cases/").content.decode()
    second = staff.get("/cases/?page=2").content.decode()

    assert first.count('class="stack-head') == PER_PAGE
    assert second.count('class="stack-head') == 2
    assert staff.get("/cases/?page=99").content.decode().count('class="stack-head') == PER_PAGE


def test_chosen_columns_are_remembered(staff):
    new_case()
    staff.cookies["django_language"] = "en"
    assert "Credit code" in staff.get("/cases/?columns=number&columns=credit").content.decode()

    shown = staff.get("/cases/").content.decode()

    assert 'data-label="Credit code"' in shown
    assert 'data-label="Client"' not in shown


def test_the_workbook_holds_what_is_shown(staff):
    case = new_case(of=client_of("=HYPERLINK(有限公司)"))

    answer = staff.get("/cases/?as=xlsx")
    (sheet,) = read_workbook(answer.content)

    assert sheet.rows[2][0] == case.number
    assert sheet.rows[2][1] == "'=HYPERLINK(有限公司)"
    assert not sheet.formulas


def test_a_client_is_exported_only_their_own(client):
    theirs, own = new_case(), new_case()
    client.force_login(person("王客户", Role.CLIENT, organisation=own.organisation))

    assert numbers(client, "/cases/") == [own.number]
    assert theirs.opened_at == NOON

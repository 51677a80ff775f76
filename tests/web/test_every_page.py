"""What a page costs: no page asks the database more than so often, however much it shows."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.factories import NOON, case_before, person
from tests.factories import client as organisation
from tests.factories_rules import owner, proposed
from tests.factories_staffing import auditor
from tests.journeys import body
from tests.journeys.client import Applicant
from tests.journeys.clocks import HOME, MovedClock
from tests.journeys.story import Story
from tests.journeys.transports import ApiTransport
from xinheng import clock
from xinheng.apps.cases.models import Seat
from xinheng.apps.journal.models import Entry
from xinheng.apps.people import actions as people
from xinheng.apps.people.models import Person
from xinheng.apps.rulechange.models import Report
from xinheng.apps.rules import actions as rules
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import RoundKind
from xinheng.core.people.words import SeatPart
from xinheng.core.shared.actor import Role
from xinheng.front.casefile import doors_of
from xinheng.web.cases.views import _address as address_of_door
from xinheng.web.panels import TITLES

pytestmark = pytest.mark.django_db(transaction=True)
# 25 in all: outside of tests one more asks for the second factor of the staff.
MOST = 25
STEPS = (Step.APPLICATION_REVIEWED, Step.TEAM_APPOINTED, Step.VISIT_CLOSED, Step.REVIEWED,
         Step.DECIDED, Step.ISSUED)  # fmt: skip
# Addresses that show no page of their own, or need what only a whole story has:
# those are asked for at every step of the story below.
NOT_HERE = {
    "set_language", "desk:read", "intake:autosave", "intake:workbook", "intake:template",
    "intake:edit", "programmes:rerun", "staffing:make-calendar", "staffing:calendar",
    "audits:paper", "findings:autosave", "findings:report-docx", "findings:report-pdf",
    "findings:template", "certificates:certificate", "certificates:document",
    "certificates:proof", "certificates:bundle", "registry:language", "registry:certificate",
    "registry:proof", "registry:entry", "registry:widget", "registry:download",
    "people:read-notices", "people:act", "clients:close-site",
    "documents:file", "journal:proof", "library:import-codes", "waivers:waiver",
    "rulechange:effect", "waivers:answer", "impartiality:threat", "impartiality:act",
    # Shown to auditors alone; asked for in test_matching_pages.
    "staffing:statement",

    # Asked for with their records in test_governance_pages.
    "governance:record", "governance:act", "governance:comply", "governance:matter",
    "governance:matter-act", "governance:consider",
    # Asked for with a draft in test_scheduling_pages.
    "scheduling:answer", "scheduling:board", "scheduling:change", "scheduling:check",
    "scheduling:compare", "scheduling:do", "scheduling:line", "scheduling:load",
    "scheduling:lock", "scheduling:progress", "scheduling:settlement", "scheduling:workbook",
    # Asked for with what they name in test_verify_pages and test_national_register.
    "registry:scanned", "registry:log-tile", "registry:log-proof", "registry:log-checkpoint",
    "registry:status", "registry:credential", "registry:bundle", "registry:log-entry",
    "registry:offline",
    "calendar:make-feed", "calendar:end-feed", "calendar:feed",
}  # fmt: skip


def cost(browser: Client, address: str) -> int:
    """How often a page asked the database. The page must be there."""
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(address)
        if answer.streaming:
            b"".join(answer.streaming_content)
    # Some addresses only take what is sent to them; they cost nothing to look at.
    assert answer.status_code in (200, 302, 403, 405), (address, answer.status_code)
    return len(asked)


def addresses() -> dict[str, str]:
    """Every address of the web pages, by name, with what stands between < and > left open."""
    found: dict[str, str] = {}

    def walk(patterns: list[URLPattern | URLResolver], before: str, space: str) -> None:
        for one in patterns:
            route = before + str(one.pattern)
            if isinstance(one, URLResolver):
                if not route.startswith(("api/", "accounts/")):
                    walk(one.url_patterns, route, one.namespace or space)
            else:
                found[f"{space}:{one.name}" if space else str(one.name)] = route

    walk(get_resolver().url_patterns, "", "")
    return found


def filled_house(many: int) -> dict[str, object]:
    """So many of everything that is listed, and what the addresses are made with."""
    planner = person("赵计划", Role.PLANNER, Role.MANAGER, Role.ADMINISTRATOR)
    case = None
    for number in range(many):
        who = auditor(f"审核员{number}", leads=number % 3 == 0)
        kind = RoundKind.SURVEILLANCE if number % 5 == 4 else RoundKind.INITIAL
        of = organisation(f"云溪食品有限公司{number}")
        case = case_before(STEPS[number % len(STEPS)], "QMS", kind=kind, of=of)
        for part, seated in ((SeatPart.LEADER, who), (SeatPart.AUDITOR, auditor(f"组员{number}"))):
            Seat.objects.create(
                round=case.rounds.get(), person=seated, part=part, schemes=["QMS"], codes=[]
            )
        people.tell(
            person_ids=[planner.pk], message="Waiting for me", facts={}, case_id=case.pk, at=NOON
        )
    assert case is not None
    return {
        "planner": planner,
        "number": case.number,
        "room": "staffing",
        "organisation_id": case.organisation_id,
        "person_id": planner.pk,
        "name": "audit-time",
        **a_kept_rulebook(),
        "key": "17021-1:9.5.1",
        "year": 2027,
        "month": 2,
        "on": (clock.today() + timedelta(days=100)).isoformat(),
        "scheme": "QMS",
        "code": "03.07.01",
        "idx": Entry.objects.order_by("idx").values_list("idx", flat=True)[0],
    }


def a_kept_rulebook() -> dict[str, object]:
    """An entry that waits, a confirmation, and a report on a change of rules."""
    waits = proposed()
    seen = rules.confirm(target="clocks", evidence="copy 3", on=NOON.date(), by=owner(), at=NOON)
    report = Report.objects.create(
        before_on=NOON.date(), after_on=NOON.date(), before_known=0, after_known=0,
        asked_at=NOON, asked_by_id=waits.proposed_by_id, is_made=True,
    )  # fmt: skip
    return {
        "rule_id": "clocks",
        "amendment_id": waits.pk,
        "verb": "approve",
        "confirmation_id": seen.pk,
        "report_id": report.pk,
    }


@pytest.mark.parametrize("many", [1, 30])
def test_every_page_costs_little_however_many_rows_it_lists(many):
    known = filled_house(many)
    browser = Client()
    browser.force_login(known["planner"])
    browser.get("/")
    costs = {}
    for name, route in addresses().items():
        if name in NOT_HERE:
            continue
        wanted = {key: value for key, value in known.items() if f":{key}>" in route}
        costs[name] = cost(browser, reverse(name, kwargs=wanted))

    assert {name: found for name, found in costs.items() if found > MOST} == {}
    assert len(costs) > 90


def test_a_list_costs_the_same_for_few_rows_and_for_many():
    lists = [name for name in addresses() if name.endswith((":list", ":due", ":conflicts"))]
    costs = []
    for many in (len(STEPS), 4 * len(STEPS)):
        known = filled_house(many)
        browser = Client()
        browser.force_login(known["planner"])
        browser.get("/")
        costs.append({name: cost(browser, reverse(name)) for name in lists})

    assert costs[0] == costs[1]


APPLICANTS = {
    "one standard": Applicant(),
    "three standards, 26 sites": Applicant(schemes=("QMS", "EMS", "OHSMS"), sites=26, people=260),
}


@pytest.mark.parametrize("name", list(APPLICANTS))
def test_the_case_page_costs_little_at_every_step(name):
    start = datetime(2026, 3, 10, 9, 0, tzinfo=HOME)
    with time_machine.travel(start, tick=True) as traveller:
        made = body.set_up()
        browser = Client()
        browser.force_login(Person.objects.get(username="planner"))
        story = Story(ApiTransport(made), made, MovedClock(traveller), APPLICANTS[name])
        costs: dict[tuple[str, str], int] = {}

        def look_around(story: Story) -> None:
            done = {page for _act, page in costs}
            for address in pages_of(story, "planner") if story.number else ():
                page = address.split(story.number)[-1].split("?")[0]
                # The case itself is looked at after every act, what leads on from it once.
                if page == "/" or page not in done:
                    costs[story.acts[-1], page] = cost(browser, address)

        story.after_each = look_around
        story.certify()

    assert {key: found for key, found in costs.items() if found > MOST} == {}
    assert len(costs) > 40


def pages_of(story: Story, who: str) -> list[str]:
    """The case page with its parts, and each page that a door of the case leads to."""
    from xinheng import clock
    from xinheng.apps.cases import queries as cases
    from xinheng.apps.people import queries

    viewer = queries.actor_of(story.body.ids[who], on=clock.today())
    found = cases.case_by_number(story.number, viewer=viewer)
    doors = {door.act.name: door for door in doors_of(found, viewer) if door.concerns(viewer)}
    first = [reverse("cases:case", args=[story.number])]
    first += [reverse("cases:part", args=[story.number, room]) for room in TITLES]
    behind = [address_of_door(found, door) for door in doors.values()]
    return [*first, *(address for address in behind if address)]

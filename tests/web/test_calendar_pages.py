"""The pages of the calendar, its feeds, its API and its command."""

import json
from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from django.urls import reverse
from icalendar import Calendar

from tests.factories import NOON, actor, person
from tests.front.test_calendar import auditor, certified, nonconformity
from xinheng import clock
from xinheng.apps.people import actions as people
from xinheng.apps.people.models import Feed, FeedEntry, Notice
from xinheng.apps.programmes.models import DueAudit
from xinheng.cli.due import due
from xinheng.core.shared.actor import Role
from xinheng.core.shared.violation import Refused
from xinheng.jobs import reminders

pytestmark = pytest.mark.django_db


def today_and(days: int) -> date:
    return clock.today() + timedelta(days=days)


def late_case():
    """A case whose first surveillance was due ten days ago."""
    case = certified()
    DueAudit.objects.filter(kind="surveillance-1").update(due_on=today_and(-10))
    return case


@pytest.fixture
def planner(client):
    found = person("赵计划", Role.PLANNER, Role.MANAGER)
    client.force_login(found)
    return found


@pytest.mark.parametrize("many", [1, 4])
@pytest.mark.parametrize(
    "address", ["/calendar/", "/due/?days=3660", "/calendar/simulation/{day}/"]
)
def test_pages_cost_the_same_for_one_and_for_many(
    client, planner, many, address, django_assert_max_num_queries
):
    for number in range(many):
        case = late_case()
        nonconformity(case, 1, clock.today())
        auditor(f"周{number}", clock.today())

    with django_assert_max_num_queries(25):
        page = client.get(address.format(day=today_and(400)))

    assert page.status_code == 200


def test_the_month_shows_what_falls_due_and_what_is_overdue(client, planner):
    case = late_case()
    nonconformity(case, 7, clock.today())

    page = client.get(reverse("calendar:month")).content.decode()

    assert "NC-07" in page
    assert f"day-{clock.today().isoformat()}" in page
    assert "days=late" in page
    assert case.number in page


def test_a_month_that_does_not_exist_is_not_there(client, planner):
    assert client.get("/calendar/2026-12/").status_code == 200
    assert client.get("/calendar/2026-13/").status_code == 404
    assert client.get("/calendar/2026-0/").status_code == 404
    assert client.get("/calendar/2016-12/").status_code == 404


def test_a_year_without_declared_days_off_is_said_to_be_provisional(client, planner):
    declared = client.get("/calendar/2026-10/").content.decode()
    undeclared = client.get("/calendar/2031-10/").content.decode()

    assert "alert-warning" not in declared
    assert "alert-warning" in undeclared


def test_the_list_narrows_and_exports(client, planner):
    case = late_case()
    auditor("周宁", today_and(20))

    everything = client.get("/due/?days=30").content.decode()
    late = client.get("/due/?days=late").content.decode()
    kind = client.get("/due/?days=30&kind=contract").content.decode()
    words = client.get("/due/?days=30&words=周宁").content.decode()
    file = client.get("/due/?days=30&as=xlsx")

    assert case.number in everything
    assert "周宁" in everything
    assert case.number in late
    assert "周宁" not in late
    assert case.number not in kind
    assert case.number not in words
    assert file["Content-Type"].endswith("sheet")
    assert file.content[:2] == b"PK"


def test_the_list_has_pages(client, planner):
    for number in range(15):
        auditor(f"周{number:02d}", today_and(5))

    first = client.get("/due/?days=30").content.decode()
    second = client.get("/due/?days=30&page=2").content.decode()

    assert 'rel="next"' in first
    assert 'rel="prev"' in second


def test_the_simulation_of_a_day_past_or_impossible_is_not_there(client, planner):
    assert client.get(f"/calendar/simulation/{clock.today()}/").status_code == 200
    assert client.get(f"/calendar/simulation/{today_and(-1)}/").status_code == 404
    assert client.get("/calendar/simulation/2027-02-30/").status_code == 404
    sent = client.get("/calendar/simulation/", {"on": today_and(100).isoformat()})
    assert sent["Location"] == f"/calendar/simulation/{today_and(100)}/"


def test_a_client_sees_its_own_calendar_alone(client):
    own, other = late_case(), late_case()
    auditor("周宁", today_and(20))
    client.force_login(person("客", Role.CLIENT, organisation=own.organisation))

    for address in ("/calendar/", "/due/?days=3660", f"/calendar/simulation/{today_and(9)}/"):
        page = client.get(address).content.decode()
        assert other.number not in page
        assert "周宁" not in page
    assert own.number in client.get("/due/?days=3660").content.decode()


def feed_of(client, who, **more):
    made = people.make_feed(name="电话", by=actor(who, on=clock.today()), at=NOON, **more)
    return made, f"/calendar/feed/{made.secret}.ics"


def events(answer):
    return {str(e["UID"]): e for e in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_a_feed_is_read_with_its_secret_alone_and_ended_for_good(client, planner):
    late_case()
    made, address = feed_of(client, planner, everything=True)
    client.logout()

    answer = client.get(address)

    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer.content.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0")
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    assert client.get("/calendar/feed/unknown.ics").status_code == 404
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    people.end_feed(feed_id=made.id, by=actor(planner, on=clock.today()), at=NOON)
    assert client.get(address).status_code == 404


def test_a_thing_keeps_its_uid_and_counts_its_changes(client, planner):
    case = late_case()
    nonconformity(case, 1, today_and(5))
    _made, address = feed_of(client, planner, everything=True)
    before = events(client.get(address))
    assert before == events(client.get(address))

    DueAudit.objects.filter(kind="surveillance-1").update(due_on=today_and(3))
    after = events(client.get(address))

    changed = [uid for uid in before if before[uid]["SEQUENCE"] != after[uid]["SEQUENCE"]]
    row = DueAudit.objects.get(kind="surveillance-1")
    assert [uid.split("@")[0] for uid in changed] == [f"programmes.due-{row.pk}"]
    assert after[changed[0]]["SEQUENCE"] == 1
    assert after[changed[0]]["DTSTART"].dt == today_and(3)
    assert after[changed[0]]["DTEND"].dt == today_and(4)
    assert set(before) == set(after)
    assert FeedEntry.objects.count() == len(after)


def test_a_feed_of_ones_own_leaves_out_what_others_do(client):
    late_case()
    auditor("吴", today_and(20))
    mine = auditor("周", today_and(20))
    who = Feed._meta.get_field("person").related_model.objects.get(pk=mine)
    _made, address = feed_of(client, who)

    told = events(client.get(address))

    assert told
    assert all("吴" not in str(event["SUMMARY"]) for event in told.values())
    assert all("周" in str(event["SUMMARY"]) for event in told.values())


def test_feeds_are_made_and_ended_on_their_page(client, planner):
    made = client.post(reverse("calendar:make-feed"), {"name": "电话", "everything": "on"})
    row = Feed.objects.get()
    assert "/calendar/feed/" in made.content.decode()
    assert row.everything
    assert row.digest not in made.content.decode()

    nameless = client.post(reverse("calendar:make-feed"), {"name": ""})
    assert nameless.status_code == 422
    stranger = person("别人", Role.PLANNER)
    client.force_login(stranger)
    assert client.post(reverse("calendar:end-feed", args=[row.pk])).status_code == 404
    client.force_login(planner)
    assert client.post(reverse("calendar:end-feed", args=[row.pk])).status_code == 302
    assert not Feed.objects.exists()


def test_there_are_at_most_ten_feeds(client, planner):
    for _ in range(10):
        feed_of(client, planner)

    with pytest.raises(Refused) as refused:
        people.make_feed(name=" ", by=actor(planner, on=clock.today()), at=NOON)

    assert [v.code for v in refused.value.violations] == [
        "people.feed-name", "people.too-many-feeds",
    ]  # fmt: skip
    assert Feed.objects.count() == 10


def test_the_api_tells_and_simulates(client, planner):
    case = late_case()
    nonconformity(case, 1, today_and(5))

    told = client.get("/api/v1/calendar?days=30").json()
    simulated = client.get(f"/api/v1/calendar/simulation?on={today_and(6)}").json()
    refused = client.get(f"/api/v1/calendar/simulation?on={today_and(-1)}")

    assert {thing["kind"] for thing in told} >= {"audit", "nonconformity"}
    assert {thing["kind"] for thing in simulated["overdue"]} == {"audit", "nonconformity"}
    audit = next(t for t in simulated["overdue"] if t["kind"] == "audit")
    assert audit["rule"] == "first-surveillance"
    assert audit["source"]["document"]
    assert audit["consequence"]
    assert refused.status_code == 409
    assert refused.json()["reasons"][0]["code"] == "calendar.day-out-of-range"
    client.logout()
    assert client.get("/api/v1/calendar").status_code == 401


def test_the_command_simulates_in_json_and_refuses_what_is_past():
    late_case()
    run = CliRunner()

    told = run.invoke(due, ["simulate", "--on", str(today_and(1)), "--json", "--lang", "en"])
    past = run.invoke(due, ["simulate", "--on", str(today_and(-1)), "--json"])
    garbled = run.invoke(due, ["simulate", "--on", "1 March", "--json"])
    listed = run.invoke(due, ["list", "--days", "5"])

    result = json.loads(told.output)["result"]
    assert result["count"] == 1
    assert result["things"][0]["title"] == "First surveillance is held"
    assert "suspended" in result["things"][0]["consequence"]
    assert (past.exit_code, garbled.exit_code) == (3, 2)
    assert json.loads(past.output)["violations"][0]["code"] == "calendar.day-out-of-range"
    assert len(listed.output.splitlines()) >= 1


@pytest.mark.parametrize(("days", "reminded"), [(30, True), (29, False), (1, True), (0, False)])
def test_people_are_reminded_of_their_own_records_on_the_marks(days, reminded):
    keeper = person("管", Role.ADMINISTRATOR)
    who = auditor("周", today_and(days))

    reminders.tell_all(on=clock.today(), at=clock.now())

    told = set(Notice.objects.values_list("person_id", flat=True))
    assert ({who, keeper.pk} <= told) is reminded


def test_what_is_overdue_is_said_every_day():
    planner = person("赵", Role.PLANNER)
    case = late_case()
    nonconformity(case, 1, today_and(-1))
    manager = person("林", Role.MANAGER)

    reminders.tell_all(on=clock.today(), at=clock.now())
    reminders.tell_all(on=clock.today() + timedelta(days=1), at=clock.now())

    assert Notice.objects.filter(person=planner).count() == 2
    assert Notice.objects.filter(person=manager).count() == 2

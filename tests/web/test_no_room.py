"""A disk that fills up while something is written: told clearly, nothing half done.

SQLite is given no page more than it needs, which is how a full disk looks to it. For
PostgreSQL nothing so plain can be had without a disk of its own: there a trigger answers the
write with the error of a full disk, `53100 disk_full`, from inside the transaction.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from click.testing import CliRunner
from django.db import OperationalError, connection
from django.urls import reverse

from tests.factories import NOON, anyone, case_before, person, view
from tests.factories_certificates import UNSOLVED
from tests.factories_decisions import certificate
from xinheng.apps.cases import actions
from xinheng.apps.cases.models import StepRecord
from xinheng.apps.journal import queries as journal
from xinheng.cli.acts import act
from xinheng.core.cases.steps import Step
from xinheng.core.shared.actor import Duty, Role
from xinheng.web.errors import broken

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "字" * 200_000
NO_LIMIT = 1_073_741_823
TRIGGER = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
CREATE TRIGGER no_room BEFORE INSERT ON journal_entry FOR EACH ROW EXECUTE FUNCTION no_room();
"""


@contextmanager
def full_disk() -> Iterator[None]:
    """No room for anything large until the block ends."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(TRIGGER)
        else:
            _take_the_last_pages(cursor)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("DROP FUNCTION no_room() CASCADE")
            else:
                cursor.execute(f"PRAGMA max_page_count = {NO_LIMIT}")
                cursor.execute("DROP TABLE filler")


def _take_the_last_pages(cursor) -> None:
    """Give SQLite no new page, and fill those it has free from what was deleted."""
    cursor.execute("CREATE TABLE filler (content BLOB)")
    (pages,) = cursor.execute("PRAGMA page_count").fetchone()
    cursor.execute(f"PRAGMA max_page_count = {pages}")
    for size in (1_000_000, 100_000, 4_000):
        with suppress(OperationalError):
            while True:
                cursor.execute("INSERT INTO filler VALUES (zeroblob(%s))", [size])


@pytest.fixture
def case():
    return case_before(Step.REVIEWED)


@pytest.fixture
def reviewer(client):
    who = person("宋明", Role.TECHNICAL_REVIEWER)
    client.force_login(who)
    return who


def standing(case) -> tuple[object, ...]:
    """Everything the act would have changed."""
    return view(case), journal.size(), StepRecord.objects.filter(undone_at=None).count()


def is_whole(case, before) -> bool:
    return standing(case) == before and journal.verify().ok


def test_a_page_says_what_to_do_and_the_same_request_works_once_there_is_room(client):
    row = certificate()
    client.force_login(person("白露", Role.CERTIFICATE_OFFICER))
    before = standing(row.case)
    address = reverse("certificates:propose-withdrawal", args=[row.case.number])
    sent = {"target": row.pk, "reason": UNSOLVED, "note": LONG, "once": "key-1"}
    with full_disk():
        answer = client.post(address, sent)

    assert answer.status_code == 507
    page = answer.content.decode()
    assert "磁盘已满" in page
    assert '<html lang="zh-Hans">' in page
    assert is_whole(row.case, before)
    assert not row.proposals.exists()
    assert client.post(address, sent).status_code == 302
    assert row.proposals.get().note == LONG
    assert journal.verify().ok


def test_a_disk_that_is_full_where_no_view_is_at_work_is_told_too(rf):
    """Such as when a session is kept: the frame asks for the page of a fault."""
    with full_disk(), pytest.raises(OperationalError) as full:
        journal_write()
    try:
        raise full.value
    except OperationalError:
        answer = broken(rf.get("/"))
    try:
        raise OperationalError("deadlock")
    except OperationalError:
        other = broken(rf.get("/"))

    assert (answer.status_code, other.status_code) == (507, 500)


def journal_write() -> None:
    """Write something large into the journal, outside of every request."""
    case = case_before(Step.REVIEWED)
    actions.reopen_step(
        case_id=case.pk, step=Step.REPORTED, because=LONG, by=anyone(Duty.REVIEW), at=NOON
    )


def test_a_program_gets_problem_details_and_nothing_is_half_done(client, case, reviewer):
    before = standing(case)
    address = f"/api/v1/cases/{case.number}/acts/cases.reopen-step"
    sent = {"step": "reported", "because": LONG}
    keyed = {"headers": {"Idempotency-Key": "once-only"}}
    with full_disk():
        plain = client.post(address, sent, content_type="application/json")
        once = client.post(address, sent, content_type="application/json", **keyed)

    for answer in (plain, once):
        assert answer.status_code == 507
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["reasons"] == []
        assert "磁盘" in answer.json()["title"]
    assert is_whole(case, before)
    freed = client.post(address, sent, content_type="application/json", **keyed)
    assert freed.status_code == 200
    assert "Idempotent-Replay" not in freed
    assert Step.REPORTED not in view(case).done


def test_a_command_says_it_and_fails(case, reviewer, tmp_path):
    before = standing(case)
    given = tmp_path / "given.json"
    given.write_text(json.dumps({"step": "reported", "because": LONG}))
    words = ["cases.reopen-step", "--case", case.number, "--file", str(given),
             "--as", reviewer.username]  # fmt: skip
    with full_disk():
        answer = CliRunner().invoke(act, words)

    assert answer.exit_code == 3
    (reason,) = json.loads(answer.output)["violations"]
    assert reason["code"] == "system.no-room"
    assert is_whole(case, before)


def test_another_fault_of_the_database_is_not_taken_for_a_full_disk(client, case, reviewer):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_entry RENAME TO journal_gone")
    client.raise_request_exception = False
    try:
        answer = client.post(
            f"/api/v1/cases/{case.number}/acts/cases.reopen-step",
            {"step": "reported", "because": "缺页"}, content_type="application/json",
        )  # fmt: skip
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE journal_gone RENAME TO journal_entry")

    assert answer.status_code == 500

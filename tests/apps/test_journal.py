"""The journal: one entry for one act, and every change of the past is found with its index."""

import random
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories import NOON, client
from xinheng.apps.journal import actions, queries
from xinheng.apps.journal.models import Entry, EntryIsPermanent, Node, Payload
from xinheng.core.cases.acts import OPEN
from xinheng.core.journal import tree
from xinheng.core.shared.actor import CLOCKWORK, Actor

pytestmark = pytest.mark.django_db
SIZE = 21


@pytest.fixture
def row():
    return client()


def written(row, count: int = SIZE) -> None:
    for number in range(count):
        actions.record(OPEN, on=row, by=Actor(7, "周立"), at=NOON, case_id=1, note=f"第{number}条")


class PastTheTriggers:
    """What a superuser of the database can do."""

    def __enter__(self):
        self.cursor = connection.cursor()
        self.dropped = []
        if connection.vendor == "postgresql":
            self.cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")
            return self.cursor
        self.cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type='trigger' AND tbl_name='journal_entry'"
        )
        self.dropped = self.cursor.fetchall()
        for name, _sql in self.dropped:
            self.cursor.execute(f"DROP TRIGGER {name}")
        return self.cursor

    def __exit__(self, *_error):
        if connection.vendor == "postgresql":
            self.cursor.execute("ALTER TABLE journal_entry ENABLE TRIGGER USER")
        for _name, sql in self.dropped:
            self.cursor.execute(sql)


def test_a_whole_journal_verifies_and_its_root_is_the_trees(row):
    written(row)

    verdict = queries.verify()

    assert (verdict.ok, verdict.size) == (True, SIZE)
    leaves = [bytes(leaf) for leaf in Entry.objects.order_by("idx").values_list("leaf", flat=True)]
    frontier: list[bytes] = []
    for index, leaf in enumerate(leaves):
        frontier, _nodes = tree.appended(frontier, index, leaf)
    assert verdict.root == tree.root_of(frontier)


def test_every_entry_has_a_proof_that_an_outsider_can_check(row):
    written(row)
    root = queries.verify().root

    for index in range(SIZE):
        proof = queries.proof(index)
        assert tree.is_included(
            leaf=tree.leaf_hash(proof.entry),
            index=index,
            size=proof.size,
            proof=proof.path,
            root=root,
        )


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused(row):
    with pytest.raises(RuntimeError):
        actions.record(OPEN, on=row, by=CLOCKWORK, at=NOON)


def test_django_cannot_change_or_delete(row):
    written(row, 3)
    entry = Entry.objects.get(pk=1)
    for attempt in (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(act="x"),
        Node.objects.all().delete,
    ):
        with pytest.raises(EntryIsPermanent):
            attempt()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE journal_entry SET act = 'x'", "DELETE FROM journal_entry", "DELETE FROM journal_node"],
)
def test_the_database_refuses_to_change_or_delete(row, statement):
    written(row, 3)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        connection.cursor().execute(statement)
    assert queries.verify().ok


def test_an_erased_payload_leaves_the_tree_whole(row):
    written(row, 5)

    Payload.objects.filter(pk=2).delete()

    assert queries.verify().ok


@pytest.mark.parametrize("seed", range(12))
def test_a_superusers_edit_is_found_with_its_index(row, seed):
    written(row)
    rng = random.Random(seed)
    index = rng.randrange(SIZE)
    with PastTheTriggers() as cursor:
        if seed % 4 == 0:
            raw = bytearray(Entry.objects.get(pk=index).entry)
            raw[rng.randrange(len(raw))] ^= 1
            cursor.execute("UPDATE journal_entry SET entry=%s WHERE idx=%s", [bytes(raw), index])
        elif seed % 4 == 1:
            cursor.execute("UPDATE journal_entry SET act='cases.close' WHERE idx=%s", [index])
        elif seed % 4 == 2:
            changed = b"{}"
            cursor.execute("UPDATE journal_payload SET payload=%s WHERE idx=%s", [changed, index])
        else:
            raw = bytes(Entry.objects.get(pk=index).entry).replace(b"cases.open", b"cases.shut")
            leaf = tree.leaf_hash(raw)
            cursor.execute(
                "UPDATE journal_entry SET entry=%s, leaf=%s, act='cases.shut' WHERE idx=%s",
                [raw, leaf, index],
            )

    verdict = queries.verify()

    assert not verdict.ok
    # A rewritten pair of entry and leaf is found by the inner node above both neighbours.
    assert verdict.first_wrong_index in (index, index - index % 2)


@pytest.mark.parametrize("column", ["case_id", "organisation_id", "person_id"])
def test_an_entry_moved_to_another_case_or_person_is_found(row, column):
    written(row)
    with PastTheTriggers() as cursor:
        cursor.execute(f"UPDATE journal_entry SET {column}=99 WHERE idx=5")

    verdict = queries.verify()

    assert (verdict.ok, verdict.kind, verdict.first_wrong_index) == (False, "edited", 5)


def test_moments_are_shown_as_they_were_hashed(row):
    written(row, 1)
    with PastTheTriggers() as cursor:
        cursor.execute("UPDATE journal_entry SET logged_at='2020-01-01 00:00:00+00:00'")

    assert queries.latest()[0].logged_at == NOON


@pytest.mark.parametrize("index", [0, 1, 10, SIZE - 2])
def test_a_deleted_entry_is_found(row, index):
    written(row)
    with PastTheTriggers() as cursor:
        cursor.execute("DELETE FROM journal_entry WHERE idx=%s", [index])

    verdict = queries.verify()

    assert (verdict.ok, verdict.kind, verdict.first_wrong_index) == (False, "deleted", index)


def test_a_cut_off_end_is_found(row):
    written(row)
    with PastTheTriggers() as cursor:
        cursor.execute("DELETE FROM journal_entry WHERE idx>=%s", [SIZE - 3])

    verdict = queries.verify()

    assert (verdict.kind, verdict.first_wrong_index) == ("truncated", SIZE - 3)


def test_two_entries_that_changed_places_are_found(row):
    written(row)
    with PastTheTriggers() as cursor:
        cursor.execute("UPDATE journal_entry SET idx=1000 WHERE idx=4")
        cursor.execute("UPDATE journal_entry SET idx=4 WHERE idx=9")
        cursor.execute("UPDATE journal_entry SET idx=9 WHERE idx=1000")

    verdict = queries.verify()

    assert (verdict.kind, verdict.first_wrong_index) == ("reordered", 4)


def test_an_inserted_entry_is_found(row):
    written(row)
    entry = Entry.objects.get(pk=SIZE - 1)
    raw = bytes(entry.entry).replace(b'"seq":%d' % (SIZE - 1), b'"seq":%d' % SIZE)
    with PastTheTriggers() as cursor:
        cursor.execute(
            "INSERT INTO journal_entry (idx, entry, leaf, act, object_type, object_id, "
            "claimed_at, logged_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            [SIZE, raw, tree.leaf_hash(raw), entry.act, entry.object_type, entry.object_id,
             entry.claimed_at, entry.logged_at],
        )  # fmt: skip

    verdict = queries.verify()

    assert (verdict.kind, verdict.first_wrong_index) == ("inserted", SIZE)


def test_what_is_written_down_late_is_marked_with_its_delay(row):
    actions.record(
        OPEN, on=row, by=CLOCKWORK, at=NOON, case_id=5, claimed_at=NOON - timedelta(days=9)
    )
    actions.record(
        OPEN, on=row, by=CLOCKWORK, at=NOON, case_id=5, claimed_at=NOON - timedelta(days=1)
    )

    on_time, late = queries.of_case(5)

    assert on_time.late is None
    assert late.late == timedelta(days=9)


def test_a_clock_that_goes_back_cannot_put_an_entry_before_an_older_one(row):
    actions.record(OPEN, on=row, by=CLOCKWORK, at=NOON)
    actions.record(OPEN, on=row, by=CLOCKWORK, at=NOON - timedelta(hours=5))

    first, second = Entry.objects.order_by("idx")

    assert second.logged_at == first.logged_at


def test_no_name_stands_in_a_leaf(row):
    written(row, 1)

    assert "周立" not in bytes(Entry.objects.get(pk=0).entry).decode()
    assert queries.latest()[0].by == "周立"

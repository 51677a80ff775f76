"""The signed log: what it signs, what it refuses, and what witnesses and strangers can check."""

import base64
import random
import threading
import urllib.error
import urllib.request
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction

from tests.factories import NOON, person
from xinheng.apps.journal import actions as journal
from xinheng.apps.journal import queries as journal_queries
from xinheng.apps.proofs import actions, queries
from xinheng.core.cases import acts
from xinheng.core.journal import tree
from xinheng.core.proofs.words import Purpose
from xinheng.core.shared.actor import CLOCKWORK
from xinheng.jobs.signing import Scribe
from xinheng.proving import note
from xinheng.proving.checking import check
from xinheng.proving.keys import SoftKeys
from xinheng.proving.policy import BadPolicy, Policy, read
from xinheng.proving.tiles import WIDTH, Tile, tile_at, tiles_of
from xinheng.proving.witness import Witness, server

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=5)


def grow(count):
    somebody = person("甲")
    with transaction.atomic():
        for number in range(count):
            journal.record(acts.CLOSE, on=somebody, by=CLOCKWORK, at=NOON, because=str(number))


def signed(count=5):
    grow(count)
    return actions.sign_checkpoint(at=NOON)


def tamper(sql, values):
    """What the superuser of the database can do."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        else:
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name LIKE 'journal_%'"
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute(sql, values)


@pytest.fixture
def witness(tmp_path):
    keys = SoftKeys(tmp_path / "w", b"x")

    def made(name="witness.example"):
        hand = keys.signer(keys.create())
        return Witness(name, hand, queries.log_verifiers(), tmp_path / name)

    return made


def test_growth_is_signed_once_and_kept_outside_the_database():
    first = signed()
    assert actions.sign_checkpoint(at=LATER) is None
    grow(3)
    second = actions.sign_checkpoint(at=LATER)

    assert [kept.size for kept in queries.notes()] == [first.size, second.size]
    assert second.size == journal_queries.size()
    found = note.read((queries.folder() / "checkpoint").read_text())
    assert note.is_by(found, queries.log_verifiers()[0])
    assert note.checkpoint(found.text).size == second.size


@pytest.mark.parametrize(
    ("sql", "values"),
    [
        ("UPDATE journal_node SET hash = %s WHERE level = 2 AND position = 0", [b"x" * 32]),
        ("DELETE FROM journal_node WHERE level = 2 AND position = %s", [0]),
        ("UPDATE journal_head SET size = 3 WHERE id = 1", []),
        ("UPDATE journal_head SET frontier = %s WHERE id = 1", [b"x" * 32]),
    ],
)
def test_a_root_that_contradicts_what_was_signed_is_refused(sql, values):
    kept = signed()
    tamper(sql, values)

    with pytest.raises(actions.RefusedToSign):
        actions.sign_checkpoint(at=LATER)
    assert queries.newest() == kept


def test_a_new_entry_that_does_not_fit_its_hash_is_refused_by_its_index():
    kept = signed()
    grow(4)
    tamper("UPDATE journal_entry SET entry = %s WHERE idx = %s", [b"{}", kept.size + 2])
    with pytest.raises(actions.RefusedToSign, match=f"entry {kept.size + 2} "):
        actions.sign_checkpoint(at=LATER)


def test_a_history_written_anew_is_refused():
    """Even one that is sound in itself: the note outside the database tells of another."""
    kept = signed()
    place = queries.folder() / "notes.jsonl"
    other = base64.b64encode(b"y" * 32).decode()
    place.write_text(place.read_text().replace(kept.root, other))
    grow(2)
    with pytest.raises(actions.RefusedToSign):
        actions.sign_checkpoint(at=LATER)


def test_a_proof_is_checked_with_the_key_alone_and_fails_when_touched():
    kept = signed(9)
    trusted = Policy(queries.log_verifiers())
    text = queries.log_proof(4)
    found = check(text, trusted)
    assert (found.is_proven, found.index, found.size) == (True, 4, kept.size)
    assert found.said()["seq"] == 4

    dice = random.Random(7)
    for _ in range(2000):
        raw = bytearray(text.encode())
        raw[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
        changed = raw.decode(errors="replace")
        if changed != text:
            assert not _proves_something(changed, trusted, found)
    assert not check(text, Policy()).is_proven


def _proves_something(changed, trusted, found):
    """A touched proof may at most still say the very same, such as under another signature."""
    again = check(changed, trusted)
    return again.is_proven and (again.entry, again.index) != (found.entry, found.index)


def test_consistency_between_any_two_notes_can_be_proven():
    sizes = []
    for count in (1, 2, 4, 3):
        sizes.append(signed(count))
    for old in sizes:
        for new in sizes:
            if old.size > new.size:
                continue
            assert tree.is_consistent(
                old=old.size, old_root=base64.b64decode(old.root), size=new.size,
                root=base64.b64decode(new.root),
                proof=journal_queries.consistency(old.size, new.size),
            )  # fmt: skip


def test_tiles_hold_the_leaves_and_are_addressed_as_the_standard_says():
    kept = signed(6)
    (tile,) = tiles_of(kept.size)
    content = (queries.folder() / tile.path).read_bytes()
    assert tile.path == f"tile/0/000.p/{kept.size}"
    assert [content[i : i + 32] for i in range(0, len(content), 32)] == [
        tree.leaf_hash(entry) for entry in journal_queries.entries_of(0, kept.size)
    ]
    assert Tile(1, 1234067).path == "tile/1/x001/x234/067"
    assert tile_at("1", "x001/x234/067") == Tile(1, 1234067)
    assert tile_at("entries", "000.p/5") == Tile(None, 0, 5)
    for wrong in ("0", "x000/001", "000.p/0", "000.p/256", "000.p/300", "abc", "../000"):
        assert tile_at("0", wrong) is None


@pytest.mark.parametrize("size", [1, 255, 256, 257, 65_536, 70_000])
def test_tiles_of_a_size_cover_it_and_none_is_missing_when_it_grows(size):
    every = set(tiles_of(size))
    assert sum(t.width for t in every if t.level == 0) == size
    for since in {0, 1, size // 2, size - 1, size}:
        fresh = set(tiles_of(size, since=since))
        had = set(tiles_of(since))
        assert fresh | (had & every) == every
    assert all(1 <= t.width <= WIDTH for t in every)


def test_the_six_answers_of_a_witness(witness):
    signed()
    one = witness()
    first = actions.request_for(old=0)
    assert one.add_checkpoint(first.as_text(), at=NOON).status == 200
    assert one.add_checkpoint("old 0\nnonsense", at=NOON).status == 400
    again = one.add_checkpoint(first.as_text(), at=NOON)
    assert (again.status, again.text) == (409, f"{queries.newest().size}\n")
    size = queries.newest().size
    grow(3)
    actions.sign_checkpoint(at=LATER)
    good = actions.request_for(old=size)
    bad = actions.Sent(size, tuple(b"z" * 32 for _ in good.proof), good.note)
    assert one.add_checkpoint(bad.as_text(), at=NOON).status == 422
    forged = good.as_text().replace("— localhost:8000/log ", "— somebody.else/log ")
    assert one.add_checkpoint(forged, at=NOON).status == 403
    stranger = Witness("w", one.signer, (), one.folder)
    assert stranger.add_checkpoint(good.as_text(), at=NOON).status == 404
    assert one.add_checkpoint(good.as_text(), at=NOON).status == 200


def test_a_forked_log_gets_no_second_signature(witness):
    """Two histories of one size: the witness signs the first and never the other."""
    signed()
    one = witness()
    kept = queries.newest()
    assert one.add_checkpoint(actions.request_for(old=0).as_text(), at=NOON).status == 200

    hand = actions.signer(purpose=Purpose.LOG, at=NOON)
    other = note.signed(
        note.Checkpoint(queries.origin(), kept.size, b"f" * 32), queries.origin(), hand
    )
    reply = one.add_checkpoint(f"old {kept.size}\n\n{other}", at=NOON)
    assert reply.status == 409


def test_two_of_three_witnesses_make_a_policy(witness):
    signed()
    names = ("a.example", "b.example", "c.example")
    three = {name: witness(name) for name in names}
    lines = [f"witness {name[0]} {one.verifier.as_text()}" for name, one in three.items()]
    text = "\n".join([*lines, "group g 2 a b c", "quorum g"])
    (settings.DATA / "witnesses.policy").write_text(text)
    trusted = queries.policy()

    assert not check(queries.log_proof(0), trusted).is_proven
    for count, one in enumerate(three.values(), 1):
        reply = one.add_checkpoint(actions.request_for(old=0).as_text(), at=LATER)
        assert actions.add_cosignatures(reply.text, at=LATER) == 1
        assert actions.add_cosignatures(reply.text, at=LATER) == 0
        found = check(queries.log_proof(0), trusted)
        assert found.is_proven == (count >= 2)
    assert found.witnessed_at == LATER.replace(microsecond=0)
    stranger = witness("d.example").add_checkpoint(actions.request_for(old=0).as_text(), at=NOON)
    assert actions.add_cosignatures(stranger.text, at=LATER) == 0


@pytest.mark.parametrize(
    "text", ["", "quorum x", "group g 3 a\nquorum g", "witness a b\nquorum none", "what"]
)
def test_a_policy_that_cannot_be_read_says_so(text):
    with pytest.raises(BadPolicy):
        read(text)


@pytest.mark.django_db(transaction=True)
def test_the_scribe_signs_and_asks_a_witness_over_http(witness):
    grow(2)
    actions.ensure_key(purpose=Purpose.LOG, at=NOON)
    one = witness()
    web = server(one, "127.0.0.1", 0)
    thread = threading.Thread(target=web.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{web.server_address[1]}"
    (settings.DATA / "witnesses.policy").write_text(
        f"witness w {one.verifier.as_text()} {address}\nquorum w\n"
    )
    try:
        scribe = Scribe()
        scribe.once()
        grow(2)
        scribe.once()
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"{address}/other", data=b"x", timeout=5)  # noqa: S310
    finally:
        web.shutdown()
        web.server_close()
    assert queries.policy().is_met(note.read(queries.newest().note))
    assert check(queries.log_proof(0), queries.policy()).is_proven

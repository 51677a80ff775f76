"""How long it takes to hash a journal of a million entries again, and to append to it."""

import os
import subprocess
import sys
from collections.abc import Iterator

from bench.figure import Measured

ENTRIES = 1_000_000

FILL = """
import os, secrets
from bench.server import own_database
own_database()
from datetime import UTC, datetime
from django.db import connection, transaction
from bench.figure import percentile, seconds
from xinheng.apps.journal import actions, queries
from xinheng.apps.journal.models import Entry, Head, Node, Payload
from xinheng.core.cases.acts import OPEN
from xinheng.core.journal import tree
from xinheng.core.journal.entry import Said, canonical, commitment, entry_bytes
from xinheng.core.shared.actor import Actor

AT = datetime(2026, 3, 10, tzinfo=UTC)
count = int(os.environ["BENCH_ENTRIES"])
connection.cursor().execute(
    "PRAGMA synchronous=OFF" if connection.vendor == "sqlite" else "SET synchronous_commit=off")
frontier, done = [], 0
while done < count:
    entries, payloads, nodes = [], [], []
    for seq in range(done, min(done + 20000, count)):
        payload = canonical({"act": "cases.open", "by": {"id": None, "name": "x"}, "case": None, "clause": "x", "facts": {"n": seq}, "organisation": None})
        salt = secrets.token_bytes(32)
        raw = entry_bytes(Said(seq, "cases.open", f"cases.case:{seq}", "2026-03-10T00:00:00+00:00",
                               "2026-03-10T00:00:00+00:00", "a" * 24, commitment(salt, payload)))
        leaf = tree.leaf_hash(raw)
        frontier, completed = tree.appended(frontier, seq, leaf)
        entries.append(Entry(idx=seq, entry=raw, leaf=leaf, act="cases.open",
                             object_type="cases.case", object_id=str(seq), claimed_at=AT, logged_at=AT))
        payloads.append(Payload(idx=seq, salt=salt, payload=payload))
        nodes += [Node(level=l, position=n, hash=h) for l, n, h in completed if l]
    with transaction.atomic():
        Entry.objects.bulk_create(entries, 2000)
        Payload.objects.bulk_create(payloads, 2000)
        Node.objects.bulk_create(nodes, 2000)
    done += len(entries)
Head.objects.update_or_create(pk=1, defaults={"size": done, "frontier": b"".join(frontier), "last_logged_at": AT})
connection.close()
took = seconds(lambda: print("OK" if queries.verify().ok else "WRONG"))
print("verify", took)
head = Head.objects.get()
def append():
    with transaction.atomic():
        actions.record(OPEN, on=head, by=Actor(7, "x"), at=AT, n=1)
times = [seconds(append) for _ in range(500)]
print("append", percentile(times, .5) * 1000, percentile(times, .95) * 1000)
"""


def measure() -> Iterator[Measured]:
    """Full verification of a million entries, and one durable append."""
    environment = {**os.environ, "BENCH_ENTRIES": str(ENTRIES), "PYTHONPATH": "src:."}
    done = subprocess.run(
        [sys.executable, "-c", FILL], env=environment, capture_output=True, text=True, check=True
    )
    lines = dict(line.split(" ", 1) for line in done.stdout.splitlines() if " " in line)
    if "OK" not in done.stdout:
        raise SystemExit("the journal did not verify")
    yield Measured(
        "journal", "1 M journal entries verified", "≤ 10 s", f"{float(lines['verify']):.1f} s"
    )
    middle, high = (float(part) for part in lines["append"].split())
    yield Measured(
        "journal",
        "one entry appended and committed (p50 / p95)",
        "—",
        f"{middle:.1f} / {high:.1f} ms",
    )

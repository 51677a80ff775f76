"""The national register: how fast it reads files, finds names and shows its pages.

BENCH_CERTIFICATES says how many certificates; the goal is held against four million.
"""

import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from bench.figure import Measured, percentile, seconds
from bench.server import own_database

MANY = int(os.environ.get("BENCH_CERTIFICATES", "500000"))
ASKED = 300
NAME = "registry"


def measure() -> Iterator[Measured]:
    """The register on SQLite, and in a process of its own on PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="xinheng-register-") as folder:
        own_database()
        file = _file(Path(folder))
        yield from _engine("SQLite", file)
        inside = [sys.executable, "tools/postgres.py", sys.executable, "-m", "bench.registry"]
        done = subprocess.run(
            [*inside, str(file)], capture_output=True, text=True, check=False,
            env={**os.environ, "PYTHONPATH": "src:."},
        )  # fmt: skip
        rows = [line.split("\t")[1:] for line in done.stdout.splitlines() if line[:4] == "ROW\t"]
        if not rows:
            print((done.stderr or done.stdout).strip()[-2000:])
        yield from (Measured(NAME, *row) for row in rows)


def _file(folder: Path) -> Path:
    """A file of so many certificates, in the layout that is read."""
    from xinheng.apps.registry.actions import mix_of_october_2024  # noqa: PLC0415
    from xinheng.core.registry.national import COLUMNS, Kind  # noqa: PLC0415
    from xinheng.core.registry.synthetic import population  # noqa: PLC0415

    path = folder / "certificates.csv"
    os.chmod(folder, 0o755)  # noqa: PTH101, S103 - PostgreSQL's process may run as another user
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS[Kind.CERTIFICATES])
        for row, holder in population(MANY, 1, mix_of_october_2024(), date(2026, 11, 20)):
            writer.writerow(
                (row[1], holder[1], holder[2], holder[3], row[3], row[4], row[6], row[7], row[8],
                 row[9], row[10], row[11])
            )  # fmt: skip
    return path


def _engine(engine: str, file: Path) -> Iterator[Measured]:
    from django.conf import settings  # noqa: PLC0415 - Django is ready only now
    from django.db import connection  # noqa: PLC0415

    from xinheng import clock  # noqa: PLC0415
    from xinheng.apps.registry import actions, queries  # noqa: PLC0415
    from xinheng.apps.registry.models import NationalCertificate, Organisation  # noqa: PLC0415
    from xinheng.core.registry.national import Kind, Standing  # noqa: PLC0415
    from xinheng.core.shared.actor import CLOCKWORK  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["*"]
    goal = "≥ 40 000 rows/s" if engine == "SQLite" else "≥ 80 000 rows/s"
    busy = time.process_time()
    spent = seconds(
        lambda: actions.import_file(
            file, Kind.CERTIFICATES, by=CLOCKWORK, at=clock.now(), on=clock.today(),
            errors=file.with_suffix(".errors.csv"),
        )
    )  # fmt: skip
    busy = time.process_time() - busy
    shown = f"{MANY / spent:.0f} rows/s; {MANY / busy:.0f} per second of processor time"
    yield Measured(NAME, f"{MANY:,} certificates read in, {engine}", goal, shown)
    if engine != "SQLite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    draw = random.Random(1)
    names = list(Organisation.objects.values_list("name", flat=True)[:20_000])
    numbers = list(NationalCertificate.objects.values_list("number", flat=True)[:20_000])
    on = clock.today()
    for size in (2, 4):
        parts = [(name := draw.choice(names))[2 : 2 + size] or name for _each in range(ASKED)]
        yield _rated(f"search for {size} characters of a name, {engine}", "p99 ≤ 300 ms",
                     [lambda p=part: queries.by_name(p, on=on) for part in parts])  # fmt: skip
    yield _rated(f"search for 科技, {engine}", "p99 ≤ 300 ms",
                 [lambda: queries.by_name("科技", on=on)] * 50)  # fmt: skip
    asked = [draw.choice(numbers) for _each in range(ASKED)]
    yield _rated(f"look-up by number, {engine}", "—",
                 [lambda n=number: queries.by_number(n, on=on) for number in asked])  # fmt: skip
    yield _rated(f"roll-ups of the dashboard asked anew, {engine}", "p95 ≤ 150 ms",
                 [lambda: _anew(on)] * 20)  # fmt: skip
    yield _rated(f"table of any day from the rows, {engine}", "—",
                 [lambda: queries.exact("region", on=on)] * 2)  # fmt: skip
    yield from _pages(engine, asked)
    yield _rated(f"a status set with roll-ups and entry, {engine}", "≤ 15 ms",
                 [lambda number=number: actions.set_status(
                     number=number, status=Standing.SUSPENDED, on=on, by=CLOCKWORK, at=clock.now())
                  for number in asked[:100]])  # fmt: skip


def _pages(engine: str, numbers: list[str]) -> Iterator[Measured]:
    from django.test import Client  # noqa: PLC0415

    browser = Client()
    yield _rated(f"dashboard page, {engine}", "p95 ≤ 150 ms",
                 [lambda: browser.get("/register/statistics/")] * 40)  # fmt: skip
    yield _rated(f"page of a certificate of the register, {engine}", "—",
                 [lambda number=number: browser.get(f"/register/c/{number}")
                  for number in numbers])  # fmt: skip


def _anew(on: date) -> None:
    from xinheng.web.registry import board  # noqa: PLC0415

    board._kept.clear()
    board.board(on=on, is_printed=False)


def _rated(what: str, goal: str, acts: list[Callable[[], object]]) -> Measured:
    acts[0]()
    times = [seconds(act) for act in acts]
    p50, p95, p99 = (percentile(times, share) * 1000 for share in (0.5, 0.95, 0.99))
    rate = len(times) / sum(times)
    return Measured(
        NAME, what, goal, f"p50 {p50:.1f}, p95 {p95:.1f}, p99 {p99:.1f} ms; {rate:.0f}/s in turn"
    )


if __name__ == "__main__":
    # Run by tools/postgres.py: on a database of that cluster.
    own_database()
    for found in _engine("PostgreSQL", Path(sys.argv[1])):
        print("ROW", found.what, found.goal, found.value, sep="\t", flush=True)

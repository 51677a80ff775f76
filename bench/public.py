"""How many visitors a second the public page of a certificate serves."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator

from bench.figure import Measured
from bench.server import demo_database, own_database, serving

SECONDS, CONNECTIONS = 10, 16


def measure() -> Iterator[Measured]:
    """The page of a certificate over SQLite and PostgreSQL, and an empty view beside it."""
    if shutil.which("wrk") is None:
        print("wrk is not on this machine; the public page was not measured.")
        return
    with serving("bench.empty_view:application") as address:
        empty = _rate(f"{address}/")
    yield Measured("public", "an empty Django view", "—", f"{empty:.0f} requests/s")
    demo_database()
    page = _rate_of_page()
    shown = f"{page:.0f} requests/s ({page / empty:.0%} of an empty view)"
    yield Measured("public", "public certificate page, SQLite", "≥ 800 requests/s", shown)
    inside = [sys.executable, "tools/postgres.py", sys.executable, "-m", "bench.public"]
    done = subprocess.run(
        inside, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": "src:."},
    )  # fmt: skip
    found = re.search(r"RATE ([\d.]+)", done.stdout)
    if found is None:
        print((done.stderr or done.stdout).strip()[-2000:])
        return
    page = float(found[1])
    shown = f"{page:.0f} requests/s ({page / empty:.0%} of an empty view)"
    yield Measured("public", "public certificate page, PostgreSQL", "≥ 500 requests/s", shown)


def _rate_of_page() -> float:
    from xinheng.apps.certificates.models import Certificate  # noqa: PLC0415 - Django is ready

    number = Certificate.objects.order_by("pk").values_list("number", flat=True)[0]
    with serving() as address:
        return _rate(f"{address}/c/{number}")


def _rate(address: str) -> float:
    """Requests answered in a second, all of them well, after two seconds to warm up."""
    _wrk(address, 2)
    said = _wrk(address, SECONDS)
    if "Non-2xx" in said:
        raise SystemExit(f"{address} did not always answer well:\n{said}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if found is None:
        raise SystemExit(said)
    return float(found[1])


def _wrk(address: str, seconds: int) -> str:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", address]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    # Run by tools/postgres.py: on a database of that cluster.
    os.environ.pop("BENCH_DATA", None)
    own_database()
    from bench.certified import one_certificate

    one_certificate()
    print("RATE", _rate_of_page())

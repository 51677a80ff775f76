"""How long `make run` takes from a fresh copy of the code to the first page."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Measured, seconds
from bench.server import free_port, wait_for

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 600.0


def measure() -> Iterator[Measured]:
    """The first start, with everything installed and loaded, and the second."""
    with tempfile.TemporaryDirectory(prefix="xinheng-start-") as folder:
        home = Path(folder) / "xinheng"
        subprocess.run(["git", "clone", "--quiet", ROOT, home], check=True)
        yield Measured("startup", "`make run` to the first page", "≤ 90 s", _start(home))
        yield Measured("startup", "`make run` again", "—", _start(home))


def _start(home: Path) -> str:
    """Start, wait for the sign-in page, stop."""
    port = free_port()
    outside = ("PYTHONPATH", "XINHENG_DATA", "XINHENG_DEMO", "DJANGO_SETTINGS_MODULE")
    environment = {name: value for name, value in os.environ.items() if name not in outside}
    server = subprocess.Popen(
        ["make", "run", f"PORT={port}"], cwd=home, env=environment,
        stdout=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        page = f"http://127.0.0.1:{port}/accounts/login/"
        taken = seconds(lambda: wait_for(page, seconds=LONGEST))
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)
        time.sleep(1)
    return f"{taken:.0f} s"

"""A database of its own for a benchmark, Django set up on it, and a web server over it."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

WORKERS, THREADS = 2, 4


def own_database() -> Path:
    """Point this process at an empty data folder and set Django up."""
    folder = Path(tempfile.mkdtemp(prefix="xinheng-bench-"))
    os.environ["XINHENG_DATA"] = str(folder)
    os.environ["XINHENG_DEMO"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xinheng.config.settings")
    import django  # noqa: PLC0415 - only after the folder is chosen

    django.setup()
    from xinheng.cli.serve import prepare  # noqa: PLC0415 - Django is ready only now

    prepare()
    return folder


def demo_database() -> Path:
    """An own database with the demo body in it. BENCH_DATA names a folder that has one already."""
    if ready := os.environ.get("BENCH_DATA"):
        os.environ["XINHENG_DATA"] = ready
        os.environ["XINHENG_DEMO"] = "1"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xinheng.config.settings")
        import django  # noqa: PLC0415 - only after the folder is chosen

        django.setup()
        return Path(ready)
    folder = own_database()
    from xinheng import clock  # noqa: PLC0415 - Django is ready only now
    from xinheng.demo import load  # noqa: PLC0415

    load.everything(at=clock.now())
    return folder


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(application: str = "xinheng.config.wsgi:application") -> Iterator[str]:
    """The web server as in production: 2 processes of 4 threads. Gives its address."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", str(WORKERS), "--blocking-threads", str(THREADS),
        "--no-ws", "--log-level", "warning", application,
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": "src:."}
    server = subprocess.Popen(command, env=environment)
    try:
        wait_for(f"http://127.0.0.1:{port}/verify/", seconds=60)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def wait_for(address: str, *, seconds: float) -> None:
    """Ask until something answers, whatever it says."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=20)  # noqa: S310 - our own server
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"nothing answered at {address} for {seconds} s")

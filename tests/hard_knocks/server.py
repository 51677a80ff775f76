"""A real server in processes of its own, which the tests may kill."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class NoAnswer(Exception):  # noqa: N818 - the house names exceptions as facts
    """The server did not answer; nobody knows what it did."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """The web server on a folder of its own. Its whole process group dies at once."""

    def __init__(
        self,
        data: Path,
        *,
        application: str = "xinheng.config.wsgi:application",
        environment: dict[str, str] | None = None,
        before: Callable[[], None] | None = None,
    ) -> None:
        self.before = before  # done in the new process before the server begins
        self.data = data
        self.application = application
        self.port = free_port()
        self.environment = {
            **os.environ,
            "XINHENG_DATA": str(data),
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "xinheng.config.settings",
            "XINHENG_SECOND_FACTOR": "0",
            **(environment or {}),
        }
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def python(self, code: str) -> str:
        """Run `code` with Django set up, on this server's database."""
        done = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup()\n{code}"],
            env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> None:
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", str(self.port), "--workers", "1", "--blocking-threads", "4",
            "--no-ws", "--log-level", "critical", self.application,
        ]  # fmt: skip
        with (self.data / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, env=self.environment, cwd=ROOT, start_new_session=True,
                stdout=subprocess.DEVNULL, stderr=log, preexec_fn=self.before,
            )  # fmt: skip
        self._wait()

    def _wait(self) -> None:
        for _attempt in range(300):
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=0.2):
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        """SIGKILL, with no chance to finish anything."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def post(self, path: str, body: Any, *, token: str, key: str) -> tuple[int, Any]:
        """Send one act. Raises NoAnswer when the server dies over it."""
        request = urllib.request.Request(  # noqa: S310 - our own server
            self.url + path,
            data=json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {token}",
                "Content-Type": "application/json",
                "Idempotency-Key": key,
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"null")
        except (OSError, ValueError) as error:
            raise NoAnswer from error

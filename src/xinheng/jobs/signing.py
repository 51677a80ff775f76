"""A thread of the worker that signs the log soon after it has grown, and asks the witnesses."""

import logging
import threading
import urllib.error
import urllib.request
from types import TracebackType
from typing import Self

from django.db import connection

from xinheng import clock
from xinheng.apps.proofs import actions, queries

logger = logging.getLogger("xinheng.log")
EVERY_SECONDS = 5.0
WITNESS_SECONDS = 5.0
LONGEST_ANSWER = 64 * 1024


class Scribe:
    """Signs a checkpoint at most `every_seconds` after the log has grown."""

    def __init__(self, *, every_seconds: float = EVERY_SECONDS) -> None:
        self.every_seconds = every_seconds
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="scribe", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            while True:
                self.once()
                if self._stop.wait(self.every_seconds):
                    return
        finally:
            connection.close()

    def once(self) -> None:
        """Sign, and ask every witness of the policy that has an address."""
        try:
            if actions.sign_checkpoint(at=clock.now()) is None:
                return
            for name, address in queries.policy().addresses.items():
                ask(name, address)
        except actions.RefusedToSign as refused:
            logger.critical("the log was not signed: %s", refused)
        except Exception:
            # What fails now is tried again at the next turn.
            logger.exception("signing failed")


def ask(name: str, address: str) -> bool:
    """Have a witness cosign the newest checkpoint; learn from it how much it knows.

    Returns:
        Whether it gave a signature.
    """
    old = 0
    for _attempt in range(2):
        sent = actions.request_for(old=old)
        if sent is None:
            logger.critical("witness %s knows a longer log than this one: %s", name, old)
            return False
        status, answer = _post(f"{address.rstrip('/')}/add-checkpoint", sent.as_text())
        if status == 200:
            return actions.add_cosignatures(answer, at=clock.now()) > 0
        if status != 409 or not answer.strip().isdigit():
            logger.error("witness %s answered %s", name, status)
            return False
        old = int(answer)
    return False


def _post(address: str, text: str) -> tuple[int, str]:
    if not address.startswith(("http://", "https://")):
        return 0, ""
    request = urllib.request.Request(address, data=text.encode(), method="POST")  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=WITNESS_SECONDS) as response:  # noqa: S310
            return response.status, response.read(LONGEST_ANSWER).decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read(LONGEST_ANSWER).decode(errors="replace")
    except OSError:
        return 0, ""

"""A careless server, to show that the checker notices: it says yes, and acts later.

Who dies in between has promised something and not done it.
"""

import io
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from tests.journeys.moved_clock import application as careful

LATER_SECONDS = 0.4


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer first, act afterwards."""
    if environ["REQUEST_METHOD"] != "POST":
        return careful(environ, start_response)
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    again = {**environ, "wsgi.input": io.BytesIO(body)}
    threading.Thread(target=_afterwards, args=(again,)).start()
    start_response("200 OK", [("Content-Type", "application/json")])
    return [b'{"done": "intake.start"}']


def _afterwards(environ: dict[str, Any]) -> None:
    time.sleep(LATER_SECONDS)
    list(careful(environ, lambda *_words: None))

"""The product's own door for the web server, with a clock that a test may move.

The file named by JOURNEY_CLOCK holds how far the clock goes ahead. Unit: seconds.
"""

import os
import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from xinheng.config.wsgi import application as product

PLACE = Path(os.environ["JOURNEY_CLOCK"])
_lock = threading.Lock()
_ahead = 0.0
_traveller: Any = None


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Set the clock as the test wants it, then answer."""
    _follow()
    return product(environ, start_response)


def _follow() -> None:
    # Only now: it loads pytest, and the settings would take that for a test run.
    import time_machine

    global _ahead, _traveller
    with _lock:
        wanted = float(PLACE.read_text() or 0) if PLACE.exists() else 0.0
        if wanted == _ahead and _traveller is not None:
            return
        if _traveller is not None:
            _traveller.stop()
        now = datetime.fromtimestamp(time.time() + wanted, UTC)
        _traveller = time_machine.travel(now, tick=True)
        _traveller.start()
        _ahead = wanted

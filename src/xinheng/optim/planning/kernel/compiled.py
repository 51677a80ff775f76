"""How the functions of this package are compiled, and where the result is kept.

Numba looks only at the file a function stands in to see whether its compiled form is stale, but
functions here call each other across files. So the kept form lies in a folder named after the
contents of all of them.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

P = ParamSpec("P")
R = TypeVar("R")
Ints = NDArray[np.int32]
Reals = NDArray[np.float64]
Bits = NDArray[np.uint64]


def _fingerprint() -> str:
    digest = hashlib.sha256(numba.__version__.encode())
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _kept_in() -> Path | None:
    """A folder that can be written, or None: then every process compiles for itself.

    Never a shared temporary folder: what lies there is run as a program.
    """
    chosen = os.environ.get("NUMBA_CACHE_DIR") or str(Path.home() / ".cache" / "xinheng" / "kernel")
    folder = Path(chosen) / f"planning-{_fingerprint()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except (OSError, RuntimeError):
        return None
    return folder


KEPT_IN = _kept_in()


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """The function, compiled at its first call; other threads run while it does."""
    config: Any = numba.config
    before, config.CACHE_DIR = config.CACHE_DIR, str(KEPT_IN or "")
    try:
        made = numba.njit(cache=KEPT_IN is not None, nogil=True, error_model="numpy")(function)
    finally:
        config.CACHE_DIR = before
    return cast("Callable[P, R]", made)

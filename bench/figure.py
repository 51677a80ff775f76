"""One measured figure, and the small arithmetic of figures."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure with the goal it is held against."""

    name: str
    what: str
    goal: str
    value: str


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def seconds(act: Callable[[], object]) -> float:
    """How long `act` takes once. Unit: seconds."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started

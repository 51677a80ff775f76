"""How many of five thousand forged certificates are believed: none may be."""

from collections.abc import Iterator

from bench.figure import Measured
from bench.server import own_database


def measure() -> Iterator[Measured]:
    """Every way of forging, against the register of a body of its own."""
    own_database()
    from django.conf import settings  # noqa: PLC0415 - Django is ready only now

    settings.ALLOWED_HOSTS = ["*"]
    from bench import forging  # noqa: PLC0415

    yield from forging.measure()

"""How long one whole case takes through the API: from an application to the certificate.

The time is that of the acts alone: what the robot asks to find its way is not counted, nor
is printing when the process prints its first paper.
"""

import resource
from collections.abc import Iterator
from typing import Any

from bench.figure import Measured
from bench.server import own_database


def measure() -> Iterator[Measured]:
    """A whole case, twice; the second counts, as the first one warms the process up."""
    own_database()
    from django.conf import settings  # noqa: PLC0415 - Django is ready only now

    settings.ALLOWED_HOSTS = ["*"]
    from tests.journeys.transports import ApiTransport  # noqa: PLC0415

    from bench import certified  # noqa: PLC0415

    # The story moves the clock, so time is told by what the processor did for us.
    spent = {"acts": 0.0, "looks": 0.0}
    sent = ApiTransport.post
    got = ApiTransport.get

    def post(self: ApiTransport, *given: Any, **more: Any) -> Any:
        started = _busy()
        answer = sent(self, *given, **more)
        spent["acts"] += _busy() - started
        return answer

    def get(self: ApiTransport, *given: Any, **more: Any) -> Any:
        started = _busy()
        answer = got(self, *given, **more)
        spent["looks"] += _busy() - started
        return answer

    ApiTransport.post, ApiTransport.get = post, get  # type: ignore[method-assign]
    story = certified.one_certificate()
    acts = len(story.acts)
    yield Measured("case_api", f"one whole case through the API ({acts} acts)", "≤ 5 s",
                   f"{spent['acts']:.1f} s")  # fmt: skip
    yield Measured("case_api", "what the robot asked on its way", "—", f"{spent['looks']:.1f} s")


def _busy() -> float:
    """How long this process has worked. Unit: seconds."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime

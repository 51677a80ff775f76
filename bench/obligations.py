"""How long the obligations of one case take, and the register's first reading."""

import statistics
from collections.abc import Iterator
from time import process_time

from bench.figure import Measured, percentile, seconds
from bench.server import own_database

TIMES = 200


def measure() -> Iterator[Measured]:
    """The obligations gate of one whole case, many times; each time asks the database anew."""
    own_database()
    from bench import certified  # noqa: PLC0415
    from xinheng.apps.cases import queries as cases  # noqa: PLC0415 - Django is ready only now
    from xinheng.clock import today  # noqa: PLC0415
    from xinheng.front import obligations  # noqa: PLC0415
    from xinheng.rulebook.obligations import obligations as register  # noqa: PLC0415

    read = seconds(register)
    number = certified.one_certificate().number
    found = cases.case_by_number(number)
    spent = [seconds(lambda: obligations.of_case(found, today())) for _time in range(TIMES)]
    started = process_time()
    for _time in range(TIMES):
        obligations.of_case(found, today())
    own = (process_time() - started) / TIMES
    count = len(obligations.of_case(found, today()))
    what = f"the obligations gate of one case ({count} obligations)"
    yield Measured("obligations", f"{what}, median", "≤ 20 ms",
                   f"{statistics.median(spent) * 1000:.1f} ms")  # fmt: skip
    yield Measured("obligations", f"{what}, 95th percentile", "≤ 20 ms",
                   f"{percentile(spent, 0.95) * 1000:.1f} ms")  # fmt: skip
    yield Measured(
        "obligations", f"{what}, work of the processor", "≤ 20 ms", f"{own * 1000:.1f} ms"
    )
    yield Measured("obligations", f"the register read once ({len(register())} obligations)", "—",
                   f"{read * 1000:.0f} ms")  # fmt: skip

"""How long the matching degree of every scheme and code takes, and one remedy."""

import random
from collections.abc import Iterator
from dataclasses import replace

from bench.figure import Measured, percentile, seconds
from xinheng.core.staffing.matching import Form
from xinheng.core.staffing.matching_table import Able, Needed, changed, degree, one_more, tallies

AUDITORS, PROJECTS, TIMES = 3_000, 100_000, 5
SCHEMES = ("QMS", "EMS", "OHSMS", "ISMS", "EnMS", "FSMS")
CODES = [f"{major:02}.{minor:02}.00" for major in range(1, 40) for minor in range(1, 10)]


def _records() -> tuple[list[Able], list[Needed]]:
    dice = random.Random(1)
    able = []
    for _number in range(AUDITORS):
        held = dice.sample(SCHEMES, dice.randint(1, 3))
        codes = dice.sample(CODES, 5)
        cells = [(scheme, code) for scheme in held for code in codes]
        able.append(Able(dice.random(), len(held), 60.0, cells))
    needed = [
        Needed(
            n, [(dice.choice(SCHEMES), code) for code in dice.sample(CODES, dice.randint(1, 2))],
            dice.uniform(0.5, 1), dice.randint(1, 3), dice.uniform(0.3, 1), dice.uniform(0.5, 1),
            dice.uniform(1, 10), n // 2, f"group {n % 500}",
        )
        for n in range(PROJECTS)
    ]  # fmt: skip
    return able, needed


def measure() -> Iterator[Measured]:
    """Every cell with its drivers; then one remedy looked up among all projects."""
    able, needed = _records()
    form = Form.RECIPROCAL_SUM

    def every() -> object:
        return [degree(tally, form) for tally in tallies(able, needed, form).values()]

    taken = [seconds(every) for _ in range(TIMES)]
    what = f"matching degree of every scheme and code, {AUDITORS:,} auditors, {PROJECTS:,} projects"
    yield Measured("matching", what, "≤ 2 s", f"{percentile(taken, 0.5):.2f} s")

    found = tallies(able, needed, form)
    cell = max(found, key=lambda one: found[one].projects)

    def remedy() -> object:
        own = [project for project in needed if cell in project.cells]
        pairs = [(one, replace(one, d=1.0)) for one in own if one.group == own[0].group]
        now = found[cell]
        return degree(changed(now, pairs, form), form), degree(one_more(now, days=60), form)

    taken = [seconds(remedy) * 1000 for _ in range(TIMES)]
    yield Measured("matching", "one what-if of the matching degree", "≤ 200 ms",
                   f"{percentile(taken, 0.5):.0f} ms")  # fmt: skip

"""The matching degree of every scheme and code at once, and what a remedy would change.

Sums for each cell are enough to give P, its drivers and the effect of a remedy without going
through the projects again. Floats are used inside; a property test holds them to the exact
reckoning of `matching.match`.

Source: catalogue M-37, M-38, M-41; `docs/adr/0020-matching-degree.md`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from xinheng.core.staffing.matching import Factor, Form

Cell = tuple[str, str]
"""A scheme and a professional code."""


@dataclass(frozen=True, slots=True)
class Able:
    """One auditor, and the cells he or she counts in.

    `ready` is B1, 0 to 1; `held` the qualifications C1, at least 1; `days` auditor-days on
    offer.
    """

    ready: float
    held: int
    days: float
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Needed:
    """One project in one scheme, and the codes it needs.

    `b2`, `d`, `e` are above 0 up to 1; `together` the certificates audited together C2;
    `days` auditor-days, nothing where they are not known. `client` and `group` name who asks.
    """

    id: int
    cells: Sequence[Cell]
    b2: float
    together: int
    d: float
    e: float
    days: float | None = None
    client: int = 0
    group: str = ""


@dataclass(slots=True)
class Tally:
    """The sums of one cell. `y` is the sum of difficulties; `y_…` with that score at its best.

    `y_c2` waits for `most`, the most certificates that one project brings together.
    """

    auditors: int = 0
    x: float = 0.0
    x_b1: float = 0.0
    x_c1: float = 0.0
    offered: float = 0.0
    projects: int = 0
    y: float = 0.0
    y_b2: float = 0.0
    y_c2: float = 0.0
    y_d: float = 0.0
    y_e: float = 0.0
    most: int = 1
    wanted: float = 0.0
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Degree:
    """The matching degree of a cell. `capacity` is nothing where days are not known."""

    auditors: int
    projects: int
    x: float
    y: float
    p: float
    capacity: float | None
    naive: float
    drivers: Mapping[Factor, float] = field(default_factory=dict)

    @property
    def weakest(self) -> Factor | None:
        """The factor whose betterment would raise P the most; nothing when none would."""
        best = max(self.drivers, key=lambda factor: self.drivers[factor], default=None)
        return best if best is not None and self.drivers[best] > self.p * (1 + 1e-9) else None


def difficulties(project: Needed, form: Form) -> tuple[float, float, float, float, float]:
    """Y of a project; then Y with B2, without C2, with D and with E at their best."""
    b2, c2, d, e = project.b2, project.together, project.d, project.e
    if form == Form.RECIPROCAL_SUM:
        b, c, r, s = 1 / b2, 1 / c2, 1 / d, 1 / e
        y = b + c + r + s
        return y, y - b + 1, y - c, y - r + 1, y - s + 1
    y = 1 / (b2 * c2 * d * e)
    return y, y * b2, y * c2, y * d, y * e


def tallies(auditors: Iterable[Able], projects: Iterable[Needed], form: Form) -> dict[Cell, Tally]:
    """The sums of every cell that somebody is able for or that a project needs."""
    found: dict[Cell, Tally] = {}
    for auditor in auditors:
        x, share = auditor.ready / auditor.held, 1 / auditor.held
        for cell in auditor.cells:
            tally = found.get(cell)
            if tally is None:
                tally = found[cell] = Tally()
            tally.auditors += 1
            tally.x += x
            tally.x_b1 += share
            tally.x_c1 += auditor.ready
            tally.offered += auditor.days
    for project in projects:
        parts = difficulties(project, form)
        for cell in project.cells:
            tally = found.get(cell)
            if tally is None:
                tally = found[cell] = Tally()
            _count(tally, project, parts)
    return found


def _count(tally: Tally, project: Needed, parts: tuple[float, float, float, float, float]) -> None:
    tally.projects += 1
    tally.y += parts[0]
    tally.y_b2 += parts[1]
    tally.y_c2 += parts[2]
    tally.y_d += parts[3]
    tally.y_e += parts[4]
    if project.together > tally.most:
        tally.most = project.together
    if project.days is None:
        tally.unknown += 1
    else:
        tally.wanted += project.days


def degree(tally: Tally, form: Form) -> Degree | None:
    """The matching degree from the sums of a cell; nothing where no project needs it.

    X is the mean of A1 x B1 / C1, and so the sum of B1 / C1.
    """
    if not tally.projects:
        return None
    y = _whole(tally.y, tally, form)
    capacity = tally.offered / tally.wanted if tally.wanted and not tally.unknown else None
    c2 = (
        _whole(tally.y_c2 + tally.projects / tally.most, tally, form)
        if form == Form.RECIPROCAL_SUM
        else _whole(tally.y_c2 / tally.most, tally, form)
    )
    drivers = {
        Factor.B1: tally.x_b1 / y,
        Factor.C1: tally.x_c1 / y,
        Factor.B2: tally.x / _whole(tally.y_b2, tally, form),
        Factor.C2: tally.x / c2,
        Factor.D: tally.x / _whole(tally.y_d, tally, form),
        Factor.E: tally.x / _whole(tally.y_e, tally, form),
    }
    return Degree(
        auditors=tally.auditors, projects=tally.projects, x=tally.x, y=y, p=tally.x / y,
        capacity=capacity, naive=tally.auditors / tally.projects, drivers=drivers,
    )  # fmt: skip


def _whole(total: float, tally: Tally, form: Form) -> float:
    return total if form == Form.SUMMED else total / tally.projects


def one_more(tally: Tally, *, days: float, ready: float = 1.0, held: float = 1.0) -> Tally:
    """The cell with one auditor more, of this readiness and so many qualifications."""
    return replace(
        tally,
        auditors=tally.auditors + 1,
        x=tally.x + ready / held,
        x_b1=tally.x_b1 + 1 / held,
        x_c1=tally.x_c1 + ready,
        offered=tally.offered + days,
    )


def changed(tally: Tally, pairs: Iterable[tuple[Needed, Needed]], form: Form) -> Tally:
    """The cell with some of its projects as they would be: (as it is, as it would be)."""
    shifts = [0.0] * 5
    most = tally.most
    for before, after in pairs:
        old, new = difficulties(before, form), difficulties(after, form)
        shifts = [total + b - a for total, a, b in zip(shifts, old, new, strict=True)]
        most = max(most, after.together)
    y, y_b2, y_c2, y_d, y_e = shifts
    return replace(
        tally, y=tally.y + y, y_b2=tally.y_b2 + y_b2, y_c2=tally.y_c2 + y_c2,
        y_d=tally.y_d + y_d, y_e=tally.y_e + y_e, most=most,
    )  # fmt: skip

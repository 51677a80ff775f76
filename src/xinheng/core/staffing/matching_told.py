"""What planners are told of the matching degree, and what they are not.

X and all that is reckoned from it is told of five auditors or more, from values rounded to
0.05; of fewer, only how many there are.

Source: catalogue M-41, M-46; Personal Information Protection Law, art. 28 to 30.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _
from xinheng.core.staffing.matching import Factor, Form
from xinheng.core.staffing.matching_table import (
    Able,
    Cell,
    Degree,
    Needed,
    Tally,
    changed,
    degree,
    one_more,
)
from xinheng.core.staffing.readiness import LEAST, coarse


class Level(Named):
    """How a cell stands, from worst to best."""

    NOBODY = "nobody", _("nobody holds it")
    SHORT = "short", _("short")
    TIGHT = "tight", _("tight")
    ENOUGH = "enough", _("enough")
    IDLE = "idle", _("no project")


class Remedy(Named):
    """What may be done about a shortage."""

    HIRE = "hire", _("One more full-time auditor with this code")
    QUALIFY = "qualify", _("An auditor of the scheme is qualified for this code")
    STAGGER = "stagger", _("The dates of a group are staggered")
    COMBINE = "combine", _("Two audits of a client are combined")
    TALK = "talk", _("A talk with the client who changes dates most")


ORDER = tuple(Level)


@dataclass(frozen=True, slots=True)
class Limits:
    """From which matching degree on a cell is tight, and enough. As ratios."""

    short: float = 0.5
    tight: float = 1.0


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one cell. Of fewer than five auditors: their number, and no more."""

    scheme: str
    code: str
    auditors: int
    projects: int
    level: Level
    naive: float | None
    y: float | None = None
    x: float | None = None
    p: float | None = None
    capacity: float | None = None
    weakest: Factor | None = None
    drivers: Mapping[Factor, float] = field(default_factory=dict)

    @property
    def is_small(self) -> bool:
        """Whether there are too few auditors to say more of them than how many they are."""
        return self.auditors < LEAST


@dataclass(frozen=True, slots=True)
class Effect:
    """What a remedy would change. `about` names a case, a client or a group; never an auditor.

    `auditors` after it; `p` and `capacity` are nothing where they are not told.
    """

    remedy: Remedy
    auditors: int
    about: str = ""
    p: float | None = None
    capacity: float | None = None

    @property
    def number(self) -> int:
        """How many auditors could be qualified, for that remedy; nought for others."""
        return int(self.about) if self.remedy is Remedy.QUALIFY else 0


def rounded(tally: Tally) -> Tally:
    """The sums of a cell with all that rests on B1 rounded to 0.05."""
    return replace(tally, x=_coarse(tally.x), x_c1=_coarse(tally.x_c1))


def _coarse(value: float) -> float:
    return float(coarse(Fraction(value)))


def told(cell: Cell, tally: Tally, form: Form, limits: Limits) -> Told:
    """What planners are told of a cell."""
    scheme, code = cell
    found = degree(rounded(tally), form)
    if found is None:
        return Told(scheme, code, tally.auditors, 0, Level.IDLE, None)
    base = Told(
        scheme=scheme, code=code, auditors=tally.auditors, projects=tally.projects,
        level=_level(tally, found, form, limits), naive=found.naive, y=found.y,
    )  # fmt: skip
    if base.is_small:
        return base
    return replace(
        base, x=found.x, p=found.p, capacity=found.capacity, weakest=found.weakest,
        drivers=found.drivers,
    )  # fmt: skip


def _level(tally: Tally, found: Degree, form: Form, limits: Limits) -> Level:
    """By P; where it is not told, by what P would be if everybody were ready."""
    if not tally.auditors:
        return Level.NOBODY
    p: float | None = found.p
    if tally.auditors < LEAST:
        ready = degree(replace(tally, x=tally.x_b1), form)
        p = ready.p if ready else None
    if p is None or p < limits.short:
        return Level.SHORT
    return Level.TIGHT if p < limits.tight else Level.ENOUGH


def ranked(cells: Iterable[Told]) -> list[Told]:
    """The cells that projects need, the worst first."""
    needed = [cell for cell in cells if cell.projects]
    return sorted(
        needed,
        key=lambda cell: (
            ORDER.index(cell.level),
            cell.p if cell.p is not None else cell.naive or 0.0,
            -cell.projects,
            cell.scheme,
            cell.code,
        ),
    )


def effects(
    cell: Cell,
    tally: Tally,
    projects: Sequence[Needed],
    holders: Sequence[Able],
    form: Form,
    *,
    full_days: float,
    names: Mapping[int, str],
) -> tuple[Effect, ...]:
    """What each remedy that is open would change in a cell.

    Args:
        projects: all of the body's projects.
        holders: the auditors who hold the scheme; those without the code could be qualified.
        full_days: auditor-days a full-time auditor has on offer.
        names: what each project is called, by its id.
    """
    now = rounded(tally)
    own = [project for project in projects if cell in project.cells]
    found = [(Remedy.HIRE, "", one_more(now, days=full_days))]
    without = [able for able in holders if cell not in able.cells]
    if without:
        found.append((Remedy.QUALIFY, str(len(without)), _qualified(now, without)))
    for remedy, about, pairs in _of_projects(own, projects, names):
        found.append((remedy, about, changed(now, pairs, form)))
    return tuple(_effect(*one, form) for one in found)


def _effect(remedy: Remedy, about: str, after: Tally, form: Form) -> Effect:
    result = degree(after, form)
    before = after.auditors - (remedy in ADDS)
    if result is None or before < LEAST:
        return Effect(remedy, after.auditors, about)
    return Effect(remedy, after.auditors, about, result.p, result.capacity)


ADDS = (Remedy.HIRE, Remedy.QUALIFY)


def _qualified(now: Tally, without: Sequence[Able]) -> Tally:
    """One of them, taken as the mean of all: nobody's own readiness can be told from it."""
    count = len(without)
    ready = sum(able.ready for able in without) / count if count >= LEAST else 1.0
    held = count / sum(1 / able.held for able in without)
    days = sum(able.days for able in without) / count
    return one_more(now, days=days, ready=_coarse(ready), held=held)


Change = tuple[Remedy, str, list[tuple[Needed, Needed]]]


def _of_projects(
    own: Sequence[Needed], projects: Sequence[Needed], names: Mapping[int, str]
) -> Iterator[Change]:
    groups: dict[str, list[Needed]] = {}
    for project in own:
        if project.group:
            groups.setdefault(project.group, []).append(project)
    if groups:
        name, members = max(groups.items(), key=lambda item: (len(item[1]), item[0]))
        yield Remedy.STAGGER, name, [(one, replace(one, d=1.0)) for one in members]
    yield from _combined(own, projects, names)
    hardest = min(own, key=lambda one: (one.b2, one.id), default=None)
    if hardest is not None and hardest.b2 < 1:
        about = names.get(hardest.id, "")
        yield Remedy.TALK, about, [(hardest, replace(hardest, b2=1.0))]


def _combined(
    own: Sequence[Needed], projects: Sequence[Needed], names: Mapping[int, str]
) -> Iterator[Change]:
    """The first client with a second audit beside one in this cell."""
    clients = {project.client for project in own}
    others: dict[int, list[Needed]] = {}
    for project in projects:
        if project.client in clients:
            others.setdefault(project.client, []).append(project)
    for project in own:
        second = next((one for one in others[project.client] if one.id != project.id), None)
        if second is not None:
            both = project.together + second.together
            about = " + ".join(names.get(one.id, "") for one in (project, second))
            pairs = [(one, replace(one, together=both)) for one in (project, second) if one in own]
            yield Remedy.COMBINE, about, pairs
            return

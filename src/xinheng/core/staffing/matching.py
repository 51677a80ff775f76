"""How well the auditors of a professional code match the audits that need them.

The article that proposes the measure has lost its formula in print; what is
kept are its directions. The three forms here are reconstructions that keep
them, and every page that shows one says so. The plain ratio of auditor-days
stands beside, because the forms do not grow with the number of projects.

Source: catalogue M-37 to M-41; `docs/adr/0020-matching-degree.md`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _

ARTICLE = Source("检验认证", "M-37", "", "cb-practice")
VARIABLES = Source("检验认证", "M-38", "", "cb-practice")
ITEMS = Source("检验认证", "M-39", "", "cb-practice")
ONE = Fraction(1)


class Form(Named):
    """A reconstruction of the lost formula."""

    RECIPROCAL_SUM = "reciprocal-sum", _("Sum of reciprocals")
    PRODUCT = "product", _("Product")
    SUMMED = "summed", _("Summed products")


class Factor(Named):
    """What X and Y are made of, as far as it can be bettered."""

    B1 = "b1", _("Readiness of the auditors (B1)")
    C1 = "c1", _("Qualifications held by one auditor (C1)")
    B2 = "b2", _("Co-operation of the clients (B2)")
    C2 = "c2", _("Certificates audited together (C2)")
    D = "d", _("Requests for the same period (D)")
    E = "e", _("Special demands on the audit (E)")


@dataclass(frozen=True, slots=True)
class Supply:
    """One auditor who holds the code.

    `b1` is 0 to 1, the mean of `items` where those were given; `c1` counts the
    qualifications held, at least 1; `days` are auditor-days on offer, where known.
    """

    id: str
    b1: Fraction
    c1: int
    days: Fraction | None = None
    items: tuple[tuple[str, Fraction], ...] = ()


@dataclass(frozen=True, slots=True)
class Demand:
    """One project that needs the code.

    `b2`, `d` and `e` are above 0 up to 1, `b2` the mean of `items` where those were
    given; `c2` counts the certificates audited together and `a2` the projects, both at
    least 1; `days` are auditor-days needed.
    """

    id: str
    b2: Fraction
    c2: int
    d: Fraction
    e: Fraction
    a2: int = 1
    days: Fraction | None = None
    items: tuple[tuple[str, Fraction], ...] = ()


@dataclass(frozen=True, slots=True)
class Matching:
    """The matching degree of one scheme and code.

    `capacity` is auditor-days on offer for one needed, nothing where they are
    not known; `naive` is auditors for each project. `drivers` says of each
    factor what P would be if it were at its best.
    """

    form: Form
    x: tuple[Fraction, ...]
    x_mean: Fraction
    y: tuple[Fraction, ...]
    y_mean: Fraction
    p: Fraction
    capacity: Fraction | None
    naive: Fraction
    drivers: dict[Factor, Fraction]

    @property
    def weakest(self) -> Factor | None:
        """The factor whose betterment would raise P the most; nothing when none would."""
        if not self.drivers:
            return None
        best = max(self.drivers, key=lambda factor: self.drivers[factor])
        return best if self.drivers[best] > self.p else None


def sufficiency(auditor: Supply, among: int) -> Fraction:
    """X of one auditor: A1 x B1 / C1. Between 0 and A1, the number of auditors of the code.

    Source: catalogue M-37, M-38.
    """
    return among * auditor.b1 / auditor.c1


def _sum_of_reciprocals(project: Demand) -> Fraction:
    return project.a2 * (1 / project.b2 + Fraction(1, project.c2) + 1 / project.d + 1 / project.e)


def _product(project: Demand) -> Fraction:
    return project.a2 / (project.b2 * project.c2 * project.d * project.e)


DIFFICULTY: dict[Form, Callable[[Demand], Fraction]] = {
    Form.RECIPROCAL_SUM: _sum_of_reciprocals,
    Form.PRODUCT: _product,
    Form.SUMMED: _product,
}


def difficulty(project: Demand, form: Form) -> Fraction:
    """Y of one project; the higher, the harder it is to arrange.

    Source: catalogue M-37, M-38.
    """
    return DIFFICULTY[form](project)


def match(
    auditors: Sequence[Supply],
    projects: Sequence[Demand],
    form: Form = Form.RECIPROCAL_SUM,
) -> Matching:
    """Reckon P = X / Y for the auditors and projects of one code.

    The input must have no `matching_problems`.

    Source: catalogue M-37, M-38, M-41.
    """
    x = tuple(sufficiency(auditor, len(auditors)) for auditor in auditors)
    y = tuple(difficulty(project, form) for project in projects)
    x_mean, y_mean, p = _degree(x, y, form)
    return Matching(
        form=form,
        x=x,
        x_mean=x_mean,
        y=y,
        y_mean=y_mean,
        p=p,
        capacity=_capacity(auditors, projects),
        naive=Fraction(len(auditors), sum(project.a2 for project in projects)),
        drivers=_drivers(auditors, projects, form),
    )


def _degree(
    x: Sequence[Fraction], y: Sequence[Fraction], form: Form
) -> tuple[Fraction, Fraction, Fraction]:
    """X, Y and P as the form puts them together."""
    if form == Form.SUMMED:
        whole_x, whole_y = sum(x, Fraction(0)) / max(len(x), 1), sum(y, Fraction(0))
    else:
        whole_x, whole_y = _mean(x), _mean(y)
    return whole_x, whole_y, whole_x / whole_y


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values) if values else Fraction(0)


def _capacity(auditors: Sequence[Supply], projects: Sequence[Demand]) -> Fraction | None:
    offered = [auditor.days for auditor in auditors]
    needed = [project.days for project in projects]
    if None in offered or None in needed:
        return None
    whole = sum((days for days in needed if days is not None), Fraction(0))
    return (
        sum((days for days in offered if days is not None), Fraction(0)) / whole if whole else None
    )


def _drivers(
    auditors: Sequence[Supply], projects: Sequence[Demand], form: Form
) -> dict[Factor, Fraction]:
    """What P would be with one factor at its best: scores 1, one qualification each, and as
    many certificates audited together everywhere as in the best project."""
    most = max(project.c2 for project in projects)
    ready = [replace(auditor, b1=ONE) for auditor in auditors]
    single = [replace(auditor, c1=1) for auditor in auditors]
    return {
        Factor.B1: _p(ready, projects, form),
        Factor.C1: _p(single, projects, form),
        Factor.B2: _p(auditors, [replace(project, b2=ONE) for project in projects], form),
        Factor.C2: _p(auditors, [replace(project, c2=most) for project in projects], form),
        Factor.D: _p(auditors, [replace(project, d=ONE) for project in projects], form),
        Factor.E: _p(auditors, [replace(project, e=ONE) for project in projects], form),
    }


def _p(auditors: Sequence[Supply], projects: Sequence[Demand], form: Form) -> Fraction:
    x = [sufficiency(auditor, len(auditors)) for auditor in auditors]
    return _degree(x, [difficulty(project, form) for project in projects], form)[2]


def matching_problems(
    auditors: Sequence[Supply], projects: Sequence[Demand]
) -> Iterator[Violation]:
    """Say everything that makes the question unanswerable.

    Source: catalogue M-38 (ranges of the variables).
    """
    if not projects:
        yield Violation(
            "matching.no-project", _("No project needs this code."), VARIABLES, field="projects"
        )
    for index, auditor in enumerate(auditors):
        where = _Where("auditors", index, auditor.id)
        yield from _score(where, "b1", auditor.b1, auditor.items)
        yield from _count(where, "c1", auditor.c1)
        yield from _days(where, auditor.days)
    for index, project in enumerate(projects):
        where = _Where("projects", index, project.id)
        yield from _score(where, "b2", project.b2, project.items, above=True)
        yield from _score(where, "d", project.d, above=True)
        yield from _score(where, "e", project.e, above=True)
        yield from _count(where, "c2", project.c2)
        yield from _count(where, "a2", project.a2)
        yield from _days(where, project.days)


@dataclass(frozen=True, slots=True)
class _Where:
    """Which auditor or project a problem is about."""

    group: str
    index: int
    id: str

    def field(self, name: str) -> str:
        return f"{self.group}[{self.index}].{name}"

    def facts(self, name: str, value: Fraction | int) -> dict[str, object]:
        return {"where": f"{self.group} {self.id}", "name": name, "value": f"{float(value):g}"}


def _score(
    where: _Where,
    name: str,
    score: Fraction,
    items: Sequence[tuple[str, Fraction]] = (),
    *,
    above: bool = False,
) -> Iterator[Violation]:
    wrong = [(item, value) for item, value in items if not 0 <= value <= 1]
    for item, value in wrong:
        yield _outside(where, f"{name}.{item}", f"{name.upper()} {item}", value)
    if not wrong and not (0 < score <= 1 if above else 0 <= score <= 1):
        yield _outside(where, name, name.upper(), score, above=above)


def _outside(
    where: _Where, field: str, name: str, score: Fraction, *, above: bool = False
) -> Violation:
    message = (
        _("%(where)s: %(name)s is %(value)s; it must be above 0 and at most 1.")
        if above
        else _("%(where)s: %(name)s is %(value)s; it must be between 0 and 1.")
    )
    return Violation(
        "matching.score-outside", message, ITEMS, where.facts(name, score), where.field(field)
    )


def _count(where: _Where, name: str, number: int) -> Iterator[Violation]:
    if number < 1:
        yield Violation(
            code="matching.count-too-small",
            message=_("%(where)s: %(name)s is %(value)s; it must be at least 1."),
            source=VARIABLES,
            facts=where.facts(name.upper(), number),
            field=where.field(name),
        )


def _days(where: _Where, days: Fraction | None) -> Iterator[Violation]:
    if days is not None and days < 0:
        yield Violation(
            code="matching.days-negative",
            message=_("%(where)s: %(name)s is %(value)s; days cannot be fewer than none."),
            source=VARIABLES,
            facts=where.facts("days", days),
            field=where.field("days"),
        )

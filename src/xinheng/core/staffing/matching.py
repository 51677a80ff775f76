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

    `b1` is 0 to 1; `c1` counts the qualifications held, at least 1; `days` are
    auditor-days on offer, where known.
    """

    id: str
    b1: Fraction
    c1: int
    days: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Demand:
    """One project that needs the code.

    `b2`, `d` and `e` are above 0 up to 1; `c2` counts the certificates audited
    together and `a2` the projects, both at least 1; `days` are auditor-days needed.
    """

    id: str
    b2: Fraction
    c2: int
    d: Fraction
    e: Fraction
    a2: int = 1
    days: Fraction | None = None


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
        yield Violation("matching.no-project", _("No project needs this code."), VARIABLES)
    for auditor in auditors:
        if not 0 <= auditor.b1 <= 1:
            yield _outside(f"auditors {auditor.id}", "b1", auditor.b1)
        if auditor.c1 < 1:
            yield _count(f"auditors {auditor.id}", "c1", auditor.c1)
    for project in projects:
        yield from _project_problems(project)


def _project_problems(project: Demand) -> Iterator[Violation]:
    where = f"projects {project.id}"
    for name, score in (("b2", project.b2), ("d", project.d), ("e", project.e)):
        if not 0 < score <= 1:
            yield _outside(where, name, score, above=True)
    for name, number in (("c2", project.c2), ("a2", project.a2)):
        if number < 1:
            yield _count(where, name, number)


def _outside(where: str, name: str, score: Fraction, *, above: bool = False) -> Violation:
    message = (
        _("%(where)s: %(name)s is %(value)s; it must be above 0 and at most 1.")
        if above
        else _("%(where)s: %(name)s is %(value)s; it must be between 0 and 1.")
    )
    facts = {"where": where, "name": name.upper(), "value": f"{float(score):g}"}
    return Violation("matching.score-outside", message, ITEMS, facts, name)


def _count(where: str, name: str, number: int) -> Violation:
    return Violation(
        code="matching.count-too-small",
        message=_("%(where)s: %(name)s is %(value)s; it must be at least 1."),
        source=VARIABLES,
        facts={"where": where, "name": name.upper(), "value": number},
        field=name,
    )

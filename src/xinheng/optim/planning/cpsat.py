"""CP-SAT: exact plans for a few dozen audits, with everything else as it stands.

Used as the exact repair of small parts, as the oracle of tests, and for proofs that nothing can
be staffed. On whole branches it is not competitive (`docs/explain/planning.md`), so it is never
asked for one.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from ortools.sat.python import cp_model

from xinheng.optim.planning.problem import CHAIN_DAYS, Assignment, Audit, Auditor, Problem

SCALE = 1000  # costs are whole thousandths in the model


@dataclass(frozen=True, slots=True)
class Exact:
    """What CP-SAT found. `bound`: nothing cheaper exists. `proven`: the plan is the best."""

    assignments: tuple[Assignment, ...]
    cost: Decimal
    bound: Decimal
    proven: bool


@dataclass
class _Model:
    """The model of a problem and its variables, by audit, auditor and day."""

    problem: Problem
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    starts: dict[tuple[str, int], cp_model.IntVar] = field(default_factory=dict)
    goes: dict[tuple[str, str, int], cp_model.IntVar] = field(default_factory=dict)
    staffed: dict[str, cp_model.IntVar] = field(default_factory=dict)
    price: list[tuple[cp_model.IntVar, Decimal]] = field(default_factory=list)
    fixed: Decimal = Decimal(0)


def solve_exactly(
    problem: Problem, *, seconds: float, seed: int = 1, hint: Sequence[Assignment] = ()
) -> Exact:
    """The best plan of a small problem, or the best found in the time with its bound.

    Raises:
        NoPlanFound: nothing was found in the time, or what was promised cannot hold together.
    """
    made = _built(problem)
    for one in hint:
        made.model.add_hint(made.starts[one.audit, one.start], 1)
        for who in one.team:
            made.model.add_hint(made.goes[one.audit, who, one.start], 1)
    made.model.minimize(
        sum(int((weight * SCALE).to_integral_value()) * var for var, weight in made.price)
    )
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.random_seed = seed
    solver.parameters.num_workers = 1
    solver.parameters.cp_model_probing_level = 0  # its probing cannot be interrupted
    status = solver.solve(made.model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise NoPlanFound(solver.status_name(status))
    plan = tuple(_read(made, solver, audit) for audit in problem.audits
                 if solver.value(made.staffed[audit.id]))  # fmt: skip
    return Exact(
        plan,
        Decimal(repr(solver.objective_value)) / SCALE + made.fixed,
        Decimal(repr(solver.best_objective_bound)) / SCALE + made.fixed,
        status == cp_model.OPTIMAL,
    )


class NoPlanFound(Exception):  # noqa: N818 - the house names exceptions as facts
    """CP-SAT gave no plan in the time allowed."""


def _built(problem: Problem) -> _Model:
    made = _Model(problem)
    for audit in problem.audits:
        _add_audit(made, audit)
    for audit in problem.audits:
        _add_order(made, audit)
    _add_groups(made)
    for auditor in problem.auditors:
        _add_calendar(made, auditor)
    for promise in problem.promised:
        made.model.add(made.starts[promise.audit, promise.start] == 1)
        for who in promise.team:
            made.model.add(made.goes[promise.audit, who, promise.start] == 1)
    return made


def _add_audit(made: _Model, audit: Audit) -> None:
    model, problem = made.model, made.problem
    staffed = made.staffed[audit.id] = model.new_bool_var(f"{audit.id} staffed")
    made.fixed += problem.weights.unstaffed
    made.price.append((staffed, -problem.weights.unstaffed))
    able = [problem.auditor[who] for who in audit.candidates if who not in audit.excluded]
    for day in audit.starts:
        begins = made.starts[audit.id, day] = model.new_bool_var(f"{audit.id} on {day}")
        here = []
        for auditor in able:
            if auditor.away.isdisjoint(range(day, day + audit.days)):
                goes = model.new_bool_var(f"{auditor.id} to {audit.id} on {day}")
                made.goes[audit.id, auditor.id, day] = goes
                here.append((auditor, goes))
        model.add(sum(goes for _, goes in here) == audit.team * begins)
        for standard in audit.standards:
            model.add(sum(g for one, g in here if standard in one.standards) >= begins)
        model.add(sum(g for one, g in here if audit.lead_standard in one.leads) >= begins)
        if audit.female_needed:
            model.add(sum(g for one, g in here if one.female) >= begins)
    model.add(sum(made.starts[audit.id, day] for day in audit.starts) == staffed)
    _price_team(made, audit, able)


def _price_team(made: _Model, audit: Audit, able: Sequence[Auditor]) -> None:
    weights = made.problem.weights
    home = made.problem.roads[audit.city]
    sits: dict[str, list[cp_model.IntVar]] = {}
    for auditor in able:
        found = [made.goes[audit.id, auditor.id, day] for day in audit.starts
                 if (audit.id, auditor.id, day) in made.goes]  # fmt: skip
        sits[auditor.id] = found
        price = weights.match * Decimal(audit.candidates[auditor.id])
        price += weights.km * 2 * home[auditor.city]
        made.price.extend((var, price) for var in found)
    for code in audit.codes:
        missing = made.model.new_bool_var(f"{audit.id} without {code}")
        holders = [var for one in able if code in one.codes for var in sits[one.id]]
        made.model.add(sum(holders) + missing >= made.staffed[audit.id])
        made.price.append((missing, weights.missing_code))


def _add_order(made: _Model, audit: Audit) -> None:
    if audit.after is None:
        return
    before = made.problem.audit[audit.after.audit]
    made.model.add_implication(made.staffed[audit.id], made.staffed[before.id])
    for day in audit.starts:
        latest = day - before.days - audit.after.days_between
        for early in before.starts:
            if early > latest:
                made.model.add_bool_or(~made.starts[audit.id, day], ~made.starts[before.id, early])


def _add_groups(made: _Model) -> None:
    members: dict[str, list[Audit]] = defaultdict(list)
    for audit in made.problem.audits:
        if audit.same_start is not None:
            members[audit.same_start].append(audit)
    for together in members.values():
        for k, one in enumerate(together):
            for two in together[k + 1 :]:
                for day in one.starts:
                    for other in two.starts:
                        if day != other:
                            made.model.add_bool_or(
                                ~made.starts[one.id, day], ~made.starts[two.id, other]
                            )


def _add_calendar(made: _Model, auditor: Auditor) -> None:
    problem, model = made.problem, made.model
    mine = [(problem.audit[audit], day, var)
            for (audit, who, day), var in made.goes.items() if who == auditor.id]  # fmt: skip
    by_day: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    for audit, day, var in mine:
        for busy in range(day, day + audit.days):
            by_day[busy].append(var)
    for held in by_day.values():
        model.add_at_most_one(held)
    for month in range(problem.months):
        days = sum(a.days * var for a, day, var in mine if problem.month_of_day[day] == month)
        model.add(days <= auditor.most_days_by_month[month])
    target = Fraction(auditor.target_days)
    grain = target.denominator
    load = sum(audit.days * var for audit, _, var in mine)
    off = model.new_int_var(0, grain * problem.days * 50, f"{auditor.id} off target")
    model.add(off >= grain * load - target.numerator)
    model.add(off >= target.numerator - grain * load)
    made.price.append((off, problem.weights.balance_day / grain))
    if problem.chain_trips:
        _add_chains(made, auditor, mine)


def _add_chains(
    made: _Model, auditor: Auditor, mine: list[tuple[Audit, int, cp_model.IntVar]]
) -> None:
    """Savings of going straight on: one variable for every pair that may chain."""
    roads, home = made.problem.roads, auditor.city
    by_start: dict[int, list[tuple[Audit, cp_model.IntVar]]] = defaultdict(list)
    busy: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    for audit, day, var in mine:
        by_start[day].append((audit, var))
        for taken in range(day, day + audit.days):
            busy[taken].append(var)
    into: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    out: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    for audit, day, var in mine:
        for later in chained_starts(day, audit.days):
            for following, other in by_start.get(later, ()):
                by_home = roads[audit.city][home] + roads[home][following.city]
                saved = by_home - roads[audit.city][following.city]
                if following.id == audit.id or saved <= 0:
                    continue
                link = made.model.new_bool_var("")
                made.model.add_implication(link, var)
                made.model.add_implication(link, other)
                for between in range(day + audit.days, later):
                    made.model.add(link + sum(busy[between]) <= 1)
                out[var.index].append(link)
                into[other.index].append(link)
                made.price.append((link, -made.problem.weights.km * saved))
    for links in (*into.values(), *out.values()):
        made.model.add_at_most_one(links)


def chained_starts(day: int, days: int) -> range:
    """Starts of a next audit that chain to one of `days` days begun on `day`."""
    return range(day + days, day + days + CHAIN_DAYS)


def _read(made: _Model, solver: cp_model.CpSolver, audit: Audit) -> Assignment:
    day = next(d for d in audit.starts if solver.value(made.starts[audit.id, d]))
    team = tuple(sorted(
        who for (one, who, start), var in made.goes.items()
        if one == audit.id and start == day and solver.value(var)
    ))  # fmt: skip
    able = [who for who in team if audit.lead_standard in made.problem.auditor[who].leads]
    return Assignment(audit.id, day, team, min(able, key=lambda w: (audit.candidates[w], w)))

"""`xinheng plan`: who audits what, when. Solve, check, explain and repair from JSON documents."""

import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any, NoReturn

import click
from django.utils.translation import gettext

from xinheng.cli.speaking import (
    lang_option,
    read_json,
    show,
    speaking,
    unreadable,
    violation_json,
)
from xinheng.core.shared.reading import Unreadable
from xinheng.front.planning import (
    cost_json,
    explanation_json,
    repaired_json,
    said_in_full,
    why_not_json,
)
from xinheng.optim.planning.checker import cost_of, faults
from xinheng.optim.planning.disruption import read_disruption
from xinheng.optim.planning.explain import explain as why
from xinheng.optim.planning.explain import why_not
from xinheng.optim.planning.plan import Plan, assignments_to_json, plan_to_json, said
from xinheng.optim.planning.problem import Assignment, Problem, hopeless, offered_days
from xinheng.optim.planning.reading import read_plan, read_problem


@click.group()
def plan() -> None:
    """Teams and days for many audits at once."""


@plan.command()
@click.option("--file", "file", default="-", help="the problem as JSON, or - for standard input")
@click.option("--seconds", default=60.0, show_default=True, help="how long to search")
@click.option("--moves", type=int, help="search so many moves instead: the plan can be repeated")
@click.option("--seed", default=1, show_default=True, help="the same seed and moves, the same plan")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="searches side by side",
)
@click.option(
    "--regions", is_flag=True, help="one region of the map for each worker: national size"
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="write the plan here")
@click.option("--json", "_json", is_flag=True, help="the answer is always JSON")
@lang_option
def solve(
    file: str, seconds: float, moves: int | None, seed: int, workers: int,
    regions: bool, out: Path | None, _json: bool, lang: str,  # noqa: FBT001 - a flag
) -> None:  # fmt: skip
    """Find a good plan; Ctrl-C stops and keeps the best."""
    from xinheng.optim.planning import warm as ahead  # noqa: PLC0415 - brings the compiler

    with speaking(lang):
        problem = _problem(file)
        _warn(problem)
        ahead.warm()  # compiling must not eat the seconds asked for
        stopped = threading.Event()
        signal.signal(signal.SIGINT, lambda *_: stopped.set())
        signal.signal(signal.SIGTERM, lambda *_: stopped.set())
        found = _search(
            problem, seconds, moves, workers=workers, regions=regions, seed=seed,
            stop=stopped.is_set, tell=_Teller(),
        )  # fmt: skip
        document = plan_to_json(found)
        _check_own(problem, document)
        cost = cost_json(cost_of(problem, found.assignments))
        if out is None:
            show({"ok": True, "result": {**document, "parts": cost}})
            return
        out.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        told = {name: value for name, value in document.items() if name != "assignments"}
        show({"ok": True, "result": {**told, "parts": cost, "out": str(out)}})


@plan.command()
@click.option("--problem", "problem_file", required=True, help="the problem as JSON")
@click.option("--plan", "plan_file", required=True, help="the plan as JSON")
@click.option("--json", "_json", is_flag=True, help="the answer is always JSON")
@lang_option
def check(problem_file: str, plan_file: str, _json: bool, lang: str) -> None:  # noqa: FBT001
    """List every fault of a plan and reckon its cost anew; trusts no solver."""
    with speaking(lang):
        problem = _problem(problem_file)
        assignments = _plan(plan_file, problem)
        found = list(faults(problem, assignments))
        cost = cost_of(problem, assignments)
        answer = {"cost": said(cost.total), "parts": cost_json(cost)}
        if found:
            show({"ok": False, "violations": [violation_json(v) for v in found], **answer})
            sys.exit(3)
        show({"ok": True, "result": {**answer, "faults": []}})


@plan.command()
@click.option("--problem", "problem_file", required=True, help="the problem as JSON")
@click.option("--plan", "plan_file", help="the plan as JSON; without one, the empty plan")
@click.option("--audit", "audit_id", required=True, help="the audit that is asked about")
@click.option("--person", help="why is this auditor not in its team?")
@click.option("--json", "_json", is_flag=True, help="the answer is always JSON")
@lang_option
def explain(
    problem_file: str, plan_file: str | None, audit_id: str, person: str | None,
    _json: bool, lang: str,  # noqa: FBT001 - a flag
) -> None:  # fmt: skip
    """Why an audit is not staffed and what would help; or why a person is not in its team."""
    with speaking(lang):
        problem = _problem(problem_file)
        found = _plan(plan_file, problem) if plan_file else ()
        if audit_id not in problem.audit:
            unreadable(f"--audit: no audit is called {audit_id}")
        staffed = any(one.audit == audit_id for one in found)
        if person is not None:
            if person not in problem.auditor:
                unreadable(f"--person: no auditor is called {person}")
            if not staffed:
                unreadable(f"--person: {audit_id} has no team in this plan")
            show({"ok": True, "result": why_not_json(why_not(problem, found, audit_id, person))})
            return
        if staffed:
            show({"ok": True, "result": {"audit": audit_id, "staffed": True}})
            return
        show({"ok": True, "result": explanation_json(why(problem, found, audit_id))})


@plan.command()
@click.option("--problem", "problem_file", required=True, help="the problem as JSON")
@click.option("--plan", "plan_file", required=True, help="the plan people were told")
@click.option("--disruption", "disruption_file", required=True, help="what happened, as JSON")
@click.option("--seed", default=1, show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="write the plan here")
@click.option("--json", "_json", is_flag=True, help="the answer is always JSON")
@lang_option
def repair(
    problem_file: str, plan_file: str, disruption_file: str, seed: int, out: Path | None,
    _json: bool, lang: str,  # noqa: FBT001 - a flag
) -> None:  # fmt: skip
    """Plan again after an illness, moved dates or a rush order, with few changes."""
    from xinheng.optim.planning import repair as again  # noqa: PLC0415 - brings the compiler

    with speaking(lang):
        problem = _problem(problem_file)
        told = _plan(plan_file, problem)
        try:
            disruption = read_disruption(read_json(disruption_file), problem)
        except Unreadable as error:
            unreadable(str(error))
        done = again.repair(problem, told, disruption, seed=seed)
        wrong = list(faults(done.problem, done.assignments))
        if wrong:
            _give_up([violation_json(v) for v in wrong])
        if out is not None:
            document = {"assignments": assignments_to_json(done.assignments)}
            out.write_text(json.dumps(document, ensure_ascii=False) + "\n", encoding="utf-8")
        show({"ok": True, "result": repaired_json(done)})


@plan.command()
def warm() -> None:
    """Compile the search ahead of need; the result is kept on disk."""
    os.nice(10)  # whoever works meanwhile goes first
    from xinheng.optim.planning import warm as ahead  # noqa: PLC0415 - brings the compiler

    show({"ok": True, "result": {"seconds": f"{ahead.warm():.1f}"}})


def _plan(file: str, problem: Problem) -> tuple[Assignment, ...]:
    try:
        return read_plan(read_json(file), problem)
    except Unreadable as error:
        unreadable(str(error))


def _search(
    problem: Problem, seconds: float, moves: int | None, *, workers: int, regions: bool, **more: Any
) -> Plan:
    """One search, several side by side, or one for each region."""
    from xinheng.optim.planning import regions as parts  # noqa: PLC0415 - brings the compiler
    from xinheng.optim.planning import several  # noqa: PLC0415
    from xinheng.optim.planning.solve import Budget  # noqa: PLC0415

    if regions and workers > 1:
        return parts.solve_by_regions(problem, seconds=seconds, workers=workers, **more)
    budget = Budget(seconds=seconds, moves=moves)
    return several.solve_side_by_side(problem, budget=budget, workers=workers, **more)


class _Teller:
    """Says on standard error how the search goes, once a second."""

    def __init__(self) -> None:
        self._last = -1.0

    def __call__(self, progress: Any) -> None:
        if progress.seconds - self._last < 1.0:
            return
        self._last = progress.seconds
        bound = "—" if progress.bound is None else f"{progress.bound:.0f}"
        gap = ""
        if progress.bound is not None and progress.cost > 0:
            gap = f"  gap {max(0.0, 1 - float(progress.bound) / progress.cost):.1%}"
        click.echo(
            f"{progress.seconds:6.1f} s  cost {progress.cost:.0f}  bound {bound}{gap}"
            f"  unstaffed {progress.unstaffed}  moves {progress.moves}",
            err=True,
        )


def _problem(file: str) -> Problem:
    try:
        return read_problem(read_json(file))
    except Unreadable as error:
        unreadable(str(error))


def _warn(problem: Problem) -> None:
    """Name the audits that no plan can staff, before time is spent on them."""
    for audit, reason in hopeless(problem).items():
        click.echo(f"{audit}: {said_in_full(reason)}", err=True)
    needed = sum(audit.team * audit.days for audit in problem.audits)
    offered = offered_days(problem)
    if needed > offered:
        said_ = gettext("%(needed)s auditor-days are needed, %(offered)s are on offer.")
        click.echo(said_ % {"needed": needed, "offered": offered}, err=True)


def _check_own(problem: Problem, document: Any) -> None:
    """Our own plan is handed out only when the checker finds nothing wrong with it."""
    wrong = list(faults(problem, read_plan(document, problem)))
    if wrong:
        _give_up([violation_json(v) for v in wrong])


def _give_up(violations: list[dict[str, object]]) -> NoReturn:
    show({"ok": False, "violations": violations})
    sys.exit(3)


COMMANDS = (plan,)

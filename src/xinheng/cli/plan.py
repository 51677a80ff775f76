"""`xinheng plan`: who audits what, when. Solve, check, explain and repair from JSON documents."""

import json
import signal
import sys
import threading
from pathlib import Path
from typing import Any, NoReturn

import click

from xinheng.cli.speaking import (
    lang_option,
    read_json,
    show,
    speaking,
    unreadable,
    violation_json,
)
from xinheng.core.shared.reading import Unreadable
from xinheng.optim.planning.checker import Cost, cost_of, faults
from xinheng.optim.planning.plan import plan_to_json, said
from xinheng.optim.planning.problem import Problem, hopeless
from xinheng.optim.planning.reading import read_plan, read_problem


@click.group()
def plan() -> None:
    """Teams and days for many audits at once."""


@plan.command()
@click.option("--file", "file", default="-", help="the problem as JSON, or - for standard input")
@click.option("--seconds", default=60.0, show_default=True, help="how long to search")
@click.option("--moves", type=int, help="search so many moves instead: the plan can be repeated")
@click.option("--seed", default=1, show_default=True, help="the same seed and moves, the same plan")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="write the plan here")
@click.option("--json", "_json", is_flag=True, help="the answer is always JSON")
@lang_option
def solve(
    file: str, seconds: float, moves: int | None, seed: int, out: Path | None,
    _json: bool, lang: str,  # noqa: FBT001 - a flag
) -> None:  # fmt: skip
    """Find a good plan; Ctrl-C stops and keeps the best."""
    from xinheng.optim.planning import solve as search  # noqa: PLC0415 - brings the compiler

    with speaking(lang):
        problem = _problem(file)
        _warn(problem)
        stopped = threading.Event()
        signal.signal(signal.SIGINT, lambda *_: stopped.set())
        signal.signal(signal.SIGTERM, lambda *_: stopped.set())
        found = search.solve(
            problem,
            budget=search.Budget(seconds=seconds, moves=moves),
            seed=seed,
            stop=stopped.is_set,
            tell=_Teller(),
        )
        document = plan_to_json(found)
        _check_own(problem, document)
        cost = _cost_json(cost_of(problem, found.assignments))
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
        document = read_json(plan_file)
        try:
            assignments = read_plan(document, problem)
        except Unreadable as error:
            unreadable(str(error))
        found = list(faults(problem, assignments))
        cost = cost_of(problem, assignments)
        answer = {"cost": said(cost.total), "parts": _cost_json(cost)}
        if found:
            show({"ok": False, "violations": [violation_json(v) for v in found], **answer})
            sys.exit(3)
        show({"ok": True, "result": {**answer, "faults": []}})


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
    for audit, reason in hopeless(problem).items():
        click.echo(f"{audit}: {reason}", err=True)


def _check_own(problem: Problem, document: Any) -> None:
    """Our own plan is handed out only when the checker finds nothing wrong with it."""
    wrong = list(faults(problem, read_plan(document, problem)))
    if wrong:
        _give_up([violation_json(v) for v in wrong])


def _give_up(violations: list[dict[str, object]]) -> NoReturn:
    show({"ok": False, "violations": violations})
    sys.exit(3)


def _cost_json(cost: Cost) -> dict[str, Any]:
    return {
        "unstaffed": said(cost.unstaffed),
        "missing_codes": said(cost.missing_codes),
        "road": said(cost.road),
        "match": said(cost.match),
        "balance": said(cost.balance),
        "unstaffed_audits": cost.unstaffed_audits,
        "codes_nobody_holds": cost.codes_nobody_holds,
        "road_km": cost.road_km,
    }


COMMANDS = (plan,)

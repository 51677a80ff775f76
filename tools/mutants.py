"""Mutation testing: change the rules a little, and see that a test notices.

    python tools/mutants.py src/xinheng/core/programmes --tests tests/core/programmes

Each mutant is one small change of one module: a comparison turned round, a number moved by
one, `and` for `or`, plus for minus, another text, a condition set, a returned value dropped,
a statement left out. The tests run in a process of their own with the changed module in
place of the true one; no file is touched. A mutant is killed when a test fails. What
survives is printed with its line. `--sample N` draws so many by lot, always the same ones.

Words for people (marked texts, labels, messages), docstrings, types and sources are not
changed: no rule hangs on them, and tests that pin every sentence would only repeat it.
"""

import argparse
import ast
import copy
import os
import random
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import hypothesis  # noqa: F401  loaded once, for every process that is forked
import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"
TURNED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot,
    ast.IsNot: ast.Is, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult, ast.Pow: ast.Mult, ast.And: ast.Or,
    ast.Or: ast.And, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
WORDS = {"_", "mark", "Term", "Source", "Unreadable", "Line"}
LONGEST = 180  # seconds; a mutant that takes longer counts as killed
OPTIONS = ("-q", "-x", "-c", os.devnull, "--rootdir=.", "--noconftest", "-p", "no:cacheprovider")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one file."""

    path: Path
    line: int
    what: str
    code: str


class _Places(ast.NodeVisitor):
    """Every place that can be changed, and how often each."""

    def __init__(self) -> None:
        self.found: list[tuple[ast.AST, str, str]] = []

    def visit_Call(self, node: ast.Call) -> None:
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in WORDS and name != "Line":
            return
        skipped = {"message", "label", "source"}
        self.visit(node.func)
        for index, arg in enumerate(node.args):
            if not (name == "Line" and index == 0):
                self.visit(arg)
        for keyword in node.keywords:
            if keyword.arg not in skipped:
                self.visit(keyword.value)

    def visit_Compare(self, node: ast.Compare) -> None:
        for index, operator in enumerate(node.ops):
            if type(operator) in TURNED:
                self.found.append((node, "compare", str(index)))
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if type(node.op) in TURNED and not isinstance(node.left, ast.Constant | ast.JoinedStr):
            self.found.append((node, "operator", ""))
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        self.found.append((node, "operator", ""))
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if type(node.op) in TURNED:
            self.found.append((node, "operator", ""))
        self.found.append((node, "left out", ""))
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not | ast.USub):
            self.found.append((node, "sign", ""))
        self.generic_visit(node)

    def visit_If(self, node: ast.If) -> None:
        self.found += [(node, "condition", "always"), (node, "condition", "never")]
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self.found += [(node, "condition", "always"), (node, "condition", "never")]
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, bool):
            self.found.append((node, "constant", "turned"))
        elif isinstance(node.value, int):
            self.found += [(node, "constant", "+1")]
        elif isinstance(node.value, str) and node.value:
            self.found.append((node, "constant", "other text"))

    def visit_Return(self, node: ast.Return) -> None:
        if node.value is not None and not isinstance(node.value, ast.Constant):
            self.found.append((node, "returns", "nothing"))
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Constant):
            return  # a docstring
        self.found.append((node, "left out", ""))
        self.generic_visit(node)

    def visit_arguments(self, node: ast.arguments) -> None:
        for default in (*node.defaults, *node.kw_defaults):
            if default is not None:
                self.visit(default)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.visit(node.args)
        for statement in node.body:
            self.visit(statement)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for statement in node.body:
            self.visit(statement)


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of a file, from its first line to its last."""
    text = path.read_text(encoding="utf-8")
    count = len(_places(ast.parse(text)))
    for number in range(count):
        tree = ast.parse(text)
        node, kind, detail = _places(tree)[number]
        line = getattr(node, "lineno", 0)
        before = ast.unparse(node)
        changed = _changed(node, kind, detail)
        if changed is None:
            continue
        what = f"{kind} {detail}".strip() + f": {before[:70]!r}"
        new = _Swap(node, changed).visit(tree)
        yield Mutant(path, line, what, ast.unparse(ast.fix_missing_locations(new)))


def _places(tree: ast.AST) -> list[tuple[ast.AST, str, str]]:
    places = _Places()
    places.visit(tree)
    return places.found


class _Swap(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else super().visit(node)


def _changed(node: ast.AST, kind: str, detail: str) -> ast.AST | None:
    new = copy.deepcopy(node)
    if kind == "compare" and isinstance(new, ast.Compare):
        index = int(detail)
        new.ops[index] = TURNED[type(new.ops[index])]()
    elif kind == "operator" and isinstance(new, ast.BinOp | ast.BoolOp | ast.AugAssign):
        new.op = TURNED[type(new.op)]()
    elif kind == "sign" and isinstance(new, ast.UnaryOp):
        return new.operand
    elif kind == "condition" and isinstance(new, ast.If | ast.IfExp):
        new.test = ast.Constant(value=detail == "always")
    elif kind == "constant" and isinstance(new, ast.Constant):
        new.value = _other(new.value)
    elif kind == "returns" and isinstance(new, ast.Return):
        new.value = ast.Constant(value=None)
    elif kind == "left out":
        return ast.Pass()
    return new


def _other(value: object) -> object:
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else f"{value}~"


class _InPlace(MetaPathFinder, Loader):
    """Loads one module from changed code, and leaves all others alone."""

    def __init__(self, mutant: Mutant) -> None:
        parts = mutant.path.relative_to(SOURCE).with_suffix("").parts
        self.name, self.mutant = ".".join(parts), mutant

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        return ModuleSpec(name, self, origin=str(self.mutant.path)) if name == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = str(self.mutant.path)
        exec(compile(self.mutant.code, str(self.mutant.path), "exec"), module.__dict__)  # noqa: S102


def survives(mutant: Mutant | None, tests: Sequence[str]) -> bool:
    """Whether every test passes with the mutant in place of its module, in a process apart."""
    child = os.fork()
    if child == 0:
        os.nice(5)
        os._exit(_run(mutant, tests))
    ends = time.monotonic() + LONGEST
    while time.monotonic() < ends:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) == 0
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def _run(mutant: Mutant | None, tests: Sequence[str]) -> int:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    if mutant is not None:
        sys.meta_path.insert(0, _InPlace(mutant))
    return int(pytest.main([*OPTIONS, *tests]))


def _files(targets: Sequence[str]) -> list[Path]:
    found: list[Path] = []
    for target in targets:
        place = ROOT / target
        found += sorted(place.rglob("*.py")) if place.is_dir() else [place]
    return [path for path in found if path.name != "__init__.py"]


def _chosen(options: argparse.Namespace) -> list[Mutant]:
    every = [mutant for path in _files(options.targets) for mutant in mutants(path)]
    if not options.sample or options.sample >= len(every):
        return every
    keep = set(random.Random(options.seed).sample(range(len(every)), options.sample))  # noqa: S311
    print(f"{len(every)} mutants, {options.sample} of them drawn with seed {options.seed}")
    return [mutant for index, mutant in enumerate(every) if index in keep]


def main() -> int:
    """Try the mutants; exit 1 when fewer than `--least` per cent were killed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("targets", nargs="+")
    parser.add_argument("--tests", nargs="+", required=True)
    parser.add_argument("--sample", type=int, default=0, help="so many, drawn by lot; 0 means all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--numbers", default="", help="only these of the mutants, such as 2,13")
    parser.add_argument("--least", type=float, default=90, help="per cent that must be killed")
    options = parser.parse_args()
    os.chdir(ROOT)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    sys.path[:0] = [str(SOURCE), str(ROOT)]
    sys.dont_write_bytecode = True
    if not survives(None, options.tests):
        print("The tests fail without any mutant.")
        return 1
    chosen, alive = _chosen(options), 0
    wanted = {int(number) for number in options.numbers.split(",") if number}
    numbered = [pair for pair in enumerate(chosen, 1) if not wanted or pair[0] in wanted]
    for number, mutant in numbered:
        if survives(mutant, options.tests):
            alive += 1
            place = mutant.path.relative_to(ROOT)
            print(f"{number}/{len(chosen)} alive {place}:{mutant.line} {mutant.what}", flush=True)
    killed = len(numbered) - alive
    share = 100 * killed / max(len(numbered), 1)
    print(f"{killed} of {len(numbered)} mutants killed: {share:.1f} %")
    return 0 if share >= options.least else 1


if __name__ == "__main__":
    sys.exit(main())

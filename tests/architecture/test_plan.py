"""The house plan, enforced: which rooms have doors between them, and how large things grow."""

import ast
import sys
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "xinheng"
GRAPH = grimp.build_graph(
    "xinheng", include_external_packages=True, exclude_type_checking_imports=True
)
ROOMS = sorted(GRAPH.find_children("xinheng.apps"))
OPEN_TO_OTHER_ROOMS = {"actions", "queries"}
FILES = sorted(p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts)
MOST_LINES, LONGEST_FUNCTION = 400, 40
# Larger than the ceiling, each with its reason.
LARGER_FILES: dict[str, str] = {}
LONGER_FUNCTIONS: dict[str, str] = {
    "apps/certificates/actions/documents.py:_sheet": "one value with all fields of clause 8.2.2",
    "apps/certificates/actions/transfer.py:_package": "one document with all parts of a file",
}


def modules_under(package: str) -> set[str]:
    return GRAPH.find_descendants(package) | {package}


@pytest.mark.parametrize("storey", ["xinheng.core", "xinheng.rulebook"])
def test_the_lower_storeys_know_only_themselves_and_the_standard_library(storey):
    outside = {
        f"{module} → {imported}"
        for module in modules_under(storey)
        for imported in GRAPH.find_modules_directly_imported_by(module)
        if not imported.startswith(("xinheng.core", storey))
        and imported != "xinheng"
        and imported.split(".")[0] not in sys.stdlib_module_names
    }
    assert outside == set()


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_enters_another_only_by_its_doors(room):
    trespasses = {
        f"{module} → {imported}"
        for module in modules_under(room)
        for imported in GRAPH.find_modules_directly_imported_by(module)
        if imported.startswith("xinheng.apps.")
        and not imported.startswith(f"{room}.")
        and imported.split(".")[3] not in OPEN_TO_OTHER_ROOMS
    }
    assert trespasses == set()


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_its_page(room):
    name = room.rsplit(".", 1)[1]
    assert (ROOT / "docs" / "rooms" / f"{name}.md").exists()


def test_no_file_is_larger_than_the_ceiling():
    large = {
        str(file.relative_to(SOURCE))
        for file in FILES
        if len(file.read_text(encoding="utf-8").splitlines()) > MOST_LINES
    }
    assert large == set(LARGER_FILES)


def test_no_function_is_longer_than_the_ceiling():
    long = set()
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            body = [n for n in node.body if not _is_docstring(n)]
            if body and (body[-1].end_lineno or 0) - body[0].lineno + 1 > LONGEST_FUNCTION:
                long.add(f"{file.relative_to(SOURCE)}:{node.name}")
    assert long == set(LONGER_FUNCTIONS)


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)

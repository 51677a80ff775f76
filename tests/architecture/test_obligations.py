"""The register of obligations claims nothing that is not there."""

import ast
import csv
import importlib
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import get_resolver

from xinheng.core import census
from xinheng.core.cases.steps import Step
from xinheng.front.reckonings import RECKONINGS
from xinheng.rulebook.lists.waivable import waivable_rules
from xinheng.rulebook.loader import table_keys
from xinheng.rulebook.obligations import State, obligations

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"
EVERY = obligations()
ENFORCED = [row for row in EVERY if row.state == State.ENFORCED]
LEAST_OF_17021 = 85
FAMILIES = ("MD1-", "MD2-", "MD4-", "MD5-", "MD9-", "MD11-", "MD22-")


@cache
def constraints():
    return {c.name for model in apps.get_models() for c in model._meta.constraints}


@cache
def pages():
    return {
        f"{namespace}:{name}"
        for namespace, (_prefix, resolver) in get_resolver().namespace_dict.items()
        for name in resolver.reverse_dict
        if isinstance(name, str)
    }


def exists(name):
    """Whether a name of the register leads to something: a table, a constraint, a function."""
    kind, _, rest = name.partition(":")
    if kind == "table":
        return rest in table_keys()
    if kind == "constraint":
        return rest in constraints()
    parts = name.split(".")
    for cut in range(len(parts) - 1, 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            found = getattr(found, part, None)
        return found is not None
    return False


def is_guard(name):
    """Whether a guard is an act, a step, a state, a reckoning or a page of this house."""
    kind, _, rest = name.partition(":")
    if not rest:
        return census.act_named(name) is not None
    if kind == "state":
        life, _, state = rest.partition("/")
        lives = {found.name: found for found in census.lives()}
        return life in lives and state in {str(s) for s in census.states_of(lives[life])}
    known = {"step": {str(step) for step in Step}, "reckoning": set(RECKONINGS), "page": pages()}
    return rest in known.get(kind, set())


@cache
def stands_in(file):
    """The tests of a file, as they are named after it; read, not run."""
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{n.name}" for n in node.body if isinstance(n, ast.FunctionDef)}
    return frozenset(found)


def test_every_row_is_answered_by_something_or_says_why_not():
    silent = [
        row.id
        for row in EVERY
        if not (row.reason_zh and row.reason_en)
        and (row.state == State.NOT_APPLICABLE or not row.enforced_by)
    ]
    assert silent == []


def test_every_name_that_is_said_to_enforce_leads_somewhere():
    lost = [f"{row.id}: {name}" for row in EVERY for name in row.enforced_by if not exists(name)]
    assert lost == []


def test_every_guard_is_known():
    lost = [f"{row.id}: {name}" for row in EVERY for name in row.guards if not is_guard(name)]
    assert lost == []


def test_every_test_that_is_named_stands_in_its_file():
    lost = [
        f"{row.id}: {name}"
        for row in EVERY
        for name in row.tests
        if name.partition("::")[2] not in stands_in(name.partition("::")[0])
    ]
    assert lost == []


def test_what_is_enforced_is_shown_on_both_sides_and_somewhere_guarded():
    one_sided = [row.id for row in ENFORCED if not (row.refuses and row.allows and row.guards)]
    assert one_sided == []


def test_what_may_be_waived_stands_in_the_list_of_waivable_rules():
    assert {code for row in EVERY for code in row.waivable} - set(waivable_rules()) == set()


def test_both_languages_are_different_sentences():
    assert [row.id for row in EVERY if row.zh == row.en or not row.source.document] == []


def test_every_document_is_in_the_register_of_sources():
    import tomllib

    text = (ROOT / "src/xinheng/rulebook/sources.toml").read_text(encoding="utf-8")
    known = {row["name"] for row in tomllib.loads(text)["documents"]}
    assert {row.document for row in EVERY} - known == set()


@pytest.mark.skipif(not SHARED.is_dir(), reason="the sheets of facts are not at hand")
@pytest.mark.parametrize(
    ("sheet", "column", "prefix"),
    [
        ("iso17021_1_obligations.csv", "clause", "17021-1:"),
        ("cnca_rules.csv", "id", "CNCA:"),
        ("rules.csv", "id", ""),
    ],
)
def test_no_row_of_a_sheet_is_left_out(sheet, column, prefix):
    with (SHARED / sheet).open(encoding="utf-8-sig", newline="") as file:
        keys = [row[column] for row in csv.DictReader(file)]
    if not prefix:
        wanted = {f"{key.split('-')[0]}:{key}" for key in keys if key.startswith(FAMILIES)}
    else:
        wanted = {f"{prefix}{key}" for key in keys}

    assert wanted - {row.id for row in EVERY} == set()


def test_nearly_all_of_the_standard_is_enforced_or_recorded():
    rows = [row for row in EVERY if row.id.startswith("17021-1:")]

    assert len(rows) == 91
    assert sum(row.state != State.NOT_APPLICABLE for row in rows) >= LEAST_OF_17021

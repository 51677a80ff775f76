"""Nothing of the house stands outside its lists."""

import ast
from pathlib import Path

import pytest

from xinheng.core import census
from xinheng.front import operations

SOURCE = Path(__file__).resolve().parents[2] / "src" / "xinheng"
# What everybody may do about themselves, whatever their duties; and anybody may complain.
FOR_ONESELF = {
    "governance.file",
    "people.cancel-absence",
    "people.declare",
    "people.end-feed",
    "people.end-token",
    "people.make-feed",
    "people.make-token",
    "people.record-tie",
    "people.take-absence",
    "staffing.declare",
    "staffing.decline",
    "staffing.give-statement",
    "staffing.withdraw-statement",
}
# Where a life ends; every other state must have a way out.
ENDINGS = {
    "application": {"accepted", "refused", "withdrawn"},
    "case": {"refused", "closed"},
    "certificate": {"cancelled", "expired", "superseded", "transferred", "withdrawn"},
    "complaint or appeal": {"closed"},
    "decision": {"returned"},
    "draft of a plan": {"accepted", "dropped"},
    "governance record": {"closed", "ended", "recorded", "refused"},
    "entry into the rulebook": {"approved", "declined", "taken-back"},
    "nonconformity": {"taken-back", "verified"},
    "proposal of withdrawal": {"carried-out", "dropped"},
    "quotation": {"declined", "superseded"},
    "threat to impartiality": {"threat-acceptable"},
    "visit": {"concluded", "withdrawn"},
    "waiver": {"refused", "revoked"},
    "withdrawal of the team": {"approved", "rejected"},
}


@pytest.mark.parametrize("life", census.lives(), ids=lambda life: life.name)
def test_every_state_but_the_endings_has_a_way_out(life):
    states = set(census.states_of(life))
    stuck = {str(state) for state in states - {move.origin for move in life.moves}}
    assert stuck == ENDINGS.get(life.name)


@pytest.mark.parametrize("life", census.lives(), ids=lambda life: life.name)
def test_every_move_has_a_duty_and_a_source(life):
    assert all(move.duty and move.source.document for move in life.moves)


def test_every_act_has_a_source_and_a_sentence():
    bare = {
        act.name
        for act in census.acts()
        if not (act.source.document and act.sentence and act.title)
    }
    assert bare == set()


def test_only_what_people_do_for_themselves_needs_no_duty():
    free = {act.name for act in census.acts() if not act.duties}
    assert free == FOR_ONESELF


def test_every_operation_is_an_act_of_the_house_and_has_one_door():
    names = [operation.act.name for operation in operations.every()]
    known = {act.name for act in census.acts()}
    assert set(names) <= known
    assert len(names) == len(set(names))


def test_every_act_that_is_journalled_is_listed():
    listed = {act.name for act in census.acts()}
    unlisted = set()
    for module in census.modules():
        for value in vars(module).values():
            if type(value).__name__ == "ActKind" and value.name not in listed:
                unlisted.add(value.name)
    assert unlisted == set()


def test_every_case_act_with_an_operation_can_be_reached_by_a_page():
    from django.urls import get_resolver

    pages = {
        f"{namespace}.{name}"
        for namespace, (_prefix, resolver) in get_resolver().namespace_dict.items()
        for name in resolver.reverse_dict
        if isinstance(name, str)
    }
    unreachable = {
        operation.act.name
        for operation in operations.every()
        if operation.of_case and operation.act.name not in pages
    }
    assert unreachable == set()


def test_rules_that_refuse_name_their_source():
    silent = []
    for file in sorted((SOURCE / "core").rglob("*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            returns = ast.unparse(node.returns) if node.returns else ""
            if returns != "Iterator[Violation]":
                continue
            if "Source:" not in (ast.get_docstring(node) or ""):
                silent.append(f"{file.relative_to(SOURCE)}:{node.name}")
    assert silent == []

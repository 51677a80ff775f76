"""How rows are told apart, and what confirmations and choices make of them."""

from datetime import date

import pytest

from xinheng.core.shared.source import CONFIRMED
from xinheng.rulebook.known import Chosen, Confirmed
from xinheng.rulebook.overlay import (
    FIRST,
    NEVER,
    SAID_OF,
    content_mark,
    identity_of,
    row_names,
    rows_seen,
)

DAY = date(2026, 1, 1)
ON = date(2026, 3, 10)


NAMING = ["key", "regime", "scheme", "category", "code", "year", "date", "day", "from"]


@pytest.mark.parametrize("column", NAMING)
def test_a_column_that_names_rows_goes_before_any_other(column):
    assert tuple(NAMING) == FIRST
    rows = [{"other": 1, column: "a b"}, {"other": 2, column: "c"}]

    assert identity_of(rows) == (column,)
    assert row_names(rows) == ("a_b", "c")


SAYINGS = [
    "status",
    "evidence",
    "note",
    "place",
    "document",
    "edition",
    "unit",
    "value",
    "label",
    "label_zh",
    "to",
    "days",
    "conflict_column",
    "conflict_values",
    "conflict_evidence",
    "conflict_setting",
    "cap_status",
    "example_cap_ratio",
    "schemes",
    "choices",
    "least",
    "most",
]


@pytest.mark.parametrize("column", SAYINGS)
def test_a_column_that_only_says_something_never_names_rows(column):
    rows = [{column: 1}, {column: 2}]

    assert frozenset(SAYINGS) == NEVER
    assert identity_of(rows) == ()
    assert row_names(rows) == ("1", "2")
    assert identity_of(rows, named=(column,)) == (column,)


def test_as_few_columns_as_tell_the_rows_apart():
    rows = [{"key": "a", "regime": "x", "size": 1}, {"key": "a", "regime": "y", "size": 1}]

    assert identity_of(rows) == ("key", "regime")
    assert row_names(rows) == ("a.x", "a.y")
    assert identity_of([{"size": 1, "kind": "p"}, {"size": 1, "kind": "q"}]) == ("size", "kind")


def test_a_column_that_only_some_rows_have_comes_after_those_of_all():
    rows = [{"key": "a", "code": "1"}, {"key": "b"}]

    assert identity_of(rows) == ("key",)


@pytest.mark.parametrize("column", sorted(SAID_OF))
def test_how_far_a_row_was_checked_is_not_what_it_says(column):
    assert content_mark({"key": "a", column: "x"}) == content_mark({"key": "a"})
    assert content_mark({"key": "a", "value": 1}) != content_mark({"key": "a", "value": 2})
    assert len(content_mark({"key": "a"})) == 24


ROWS = (
    {"key": "a", "value": 1, "status": "verified-1"},
    {"key": "b", "value": 2, "status": "verified-1"},
)


def confirmed(target: str, *rows: dict[str, object]) -> Confirmed:
    return Confirmed(target, frozenset(content_mark(row) for row in rows), ON)


@pytest.mark.parametrize(
    ("target", "statuses"),
    [
        ("t", [True, True]),
        ("t@2026-01-01", [True, True]),
        ("t@2026-01-01#b", [False, True]),
        ("t@2025-01-01", [False, False]),
        ("u", [False, False]),
    ],
)
def test_a_confirmation_holds_for_what_it_names(target, statuses):
    seen = rows_seen("t", (), DAY, ROWS, [confirmed(target, *ROWS)])

    assert [row["status"] == f"{CONFIRMED} 2026-03-10" for row in seen] == statuses
    assert [row["value"] for row in seen] == [1, 2]


def test_another_content_is_not_confirmed_and_what_two_sources_say_keeps_its_status():
    changed = ({**ROWS[0], "value": 9}, {**ROWS[1], "status": "verified-2+"})

    seen = rows_seen("t", (), DAY, changed, [confirmed("t", *ROWS)])

    assert seen == changed
    assert rows_seen("t", (), DAY, ROWS, []) is ROWS


@pytest.mark.parametrize(
    ("checked", "status"), [(None, "cb-practice"), (ON, f"{CONFIRMED} 2026-03-10")]
)
def test_a_choice_sets_the_value_in_conflict_and_nothing_else(checked, status):
    row = {"key": "a", "value": 1, "status": "conflict", "conflict_column": "value",
           "conflict_values": [1, 3]}  # fmt: skip
    choice = Chosen("t@2026-01-01#a", "3", DAY, is_checked_on=checked)

    seen = rows_seen("t", (), DAY, (row, ROWS[1]), [choice])

    assert (seen[0]["value"], seen[0]["status"]) == ("3", status)
    assert seen[1] == ROWS[1]
    plain = rows_seen("t", (), DAY, (ROWS[0],), [Chosen("t@2026-01-01#a", "3", DAY)])
    assert plain == (ROWS[0],)

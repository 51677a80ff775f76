"""The shipped numbers against the sheets they were made from, and the register of documents."""

import ast
import csv
import tomllib
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from xinheng.rulebook.loader import table, table_keys

ROOT = Path(__file__).parents[2]
SHEETS = ROOT.parent / "shared" / "data"
TODAY = date(2026, 3, 10)
REGISTER = tomllib.loads((ROOT / "src/xinheng/rulebook/sources.toml").read_text("utf-8"))
LADDERS = {
    "md5_qms": ("md5_qms_audit_time.csv", {"days": "days_stage1_plus_stage2"}),
    "md9_mdqms": ("md9_mdqms_audit_time.csv", {"days": "days_stage1_plus_stage2"}),
    "md5_ems": ("md5_ems_audit_time.csv", {c: c for c in ("high", "medium", "low", "limited")}),
    "md5_ohsms": ("md5_ohsms_audit_time.csv", {c: c for c in ("high", "medium", "low")}),
}


def sheet(name: str) -> list[dict[str, str]]:
    if not (SHEETS / name).is_file():
        pytest.skip("the sheets are not beside this checkout")
    with (SHEETS / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("key", LADDERS)
def test_ladder_equals_its_sheet(key):
    name, columns = LADDERS[key]
    expected = [
        (
            int(row["personnel_min"]),
            int(row["personnel_max"]),
            *(Decimal(row[column]) for column in columns.values()),
        )
        for row in sheet(name)
        if row["personnel_max"]
    ]

    rows = table(key).on(TODAY).rows

    assert [
        (row["from"], row["to"], *(Decimal(row[column]) for column in columns)) for row in rows
    ] == expected


@pytest.mark.parametrize("key", LADDERS)
def test_ladder_has_no_gap_and_never_falls(key):
    rows = table(key).on(TODAY).rows

    assert rows[0]["from"] == 1
    for lower, higher in pairwise(rows):
        assert higher["from"] == lower["to"] + 1
        for column in LADDERS[key][1]:
            assert Decimal(higher[column]) >= Decimal(lower[column])


def test_the_conflicting_cell_keeps_both_values():
    rows = {row["from"]: row for row in table("md5_ems").on(TODAY).rows}

    assert rows[626]["conflict_values"] == ["6.5", "6.0"]
    assert rows[626]["status"] == "conflict"


def test_grid_is_five_per_cent_for_each_step_of_the_smaller_band():
    rows = table("md11_integration").on(TODAY).rows

    assert len(rows) == 25
    for row in rows:
        smaller = min(row["integration_band"], row["ability_band"])
        assert Decimal(row["reduction_ratio"]) == Decimal("0.05") * smaller


def test_sectors_and_factors_equal_their_sheets():
    sectors = table("md5_sector_complexity").on(TODAY).rows
    factors = table("audit_time_factors").on(TODAY).rows

    assert len(sectors) == len(sheet("md5_sector_complexity.csv"))
    assert len(factors) == len(sheet("audit_time_factors.csv"))
    assert len({row["key"] for row in factors}) == len(factors)


def test_every_document_and_evidence_a_table_names_is_in_the_register():
    documents = {entry["name"] for entry in REGISTER["documents"]}
    evidence = {entry["id"] for entry in REGISTER["evidence"]}
    for key in table_keys():
        for version in table(key).versions:
            assert version.source.document in documents
            for row in version.rows:
                assert row.get("document", version.source.document) in documents
                assert set(row.get("evidence", ())) <= evidence


def test_every_document_the_core_cites_is_in_the_register():
    documents = {entry["name"] for entry in REGISTER["documents"]}
    cited = set()
    for path in (ROOT / "src/xinheng/core").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Source":
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant):
                    cited.add(first.value)

    assert cited <= documents

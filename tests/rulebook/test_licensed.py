"""Tables made from standards that are sold: against their sheets, and left out."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from xinheng.core.programmes.problems import violations
from xinheng.core.programmes.request import AuditedStandard, AuditTimeRequest
from xinheng.core.programmes.rules import AuditKind
from xinheng.rulebook import loader
from xinheng.rulebook.audit_time import audit_time_rules
from xinheng.rulebook.loader import LICENSED, TableMissing, table, table_keys

SHEETS = Path(__file__).parents[3] / "shared" / "data"
TODAY = date(2026, 3, 10)


def sheet(name):
    if not (SHEETS / name).is_file():
        pytest.skip("the sheets are not beside this checkout")
    with (SHEETS / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def same(ours, theirs):
    return Decimal(ours) == Decimal(theirs)


@pytest.mark.parametrize(
    ("key", "name", "columns"),
    [
        ("isms_time", "isms_27006_audit_time.csv",
         {"from": "persons_min", "to": "persons_max", "days": "days_initial"}),
        ("fsms_personnel", "fsms_22003_1_tfte.csv", {"from": "fte_min", "days": "TFTE_days"}),
        ("enms_time", "enms_50003_audit_time_initial.csv",
         {"from": "personnel_min", "to": "personnel_max", "low": "low", "medium": "medium",
          "high": "high"}),
        ("enms_later", "enms_50003_audit_time_surv_recert.csv",
         {"from": "personnel_min", "to": "personnel_max",
          **{f"{kind}_{level}": f"{short}_{level}"
             for kind, short in (("surveillance", "surv"), ("recertification", "recert"))
             for level in ("low", "medium", "high")}}),
        ("fsms_time", "fsms_22003_1_category_time.csv",
         {"td": "TD_days", "th": "TH_days_per_additional_haccp_study"}),
        ("gwp100", "gwp100.csv", {"ar6": "ar6_gwp100"}),
        ("cn_grid_factors", "cn_grid_factors_mee.csv", {"year": "data_year", "value": "value"}),
        ("cn_electricity_pcf", "cn_electricity_pcf_factors.csv",
         {"year": "data_year", "value": "value"}),
        ("lec_values", "lec_values.csv", {"value": "value"}),
        ("risk_matrix", "risk_matrix_5x5_example.csv",
         {"likelihood": "likelihood", "severity": "severity", "score": "score"}),
        ("gbt27922_indicators", "gbt27922_indicators.csv",
         {"number": "seq", "group_points": "group_points"}),
    ],
)  # fmt: skip
def test_a_table_equals_its_sheet(key, name, columns):
    theirs = [row for row in sheet(name) if row.get("persons_max") != ""]
    if key.startswith("cn_"):
        theirs.sort(key=lambda row: row["data_year"])
    ours = table(key).on(TODAY).rows
    if key.startswith("cn_"):
        ours = sorted(ours, key=lambda row: row["year"])

    assert len(ours) == len(theirs)
    for our, their in zip(ours, theirs, strict=True):
        for own, name_of in columns.items():
            assert same(our[own], their[name_of]), (our, name_of)
        if "status" in their and "names" not in their["status"]:
            assert their["status"].startswith(our["status"])


def test_what_is_licensed_lives_apart():
    apart = {path.stem for path in LICENSED.glob("*.toml")}

    assert apart == {
        "isms_time", "isms_complexity", "fsms_time", "fsms_personnel", "fsms_terms", "enms_time",
        "enms_later", "enms_complexity",
    }  # fmt: skip
    assert apart < set(table_keys())


def forget():
    """Tables are kept once they were read."""
    loader._known_table.cache_clear()
    loader.shipped_table.cache_clear()


def test_without_the_licensed_folder_other_schemes_are_reckoned(monkeypatch):
    forget()
    monkeypatch.setattr(loader, "_FOLDERS", (loader.TABLES,))
    try:
        with pytest.raises(TableMissing):
            table("isms_time")
        rules = audit_time_rules(TODAY)
        found = {
            scheme: [
                (violation.code, violation.facts.get("table"))
                for violation in violations(
                    AuditTimeRequest(
                        TODAY, AuditKind.INITIAL, (AuditedStandard(scheme, 100, level),)
                    ),
                    rules,
                )
            ]
            for scheme, level in (("QMS", None), ("ISMS", None), ("FSMS", None), ("EnMS", "low"))
        }
    finally:
        monkeypatch.undo()
        forget()

    assert found == {
        "QMS": [],
        "ISMS": [("audit-time.table-missing", "isms_time")],
        "FSMS": [("audit-time.table-missing", "fsms_time")],
        "EnMS": [("audit-time.table-missing", "enms_time")],
    }


def test_every_conflict_keeps_both_values_and_names_a_setting():
    settings = {row["key"]: row for row in table("house_settings").on(TODAY).rows}
    conflicts = [
        row
        for key in table_keys()
        for version in table(key).versions
        for row in version.rows
        if row.get("choice_setting")
    ]

    assert len(conflicts) >= 10
    for row in conflicts:
        chosen = settings[row["choice_setting"]]
        printed = {name: dict(cell.split("=") for cell in cells) for name, *cells in row["choices"]}
        assert set(chosen["choices"]) == set(printed)
        assert row["status"] == chosen["status"] == "conflict"
        shipped = printed[chosen["value"]]
        assert {name: row[name] for name in shipped} == shipped


def test_a_day_before_the_first_edition_names_it():
    with pytest.raises(loader.NotYetInForce) as early:
        table("enms_time").on(date(2021, 4, 30))

    assert (early.value.table.key, early.value.first) == ("enms_time", date(2021, 5, 1))

"""The working of every scheme: it adds up, it names its sources, it says what decided."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from tests.core.programmes.test_scheme_time import (
    ANY,
    KINDS,
    QUICK,
    RATIOS,
    RECERTIFICATION,
    RULES,
    SURVEILLANCE,
    asked,
    codes,
    energy,
    food,
    isms,
    reckoned,
    with_factors,
)
from xinheng.core.programmes.problems import violations
from xinheng.core.programmes.request import AuditedStandard, VisitedSite
from xinheng.core.programmes.rules import AuditKind


def in_days(result):
    return [line for line in result.figure.working if line.unit == "auditor-days"]


@QUICK
@given(ANY, KINDS, RATIOS)
def test_working_adds_up_to_the_figure(standard, audit, ratios):
    result = reckoned(with_factors(standard, ratios), audit=audit)

    total = sum(line.value for line in in_days(result))
    assert abs(total - result.figure.value) <= Decimal("0.001")


@pytest.mark.parametrize(
    ("standard", "audit", "documents"),
    [
        (isms(), AuditKind.INITIAL, ["ISO/IEC 27006-1", "IAF MD 5"]),
        (isms(), SURVEILLANCE, ["ISO/IEC 27006-1", "IAF MD 5", "IAF MD 5"]),
        (energy(100, "low"), SURVEILLANCE, ["ISO 50003", "IAF MD 5"]),
        (food(120, studies=3), SURVEILLANCE, ["ISO 22003-1"] * 4 + ["IAF MD 5"]),
        (food(120, studies=3), RECERTIFICATION, ["ISO 22003-1"] * 4 + ["IAF MD 5"]),
        (food(120), AuditKind.TRANSFER, ["ISO 22003-1"] * 3 + ["House settings", "IAF MD 5"]),
    ],
)
def test_every_step_names_the_document_it_follows(standard, audit, documents):
    found = [line.source.document for line in in_days(reckoned(standard, audit=audit))]

    assert found == documents


def test_least_of_a_later_food_audit_is_a_step_of_its_own():
    lines = in_days(reckoned(food(5, "D"), audit=SURVEILLANCE))

    least = [line for line in lines if "at least" in line.label]
    assert [line.value for line in least] == [Decimal("0.6667")]
    assert least[0].facts == {"scheme": "FSMS", "least": "1"}
    assert not [line for line in in_days(reckoned(food(5, "D"))) if "at least" in line.label]


def test_a_least_that_is_just_reached_is_no_step():
    lines = in_days(reckoned(food(199, "D", studies=2), audit=SURVEILLANCE))  # 3 / 3 = 1

    assert not [line for line in lines if "at least" in line.label]


def test_category_that_decides_is_named():
    one, several = reckoned(food(5, "CIV")), reckoned(food(5, "AI", "CIV"))

    assert "most time" not in one.figure.working[0].label
    assert "most time" in several.figure.working[0].label
    assert several.figure.working[0].facts["category"] == "CIV"


def test_risk_of_a_table_of_one_column_is_only_told():
    for standard in (replace(isms(), complexity="high"), replace(food(), complexity="high")):
        told = [line for line in reckoned(standard).figure.working if "one column" in line.label]
        assert [line.facts["risk"] for line in told] == ["high"]
        assert told[0].value == 0


def test_sites_and_people_are_named_in_the_lines_of_food():
    sites = (VisitedSite("Kitchen", 60), VisitedSite("Shop", 5))

    lines = reckoned(food(65, "E"), sites=sites).figure.working

    assert [line.facts.get("people") for line in lines if "people" in line.facts] == [60, 5]
    assert [line.facts["site"] for line in lines if "people" in line.facts] == ["Kitchen", "Shop"]


def test_parts_of_several_schemes_add_up():
    result = reckoned(isms(), food(120), energy(100, "low"), AuditedStandard("QMS", 100))

    assert set(result.by_standard) == {"ISMS", "FSMS", "EnMS", "QMS"}
    assert sum(result.by_standard.values()) == result.figure.value == Decimal("31.0")
    assert result.stage1 + result.stage2 == result.figure.value


def test_a_quantity_out_of_range_says_nothing_about_the_complexity():
    wrong = energy(100, "high", energy_tj=Decimal(0), energy_types=1, significant_uses=1)
    largest = energy(100, "low", energy_tj=Decimal(10) ** 9, energy_types=1, significant_uses=1)

    assert codes(wrong) == ["audit-time.energy-out-of-range"]
    assert codes(replace(largest, complexity="medium")) == []
    assert codes(
        energy(100, energy_tj=Decimal(10) ** 9 + 1, energy_types=1, significant_uses=1)
    ) == ["audit-time.energy-out-of-range"]


@pytest.mark.parametrize(
    ("standard", "fields"),
    [
        (energy(), ["complexity"]),
        (energy(energy_types=1), ["energy_tj", "significant_uses"]),
        (energy(100, "high", energy_tj=Decimal(1), energy_types=1, significant_uses=1),
         ["complexity"]),
        (food(5, "ZZ", studies=0), ["category", "haccp_studies"]),
        (AuditedStandard("FSMS", 5), ["category"]),
        (isms(business="low", ratio=Decimal(1)), ["it_complexity"]),
        (isms(business="huge", it="low"), ["business_complexity"]),
        (isms(business="low", it="low", ratio=Decimal(1)), ["complexity_ratio"]),
        (replace(energy(energy_tj=Decimal(1)), scheme="QMS"), ["energy_tj"]),
        (replace(isms(business="low"), scheme="QMS"), ["business_complexity"]),
        (replace(food(), scheme="QMS"), ["category"]),
        (replace(food(), complexity="limited"), ["complexity"]),
        (replace(food(), manual_days=Decimal("0.5")), ["manual_reason", "manual_days"]),
        (AuditedStandard("TOYS", 5), ["scheme"]),
    ],
)  # fmt: skip
def test_every_refusal_names_its_field(standard, fields):
    found = violations(asked(AuditedStandard("MDQMS", 5), standard), RULES)

    assert [violation.field for violation in found] == [f"standards[1].{each}" for each in fields]


def test_several_central_functions_are_refused_at_the_sites():
    sites = tuple(VisitedSite(name, 5, is_central=True) for name in ("North", "South"))

    found = violations(asked(isms(), sites=sites), RULES)

    assert [violation.field for violation in found] == ["sites"]

"""Greenhouse gas: every factor with its year, its basis and its source; two series never mixed."""

import tomllib
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.filling import codes_of, filled
from xinheng.core.shared.reading import Unreadable
from xinheng.core.shared.violation import Refused
from xinheng.core.sustainability.carbon import Activity, Purpose, activity_from_json, emission
from xinheng.rulebook.carbon import carbon_rules
from xinheng.rulebook.loader import TABLES, table

TODAY = date(2026, 3, 10)
RULES = carbon_rules(TODAY)
QUICK = settings(max_examples=60, deadline=None, derandomize=True)
PRODUCT, ORGANISATION = Purpose.PRODUCT, Purpose.ORGANISATION


def kg(amount, unit, factor, rules=RULES, **more):
    return filled(emission(Activity(Decimal(amount), unit, factor, **more), rules).figure).value


def codes(amount, unit, factor, rules=RULES, **more):
    with pytest.raises(Refused) as refused:
        kg(amount, unit, factor, rules, **more)
    return codes_of(refused.value.violations)


@pytest.mark.parametrize(
    ("amount", "unit", "factor", "more", "expected"),
    [
        ("1000", "kWh", "grid-CN", {"year": 2023, "purpose": ORGANISATION}, "530.6"),
        ("1", "MWh", "grid-CN", {"year": 2023, "purpose": ORGANISATION}, "530.6"),
        ("1", "GWh", "grid-CN", {"year": 2022, "purpose": ORGANISATION}, "536600"),
        ("1000", "kWh", "grid-CN", {"year": 2024, "purpose": PRODUCT}, "577.7"),
        ("1000", "kWh", "grid-CN", {"year": 2023, "purpose": PRODUCT}, "620.5"),
        (
            "1000",
            "kWh",
            "grid-CN",
            {"year": 2023, "purpose": ORGANISATION, "kind": "residual"},
            "609.6",
        ),
        (
            "1000",
            "kWh",
            "grid-CN",
            {"year": 2023, "purpose": ORGANISATION, "region": "云南"},
            "133.3",
        ),
        ("1000", "kWh", "grid-华东", {"year": 2023, "purpose": ORGANISATION}, "550"),
        ("1000", "kWh", "grid-CN", {"year": 2024, "purpose": PRODUCT, "kind": "coal"}, "924"),
        ("1", "10^4 Nm3", "natural-gas", {}, "21650.2"),
        ("10000", "Nm3", "natural-gas", {}, "21650.2"),
        ("1", "万Nm3", "natural-gas", {}, "21650.2"),
        ("1", "t", "diesel", {}, "3095.9"),
        ("1000", "kg", "diesel", {}, "3095.9"),
        ("1", "TJ", "ipcc-diesel", {}, "74100"),
        ("1", "GJ", "ipcc-diesel", {}, "74.1"),
        ("1", "GJ", "diesel", {}, "72.585"),  # 0.0202 x 0.98 x 44/12, to six places
        ("10", "kg", "CH4-fossil", {}, "298"),
        ("10", "kg", "CH4-fossil", {"gwp": "AR5"}, "300"),
        ("10", "kg", "CH4-nonfossil", {}, "270"),
        ("1", "t", "N2O", {}, "273000"),
        ("1", "g", "SF6", {}, "25.2"),
        ("1", "kg", "CO2", {}, "1"),
        ("0", "kg", "N2O", {}, "0"),
    ],
)
def test_worked_cases(amount, unit, factor, more, expected):
    assert kg(amount, unit, factor, **more) == Decimal(expected)


def test_the_two_series_of_electricity_are_never_mixed():
    missing = codes("1", "kWh", "grid-CN", year=2024, purpose=ORGANISATION)
    older = codes("1", "kWh", "grid-CN", year=2022, purpose=PRODUCT)

    assert missing == older == ["carbon.no-factor-of-year"]
    assert codes("1", "kWh", "grid-CN", year=2023) == ["carbon.purpose-missing"]
    product = emission(Activity(Decimal(1), "kWh", "grid-CN", year=2024, purpose=PRODUCT), RULES)
    assert (product.used.gas, product.used.year) == ("CO2e", 2024)
    own = emission(Activity(Decimal(1), "kWh", "grid-CN", year=2023, purpose=ORGANISATION), RULES)
    assert (own.used.gas, own.used.source.document) == ("CO2", "MEE")


def test_a_year_is_needed_and_regions_without_a_factor_are_refused():
    assert codes("1", "kWh", "grid-CN", purpose=ORGANISATION) == ["carbon.no-factor-of-year"]
    for region in ("西藏", "香港", "澳门", "台湾"):
        assert codes("1", "kWh", f"grid-{region}", year=2023, purpose=ORGANISATION) == [
            "carbon.no-factor-of-year"
        ]


def test_factors_hold_from_the_day_they_were_published():
    before, after = carbon_rules(date(2025, 12, 30)), carbon_rules(date(2025, 12, 31))

    assert codes("1", "kWh", "grid-CN", before, year=2023, purpose=ORGANISATION) == [
        "carbon.no-factor-of-year"
    ]
    assert kg("1", "kWh", "grid-CN", after, year=2023, purpose=ORGANISATION) == Decimal("0.5306")
    product = carbon_rules(date(2025, 10, 23))
    assert codes("1", "kWh", "grid-CN", product, year=2024, purpose=PRODUCT) == [
        "carbon.no-factor-of-year"
    ]
    nothing = carbon_rules(date(2023, 1, 1))
    assert nothing.grid == nothing.product_electricity == {}


def test_solid_fuels_need_the_oxidation_of_their_sector():
    assert codes("1", "t", "anthracite") == ["carbon.oxidation-missing"]
    assert codes("1", "t", "anthracite", oxidation=Decimal(0)) == ["carbon.oxidation-out-of-range"]
    assert codes("1", "t", "anthracite", oxidation=Decimal("1.01")) == [
        "carbon.oxidation-out-of-range"
    ]
    exact = Decimal("22.867") * Decimal("0.02749") * 44 / 12
    assert kg("1", "t", "anthracite", oxidation=Decimal(1)) == round(exact, 4) * 1000


def test_a_fuel_that_has_its_oxidation_keeps_it():
    assert kg("1", "t", "diesel", oxidation=Decimal("0.5")) == Decimal("3095.9")


@pytest.mark.parametrize(
    ("unit", "factor"),
    [("kWh", "CH4-fossil"), ("t", "natural-gas"), ("Nm3", "diesel"), ("kg", "grid-CN"),
     ("t", "ipcc-diesel"), ("L", "diesel"), ("", "N2O")],
)  # fmt: skip
def test_a_unit_that_does_not_fit_is_refused(unit, factor):
    assert codes("1", unit, factor) == ["carbon.unit-does-not-fit"]


def test_unknown_factors_and_sets_are_refused_with_every_reason():
    assert codes("-1", "kg", "unobtainium") == [
        "carbon.activity-out-of-range", "carbon.factor-unknown",
    ]  # fmt: skip
    assert codes("1", "kg", "CH4-fossil", gwp="AR4") == ["carbon.gwp-unknown"]
    assert codes("1", "kg", "C3F8", gwp="AR5") == ["carbon.gwp-unknown"]
    assert codes("1e16", "kg", "CO2") == ["carbon.activity-out-of-range"]
    assert codes("-0.1", "kg", "CO2") == ["carbon.activity-out-of-range"]


def test_sources_that_differ_are_settings():
    other = carbon_rules(TODAY, {"gwp_sf6_ar6": "GHG-Protocol", "bituminous_carbon": "other"})

    assert kg("1", "kg", "SF6", other) == 24300
    assert kg("1", "kg", "SF6", other, gwp="AR5") == 23500
    coal = {"oxidation": Decimal(1)}
    assert kg("1", "t", "bituminous-coal", **coal) == Decimal("1952.8")
    assert kg("1", "t", "bituminous-coal", other, **coal) == Decimal("2215.1")


def test_burning_for_a_product_says_that_the_supply_is_apart():
    own = emission(Activity(Decimal(1), "t", "diesel", purpose=ORGANISATION), RULES)
    product = emission(Activity(Decimal(1), "t", "diesel", purpose=PRODUCT), RULES)

    assert len(product.figure.working) == len(own.figure.working) + 1
    assert any("reckoned apart" in line.label for line in product.figure.working)


def test_printed_factors_are_the_rounded_product_of_their_parts():
    rows = [row for row in table("cn_fuels").on(TODAY).rows if "printed" in row]

    assert len(rows) == 13
    for row in rows:
        assert kg("1", row["per"], row["key"]) == Decimal(row["printed"]) * 1000


def test_only_factors_that_may_be_shipped_are_shipped():
    licences = {row["key"]: row for row in table("factor_licences").on(TODAY).rows}

    assert {key for key, row in licences.items() if not row["ships"]} == {
        "clcd", "ecoinvent", "cpcd",
    }  # fmt: skip
    for path in TABLES.glob("*.toml"):
        for version in tomllib.loads(path.read_text("utf-8"))["versions"]:
            for row in version.get("rows", ()):
                if "licence" in row and path.stem != "factor_licences":
                    assert licences[row["licence"]]["ships"]
    for factor in (*RULES.gases.values(), *RULES.fuels.values(), *RULES.by_energy.values(),
                   *RULES.grid.values(), *RULES.product_electricity.values()):  # fmt: skip
        assert licences[factor.licence]["ships"]


def test_activity_is_read_strictly():
    least = {"activity": "10", "unit": "kg", "factor": "N2O"}

    assert activity_from_json(least) == Activity(Decimal(10), "kg", "N2O")
    assert activity_from_json({**least, "purpose": "product", "year": 2023}).purpose == PRODUCT
    for wrong in ({"purpose": "fun"}, {"year": "2023"}, {"colour": "red"}, {"activity": None}):
        with pytest.raises(Unreadable, match=next(iter(wrong))):
            activity_from_json({**least, **wrong})


@QUICK
@given(st.decimals(0, 10**6, places=3), st.sampled_from(sorted(RULES.gases)))
def test_gas_is_proportional_to_the_activity(amount, gas):
    value = RULES.gases[gas].values["AR6"]

    assert abs(Fraction(kg(amount, "kg", gas)) - Fraction(amount) * Fraction(value)) <= Fraction(
        1, 20000
    )

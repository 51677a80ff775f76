"""Audit time of information security, food safety and energy, on both sides of every edge."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.filling import codes_of, filled
from xinheng.core.programmes.audit_time import reckon_audit_time
from xinheng.core.programmes.codec import request_from_json, request_to_json, result_to_json
from xinheng.core.programmes.problems import violations
from xinheng.core.programmes.request import (
    AuditedStandard,
    AuditTimeRequest,
    EnergyFacts,
    Factor,
    FoodFacts,
    InformationFacts,
    VisitedSite,
)
from xinheng.core.programmes.rules import AuditKind
from xinheng.rulebook.audit_time import audit_time_rules

TODAY = date(2026, 3, 10)
RULES = audit_time_rules(TODAY)
OLD_DAY = date(2022, 5, 31)
QUICK = settings(max_examples=60, deadline=None, derandomize=True)
SURVEILLANCE, RECERTIFICATION = AuditKind.SURVEILLANCE, AuditKind.RECERTIFICATION

ISMS = [(1, 10, "5"), (11, 15, "6"), (16, 25, "7"), (26, 45, "8.5"), (46, 65, "10"),
        (66, 85, "11"), (86, 125, "12"), (126, 175, "13"), (176, 275, "14"), (276, 425, "15"),
        (426, 625, "16.5"), (626, 875, "17.5"), (876, 1175, "18.5"), (1176, 1550, "19.5"),
        (1551, 2025, "21"), (2026, 2675, "22"), (2676, 3450, "23"), (3451, 4350, "24"),
        (4351, 5450, "25"), (5451, 6800, "26"), (6801, 8500, "27"),
        (8501, 10700, "28")]  # fmt: skip
# persons: initial low/medium/high, surveillance low/medium/high, recertification low/medium/high
ENMS = [
    (1, 8, "2.5 4 5 1 1 1.5 1.5 2.5 3"), (9, 15, "4 6 7 1.5 2 2.5 3 4 5"),
    (16, 25, "5 7 9 2 2.5 3 3.5 5 6"), (26, 65, "6.5 8 10 2.5 3 3.5 5 6 7"),
    (66, 85, "8 9.5 11.5 3 3.5 4 6 6.5 8.5"), (86, 175, "8.5 11 12 3 4 4 6 7.5 8.5"),
    (176, 275, "9 11.5 12.5 3 4 4.5 6 8 9.5"), (276, 425, "10 13 15 3.5 4.5 5 7 9 11"),
    (426, 625, "10.5 13.5 15.5 3.5 4.5 5.5 7 9 11"), (626, 875, "11 14 16 4 5 5.5 7.5 9.5 12"),
    (876, 1175, "13 16 18 4.5 5.5 6 9 11 12.5"), (1176, 1550, "14 17 19 5 6 6.5 9.5 11.5 13"),
    (1551, 2025, "15 18 20 5 6 7 10 12 13.5"), (2026, 2675, "16 19 21 5.5 6.5 7 11 13 14"),
    (2676, 3450, "17 20 22 6 7 7.5 11.5 13.5 15"), (3451, 4350, "18 21 23 6 7 8 12 14 15.5"),
    (4351, 5450, "19 22 24 6.5 7.5 8 13 15 16"), (5451, 6800, "21 24 26 7 8 9 14 16 17.5"),
    (6801, 8500, "23 26 28 8 9 9.5 16 17.5 19"), (8501, 10700, "25 28 30 8.5 9.5 10 17 19 20"),
]  # fmt: skip
TFTE = [(1, 5, "0"), (6, 49, "0.5"), (50, 99, "1"), (100, 199, "1.5"), (200, 499, "2"),
        (500, 999, "2.5"), (1000, 1_000_000, "3")]  # fmt: skip
OLD_TFTE = [(1, 19, "0"), (20, 49, "0.5"), (50, 79, "1"), (80, 199, "1.5"), (200, 499, "2"),
            (500, 899, "2.5"), (900, 1299, "3"), (1300, 1699, "3.5"), (1700, 2999, "4"),
            (3000, 5000, "4.5"), (5001, 1_000_000, "5")]  # fmt: skip
CATEGORIES = {
    "AI": "1 0.25", "AII": "1 0.25", "BI": "1 0.25", "BII": "1 0.25", "BIII": "1 0.25",
    "C0": "2 0.5", "CI": "2 0.5", "CII": "2 0.5", "CIII": "2 0.5", "CIV": "2 0.5", "D": "1 0.5",
    "E": "1.5 0.5", "FI": "1 0.5", "FII": "1 0.5", "G": "1.5 0.25", "H": "1.5 0.25",
    "I": "1.5 0.5", "J": "1.5 0.5", "K": "2 0.5",
}  # fmt: skip


def asked(*standards, audit=AuditKind.INITIAL, on=TODAY, **more):
    return AuditTimeRequest(on, audit, standards, **more)


def isms(people=100, ratios=(), **information):
    factors = tuple(Factor(Decimal(ratio), "recorded reason") for ratio in ratios)
    facts = InformationFacts(**information) if information else None
    return AuditedStandard("ISMS", people, None, factors, information=facts)


def food(people=120, *categories, studies=1, certified=False, ratios=()):
    factors = tuple(Factor(Decimal(ratio), "recorded reason") for ratio in ratios)
    facts = FoodFacts(categories or ("CIV",), studies, certified)
    return AuditedStandard("FSMS", people, None, factors, food=facts)


def energy(people=100, complexity=None, ratios=(), **facts):
    factors = tuple(Factor(Decimal(ratio), "recorded reason") for ratio in ratios)
    known = EnergyFacts(**facts) if facts else None
    return AuditedStandard("EnMS", people, complexity, factors, energy=known)


def reckoned(*standards, rules=RULES, **more):
    result = reckon_audit_time(asked(*standards, on=rules.on, **more), rules)
    filled(result.figure)
    return result


def days(*standards, **more):
    return reckoned(*standards, **more).figure.value


def codes(*standards, rules=RULES, **more):
    return codes_of(violations(asked(*standards, on=rules.on, **more), rules))


@pytest.mark.parametrize(("first", "last", "expected"), ISMS)
def test_information_security_holds_up_to_its_edge_and_not_beyond(first, last, expected):
    assert days(isms(first)) == days(isms(last)) == Decimal(expected)


def test_information_security_ends_with_its_table():
    assert codes(isms(10700)) == []
    assert codes(isms(10701)) == ["audit-time.manual-needed"]


@pytest.mark.parametrize(("first", "last", "row"), ENMS)
def test_energy_reads_its_own_table_for_each_kind_of_audit(first, last, row):
    expected = iter(map(Decimal, row.split()))
    for audit in (AuditKind.INITIAL, SURVEILLANCE, RECERTIFICATION):
        for level in ("low", "medium", "high"):
            found = next(expected)
            assert days(energy(first, level), audit=audit) == found
            assert days(energy(last, level), audit=audit) == found


def test_energy_ends_with_its_table():
    assert codes(energy(10700, "low")) == []
    assert codes(energy(10701, "low")) == ["audit-time.manual-needed"]
    by_hand = replace(energy(10701, "low"), manual_days=Decimal(27), manual_reason="progression")
    assert days(by_hand) == Decimal(27)
    assert days(by_hand, audit=SURVEILLANCE) == Decimal(9)
    low = replace(by_hand, manual_days=Decimal("24.5"))
    assert codes(low) == ["audit-time.manual-too-low"]


@pytest.mark.parametrize(
    ("tj", "types", "uses", "level"),
    [
        ("20", 2, 3, "low"),  # 1.00
        ("20", 2, 6, "low"),  # 1.10
        ("20.1", 2, 6, "medium"),  # exactly 1.15
        ("200", 2, 6, "medium"),
        ("200.1", 2, 6, "medium"),
        ("20", 2, 10, "medium"),  # 1.15
        ("20", 3, 3, "low"),  # 1.05
        ("2000", 3, 15, "medium"),  # exactly 1.35
        ("2000.1", 3, 15, "high"),  # 1.40
        ("2000", 4, 15, "high"),  # 1.40
        ("2000", 3, 16, "high"),  # 1.45
        ("150", 3, 12, "medium"),  # 1.30
        ("2001", 4, 16, "high"),
    ],
)
def test_complexity_of_energy_at_its_edges(tj, types, uses, level):
    known = {"energy_tj": Decimal(tj), "energy_types": types, "significant_uses": uses}

    result = reckoned(energy(100, **known))

    said = [line.facts["level"] for line in result.figure.working if "level" in line.facts]
    assert said == [level]
    assert result.figure.value == days(energy(100, level))
    assert codes(energy(100, level, **known)) == []
    other = "low" if level != "low" else "high"
    assert codes(energy(100, other, **known)) == ["audit-time.complexity-disagrees"]


def test_complexity_is_weighed_line_by_line():
    known = {"energy_tj": Decimal(150), "energy_types": 3, "significant_uses": 12}

    lines = reckoned(energy(100, **known)).figure.working

    assert [line.value for line in lines[:4]] == [
        Decimal("0.3"), Decimal("0.3"), Decimal("0.7"), Decimal("1.3"),
    ]  # fmt: skip


def test_energy_without_its_quantities_says_what_is_missing():
    assert codes(energy()) == ["audit-time.complexity-missing"]
    assert codes(energy(energy_tj=Decimal(1))) == ["audit-time.energy-incomplete"] * 2
    wrong = energy(energy_tj=Decimal(0), energy_types=-1, significant_uses=1)
    assert codes(wrong) == ["audit-time.energy-out-of-range"] * 2
    assert codes(energy(complexity="limited")) == ["audit-time.complexity-unknown"]


@pytest.mark.parametrize("category", CATEGORIES)
def test_food_takes_the_days_of_its_category_and_of_each_further_study(category):
    td, th = map(Decimal, CATEGORIES[category].split())

    assert days(food(5, category)) == max(round_half(td), Decimal("0.5"))
    assert days(food(5, category, studies=5)) == round_half(td + 4 * th)


def round_half(value):
    return Decimal(int(value * 2 + Decimal("0.5"))) / 2


@pytest.mark.parametrize(("first", "last", "expected"), TFTE)
def test_food_counts_full_time_equivalents(first, last, expected):
    for people in (first, last):
        assert days(food(people)) == Decimal(2) + Decimal(expected)


@pytest.mark.parametrize(("first", "last", "expected"), OLD_TFTE)
def test_food_before_the_new_edition(first, last, expected):
    rules = audit_time_rules(OLD_DAY)
    for people in (first, last):
        assert days(food(people, "C", certified=True), rules=rules) == Decimal("1.5") + Decimal(
            expected
        )


def test_food_takes_the_edition_of_the_day():
    old, new = audit_time_rules(OLD_DAY), audit_time_rules(date(2022, 6, 1))
    three = food(120, "CIV", studies=3)

    assert days(three, rules=new) == Decimal("4.5")  # 2 + 2 x 0.5 + 1.5
    assert reckoned(three, rules=old).figure.working[0].value == Decimal("1.5")
    assert len(reckoned(three, rules=old).figure.working) == 5
    assert len(reckoned(three, rules=new).figure.working) == 4
    without = food(120, "CIV", studies=3, certified=True)
    assert len(reckoned(without, rules=old).figure.working) == 4


def test_several_categories_take_the_longest_and_its_studies():
    assert days(food(5, "AI", "CIV", studies=2)) == Decimal("2.5")
    assert days(food(5, "G", "I", studies=3)) == days(food(5, "I", studies=3)) == Decimal("2.5")
    assert days(food(5, "AI", "AII")) == Decimal("1.0")


def test_categories_belong_to_their_edition():
    old = audit_time_rules(OLD_DAY)

    assert codes(food(5, "C")) == ["audit-time.category-unknown"]
    assert codes(food(5, "C"), rules=old) == []
    assert codes(food(5, "CIV"), rules=old) == []
    assert codes(food(5, "CV"), rules=old) == ["audit-time.category-unknown"]
    assert codes(food(5, "L"), rules=old) == ["audit-time.category-unknown"]
    assert codes(AuditedStandard("FSMS", 5)) == ["audit-time.category-missing"]


@pytest.mark.parametrize("studies", [0, -1, 1001])
def test_studies_are_counted_from_one(studies):
    assert codes(food(studies=studies)) == ["audit-time.studies-out-of-range"]
    assert codes(food(studies=1)) == codes(food(studies=1000)) == []


@pytest.mark.parametrize(
    ("people", "category", "studies", "audit", "expected"),
    [
        (120, "CIV", 3, SURVEILLANCE, "1.5"),  # 4.5 / 3
        (120, "CIV", 3, RECERTIFICATION, "3.0"),
        (120, "CIV", 1, SURVEILLANCE, "1.5"),  # 3.5 / 3 is rounded up, for a third is the least
        (120, "CIV", 4, SURVEILLANCE, "2.0"),  # 5 / 3 = 1.67
        (5, "D", 1, SURVEILLANCE, "1.0"),  # never less than a day
        (5, "D", 1, RECERTIFICATION, "1.0"),
        (5, "AI", 1, SURVEILLANCE, "0.5"),  # but half a day for farming
        (5, "BIII", 1, RECERTIFICATION, "1.0"),  # 2 / 3 is rounded up
    ],
)
def test_later_audits_of_food_have_a_least(people, category, studies, audit, expected):
    assert days(food(people, category, studies=studies), audit=audit) == Decimal(expected)


def test_food_by_hand_never_undercuts_its_table():
    least = replace(food(120, "CIV", studies=3), manual_days=Decimal("4.5"), manual_reason="why")

    assert days(least) == Decimal("4.5")
    low = replace(least, manual_days=Decimal(4))
    assert codes(low) == ["audit-time.manual-too-low"]
    assert codes(replace(least, manual_reason=" ")) == ["audit-time.manual-reason-missing"]


def test_sources_that_differ_are_settings():
    every = audit_time_rules(TODAY, {"fsms_studies": "all"})
    other = audit_time_rules(TODAY, {"fsms_g_h": "S04"})
    swapped = audit_time_rules(OLD_DAY, {"fsms_2013_j_k": "S25"})
    later = audit_time_rules(TODAY, {"enms_later_66_85": "S03"})
    cell = audit_time_rules(TODAY, {"md11_cell_4_3": "0.10"})

    assert days(food(5, "CIV", studies=2), rules=every) == Decimal("3.0")
    assert days(food(5, "G", studies=3), rules=other) == Decimal("2.5")
    assert days(food(5, "G", studies=3)) == Decimal("2.0")
    j = food(5, "J", certified=True)
    assert days(j, rules=audit_time_rules(OLD_DAY)) == Decimal("1.0")
    assert days(j, rules=swapped) == Decimal("1.5")
    assert days(energy(70, "low"), audit=SURVEILLANCE, rules=later) == Decimal("2.5")
    assert days(energy(70, "low"), audit=RECERTIFICATION, rules=later) == Decimal("6.0")
    assert cell.grid.cells[(4, 3)].value == Decimal("0.10")
    assert RULES.grid.cells[(4, 3)].value == Decimal("0.15")


def test_complexity_of_information_security_moves_within_its_cell():
    assert days(isms(100, business="high", it="high")) == Decimal("24.0")
    assert days(isms(100, business="high", it="high", ratio=Decimal("0.20"))) == Decimal("14.5")
    assert days(isms(100, business="low", it="low", ratio=Decimal("-0.30"))) == Decimal("8.5")
    assert days(isms(100, business="low", it="low")) == Decimal("11.5")
    assert days(isms(100, business="medium", it="medium")) == Decimal("12.0")
    over = isms(100, business="low", it="low", ratio=Decimal("-0.31"))
    under = isms(100, business="high", it="high", ratio=Decimal("1.01"))
    assert codes(over) == codes(under) == ["audit-time.complexity-ratio-out-of-range"]
    assert codes(isms(100, business="high")) == ["audit-time.information-complexity"]
    assert codes(isms(100, business="huge", it="low")) == ["audit-time.information-complexity"]


def test_complexity_and_factors_stop_at_the_limit_together():
    both = isms(100, ("-0.20",), business="low", it="low", ratio=Decimal("-0.25"))
    refusing = audit_time_rules(TODAY, {"over_limit": "refuse"})

    assert days(both) == Decimal("8.5")  # 12 x 0.7
    assert codes(both, rules=refusing) == ["audit-time.reduction-over-limit"]


@pytest.mark.parametrize(
    "wrong",
    [
        replace(energy(100, "low"), scheme="QMS", energy=EnergyFacts(Decimal(1), 1, 1)),
        replace(food(), scheme="QMS"),
        replace(isms(business="low", it="low"), scheme="QMS"),
    ],
)
def test_fields_of_another_scheme_are_refused(wrong):
    assert codes(wrong) == ["audit-time.field-not-of-scheme"]


def test_a_scheme_is_refused_before_its_first_edition_and_others_are_not():
    before = audit_time_rules(date(2021, 4, 30))
    after = audit_time_rules(date(2021, 5, 1))

    assert codes(energy(100, "low"), rules=before) == ["audit-time.table-not-in-force"]
    assert codes(energy(100, "low"), rules=after) == []
    assert codes(isms(), rules=before) == []


@pytest.mark.parametrize(
    ("audit", "expected"),
    [
        (AuditKind.TRANSFER, "2.5"),
        (AuditKind.SHORT_NOTICE, "2.5"),
        (AuditKind.EXTENSION, "2.5"),
    ],
)
def test_audits_outside_the_cycle_take_the_fraction_of_the_house(audit, expected):
    quality = AuditedStandard("QMS", 100)
    key = {"transfer": "transfer_fraction", "short-notice": "short_notice_fraction",
           "extension": "extension_fraction"}[audit.value]  # fmt: skip
    whole = audit_time_rules(TODAY, {key: "1/1"})

    assert days(quality, audit=audit) == Decimal(expected)
    assert days(quality, audit=audit, rules=whole) == Decimal(7)
    sources = {line.source.status for line in reckoned(quality, audit=audit).figure.working}
    assert "cb-practice" in sources


def test_central_function_is_named_and_only_once():
    sites = (VisitedSite("Head office", 30, is_central=True), VisitedSite("North works", 40))
    working = reckoned(AuditedStandard("QMS", 70), sites=sites).figure.working

    assert "central function" in working[0].label
    assert "central function" not in working[1].label
    two = tuple(replace(site, is_central=True) for site in sites)
    assert codes(AuditedStandard("QMS", 70), sites=two) == ["audit-time.central-twice"]


def test_food_is_read_at_every_site():
    sites = (VisitedSite("Kitchen", 6), VisitedSite("Shop", 5, Decimal("0.50"), "no cooking"))

    assert days(food(11, "E"), sites=sites) == Decimal("3.0")  # 2 + 1.5 / 2 = 2.75, up


def test_on_site_share_of_information_security_is_a_setting():
    lower = audit_time_rules(TODAY, {"isms_on_site_ratio": "0.70"})
    both = (AuditedStandard("QMS", 100), isms())

    assert reckoned(isms()).on_site_min == Decimal("9.6")
    assert reckoned(isms(), rules=lower).on_site_min == Decimal("8.4")
    assert reckoned(*both, rules=lower).on_site_min == Decimal("14.0")  # 5.6 + 8.4
    assert reckoned(AuditedStandard("QMS", 100), rules=lower).on_site_min == Decimal("5.6")


def test_editions_name_only_what_was_used():
    assert "fsms_time" not in reckoned(AuditedStandard("QMS", 5)).editions
    assert reckoned(food()).editions["fsms_time"] == "2022"
    assert reckoned(isms()).editions["isms_time"] == "2024"
    assert reckoned(energy(9, "low")).editions["enms_later"] == "2021"


ANY = st.one_of(
    st.builds(isms, st.integers(1, 10700)),
    st.builds(
        lambda people, category, studies: food(people, category, studies=studies),
        st.integers(1, 20000), st.sampled_from(sorted(CATEGORIES)), st.integers(1, 9),
    ),
    st.builds(energy, st.integers(1, 10700), st.sampled_from(["low", "medium", "high"])),
    st.builds(
        lambda people, tj, types, uses: energy(
            people, energy_tj=tj, energy_types=types, significant_uses=uses
        ),
        st.integers(1, 10700), st.decimals("0.01", "9999", places=2), st.integers(1, 9),
        st.integers(1, 30),
    ),
)  # fmt: skip
KINDS = st.sampled_from(list(AuditKind))
RATIOS = st.lists(st.decimals("-0.60", "0.60", places=2), max_size=4)


def with_factors(standard, ratios):
    return replace(standard, factors=tuple(Factor(ratio, "recorded reason") for ratio in ratios))


@QUICK
@given(ANY, KINDS, RATIOS, st.integers(1, 10700))
def test_more_people_never_take_less_time(standard, audit, ratios, people):
    first, second = sorted((standard.people, people))
    one = with_factors(replace(standard, people=min(first, 10700)), ratios)
    two = replace(one, people=min(second, 10700))

    assert days(one, audit=audit) <= days(two, audit=audit)


@QUICK
@given(ANY, RATIOS, st.randoms(use_true_random=False))
def test_reductions_never_pass_the_limit_whatever_their_order(standard, ratios, chance):
    shuffled = list(ratios)
    chance.shuffle(shuffled)

    reduced = days(with_factors(standard, ratios))

    assert reduced >= days(standard) * Decimal("0.70") - Decimal("0.25")
    exact = sum(line.value for line in reckoned(with_factors(standard, [Decimal(-1)]))
                .figure.working[:-1] if line.unit == "auditor-days")  # fmt: skip
    assert reduced >= exact
    assert reduced == days(with_factors(standard, shuffled))


@QUICK
@given(ANY, KINDS, RATIOS)
def test_a_question_comes_back_from_json_and_gets_the_same_answer(standard, audit, ratios):
    request = asked(with_factors(standard, ratios), audit=audit)

    again = request_from_json(request_to_json(request))

    assert again == request
    assert result_to_json(reckon_audit_time(again, RULES)) == result_to_json(
        reckon_audit_time(request, audit_time_rules(TODAY))
    )

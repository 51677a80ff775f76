"""Audit time: the tables at their edges, the limits in their order, one rounding."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.filling import codes_of, filled
from xinheng.core.programmes.audit_time import reckon_audit_time
from xinheng.core.programmes.problems import violations
from xinheng.core.programmes.request import (
    AuditedStandard,
    AuditTimeRequest,
    Factor,
    VisitedSite,
)
from xinheng.core.programmes.rules import AuditKind
from xinheng.core.shared.violation import Refused
from xinheng.rulebook.audit_time import audit_time_rules

TODAY = date(2026, 3, 10)
RULES = audit_time_rules(TODAY)
REFUSING = audit_time_rules(TODAY, {"over_limit": "refuse"})
QUICK = settings(max_examples=60, deadline=None, derandomize=True)

QMS = ["1.5", "2", "2.5", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15",
       "16", "17", "18", "19", "20", "21", "22"]  # fmt: skip
ENDS = [5, 10, 15, 25, 45, 65, 85, 125, 175, 275, 425, 625, 875, 1175, 1550, 2025, 2675, 3450,
        4350, 5450, 6800, 8500, 10700]  # fmt: skip
HIGH = ["3", "3.5", "4.5", "5.5", "7", "8", "9", "11", "12", "13", "15", "16", "17", "19", "20",
        "21", "23", "25", "27", "28", "30", "32", "34"]  # fmt: skip
LIMITED = ["2.5", "3", "3", "3", "3", "3.5", "3.5", "4", "4.5", "5", "5.5", "6", "6.5", "7",
           "7.5", "8", "8.5", "9", "10", "11", "12", "13", "14"]  # fmt: skip


def asked(*standards, audit=AuditKind.INITIAL, **more):
    return AuditTimeRequest(TODAY, audit, standards, **more)


def standard(scheme="QMS", people=100, complexity=None, ratios=(), **more):
    factors = tuple(Factor(Decimal(ratio), "recorded reason") for ratio in ratios)
    return AuditedStandard(scheme, people, complexity, factors, **more)


def days(*standards, rules=RULES, **more):
    return filled(reckon_audit_time(asked(*standards, **more), rules).figure).value


def codes(request, rules=RULES):
    return codes_of(violations(request, rules))


@pytest.mark.parametrize(
    ("scheme", "complexity", "column"),
    [("QMS", None, QMS), ("EMS", "high", HIGH), ("OHSMS", "high", HIGH),
     ("EMS", "limited", LIMITED)],
)  # fmt: skip
def test_every_band_holds_up_to_its_edge_and_not_beyond(scheme, complexity, column):
    starts = [1, *(end + 1 for end in ENDS[:-1])]
    for start, end, expected in zip(starts, ENDS, column, strict=True):
        assert days(standard(scheme, start, complexity)) == Decimal(expected)
        assert days(standard(scheme, end, complexity)) == Decimal(expected)


@pytest.mark.parametrize(
    ("audit", "people", "ratios", "expected"),
    [
        (AuditKind.INITIAL, 100, (), "7.0"),
        (AuditKind.INITIAL, 100, ("-0.20", "-0.15"), "5.0"),
        (AuditKind.SURVEILLANCE, 50, (), "1.5"),
        (AuditKind.RECERTIFICATION, 50, (), "3.5"),
        (AuditKind.INITIAL, 100, ("0.20", "-0.15"), "7.5"),
    ],
)
def test_quality_time_of_the_worked_cases(audit, people, ratios, expected):
    assert str(days(standard("QMS", people, ratios=ratios), audit=audit)) == expected


def test_reduction_over_the_limit_is_cut_and_the_working_says_so():
    result = reckon_audit_time(asked(standard(ratios=("-0.20", "-0.15"))), RULES)

    cut = [line for line in result.figure.working if "are cut to" in line.label]
    assert [line.value for line in cut] == [Decimal("0.35")]
    assert cut[0].source.place == "3.9"


def test_reduction_over_the_limit_is_refused_when_the_body_wants_that():
    over, at_limit = asked(standard(ratios=("-0.31",))), asked(standard(ratios=("-0.30",)))

    assert codes(over, REFUSING) == ["audit-time.reduction-over-limit"]
    assert codes(at_limit, REFUSING) == []


def test_working_adds_up_to_the_figure():
    result = reckon_audit_time(
        asked(
            standard("QMS", 100, ratios=("-0.10",)),
            standard("EMS", 100, "medium", ratios=("0.15",)),
            audit=AuditKind.RECERTIFICATION,
            integration_ratio=Decimal("0.9"),
            team=(("QMS", "EMS"),),
        ),
        RULES,
    )

    total = sum(line.value for line in result.figure.working if line.unit == "auditor-days")
    assert abs(total - result.figure.value) < Decimal("0.001")


def test_several_standards_are_added_and_reduced_by_the_smaller_band():
    three = (
        standard("QMS"),
        standard("EMS", complexity="medium"),
        standard("OHSMS", complexity="high"),
    )
    able = (("QMS", "EMS", "OHSMS"), ("QMS", "EMS"), ("QMS", "OHSMS"))

    assert days(*three) == Decimal("26.0")
    assert days(*three, integration_ratio=Decimal("0.9"), team=able) == Decimal("22.0")
    assert days(*three, integration_ratio=Decimal("0.15"), team=able[:1]) == Decimal("26.0")
    assert days(*three, integration_ratio=Decimal("0.9"), team=able[:1]) == Decimal("21.0")
    assert days(*three, integration_ratio=Decimal("0.9")) == Decimal("26.0")


def test_both_limits_together_leave_fifty_six_per_cent_rounded_up():
    least = days(
        standard("QMS", ratios=("-0.30",)),
        standard("EMS", complexity="medium", ratios=("-0.30",)),
        integration_ratio=Decimal(1),
        team=(("QMS", "EMS"),),
    )

    assert least == Decimal("8.5")  # 15 x 0.56 = 8.4


def test_parts_of_the_standards_add_up_and_on_site_is_four_fifths():
    result = reckon_audit_time(
        asked(standard("QMS"), standard("EMS", complexity="low"), standard("MDQMS")), RULES
    )

    assert sum(result.by_standard.values()) == result.figure.value
    assert result.on_site_min == result.figure.value * Decimal("0.8")


def test_stages_split_an_initial_audit_only():
    initial = reckon_audit_time(asked(standard()), RULES)
    later = reckon_audit_time(asked(standard(), audit=AuditKind.SURVEILLANCE), RULES)

    assert (initial.stage1, initial.stage2) == (Decimal("1.5"), Decimal("5.5"))
    assert (later.stage1, later.stage2) == (None, None)


def test_sites_are_read_one_by_one_and_cut_by_half_at_most():
    sites = (
        VisitedSite("Head office", 30),
        VisitedSite("North works", 100, Decimal("0.50"), "no design there"),
    )

    assert days(standard(people=130), sites=sites) == Decimal("7.5")  # 4 + 7 / 2
    over = VisitedSite("North works", 100, Decimal("0.51"), "no design there")
    assert codes(asked(standard(people=130), sites=(over,))) == ["audit-time.site-cut-over-limit"]
    silent = VisitedSite("North works", 100, Decimal("0.10"))
    assert codes(asked(standard(people=130), sites=(silent,))) == ["audit-time.reason-missing"]


def test_time_beyond_the_table_is_given_by_hand_with_its_reason():
    assert days(standard(people=10700)) == Decimal("22.0")
    assert codes(asked(standard(people=10701))) == ["audit-time.manual-needed"]
    by_hand = standard(people=10701, manual_days=Decimal(23), manual_reason="progression")
    assert days(by_hand) == Decimal("23.0")
    low = standard(people=10701, manual_days=Decimal(21), manual_reason="progression")
    assert codes(asked(low)) == ["audit-time.manual-too-low"]
    silent = standard(people=10701, manual_days=Decimal(23))
    assert codes(asked(silent)) == ["audit-time.manual-reason-missing"]


def test_special_case_of_environment_has_no_column():
    special = standard("EMS", 50, "special")
    by_hand = standard("EMS", 50, "special", manual_days=Decimal(9), manual_reason="nuclear")

    assert codes(asked(special)) == ["audit-time.manual-needed"]
    assert days(by_hand) == Decimal("9.0")
    assert codes(asked(standard("OHSMS", 50, "special"))) == ["audit-time.complexity-unknown"]


def test_health_and_safety_has_no_limited_column():
    assert codes(asked(standard("OHSMS", 50, "limited"))) == ["audit-time.complexity-unknown"]


def test_risk_of_quality_is_no_column():
    assert days(standard("QMS", 100, "high")) == days(standard("QMS", 100, "low"))
    assert codes(asked(standard("QMS", 100, "limited"))) == ["audit-time.complexity-unknown"]


def test_everything_wrong_is_said_at_once():
    request = asked(
        AuditedStandard("QMS", 0, None, (Factor(Decimal("-0.10")),)),
        AuditedStandard("QMS", -4, None, (Factor(Decimal(-20), "percent"),)),
        AuditedStandard("EMS", 1_000_001),
        AuditedStandard("TOYS", 10),
        integration_ratio=Decimal("1.1"),
        team=((), ("QMS",)),
    )

    assert codes(request) == [
        "audit-time.standard-twice",
        "audit-time.people-not-positive",
        "audit-time.reason-missing",
        "audit-time.people-not-positive",
        "audit-time.factor-not-a-ratio",
        "audit-time.people-too-many",
        "audit-time.complexity-missing",
        "audit-time.scheme-without-table",
        "audit-time.integration-out-of-range",
        "audit-time.auditor-without-standard",
    ]
    with pytest.raises(Refused) as refused:
        reckon_audit_time(request, RULES)
    assert len(refused.value.violations) == 10


def test_audit_without_standard_or_team_is_refused():
    assert codes(asked()) == ["audit-time.no-standard"]
    assert codes(asked(standard(), team=())) == ["audit-time.team-empty"]


def test_repetition_is_not_taken_off_twice():
    factor = Factor(Decimal("-0.10"), "lines alike", "repetitive-work")
    once = AuditedStandard("QMS", 100, None, (factor,))
    twice = AuditedStandard("QMS", 100, None, (factor,), has_square_root=True)

    assert codes(asked(once)) == []
    assert codes(asked(twice)) == ["audit-time.reduced-twice"]


def test_rules_of_another_day_are_not_used():
    with pytest.raises(ValueError, match="2026-03-11"):
        reckon_audit_time(asked(standard()), audit_time_rules(date(2026, 3, 11)))


SCHEMES = st.sampled_from(
    [("QMS", None), ("EMS", "high"), ("EMS", "limited"), ("OHSMS", "medium"), ("MDQMS", None)]
)
KINDS = st.sampled_from(list(AuditKind))
RATIOS = st.lists(st.decimals("-0.60", "0.60", places=2), max_size=4)


@QUICK
@given(SCHEMES, KINDS, RATIOS, st.integers(1, 10700), st.integers(1, 10700))
def test_more_people_never_take_less_time(scheme, audit, ratios, people, others):
    fewer, more = sorted((people, others))

    assert days(standard(scheme[0], fewer, scheme[1], ratios), audit=audit) <= days(
        standard(scheme[0], more, scheme[1], ratios), audit=audit
    )


@QUICK
@given(SCHEMES, RATIOS, st.integers(1, 10700), st.randoms(use_true_random=False))
def test_reductions_never_pass_the_limit_whatever_their_order(scheme, ratios, people, chance):
    shuffled = list(ratios)
    chance.shuffle(shuffled)
    table_days = days(standard(scheme[0], people, scheme[1]))

    reduced = days(standard(scheme[0], people, scheme[1], ratios))

    assert reduced >= table_days * Decimal("0.70")
    assert reduced == days(standard(scheme[0], people, scheme[1], shuffled))


@QUICK
@given(RATIOS, RATIOS, st.integers(1, 10700), st.decimals("0", "1", places=2))
def test_all_reductions_together_never_pass_fifty_six_per_cent(first, second, people, ratio):
    two = (standard("QMS", people, ratios=first), standard("EMS", people, "medium", second))
    plain = (standard("QMS", people), standard("EMS", people, "medium"))
    team = (("QMS", "EMS"),)

    assert days(*two, integration_ratio=ratio, team=team) >= days(*plain) * Decimal("0.56")


@QUICK
@given(SCHEMES, KINDS, RATIOS, st.integers(1, 10700))
def test_same_question_gets_the_same_answer_in_half_days(scheme, audit, ratios, people):
    request = asked(standard(scheme[0], people, scheme[1], ratios), audit=audit)

    result = reckon_audit_time(request, RULES)

    assert result == reckon_audit_time(request, RULES)
    assert result.figure.value % Decimal("0.5") == 0
    assert result.figure.value > 0

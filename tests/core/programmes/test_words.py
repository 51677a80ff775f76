"""Words that stand in JSON forms and in working: they are fixed, for others rely on them."""

from datetime import date
from decimal import Decimal

import pytest

from xinheng.core.programmes.audit_time import reckon_audit_time
from xinheng.core.programmes.codec import (
    request_from_json,
    request_to_json,
    result_from_json,
    result_to_json,
)
from xinheng.core.programmes.integration import (
    Integration,
    integration_problems,
    integration_reduction,
    team_ability,
)
from xinheng.core.programmes.personnel import GroupKind, PersonnelGroup, effective_personnel
from xinheng.core.programmes.problems import violations
from xinheng.core.programmes.request import (
    AuditedStandard,
    AuditTimeRequest,
    Factor,
    FoodFacts,
    VisitedSite,
)
from xinheng.core.programmes.rules import OF_THE_CYCLE, AuditKind
from xinheng.core.programmes.sampling import SampleRequest, SiteGroup, sample_size
from xinheng.core.shared.reading import Unreadable
from xinheng.rulebook.audit_time import audit_time_rules
from xinheng.rulebook.programmes import sampling_rules

TODAY = date(2026, 3, 10)
RULES = audit_time_rules(TODAY)


def test_kinds_of_audit_and_of_people():
    assert [kind.value for kind in OF_THE_CYCLE] == ["initial", "surveillance", "recertification"]
    assert [kind.value for kind in AuditKind][3:] == ["transfer", "short-notice", "extension"]
    assert [kind.value for kind in GroupKind] == [
        "full-time", "part-time", "shift", "contractor", "identical",
    ]  # fmt: skip


def test_units():
    people = effective_personnel([PersonnelGroup(GroupKind.SHIFT, 5)])
    sites = sample_size(SampleRequest(AuditKind.INITIAL, (SiteGroup(9),)), sampling_rules(TODAY))
    saved = [
        integration_reduction(asked, RULES.grid, RULES.integration_limit)
        for asked in (
            Integration(("QMS",), None, None),
            Integration(("QMS", "EMS"), Decimal("0.9"), (("QMS", "EMS"),)),
        )
    ]

    assert {line.unit for line in people.working} == {people.unit} == {"persons"}
    assert {line.unit for line in sites.working} == {sites.unit} == {"sites"}
    for figure in saved:
        assert {line.unit for line in figure.working} == {figure.unit} == {"ratio"}


def test_fields_of_integration():
    asked = Integration(("QMS", "EMS"), Decimal(2), (("QMS",), ("FSMS",)))
    empty = Integration(("QMS", "EMS"), Decimal("-0.1"), ())

    assert [problem.field for problem in integration_problems(asked)] == [
        "integration_ratio", "team[1]",
    ]  # fmt: skip
    assert [problem.field for problem in integration_problems(empty)] == [
        "integration_ratio", "team",
    ]  # fmt: skip
    assert next(iter(integration_problems(empty))).facts == {"ratio": "-0.1"}
    last = list(integration_problems(asked))[-1]
    assert last.facts == {"number": 2}


def test_ability_needs_two_standards_and_somebody():
    for standards, team in ((("QMS",), (("QMS",),)), (("QMS", "EMS"), ())):
        with pytest.raises(
            ValueError, match=r"^team ability needs two standards and one auditor at least$"
        ):
            team_ability(standards, team)


def test_a_square_counts_its_side_exactly():
    square = PersonnelGroup(GroupKind.IDENTICAL, 49, reason="same task")
    other = PersonnelGroup(GroupKind.IDENTICAL, 50, reason="same task")

    assert [str(line.value) for line in effective_personnel([square]).working] == ["7.0", "0.0"]
    assert effective_personnel([square] * 3).value == 21
    assert effective_personnel([other]).working[0].value == Decimal("7.0711")


def refused(*standards, rules=RULES, **more):
    request = AuditTimeRequest(rules.on, AuditKind.INITIAL, standards, **more)
    return violations(request, rules)


def test_every_refusal_of_audit_time_names_its_field():
    found = refused(
        AuditedStandard("QMS", 0, "limited", (Factor(Decimal("-0.10")),)),
        AuditedStandard("QMS", 5, None, (Factor(Decimal(11), "x"), Factor(Decimal(-2), "x"))),
        AuditedStandard("EMS", 5, "none"),
        AuditedStandard("OHSMS", 1_000_001, None),
        AuditedStandard("TOYS", 10),
        sites=(
            VisitedSite("North", 0),
            VisitedSite("South", 5, Decimal("0.51")),
        ),
        integration_ratio=Decimal(2),
        team=((),),
    )

    assert [(each.code.removeprefix("audit-time."), each.field) for each in found] == [
        ("standard-twice", "standards"),
        ("people-not-positive", "standards[0].people"),
        ("reason-missing", "standards[0].factors[0].reason"),
        ("complexity-unknown", "standards[0].complexity"),
        ("factor-not-a-ratio", "standards[1].factors[0].ratio"),
        ("factor-not-a-ratio", "standards[1].factors[1].ratio"),
        ("complexity-unknown", "standards[2].complexity"),
        ("people-too-many", "standards[3].people"),
        ("complexity-missing", "standards[3].complexity"),
        ("scheme-without-table", "standards[4].scheme"),
        ("people-not-positive", "sites[0].people"),
        ("site-cut-over-limit", "sites[1].cut_ratio"),
        ("reason-missing", "sites[1].reason"),
        ("integration-out-of-range", "integration_ratio"),
        ("auditor-without-standard", "team[0]"),
    ]  # fmt: skip
    facts = {violation.field: violation.facts for violation in found}
    assert facts["standards[0].complexity"]["known"] == "high, medium, low"
    assert facts["standards[2].complexity"]["known"] == "high, medium, low, limited"
    assert facts["standards[3].complexity"]["known"] == "high, medium, low"
    assert facts["standards[4].scheme"]["known"] == "EMS, EnMS, FSMS, ISMS, MDQMS, OHSMS, QMS"
    assert facts["standards[3].people"] == {"people": 1_000_001, "most": 1_000_000}


@pytest.mark.parametrize(
    ("standard", "fields"),
    [
        (AuditedStandard("QMS", 10_701), ["manual_days"]),
        (AuditedStandard("EMS", 5, "special"), ["manual_days"]),
        (AuditedStandard("QMS", 10_701, manual_days=Decimal(1)), ["manual_reason", "manual_days"]),
        (AuditedStandard("FSMS", 5, "extreme", food=FoodFacts(("CIV",))), ["complexity"]),
        (AuditedStandard("QMS", 5, manual_days=Decimal("NaN"), manual_reason="x"), ["manual_days"]),
        (AuditedStandard("QMS", 5, manual_days=Decimal(2_000_000), manual_reason="x"),
         ["manual_days"]),
        (AuditedStandard("QMS", 5, None, (Factor(Decimal("NaN"), "x"),)), ["factors[0].ratio"]),
    ],
)  # fmt: skip
def test_days_by_hand_and_odd_numbers_name_their_fields(standard, fields):
    refusing = audit_time_rules(TODAY, {"over_limit": "refuse"})

    found = refused(standard, rules=refusing)

    assert [violation.field for violation in found] == [f"standards[0].{each}" for each in fields]


def test_reduction_over_the_limit_names_its_factors_and_a_cut_beside_days_by_hand_too():
    refusing = audit_time_rules(TODAY, {"over_limit": "refuse"})
    over = AuditedStandard("QMS", 5, None, (Factor(Decimal("-0.31"), "x"),))
    by_hand = AuditedStandard("QMS", 5, manual_days=Decimal(9), manual_reason="x")
    site = VisitedSite("North", 5, Decimal("0.1"), "partly")

    assert [(v.field, v.facts["limit"]) for v in refused(over, rules=refusing)] == [
        ("standards[0].factors", "0.30")
    ]
    assert [(v.code, v.field) for v in refused(by_hand, sites=(site,))] == [
        ("audit-time.manual-with-site-cut", "standards[0].manual_days")
    ]
    assert [v.field for v in refused()] == ["standards"]


def test_twice_reduced_names_the_factor():
    factors = (Factor(Decimal("0.1"), "x"), Factor(Decimal("-0.1"), "alike", "repetitive-work"))

    found = refused(AuditedStandard("QMS", 5, None, factors, has_square_root=True))

    assert [(v.field, v.facts) for v in found] == [("standards[0].factors[1]", {"reason": "alike"})]


def test_rules_of_another_day_are_named():
    request = AuditTimeRequest(date(2026, 3, 11), AuditKind.INITIAL, (AuditedStandard("QMS", 5),))

    with pytest.raises(ValueError, match=r"^the rules are of 2026-03-10; the request is of 2026"):
        reckon_audit_time(request, RULES)


LEAST = {"on": "2026-03-10", "audit": "initial"}


def test_fields_of_each_scheme_go_out_and_come_back():
    given = [
        {"scheme": "ISMS", "people": 9, "business_complexity": "high", "it_complexity": "low",
         "complexity_ratio": "0.10"},
        {"scheme": "FSMS", "people": 9, "category": ["CIV"], "haccp_studies": 2,
         "certified_system": True},
        {"scheme": "EnMS", "people": 9, "energy_tj": "1.5", "energy_types": 2,
         "significant_uses": 3},
        {"scheme": "QMS", "people": 9},
    ]  # fmt: skip

    request = request_from_json({**LEAST, "standards": given})

    told = request_to_json(request)["standards"]
    for asked, each in zip(given, told, strict=True):
        assert {name: each[name] for name in asked} == asked
    assert request_from_json(request_to_json(request)) == request
    assert request.standards[3] == AuditedStandard("QMS", 9)
    assert set(told[3]) & {"category", "energy_tj", "business_complexity"} == set()


def test_studies_are_one_where_nothing_is_said():
    standard = {"scheme": "FSMS", "people": 9, "category": "CIV"}

    facts = request_from_json({**LEAST, "standards": [standard]}).standards[0].food

    assert facts == FoodFacts(("CIV",), 1, False)
    only = {"scheme": "FSMS", "people": 9, "haccp_studies": 0}
    assert request_from_json({**LEAST, "standards": [only]}).standards[0].food == FoodFacts((), 0)


def test_a_result_that_cannot_be_read_says_where():
    result = reckon_audit_time(
        AuditTimeRequest(TODAY, AuditKind.INITIAL, (AuditedStandard("QMS", 5),)), RULES
    )
    stored = result_to_json(result)
    stored["result"]["by_standard"] = {"QMS": "many"}

    with pytest.raises(Unreadable, match=r"^result\.by_standard\.QMS: "):
        result_from_json(stored)


def test_risk_of_food_is_one_of_three():
    standard = AuditedStandard("FSMS", 5, "limited", food=FoodFacts(("CIV",)))

    found = refused(standard)

    assert [(v.code, v.facts["known"]) for v in found] == [
        ("audit-time.complexity-unknown", "high, medium, low")
    ]


def test_each_kind_of_people_has_its_own_line():
    labels = {
        kind: effective_personnel(
            [PersonnelGroup(kind, 4, Decimal(20), reason="same task")]
        ).working[0].label.split()[0].rstrip(":")
        for kind in GroupKind
    }  # fmt: skip

    assert list(labels.values()) == ["Full", "Part", "In", "Contractors", "Identical"]

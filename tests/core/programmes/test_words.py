"""Words that stand in JSON forms and in working: they are fixed, for others rely on them."""

from datetime import date
from decimal import Decimal

import pytest

from xinheng.core.programmes.integration import (
    Integration,
    integration_problems,
    integration_reduction,
    team_ability,
)
from xinheng.core.programmes.personnel import GroupKind, PersonnelGroup, effective_personnel
from xinheng.core.programmes.rules import OF_THE_CYCLE, AuditKind
from xinheng.core.programmes.sampling import SampleRequest, SiteGroup, sample_size
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
        with pytest.raises(ValueError, match=r"^team ability needs two standards and one auditor"):
            team_ability(standards, team)


def test_a_square_counts_its_side_exactly():
    square = PersonnelGroup(GroupKind.IDENTICAL, 49, reason="same task")
    other = PersonnelGroup(GroupKind.IDENTICAL, 50, reason="same task")

    assert [str(line.value) for line in effective_personnel([square]).working] == ["7.0", "0.0"]
    assert effective_personnel([square] * 3).value == 21
    assert effective_personnel([other]).working[0].value == Decimal("7.0711")

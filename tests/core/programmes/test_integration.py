"""What integration saves: ability of the team, bands of the grid, and their edges."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.core.filling import filled
from xinheng.core.programmes.integration import Integration, integration_reduction, team_ability
from xinheng.core.shared.violation import Refused
from xinheng.rulebook.audit_time import audit_time_rules

THREE = ("QMS", "EMS", "OHSMS")
RULES = audit_time_rules(date(2026, 3, 10))
LOWER = audit_time_rules(date(2026, 3, 10), {"band_edge": "lower"})


def reduction(ratio, team, standards=THREE, rules=RULES):
    asked = Integration(standards, None if ratio is None else Decimal(ratio), team)
    return filled(integration_reduction(asked, rules.grid, rules.integration_limit)).value


@pytest.mark.parametrize(
    ("team", "expected"),
    [
        ((THREE, ("QMS", "EMS"), ("QMS", "OHSMS")), Fraction(2, 3)),
        ((("QMS",),), Fraction(0)),
        ((THREE,), Fraction(1)),
        ((THREE, ("QMS",)), Fraction(1, 2)),
        ((("QMS", "EMS", "ISMS"),), Fraction(1, 2)),
    ],
)
def test_ability_counts_what_each_auditor_knows_beyond_one(team, expected):
    assert team_ability(THREE, team) == expected


def test_ability_of_one_standard_means_nothing():
    with pytest.raises(ValueError, match="two standards"):
        team_ability(("QMS",), (("QMS",),))


@pytest.mark.parametrize(
    ("ratio", "expected"),
    [("0", "0"), ("0.19", "0"), ("0.20", "0.05"), ("0.39", "0.05"), ("0.40", "0.10"),
     ("0.60", "0.15"), ("0.79", "0.15"), ("0.80", "0.20"), ("1", "0.20"), ("0.15", "0")],
)  # fmt: skip
def test_integration_of_an_able_team_is_read_in_its_band(ratio, expected):
    assert reduction(ratio, (THREE,)) == Decimal(expected)


@pytest.mark.parametrize(("ratio", "expected"), [("0.20", "0"), ("0.21", "0.05"), ("1", "0.20")])
def test_an_edge_belongs_to_the_lower_band_when_the_body_says_so(ratio, expected):
    assert reduction(ratio, (THREE,), rules=LOWER) == Decimal(expected)


def test_the_smaller_band_decides():
    assert reduction("0.90", (THREE, ("QMS", "EMS"), ("QMS", "OHSMS"))) == Decimal("0.15")
    assert reduction("0.90", (("QMS",),)) == 0
    assert reduction("0.45", (THREE,)) == Decimal("0.10")


def test_nothing_is_saved_without_an_assessment_a_team_or_a_second_standard():
    assert reduction(None, (THREE,)) == 0
    assert reduction("0.90", None) == 0
    assert reduction("0.90", (("QMS",),), standards=("QMS",)) == 0


@pytest.mark.parametrize("ratio", ["-0.01", "1.01", "NaN"])
def test_impossible_degree_of_integration_is_refused(ratio):
    with pytest.raises(Refused, match=r"audit-time.integration-out-of-range"):
        reduction(ratio, (THREE,))
